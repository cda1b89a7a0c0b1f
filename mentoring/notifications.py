"""Messages of this app: who is told what. Texts are in notifications/texts.py and name nobody."""

import uuid
from collections.abc import Collection, Iterator, Sequence

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from mentoring.enums.mentors import Paper
from mentoring.models import Debrief
from mentoring.selectors.papers import PaperLine
from notifications.enums import Kind
from notifications.services.messages import Notice, post_message


def tell_debrief_asked(debrief: Debrief) -> None:
    """The supervisor, once for each debrief asked for."""
    post_message(
        recipient=debrief.supervisor,
        kind=Kind.DEBRIEF_ASKED,
        dedupe_key=f"{Kind.DEBRIEF_ASKED}/{debrief.pk}",
        subject_key=debrief.pk,
        path=reverse("mentoring:mentor_support", args=[debrief.mentor_id]),
    )


def papers_notices(due: Sequence[tuple[PaperLine, int, bool]]) -> Iterator[Notice]:
    """The reminders of lines at a stage (days before): to the mentor and, where the third says so, to who looks after them: the
    managers of the team, or for supervision the supervisor."""
    managers = _managers_of({row.mentor.user.team_id for row, _, _ in due})
    for row, stage, to_others in due:
        yield _of_line(row, stage, row.mentor.user, row.mentor.get_absolute_url())
        if not to_others:
            continue
        if row.paper == Paper.SUPERVISION and row.mentor.supervisor:
            path = reverse("mentoring:mentor_support", args=[row.mentor.pk])
            yield _of_line(row, stage, row.mentor.supervisor, path)
            continue
        for manager in managers[row.mentor.user.team_id]:
            yield _of_line(row, stage, manager, reverse("mentoring:paper_list"))


def _of_line(row: PaperLine, stage: int, recipient: User, path: str) -> Notice:
    return Notice(
        recipient=recipient,
        kind=Kind.PAPERS,
        dedupe_key=f"{Kind.PAPERS}/{row.line.key}/{row.paper}/{row.until_date}/{stage}/{recipient.pk}",
        subject_key=row.line.key,
        due_date=row.until_date,
        offset_days=stage,
        path=path,
    )


def _managers_of(teams: Collection[uuid.UUID]) -> dict[uuid.UUID, list[User]]:
    found: dict[uuid.UUID, list[User]] = {team: [] for team in teams}
    for manager in User.objects.active().filter(team__in=teams, role=Role.MANAGER):
        found[manager.team_id].append(manager)
    return found
