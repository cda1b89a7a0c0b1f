"""Everything the person's paper is made of, read with a fixed number of statements."""

import dataclasses
import datetime as dt
import uuid

from django.db.models import Q

from liberations.day_plan import Level, check_day
from liberations.enums import GateDecision
from liberations.first_day.reading import WrittenDay, begins_at, ends_at, written_day
from liberations.models import DayPlan, GateLiberation, Leg
from liberations.pathway.plain import Plain
from liberations.pathway.sheet import Photo, Sheet
from liberations.pathway.writing import Around, in_words, sheet_of
from prisons.models import Prison, PrisonAlias
from referrals.models import PlacePicture


@dataclasses.dataclass(frozen=True, slots=True)
class Pathway:
    """The paper of one plan. `words` describe its drawing; for staff, `doubts` are words on it that tell what it is about, and
    `other_day` what is not booked for this day."""

    sheet: Sheet
    words: str
    level: Level
    doubts: tuple[str, ...]
    other_day: tuple[str, ...]


def pathway_of(plan: DayPlan, *, with_bed: bool, today: dt.date) -> Pathway:
    """The paper for the person. The plan comes from `plans_to_read`."""
    written = written_day(plan)
    check = check_day(written.day)
    plain = _plain()
    around = _around(plan, written, check)
    sheet = sheet_of(written, check, around, plain=plain, with_bed=with_bed, today=today)
    other_day = tuple(row.called for row in written.stops.values() if row.fixed and row.booked_date != written.day.date)
    return Pathway(sheet, in_words(sheet), check.level, tuple(plain.doubts), other_day)


def pictures_on(sheet: Sheet) -> dict[uuid.UUID, bytes]:
    """The pixels of the photos on a sheet, by their keys. One query."""
    keys = [entry.photo.key for entry in sheet.entries if entry.photo]
    return {
        key: bytes(content) for key, content in PlacePicture.objects.filter(pk__in=keys).values_list("pk", "content")
    }


def _plain() -> Plain:
    aliases = PrisonAlias.objects.values_list("name", flat=True)
    return Plain(names=list(Prison.objects.values_list("name", flat=True)), other_names=list(aliases))


def _around(plan: DayPlan, written: WrittenDay, check) -> Around:
    case, person = plan.case, plan.case.person
    lead = case.assignments.lead().current().select_related("mentor__user").first()
    gate = GateLiberation.objects.filter(episode=plan.episode_id).select_related("mentor__user").first()
    met = gate is not None and gate.decision == GateDecision.WANTED and gate.mentor is not None
    return Around(
        name=f"{person.known_as or person.given_names} {person.family_name}",
        mentor=lead.mentor.user.name if lead else "",
        mentor_phone=lead.mentor.user.phone if lead else "",
        meets=gate.mentor.user.name if met else "",
        meeting_point=gate.meeting_point if met else "",
        gate_phone=gate.fallback_phone if met else "",
        office_line=case.programme.paper_office_line,
        help_lines=tuple(case.programme.paper_help_lines),
        notes=_notes(plan, written, check),
        photos=_photos(written),
    )


def _photos(written: WrittenDay) -> dict[uuid.UUID, Photo]:
    places = [row.place_id for row in written.stops.values() if row.place_id]
    pictures = PlacePicture.objects.up().filter(place__in=places).defer("content")
    return {each.place_id: Photo(each.pk, each.shows, each.width, each.height) for each in pictures}


def _notes(plan: DayPlan, written: WrittenDay, check) -> dict:
    """What is written beside the ways that are taken, the plan's own before the library's. Taken back, a way has no note."""
    taken = {(timed.hop.from_place, timed.hop.to_place, timed.hop.mode) for timed in check.planned.timed if timed.hop}
    places = [row.place_id for row in written.stops.values() if row.place_id]
    legs = Leg.objects.exclude(note="").filter(Q(plan=plan) | Q(plan=None, to_place__in=places))
    notes = {}
    for leg in sorted(legs, key=lambda leg: leg.plan_id is None):
        way = (begins_at(leg), ends_at(leg), leg.mode)
        if way in taken:
            notes.setdefault(way, leg.note)
    return notes
