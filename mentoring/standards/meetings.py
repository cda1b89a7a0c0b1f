"""R6a, R6b, R7, R8 and R11: the meetings. Pure functions of CaseFacts; sources: Clinks RR3 2016 (g, h, 1.2i, 1.3a), VOICES 2022."""

import datetime as dt

from mentoring.enums.meetings import INSIDE, OUTCOMES, Channel, MeetingState, Place
from mentoring.enums.standards import Mark, Standard, Verdict
from mentoring.standards.counting import how_many, qualifying, why_not
from mentoring.standards.facts import CaseFacts, MeetingFact
from mentoring.standards.results import Evidence, Result

OUTSIDE = frozenset(
    {Channel.GATE, Channel.COMMUNITY, Channel.ACCOMPANIED, Channel.PHONE, Channel.VIDEO, Channel.TEXT, Channel.EMAIL}
)
FACE_TO_FACE = frozenset({Channel.GATE, Channel.COMMUNITY, Channel.ACCOMPANIED})


def meetings_offered(facts: CaseFacts) -> Result:
    """R6a: enough meetings were put in the diary, on days of their own before liberation, whatever became of them."""
    offered = [each for each in facts.meetings if _could_count(each, facts)]
    reached, target = len({each.on_date for each in offered}), _target(facts)
    evidence = tuple(
        Evidence(each.on_date, said(each), True, each.key) for each in sorted(offered, key=lambda each: each.on_date)
    )
    if apart := _counted_apart(facts):
        mark, why = apart
        return Result(Standard.MEETINGS_OFFERED, Verdict.NOT_APPLICABLE, why, evidence, (mark,), target, reached)
    verdict = Verdict.MET if reached >= target else _missing(facts)
    why = f"{_meetings(reached)} offered before liberation; {target} are needed."
    return Result(Standard.MEETINGS_OFFERED, verdict, why, evidence, (), target, reached)


def meetings_held(facts: CaseFacts) -> Result:
    """R6b, the headline: enough qualifying meetings were held on days of their own before the day of liberation.

    Somebody signed up so late that they could not all be held, or released from remand by a court, is counted apart and
    never as met. A meeting that the prison prevented, or that the day overtook, is said and not counted.
    """
    held = qualifying(facts)
    reached, target = how_many(held, facts), _target(facts)
    evidence = _held_or_why_not(facts)
    calls = (Mark.BY_PHONE,) if any(each.channel == Channel.PHONE for each in held) else ()
    why = f"{_meetings(reached)} held before liberation; {target} are needed."
    if apart := _counted_apart(facts):
        mark, why = apart
        marks = (mark, *calls)
        return Result(Standard.MEETINGS_HELD, Verdict.NOT_APPLICABLE, why, evidence, marks, target, reached)
    if reached >= target or not facts.is_over:
        verdict = Verdict.MET if reached >= target else Verdict.NOT_YET
        return Result(Standard.MEETINGS_HELD, verdict, why, evidence, calls, target, reached)
    return _too_few(facts, reached, why, evidence, calls)


def _too_few(facts, reached, why, evidence, marks):
    needed, verdict = facts.minimum_meetings, Verdict.NOT_MET
    cancelled, overtaken = _cancelled_by_prison(facts), _overtaken(facts)
    if cancelled and reached + len(cancelled) >= needed:
        marks, why = (*marks, Mark.PRISON_CANCELLED), f"{why} The prison cancelled {len(cancelled)}."
    if overtaken and reached + len(overtaken) >= needed:
        marks, why = (*marks, Mark.DATE_MOVED), f"{why} The day was brought forward past {_meetings(len(overtaken))}."
        verdict = Verdict.NOT_APPLICABLE if facts.rules.moved_day_excuses else verdict
    return Result(Standard.MEETINGS_HELD, verdict, why, evidence, marks, needed, reached)


def same_mentor(facts: CaseFacts) -> Result:
    """R7: who first met them outside had met them inside, in a meeting that qualifies; or took over with a joint meeting."""
    standard = Standard.SAME_MENTOR
    if _freed_by_court(facts):
        return Result(standard, Verdict.NOT_APPLICABLE, "Released from remand by a court.", (), (Mark.REMAND,))
    if not facts.is_released:
        return Result(standard, Verdict.NOT_YET, "They have not been released.")
    first = next(iter(after_release(facts)), None)
    if first is None:
        return Result(standard, Verdict.NOT_APPLICABLE, "There has been no contact since release.")
    met_by = first.mentor
    outside = Evidence(first.on_date, f"First met outside by {facts.name_of(met_by)}", True, first.key)
    before = qualifying(facts)
    theirs = [each for each in before if met_by in _mentors_of(each, facts)]
    if met_by and theirs:
        rows = tuple(
            Evidence(each.on_date, f"Met inside by {facts.name_of(met_by)}", True, each.key) for each in theirs
        )
        return Result(standard, Verdict.MET, f"{facts.name_of(met_by)} met them before and after.", (*rows, outside))
    inside = tuple(
        Evidence(each.on_date, f"Met inside by {facts.name_of(each.mentor)}", False, each.key) for each in before
    )
    joint = _handed_over(facts, met_by, first.on_date)
    if joint and facts.rules.handover_counts:
        row = Evidence(joint.on_date, "Joint meeting of both mentors", True, joint.key)
        why = f"Handed over to {facts.name_of(met_by)} with a joint meeting."
        return Result(standard, Verdict.MET, why, (*inside, row, outside), (Mark.HANDOVER,))
    why = f"{facts.name_of(met_by)} had not met them inside."
    return Result(standard, Verdict.NOT_MET, why, (*inside, outside))


def before_and_after(facts: CaseFacts) -> Result:
    """R8: at least one meeting on each side of the day of liberation; the one after is face to face."""
    inside = qualifying(facts)
    outside = [each for each in after_release(facts) if each.channel in FACE_TO_FACE]
    evidence = tuple(Evidence(each.on_date, said(each), True, each.key) for each in (*inside[-1:], *outside[:1]))
    if inside and outside:
        return Result(Standard.BEFORE_AND_AFTER, Verdict.MET, "Met inside, and met outside.", evidence)
    if not inside and facts.is_over:
        return Result(Standard.BEFORE_AND_AFTER, Verdict.NOT_MET, "They were not met before liberation.", evidence)
    if facts.closed_date and facts.closed_date <= facts.today:
        return Result(Standard.BEFORE_AND_AFTER, Verdict.NOT_MET, "They were not met after liberation.", evidence)
    why = "Not met outside yet." if inside else "Not met inside yet."
    return Result(Standard.BEFORE_AND_AFTER, Verdict.NOT_YET, why, evidence)


def somewhere_private(facts: CaseFacts) -> Result:
    """R11: no meeting that counts was held at a cell door or in an open hall. A talk there is a contact, and said beside."""
    open_places = (Place.CELL_DOOR, Place.HALL)
    counted = [each for each in qualifying(facts) if each.channel == Channel.IN_PRISON]
    talks = [
        each
        for each in facts.meetings
        if each.state == MeetingState.HELD and each.channel == Channel.IN_PRISON and each not in counted
    ]
    overheard = [each for each in counted if each.place in open_places]
    evidence = tuple(
        Evidence(each.on_date, Place(each.place).label, each not in overheard, each.key) for each in counted
    ) + tuple(
        Evidence(each.on_date, f"{Place(each.place).label}: a contact, not a meeting", False, each.key)
        for each in talks
        if each.place in open_places
    )
    if overheard:
        why = f"{_meetings(len(overheard))} where others could hear."
        return Result(Standard.PRIVATE, Verdict.NOT_MET, why, evidence)
    if counted:
        return Result(Standard.PRIVATE, Verdict.MET, "Every meeting inside was somewhere private.", evidence)
    return Result(Standard.PRIVATE, Verdict.NOT_YET, "No meeting inside yet.", evidence)


def _counted_apart(facts):
    """Why the case is counted apart from the others, as (mark, sentence); None if it is not."""
    if _freed_by_court(facts):
        return Mark.REMAND, "Released from remand by a court: nobody knew the day."
    if _is_short(facts):
        days, target = (facts.liberation_day - facts.opened_date).days, _target(facts)
        return (
            Mark.SHORT,
            f"Only {days} days from agreeing to liberation: counted apart, {_meetings(target)} asked for.",
        )
    return None


def _freed_by_court(facts):
    return facts.remand_freed_by_court and not facts.rules.court_release_counts


def _is_short(facts):
    day = facts.liberation_day
    return day is not None and (day - facts.opened_date).days < facts.rules.short_days


def _target(facts):
    """How many meetings are asked for: the programme's, or fewer where time was too short."""
    if not _is_short(facts):
        return facts.minimum_meetings
    days = (facts.liberation_day - facts.opened_date).days
    return min(facts.minimum_meetings, max(1, days // facts.rules.short_days_per_meeting))


def _could_count(meeting: MeetingFact, facts):
    """In the diary as a meeting that could count: held or still to come, or prevented where that counts as offered."""
    if facts.liberation_day and meeting.on_date >= facts.liberation_day:
        return False
    if meeting.state == MeetingState.HELD:
        return not why_not(meeting, facts)
    if meeting.channel not in INSIDE or not meeting.this_custody:
        return False
    return meeting.state == MeetingState.PLANNED or facts.rules.cancelled_count_as_offered


def _missing(facts):
    return Verdict.NOT_MET if facts.is_over else Verdict.NOT_YET


def _held_or_why_not(facts):
    rows, seen = [], set()
    for each in sorted(facts.meetings, key=lambda each: each.on_date):
        if each.state == MeetingState.HELD and each.channel in INSIDE | {
            Channel.PHONE,
            Channel.LETTER,
            Channel.TEXT,
            Channel.EMAIL,
        }:
            reason = why_not(each, facts)
            if not reason and each.on_date in seen and not facts.rules.several_a_day_count:
                reason = "another on the same day counts"
            if not reason:
                seen.add(each.on_date)
            rows.append(
                Evidence(each.on_date, f"{said(each)}: {reason}" if reason else said(each), not reason, each.key)
            )
        elif each.state in OUTCOMES and each.channel in INSIDE:
            rows.append(Evidence(each.on_date, said(each), False, each.key))
    return tuple(rows)


def _cancelled_by_prison(facts):
    return {
        each.on_date
        for each in facts.meetings
        if each.state == MeetingState.CANCELLED_BY_PRISON
        and each.channel in INSIDE
        and (facts.liberation_day is None or each.on_date < facts.liberation_day)
    }


def _overtaken(facts):
    """Days on which a meeting was in the diary before an earlier liberation day, and that the present day overtook."""
    day = facts.liberation_day
    latest: dt.date | None = max(facts.earlier_days, default=None)
    if day is None or latest is None:
        return set()
    return {
        each.on_date
        for each in facts.meetings
        if each.channel in INSIDE and each.state != MeetingState.HELD and day <= each.on_date < latest
    }


def after_release(facts):
    """Held contacts outside that the person answered, the earliest first; the gate is the first of its day."""
    found = [
        each
        for each in facts.meetings
        if each.state == MeetingState.HELD
        and each.two_way
        and each.channel in OUTSIDE
        and facts.released_date
        and each.on_date >= facts.released_date
        and (
            each.on_date > facts.released_date
            or each.channel in FACE_TO_FACE | {Channel.PHONE, Channel.TEXT, Channel.EMAIL}
        )
    ]
    return sorted(found, key=lambda each: (each.on_date, each.channel != Channel.GATE))


def _mentors_of(meeting, facts):
    """Whom the meeting is credited to."""
    joint = facts.rules.joint_counts_for_both and meeting.together_with
    return {meeting.mentor, meeting.together_with} - {None} if joint else {meeting.mentor} - {None}


def _handed_over(facts, new_mentor, by_date):
    """The joint meeting of the new mentor with the one before, if there was one before the change."""
    change = next((each for each in facts.assignments if each.mentor == new_mentor), None)
    if change is None:
        return None
    former = {each.mentor for each in facts.assignments if each.from_date < change.from_date} - {new_mentor}
    for each in facts.meetings:
        pair = {each.mentor, each.together_with}
        if (
            each.state == MeetingState.HELD
            and new_mentor in pair
            and pair & former
            and each.on_date <= change.from_date
        ):
            return each
    return None


def said(meeting):
    how = Channel(meeting.channel).label
    return f"{how}, {MeetingState(meeting.state).label.lower()}"


def _meetings(number):
    return "1 meeting" if number == 1 else f"{number} meetings"
