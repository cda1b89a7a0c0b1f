"""Who might take a case, and why."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from mentoring.models import Assignment, Case, Mentor, PrisonClearance


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mentor who might take a case, with what speaks for and against it. The manager decides."""

    mentor: Mentor
    people: int
    takes_new: bool
    is_cleared: bool
    cleared_until: dt.date | None
    clearance_needed: bool
    clearance_runs_out: bool
    covers_area: bool | None
    before: bool
    is_now: bool
    prison: str

    @property
    def is_full(self):
        return self.people >= self.mentor.capacity

    @property
    def for_them(self) -> list[str]:
        """What speaks for this mentor, in words, weightiest first."""
        room = self.mentor.capacity - self.people
        return [
            words
            for holds, words in (
                (self.before, "Has mentored them before"),
                (self.is_cleared and self.clearance_needed, f"Cleared for {self.prison}"),
                (self.covers_area, "Covers the area they return to"),
                (self.takes_new and room > 0, f"Room for {room} more"),
            )
            if holds
        ]

    @property
    def against_them(self) -> list[str]:
        """What to know before choosing this mentor; none of it forbids it."""
        return [
            words
            for holds, words in (
                (not self.takes_new, "Takes no new people now"),
                (self.is_full, f"Has {self.people} of {self.mentor.capacity} people already"),
                (self.clearance_needed and not self.is_cleared, f"No clearance for {self.prison}"),
                (self.clearance_runs_out, "Clearance runs out before liberation"),
                (self.covers_area is False, "Does not cover the area they return to"),
            )
            if holds
        ]

    @property
    def _rank(self):
        load = self.people / self.mentor.capacity if self.mentor.capacity else 1
        unfit = not self.takes_new, self.is_full, self.clearance_needed and not self.is_cleared
        return sum(unfit), not self.before, self.clearance_runs_out, self.covers_area is False, load


def suggest_mentors(case: Case, on: dt.date) -> list[Suggestion]:
    """Every mentor of the programme's team, the most fitting first, with reasons. One query.

    `case` comes from `with_liberation`. First come those nothing speaks against, of them those who know the person; then
    the clearance that lasts, the area, and the smaller share of the mentor's capacity.
    """
    clearance = PrisonClearance.objects.in_force(on).filter(mentor=OuterRef("pk"), prison=case.now_at)
    theirs = Assignment.objects.filter(mentor=OuterRef("pk"))
    area = case.episode.return_area_id
    mentors = (
        Mentor.objects.of_team(case.programme.team_id)
        .filter(user__is_active=True)
        .with_people()
        .select_related("user")
        .annotate(
            is_cleared=Exists(clearance),
            cleared_until=Subquery(clearance.order_by("-until_date").values("until_date")[:1]),
            covers=Exists(Mentor.areas.through.objects.filter(mentor=OuterRef("pk"), localauthority=area)),
            before=Exists(theirs.in_earnest().filter(case__person=case.person_id).exclude(until_date=None)),
            is_now=Exists(theirs.lead().current().filter(case=case.pk)),
        )
        .order_by("user__name", "pk")
    )
    suggestions = [
        Suggestion(
            mentor=mentor,
            people=mentor.people,
            takes_new=mentor.available,
            is_cleared=mentor.is_cleared,
            cleared_until=mentor.cleared_until,
            clearance_needed=case.now_at is not None,
            clearance_runs_out=bool(
                mentor.cleared_until and case.liberation_day and mentor.cleared_until < case.liberation_day
            ),
            covers_area=mentor.covers if area else None,
            before=mentor.before,
            is_now=mentor.is_now,
            prison=case.now_at_name or "",
        )
        for mentor in mentors
    ]
    return sorted(suggestions, key=lambda suggestion: suggestion._rank)
