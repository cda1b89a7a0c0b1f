"""Messages of this app: who is told what. Texts are in notifications/texts.py and name nobody."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from liberations.enums import GateAnswer
from liberations.enums.vouchers import StockCountState
from liberations.models import GateLiberation, GateQuestion, LostContact, MoneyGiven, PersonMessage, StockCount
from mentoring.models import Assignment, Case, CustodyAgain, Mentor
from mentoring.notifications import managers_of, notice
from notifications.enums import Kind
from notifications.services.messages import Notice, end_questions, post_messages, withdraw_unread
from people.models import Merge


def tell_not_met(case: Case, *, gate) -> None:
    """The managers of the team and the lead mentor, at once, per outcome."""
    team = case.programme.team_id
    people = {*managers_of([team])[team], *concerned_of([case])[case.pk]}
    post_all(notice(case, user, Kind.GATE_NOT_MET, f"{gate.pk}/{gate.version}") for user in people)


def tell_money_asked(money: MoneyGiven, *, by: User) -> None:
    """The managers of the team but for `by`, that somebody asks for money for a person."""
    team, path = money.case.programme.team_id, money.get_absolute_url()
    post_all(
        notice(money.case, user, Kind.MONEY_ASKED, money.pk, path=path)
        for user in managers_of([team])[team]
        if user != by
    )


def tell_money_decided(money: MoneyGiven) -> None:
    """Whoever asked."""
    post_all([notice(money.case, money.asked_by, Kind.MONEY_DECIDED, money.pk, path=money.get_absolute_url())])


def tell_count_asked(count: StockCount) -> None:
    """Whoever is named as the second person of a count of the drawer."""
    post_messages(notices=[_of_count(count, count.second, Kind.COUNT_ASKED)])


def tell_count_answered(count: StockCount) -> None:
    """Nobody is asked any more; whoever began it is told where the second person does not agree."""
    withdraw_unread(kinds=[Kind.COUNT_ASKED], subject_keys=[count.pk])
    if count.state == StockCountState.REFUSED:
        post_messages(notices=[_of_count(count, count.counted_by, Kind.COUNT_REFUSED)])


def tell_mentor_left(mentor: Mentor, *, on: dt.date, by: User) -> None:
    """The managers of the team but for `by`, once a day."""
    path = reverse("liberations:caseload_move", args=[mentor.pk])
    post_all(
        Notice(
            recipient=manager,
            kind=Kind.MENTOR_LEFT,
            dedupe_key=f"{Kind.MENTOR_LEFT}/{mentor.pk}/{on:%Y%m%d}/{manager.pk}",
            path=path,
        )
        for manager in User.objects.active().managing([mentor.user.team_id]).exclude(pk=by.pk)
    )


def tell_merged(merge: Merge, *, teams: Collection[uuid.UUID], by: User) -> None:
    """The managers of the teams that could open either record and the lead mentors of open cases, but for who did it."""
    leads = Assignment.objects.lead().current().filter(case__person=merge.survivor, case__closed_date=None)
    concerned = User.objects.active().filter(
        Q(team__in=teams, role=Role.MANAGER) | Q(pk__in=leads.values("mentor__user"))
    )
    post_all(
        Notice(
            recipient=user,
            kind=Kind.RECORDS_MERGED,
            dedupe_key=f"{Kind.RECORDS_MERGED}/{merge.pk}/{user.pk}",
            person_key=merge.survivor_id,
            path=merge.survivor.get_absolute_url(),
        )
        for user in concerned.exclude(pk=by.pk)
    )


def tell_asked(questions: Sequence[GateQuestion]) -> None:
    """The mentor who is asked whether they can be at the gate; nobody who has answered by naming themselves."""
    post_all(
        notice(
            question.gate.case,
            question.mentor.user,
            Kind.GATE_ASKED,
            question.pk,
            liberation_date=question.liberation_date,
            path=reverse("liberations:gate", args=[question.gate.case_id]),
            question_path=question.get_absolute_url(),
        )
        for question in questions
        if question.answer == GateAnswer.NOT_YET
    )


def tell_answered(questions: Sequence[GateQuestion]) -> None:
    """Nobody is asked this any more: the buttons go from the notices that asked."""
    end_questions(paths=[question.get_absolute_url() for question in questions])


def tell_cannot(question: GateQuestion, *, by: User) -> None:
    """The managers of the team, at once; not the one who answers for the mentor."""
    _tell_managers([question], Kind.GATE_CANNOT, but=by)


def tell_unanswered(questions: Sequence[GateQuestion]) -> None:
    """The managers of each team, once for each question nobody has answered in time."""
    _tell_managers(questions, Kind.GATE_UNANSWERED)


def tell_going(question: GateQuestion) -> None:
    """Somebody goes: what managers were told about this gate and have not read is no longer true."""
    withdraw_unread(kinds=[Kind.GATE_CANNOT, Kind.GATE_UNANSWERED], subject_keys=[question.gate.case_id])


def tell_lost(cases: Sequence[Case]) -> None:
    """The lead mentor of each, on the day contact begins to count as lost."""
    leads = Assignment.objects.lead().current().filter(case__in=cases).select_related("mentor__user")
    of_case = {case.pk: case for case in cases}
    post_all(
        _lost_notice(of_case[each.case_id], each.mentor.user, Kind.CONTACT_LOST, timezone.localdate()) for each in leads
    )


def tell_managers_of_lost(cases: Sequence[Case], *, worry: LostContact | None = None) -> None:
    """The managers of each team, that somebody is still not reached; or at once that somebody is worried, but for who said so."""
    managers = managers_of({case.programme.team_id for case in cases})
    kind = Kind.WORRIED if worry else Kind.CONTACT_STILL_LOST
    about = f"{worry.pk}/{worry.worried_by_id}" if worry else timezone.localdate()
    post_all(
        _lost_notice(case, manager, kind, about)
        for case in cases
        for manager in managers[case.programme.team_id]
        if not (worry and manager == worry.worried_by)
    )


def tell_found(case_keys: Collection[uuid.UUID]) -> None:
    """Nobody looks for these any more: what was told of it and not read goes."""
    withdraw_unread(kinds=[Kind.CONTACT_LOST, Kind.CONTACT_STILL_LOST, Kind.WORRIED], subject_keys=case_keys)


def tell_message_failed(message: PersonMessage) -> None:
    """Who asked for it, once."""
    path = reverse("liberations:messages", args=[message.case_id])
    post_all([notice(message.case, message.asked_by, Kind.PERSON_MESSAGE_FAILED, message.pk, path=path)])


def _lost_notice(case: Case, user: User, kind: Kind, about: object) -> Notice:
    return notice(case, user, kind, f"{case.pk}/{about}", path=reverse("liberations:lost_contact", args=[case.pk]))


def _tell_managers(questions: Sequence[GateQuestion], kind: Kind, *, but: User | None = None) -> None:
    managers = managers_of({question.gate.case.programme.team_id for question in questions})
    post_all(
        notice(
            question.gate.case,
            manager,
            kind,
            question.pk,
            liberation_date=question.liberation_date,
            path=reverse(
                "liberations:gate_plan" if question.is_to_second else "liberations:gate_cover",
                args=[question.gate.case_id],
            ),
        )
        for question in questions
        for manager in managers[question.gate.case.programme.team_id]
        if manager != but
    )


def concerned_of(cases: Sequence[Case]) -> dict[uuid.UUID, set[User]]:
    """The lead mentor of each case and those who are to stand at the gate, by the case's key. Three statements."""
    found: dict[uuid.UUID, set] = {case.pk: set() for case in cases}
    if not cases:
        return found
    leads = Assignment.objects.lead().current().filter(case__in=found).values_list("case_id", "mentor__user_id")
    gates = GateLiberation.objects.filter(episode__in={case.episode_id for case in cases}, mentor__isnull=False)
    at_gate = {episode: goers for episode, *goers in gates.values_list("episode_id", "mentor__user", "second__user")}
    pairs = [*leads, *((case.pk, goer) for case in cases for goer in at_gate.get(case.episode_id, ()))]
    users = User.objects.active().in_bulk({user for _, user in pairs})
    for case, user in pairs:
        if user in users:
            found[case].add(users[user])
    return found


def post_all(notices: Iterable[Notice]) -> None:
    notices = list(notices)
    if notices:
        post_messages(notices=notices)


def tell_back_in_custody(again: CustodyAgain, *, by: User) -> None:
    """The managers of the team and the lead mentor but for `by`; the mentor they had, with a question and no name."""
    case, team = again.case, again.case.programme.team_id
    people = {*managers_of([team])[team], *concerned_of([case])[case.pk]} - {by}
    notices = [notice(case, user, Kind.BACK_IN_CUSTODY, again.pk) for user in people]
    if again.offered_to:
        # The record is closed to them until they say yes.
        asked = {"path": again.get_absolute_url(), "person_key": None}
        notices.append(notice(case, again.offered_to.user, Kind.RETURN_OFFERED, again.pk, **asked))
    post_all(notices)


def _of_count(count: StockCount, user: User, kind: Kind) -> Notice:
    return Notice(
        recipient=user,
        kind=kind,
        dedupe_key=f"{kind}/{count.pk}",
        path=count.get_absolute_url(),
        subject_key=count.pk,
    )
