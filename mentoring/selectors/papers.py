"""What of mentors' runs out or is missing: the rows behind `paper_rules`. Six queries, however many mentors."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet

from mentoring.enums.mentors import Keys, Paper, Vetting
from mentoring.models import (
    Mentor,
    PrisonClearance,
    PvgMembership,
    Supervision,
    SupervisionSettings,
    Training,
    TrainingKind,
)
from mentoring.paper_rules import GONE_AFTER, Line, Spell, State, lines_of, stages_for, supervision_due


@dataclasses.dataclass(frozen=True, slots=True)
class PaperLine:
    """A line with the mentor it is about, as a page and a notice need it. `stages` are the reminders of it, in days before."""

    mentor: Mentor
    line: Line
    state: State
    stages: tuple[int, ...]

    @property
    def paper(self) -> Paper:
        return self.line.paper

    @property
    def about(self) -> str:
        return self.line.about

    @property
    def until_date(self) -> dt.date | None:
        return self.line.until_date


def paper_lines(mentors: QuerySet[Mentor], today: dt.date) -> list[PaperLine]:
    """Every line of these mentors, those of people who no longer work here left out.

    A line is `soon` from the first reminder of its team on. A kind of training that is closed is asked of nobody.
    """
    rows = mentors.filter(user__is_active=True).select_related("supervisor", "user__team__supervision_settings")
    by_key = {row.pk: row for row in rows}
    kinds = list(TrainingKind.objects.open_on(today))
    needed = [
        (key, paper, about)
        for key in by_key
        for paper, about in [
            (Paper.PVG, ""),
            (Paper.SUPERVISION, ""),
            *((Paper.TRAINING, kind.name) for kind in kinds if kind.is_required),
        ]
    ]
    spells = [
        *_clearances(by_key, today),
        *_trainings(by_key, {kind.pk: kind.name for kind in kinds}),
        *_memberships(by_key),
        *_supervisions(by_key),
    ]
    lines = []
    for line in lines_of(spells, needed, today):
        row = by_key[line.mentor]
        decided = _decided(row)
        stages = stages_for(line.paper, decided.remind_days, decided.supervision_weeks)
        lines.append(PaperLine(row, line, line.state(today, max(stages, default=0)), tuple(stages)))
    return lines


def _clearances(mentors, today) -> Iterator[Spell]:
    """A clearance that is over says nothing of keys and vetting."""
    rows = PrisonClearance.objects.filter(mentor__in=mentors).exclude(until_date__lt=today - GONE_AFTER)
    for row in rows.select_related("prison"):
        prison = row.prison.name
        yield Spell(row.mentor_id, Paper.CLEARANCE, prison, row.until_date, row.pk)
        if row.until_date and row.until_date < today:
            continue
        if row.vetting in (Vetting.STANDARD, Vetting.ENHANCED):
            yield Spell(row.mentor_id, Paper.VETTING, prison, row.vetting_until_date, row.pk)
        if row.keys == Keys.DRAWS_KEYS:
            yield Spell(row.mentor_id, Paper.KEYS, prison, row.keys_until_date, row.pk)


def _trainings(mentors, names) -> Iterator[Spell]:
    rows = Training.objects.standing().filter(mentor__in=mentors, kind__in=names)
    for key, mentor, kind, until in rows.values_list("pk", "mentor", "kind", "expires_date"):
        yield Spell(mentor, Paper.TRAINING, names[kind], until, key)


def _memberships(mentors) -> Iterator[Spell]:
    rows = PvgMembership.objects.standing().filter(mentor__in=mentors)
    for key, mentor, until in rows.values_list("pk", "mentor", "until_date"):
        yield Spell(mentor, Paper.PVG, "", until, key)


def _supervisions(mentors) -> Iterator[Spell]:
    """The last supervision holds until the next is due."""
    rows = (
        Supervision.objects.filter(mentor__in=mentors).order_by("mentor", "-on_date", "-recorded_at").distinct("mentor")
    )
    for mentor, on_date, agreed in rows.values_list("mentor", "on_date", "next_date"):
        due = supervision_due(on_date, agreed, _decided(mentors[mentor]).supervision_weeks)
        yield Spell(mentor, Paper.SUPERVISION, "", due, mentor)


def _decided(mentor: Mentor) -> SupervisionSettings:
    return SupervisionSettings.of_team(mentor.user.team)
