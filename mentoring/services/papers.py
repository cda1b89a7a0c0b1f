"""Telling mentors, and who looks after them, in time of what runs out."""

import dataclasses
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from core.once import wait_in_line
from mentoring.models import Mentor, SupervisionSettings
from mentoring.notifications import papers_notices
from mentoring.paper_rules import stages_due
from mentoring.selectors.papers import paper_lines
from notifications.enums import Kind
from notifications.services.messages import Notice, keep_to


@dataclasses.dataclass(frozen=True)
class Reminded:
    """How many notices a run posted, and took back because something was renewed or a later reminder says it."""

    posted: int = 0
    withdrawn: int = 0


def remind_of_papers(*, by) -> Reminded:
    """Post each reminder of a last day once: to the mentor at every stage of the team, to who looks after them from the second on.

    What is no longer true, and what a later stage says again, is taken back while nobody has read it.
    """
    with transaction.atomic():
        wait_in_line("remind_of_papers")
        posted, withdrawn = keep_to(kind=Kind.PAPERS, notices=list(_notices()))
    return Reminded(posted, withdrawn)


def _notices() -> Iterator[Notice]:
    today = timezone.localdate()
    lines = [row for row in paper_lines(Mentor.objects.all(), today) if row.until_date]
    due = []
    for row in lines:
        remind_days = SupervisionSettings.of_team(row.mentor.user.team).remind_days
        for stage in stages_due(row.until_date, row.stages, today):
            due.append((row, stage, len(remind_days) == 1 or stage < max(remind_days)))
    yield from papers_notices(due)
