"""A written day put into the words of the person's paper. Pure: what was read goes in, the sheet comes out."""

import dataclasses
import datetime as dt
from collections.abc import Hashable, Mapping

from core.templatetags.ui import clock, day, long_day, pounds
from liberations.day_plan import Check, Hop, Timed
from liberations.enums import AppointmentKind, TravelMode
from liberations.first_day.reading import WrittenDay
from liberations.pathway.plain import Plain
from liberations.pathway.sheet import Entry, Photo, Sheet, Travel

TITLE = "Your first day"
WAYS = {TravelMode.WALK: "Walk", TravelMode.PUBLIC: "Bus or train", TravelMode.TAXI: "Taxi"}
ROUNDED_TO = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    """What the paper says besides the day itself. `mentor` supports them, `meets` stands at the gate; empty if nobody."""

    name: str
    mentor: str = ""
    mentor_phone: str = ""
    meets: str = ""
    meeting_point: str = ""
    gate_phone: str = ""
    office_line: str = ""
    help_lines: tuple[str, ...] = ()
    # Which bus, from which stop: by where a way begins and ends and how one goes.
    notes: Mapping[tuple[Hashable, Hashable, str], str] = dataclasses.field(default_factory=dict)
    # The picture of a place that is on our list, by its key.
    photos: Mapping[Hashable, Photo] = dataclasses.field(default_factory=dict)


def sheet_of(
    written: WrittenDay, check: Check, around: Around, *, plain: Plain, with_bed: bool, today: dt.date
) -> Sheet:
    """The paper of one day. Without the bed nothing says where they sleep, only that it is settled."""
    entries = [_gate(written, around, plain)]
    shown = set()
    for timed in check.planned.timed:
        entries.append(_entry(written, timed, around, plain, with_bed=with_bed, shown=shown))
    return Sheet(
        title=TITLE,
        name=plain.words(around.name),
        day=long_day(written.day.date),
        entries=tuple(entries),
        ask=tuple(plain.words(line) for line in _ask(around)),
        wrong=tuple(plain.words(line) for line in (*around.help_lines, *_next_open(written))),
        printed=f"Printed on {day(today)}. It may have changed since.",
    )


def in_words(sheet: Sheet) -> str:
    """What the drawing shows, for those who do not see it."""
    parts = [f"You are out {sheet.entries[0].when}"]
    for number, entry in enumerate(sheet.entries[1:], start=1):
        way = f", {entry.travel.minutes} minutes on the way" if entry.travel and entry.travel.minutes else ""
        parts.append(f"{number}. {entry.title}, {entry.when}{way}")
    return ". ".join(parts) + "."


def _gate(written, around, plain):
    plan, when = written.plan, clock(written.plan.out_from)
    if plan.out_until != plan.out_from:
        when = f"{when} to {clock(plan.out_until)}"
    lines = []
    if around.meets:
        lines.append(f"{around.meets} meets you{f': {around.meeting_point}' if around.meeting_point else ''}.")
    if around.gate_phone:
        lines.append(f"If nobody is there: {around.gate_phone}")
    title = "At the gate" if plan.start_place is None else plan.start_place.name
    return Entry("gate", when, clock(plan.out_from), plain.words(title), tuple(plain.words(line) for line in lines))


def _entry(written, timed, around, plain, *, with_bed, shown):
    row = written.stops[timed.stop.key]
    hidden = row.kind == AppointmentKind.BED and not with_bed
    lines = () if hidden else _lines(row)
    title = row.get_kind_display() if hidden else row.called
    if row.kind == AppointmentKind.BED:
        title = "Where you sleep tonight" if hidden or title == row.get_kind_display() else title
    photo = None
    if row.place_id and not (hidden or row.by_phone or row.place_id in shown):
        photo = around.photos.get(row.place_id)
        shown.add(row.place_id)
    return Entry(
        kind="call" if row.by_phone else row.kind,
        when=_when(timed),
        time=clock(_begins(timed)),
        title=plain.words(f"{title} (by phone)" if row.by_phone else title),
        lines=tuple(plain.words(line) for line in lines),
        travel=_travel(written, timed, around, plain, with_note=not hidden),
        photo=photo,
    )


def _lines(row):
    """Where it is, whom to ask for and what to bring."""
    place = row.place
    where = place.address if place else row.place_text
    named = place is not None and place.name != row.called and not row.by_phone
    phone = row.phone or (place.phone if place else "")
    ask = f"Ask for {row.with_whom}." if row.with_whom else ""
    bring = f"Bring {row.bring}." if row.bring else ""
    where = ", ".join(each for each in (place.name if named else "", "" if row.by_phone else where) if each)
    lines = (
        ". ".join(each for each in (where, f"Phone {phone}" if phone else "") if each),
        " ".join(each for each in (ask, bring, place.getting_in if place and not row.by_phone else "") if each),
    )
    return [line for line in lines if line]


def _travel(written, timed: Timed, around, plain, *, with_note):
    """The way there; None where they stay where they are, words alone where nobody has written down a way."""
    moves = {stop.key: start for stop, start in written.day.moves()}
    if moves[timed.stop.key] is None:
        return None
    hop = timed.hop
    if hop is None:
        return Travel("", None, f"How to get there: ask {around.mentor or 'your mentor'}.")
    parts = [_by(hop, around), f"about {hop.minutes} minutes" if hop.minutes != 1 else "about a minute"]
    if hop.cost_pence:
        parts.append(pounds(hop.cost_pence))
    note = around.notes.get((hop.from_place, hop.to_place, hop.mode), "") if with_note else ""
    words = f"{', '.join(parts)}.{f' {note}' if note else ''}"
    return Travel(hop.mode, hop.minutes, plain.words(words))


def _by(hop: Hop, around):
    if hop.mode == TravelMode.MENTOR_CAR:
        return f"By car with {around.mentor or 'your mentor'}"
    return WAYS[hop.mode]


def _when(timed: Timed):
    if timed.stop.fixed and timed.stop.start:
        return clock(timed.stop.start)
    begins = _begins(timed)
    return f"about {clock(begins)}" if begins else "after that"


def _begins(timed: Timed) -> dt.time | None:
    """When it begins, as it is shown: on the minute where somebody waits, else rounded."""
    if timed.stop.start:
        return timed.stop.start
    if timed.begins is None:
        return None
    minutes = timed.begins.hour * 60 + timed.begins.minute
    rounded = min(-(-minutes // ROUNDED_TO) * ROUNDED_TO, 24 * 60 - ROUNDED_TO)
    return dt.time(*divmod(rounded, 60))


def _ask(around):
    if around.mentor:
        yield f"{around.mentor}, your mentor{f': {around.mentor_phone}' if around.mentor_phone else ''}"
    if around.office_line:
        yield around.office_line


def _next_open(written):
    """After a Friday and before a holiday: when offices are there again."""
    away = written.day.days_until_open
    if away is not None and away > 1:
        yield f"Offices are open again on {long_day(written.day.next_open_date)}."
