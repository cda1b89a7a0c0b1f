"""Walks a course up to today and gives the steps of a life."""

import datetime as dt
from dataclasses import dataclass

from demo.days import ONE_DAY, Days, weekday_before
from demo.scale.courses import (
    ENDING_NOTES,
    NOT_HELD_NOTES,
    NOTES_INSIDE,
    NOTES_OUTSIDE,
    TIMES,
    TOPICS,
    VISITS,
    Course,
)
from demo.steps import (
    Accepted,
    Admitted,
    Agreed,
    Allocated,
    Bed,
    Booked,
    Contact,
    Declined,
    Ended,
    GatePlanned,
    Met,
    NotMet,
    Offered,
    Referred,
    SaidNo,
    Step,
    Told,
    Transferred,
)
from liberations.enums import BedTonight, NotMetReason
from mentoring.enums.meetings import Channel, MeetingState
from prisons.enums import DateKind, DateSource
from referrals.enums import DeclineReason, Source

# A contact after today is booked when it is at most this far off.
BOOKED_AHEAD = 21 * ONE_DAY
SOURCES = (Source.PRISON_LIST, Source.PRISON_LIST, Source.PRISON_STAFF, Source.SELF, Source.SOCIAL_WORK)
BEDS = (BedTonight.SAFE, BedTonight.SAFE, BedTonight.SAFE, BedTonight.UNSAFE, BedTonight.NOWHERE)


@dataclass(frozen=True)
class Walker:
    """Somebody's place in line, where they are held and go back to, and who is with them."""

    place: int
    course: Course
    days: Days
    prison: str
    next_prison: str
    area: str
    mentor: str
    share_with: tuple[str, ...]


def liberation(walker: Walker, raw: dt.date, area_key) -> tuple[dt.date, Told]:
    """The liberation day near `raw`, and the ledger row that says so; every third is worked out from the sentence date."""
    days, course = walker.days, walker.course
    if walker.place % 3 == 0 and not course.was:
        out = days.liberations.worked_out(raw, local_authority_id=area_key)[1].day
        told = {"kind": DateKind.SENTENCE, "source": DateSource.LETTER, "sentence_date": raw}
    else:
        out = days.lawful_after(raw)
        told = {"stated_date": days.lawful_after(out + course.was * ONE_DAY) if course.was else out}
    return out, Told(on=weekday_before(out - (course.agreed + 15) * ONE_DAY), **told)


def taken_in(walker: Walker, out: dt.date, told: Told) -> list[Step]:
    """In custody, on the ledger, referred."""
    before = walker.course.agreed
    return [
        Admitted(
            on=out - (before + 45 + walker.place * 7 % 120) * ONE_DAY,
            prison=walker.prison,
            hall=f"{'ABCDE'[walker.place % 5]} hall",
            area=walker.area,
        ),
        told,
        Referred(on=weekday_before(out - (before + 12) * ONE_DAY), source=SOURCES[walker.place % len(SOURCES)]),
    ]


def referral_only(walker: Walker, out: dt.date, told: Told) -> list[Step]:
    """Somewhere on the way to a yes, or at a no."""
    before = walker.course.agreed
    decided, offered = weekday_before(out - (before + 8) * ONE_DAY), weekday_before(out - (before + 4) * ONE_DAY)
    station = walker.place % 5
    steps = taken_in(walker, out, told)
    if station == 1:
        steps.append(Declined(on=decided, reason=DeclineReason.OTHER, note="Goes to another service that knows them."))
    elif station >= 2:
        steps.append(Accepted(on=decided))
    if station >= 3:
        steps.append(Offered(on=offered))
    if station == 4:
        steps.append(SaidNo(on=offered, note="Not now. Ask again nearer the day."))
    return steps


def walk(walker: Walker, out: dt.date, told: Told, *, allocated: bool = True) -> list[Step]:
    """All that has happened until today, and the next contact booked."""
    course = walker.course
    steps = [*taken_in(walker, out, told), *_signed_up(walker, out, allocated)]
    if not allocated:
        return steps
    ahead = [*_inside(walker, out), *_gate(walker, out), *_outside(walker, out)]
    after, kind, reason = course.ends
    ahead.append(
        Ended(on=weekday_before(out + after * ONE_DAY), kind=kind, reason=reason, summary=ENDING_NOTES[reason])
    )
    ahead.sort(key=lambda step: step.on)
    return [*steps, *_until_today(walker, out, ahead)]


def _signed_up(walker: Walker, out: dt.date, allocated: bool) -> list[Step]:
    before = walker.course.agreed
    steps: list[Step] = [
        Accepted(on=weekday_before(out - (before + 8) * ONE_DAY)),
        Offered(on=weekday_before(out - (before + 4) * ONE_DAY)),
        Agreed(on=weekday_before(out - before * ONE_DAY), share_with=walker.share_with, texts=walker.place % 2 == 0),
    ]
    if allocated:
        steps.append(Allocated(on=weekday_before(out - (before - 3) * ONE_DAY), mentor=walker.mentor))
    return steps


def _inside(walker: Walker, out: dt.date) -> list[Step]:
    course, steps = walker.course, []
    for order, (before, kind) in enumerate(course.visits):
        turn = walker.place + order
        steps.append(
            Contact(
                on=weekday_before(out - before * ONE_DAY),
                at_time=TIMES[turn % len(TIMES)],
                topics=(TOPICS[turn % len(TOPICS)],) if kind not in NOT_HELD_NOTES else (),
                note=NOT_HELD_NOTES.get(kind) or NOTES_INSIDE[turn % len(NOTES_INSIDE)],
                **VISITS[kind],
            )
        )
    if course.moved:
        steps.append(Told(on=weekday_before(out - course.moved * ONE_DAY), stated_date=out, source=DateSource.PHONE))
    if course.transferred:
        steps.append(Transferred(on=weekday_before(out - course.transferred * ONE_DAY), prison=walker.next_prison))
    steps.append(GatePlanned(on=weekday_before(out - 7 * ONE_DAY), point="Main gate"))
    return steps


def _gate(walker: Walker, out: dt.date) -> list[Step]:
    bed = Bed(on=out, answer=BEDS[walker.place % len(BEDS)])
    if walker.course.with_family:
        return [NotMet(on=out, reason=NotMetReason.WITH_FAMILY, note="Collected by family."), bed]
    return [Met(on=out), bed]


def _outside(walker: Walker, out: dt.date) -> list[Step]:
    steps = []
    for order, after in enumerate(walker.course.contacts):
        turn, in_person = walker.place + order, order % 2 == 1
        steps.append(
            Contact(
                on=weekday_before(out + after * ONE_DAY) if in_person else out + after * ONE_DAY,
                channel=Channel.COMMUNITY if in_person else Channel.PHONE,
                at_time=TIMES[turn % len(TIMES)],
                minutes=50 if in_person else 12,
                topics=(TOPICS[turn % len(TOPICS)],),
                note=NOTES_OUTSIDE[turn % len(NOTES_OUTSIDE)],
            )
        )
    steps += [
        Contact(
            on=weekday_before(out + after * ONE_DAY),
            channel=Channel.COMMUNITY,
            state=MeetingState.NOT_ATTENDED,
            note="Waited at the usual place.",
        )
        for after in walker.course.missed
    ]
    return steps


def _until_today(walker: Walker, out: dt.date, ahead: list[Step]) -> list[Step]:
    today = walker.days.today
    # Nobody has said yet what happened at the gate: what comes after it is not known either.
    unsaid = out < today <= out + walker.course.said_late * ONE_DAY
    happened = [step for step in ahead if step.on < (out if unsaid else today)]
    if unsaid:
        return happened
    coming = next((step for step in ahead if isinstance(step, Contact) and step.on >= today), None)
    last = happened[-1].on if happened else today - ONE_DAY
    if coming and coming.on <= today + BOOKED_AHEAD:
        happened.append(
            Booked(
                on=last,
                day=coming.on,
                channel=coming.channel,
                at_time=coming.at_time,
                agency_visit=coming.agency_visit,
            )
        )
    return happened
