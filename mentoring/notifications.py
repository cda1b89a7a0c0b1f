"""Messages of this app: who is told what. Texts are in notifications/texts.py and name nobody."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Sequence

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from mentoring.enums.mentors import Paper
from mentoring.models import Absence, Assignment, Case, CourtSummary, Debrief, Handover, MatchReview, Meeting, Mentor
from mentoring.selectors.papers import PaperLine
from notifications.enums import Kind
from notifications.models import Message
from notifications.services.messages import Notice, post_message, post_messages, withdraw_unread


def tell_allocated(assignment: Assignment) -> None:
    """The mentor, whoever allocated."""
    post_messages(notices=[notice(assignment.case, assignment.mentor.user, Kind.ALLOCATED, assignment.pk)])


def tell_further_role(assignment: Assignment) -> None:
    """Whoever works with the person beside the mentor from now on."""
    post_messages(notices=[notice(assignment.case, assignment.mentor.user, Kind.FURTHER_ROLE, assignment.pk)])


def tell_summary_waits(summary: CourtSummary, *, by: User) -> None:
    """The managers of the team but for `by`, that a summary for a court waits to be approved."""
    date, about = summary.court_date, f"{summary.pk}/{summary.version}"
    managers = [user for user in managers_of({date.case.programme.team_id})[date.case.programme.team_id] if user != by]
    post_messages(
        notices=[notice(date.case, user, Kind.SUMMARY_WAITS, about, path=date.get_absolute_url()) for user in managers]
    )


def tell_summary_decided(summary: CourtSummary, *, by: User) -> None:
    """Whoever wrote it, if it was not they who decided."""
    if by.pk == summary.written_by_id:
        return
    date, about = summary.court_date, f"{summary.pk}/{summary.version}"
    post_messages(
        notices=[notice(date.case, summary.written_by, Kind.SUMMARY_DECIDED, about, path=date.get_absolute_url())]
    )


def tell_taken_back(assignment: Assignment) -> None:
    """The notice goes where nobody has seen it; whoever has is told otherwise, and who is the mentor again is told so."""
    case, user = assignment.case, assignment.mentor.user
    told = Message.objects.filter(dedupe_key=notice(case, user, Kind.ALLOCATED, assignment.pk).dedupe_key)
    seen = told.filter(Q(read_at__isnull=False) | Q(emailed_at__isnull=False)).exists()
    withdraw_unread(kinds=[Kind.ALLOCATED], subject_keys=[case.pk])
    notices = []
    if seen:
        # The record is closed to them by now: it leads nowhere and names nobody.
        notices.append(notice(case, user, Kind.ALLOCATION_TAKEN_BACK, assignment.pk, path="/", person_key=None))
    if assignment.former:
        notices.append(notice(case, assignment.former.mentor.user, Kind.ALLOCATED, f"taken-back/{assignment.pk}"))
    post_messages(notices=notices)


def tell_match_change(review: MatchReview, *, by: User) -> None:
    """The managers of the team but for `by`, that another mentor is to be found."""
    case = review.assignment.case
    managers = User.objects.active().managing([case.programme.team_id]).exclude(pk=by.pk)
    post_messages(notices=[notice(case, manager, Kind.MATCH_CHANGE, review.pk) for manager in managers])


def tell_concern(meeting: Meeting, *, by: User) -> None:
    """The managers of the team but for `by`; again when it turns into danger."""
    case, key = meeting.case, f"{meeting.pk}/{meeting.concern}"
    managers = User.objects.active().managing([case.programme.team_id]).exclude(pk=by.pk)
    path = meeting.get_absolute_url()
    post_messages(notices=[notice(case, manager, Kind.CONCERN, key, path=path) for manager in managers])


def tell_handover_planned(handover: Handover, *, by: User) -> None:
    """Both mentors but for `by`."""
    users = [mentor.user for mentor in (handover.from_mentor, handover.to_mentor) if mentor.user_id != by.pk]
    path = handover.get_absolute_url()
    post_messages(
        notices=[notice(handover.case, user, Kind.HANDOVER_PLANNED, handover.pk, path=path) for user in users]
    )


def tell_covering(absence: Absence, mentors: Collection[Mentor], *, from_date: dt.date, by: User) -> None:
    """Whoever covers but for `by`, once for each absence."""
    post_messages(
        notices=[
            Notice(
                recipient=mentor.user,
                kind=Kind.COVERING,
                dedupe_key=f"{Kind.COVERING}/{absence.pk}/{mentor.user_id}",
                due_date=from_date,
                path=absence.get_absolute_url(),
            )
            for mentor in mentors
            if mentor.user_id != by.pk
        ]
    )


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
    managers = managers_of({row.mentor.user.team_id for row, _, _ in due})
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


def managers_of(teams: Collection[uuid.UUID]) -> dict[uuid.UUID, list[User]]:
    """The managers of each team. One statement."""
    found: dict[uuid.UUID, list[User]] = {team: [] for team in teams}
    for manager in User.objects.active().managing(teams) if teams else ():
        found[manager.team_id].append(manager)
    return found


def notice(case: Case, user: User, kind: Kind, key, **fields) -> Notice:
    """About a case, leading to it unless `path` says otherwise; `key` is what makes it one notice of its kind to one user."""
    return Notice(
        recipient=user,
        kind=kind,
        dedupe_key=f"{kind}/{key}/{user.pk}",
        subject_key=case.pk,
        reference=case.reference,
        **({"person_key": case.person_id, "path": case.get_absolute_url()} | fields),
    )
