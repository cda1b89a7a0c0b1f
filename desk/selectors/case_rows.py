"""One line about a case, the same on every list: who, where, when, how it stands."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from core.kept_queries import kept_query, stand_in
from mentoring.enums.flags import FlagKind
from mentoring.models import Case, Flag, Meeting


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What a list shows of one case. `last_contact` is the day of the last contact that was held."""

    pk: uuid.UUID
    person_id: uuid.UUID
    number: int
    given_names: str
    family_name: str
    programme_name: str
    minimum_meetings: int
    closed_date: dt.date | None
    released_date: dt.date | None
    liberation_day: dt.date | None
    prison: str | None
    mentor: str | None
    meetings_held: int
    last_contact: dt.date | None
    visit_overdue: bool
    flags: list[str]

    @property
    def name(self):
        return f"{self.given_names} {self.family_name}"

    @property
    def reference(self):
        return f"TG-{self.number}"

    @property
    def url(self):
        return reverse("desk:person", args=[self.person_id])

    @property
    def place(self):
        """Where they are now, in words."""
        return self.prison or ("In the community" if self.released_date else "Not known")

    @property
    def status(self):
        """Kind and label of the status tag, worst first (screens.md; "not sorted" and never "at risk", practice.md)."""
        if self.closed_date:
            return "done", "Support ended"
        if FlagKind.LIBERATION_PASSED in self.flags:
            return "at-risk", "Not sorted"
        if self.flags:
            return "needs-attention", "Needs attention"
        if not self.mentor:
            return "not-started", "No mentor yet"
        if self.released_date:
            return "done", "Released"
        if not self.meetings_held:
            return "not-started", "No visits yet"
        return "on-track", "On track"

    @property
    def overdue(self):
        """What is late, in the words beside the tag; empty if nothing is."""
        if self.closed_date:
            return ""
        if FlagKind.LIBERATION_PASSED in self.flags:
            return "Liberation day passed"
        if FlagKind.FOLLOW_UP_OVERDUE in self.flags:
            return "Follow-up overdue"
        return "Visit overdue" if self.visit_overdue else ""


def case_rows(keys: Sequence[uuid.UUID], today: dt.date) -> list[CaseRow]:
    """The rows of these cases, in this order. One query, and only for what one page shows."""
    found = {row[0]: CaseRow(*row) for row in _rows(today).rows({CASES: keys})}
    return [found[key] for key in keys if key in found]


CASES = stand_in()


@kept_query
def _rows(today: dt.date) -> QuerySet:
    return (
        Case.objects.filter(pk__in=[CASES])
        .with_liberation()
        .with_lead()
        .with_meetings_held()
        .annotate(
            last_contact=Subquery(
                Meeting.objects.held().filter(case=OuterRef("pk")).order_by("-on_date").values("on_date")[:1]
            ),
            visit_overdue=Exists(overdue_visits(today)),
            open_flags=ArraySubquery(Flag.objects.open().filter(case=OuterRef("pk")).values("kind")),
        )
        .order_by()
        .values_list(
            "pk",
            "person_id",
            "number",
            "person__given_names",
            "person__family_name",
            "programme__name",
            "programme__minimum_meetings",
            "closed_date",
            "episode__released_date",
            "liberation_day",
            "now_at_name",
            "lead_name",
            "meetings_held",
            "last_contact",
            "visit_overdue",
            "open_flags",
        )
    )


def overdue_visits(today: dt.date):
    """Subquery: planned contacts of the outer case whose day has passed without anybody saying how it went."""
    return Meeting.objects.planned().filter(case=OuterRef("pk"), on_date__lt=today).order_by()
