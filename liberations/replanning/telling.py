"""Telling of re-plans: those concerned, once for each change, only when it matters, and nothing that is no longer news."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from accounts.models import User
from liberations.enums import GateAnswer
from liberations.models import GateQuestion, Replan, ReplanItem
from liberations.notifications import concerned_of, post_all
from liberations.replanning.items import Items, change_of
from liberations.replanning.rules import Hanging, is_material
from liberations.replanning.selectors import TOLD, kind_of, notices_of
from mentoring.models import Case
from mentoring.notifications import managers_of, notice
from notifications.enums import Kind
from notifications.models import Message
from notifications.services.messages import Notice, keep_in_product, withdraw_unread

# Notices that a change may bring with it.
WITH_IT = (Kind.RELEASE_REMINDER, Kind.FEWER_MEETINGS, Kind.LIBERATION_PASSED)


def tell(
    found: Sequence[tuple[Case, Items]],
    *,
    hanging: Mapping[uuid.UUID, Hanging],
    questions: Mapping[uuid.UUID, Sequence[GateQuestion]],
    today: dt.date,
    but: User | None,
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Post the notices of these re-plans. Returns who is told, by case.

    To the lead mentor, those who go to the gate and, where a decision is theirs, the managers; `but` saw it on the screen.
    `hanging` is by case; `questions`, by case, what those who go to the gate are asked: their notice carries the buttons.
    An earlier notice that nobody has read is taken back; managers whose earlier decision stands get the new one in its
    place. When the day and the prison are again what its reader last knew, there is no news: no notice takes its place, or
    one in the product only where an e-mail has announced one.
    """
    cases = [case for case, _ in found]
    concerned = concerned_of(cases)
    waiting = _waiting_for_managers(cases)
    managers = managers_of(
        {case.programme.team_id for case, items in found if _is_for_managers(items) or case.pk in waiting}
    )
    unread = _unread_of(cases)
    notices, told, written_to = [], defaultdict(set), defaultdict(set)
    for case, items in found:
        earlier = unread[case.pk]
        deciding = set(managers.get(case.programme.team_id, ()))
        news = concerned[case.pk] | (deciding if _is_for_managers(items) else set())
        waits = {user for user in deciding if user.pk in earlier} if case.pk in waiting else set()
        people = news | waits
        if not _matters(case, items.replan, hanging[case.pk], today):
            people = {user for user in people if user.pk in earlier}
        for user in people - {but}:
            question = next((each for each in questions.get(case.pk, ()) if each.mentor.user_id == user.pk), None)
            announced = any(message.emailed_at for _, message in earlier.get(user.pk, ()))
            back = question is None and _is_as_known(earlier.get(user.pk, ()), items.replan)
            if back and not announced:
                continue
            by_email = not back and (user in news or not announced)
            told[case.pk].add(user.pk)
            notices.append(_notice(case, user, items.replan, question, by_email=by_email))
            if by_email:
                written_to[case.pk].add(user.pk)
    withdraw_unread(kinds=TOLD, subject_keys=[case.pk for case in cases])
    post_all(notices)
    _say_it_once(written_to)
    return told


def _say_it_once(written_to: Mapping[uuid.UUID, set[uuid.UUID]]) -> None:
    """Reminders and flags that came with the change are in the product: the e-mail about the change is enough."""
    unsent = Message.objects.unsent().filter(subject_key__in=written_to, kind__in=WITH_IT)
    rows = unsent.values_list("pk", "subject_key", "recipient_id")
    keep_in_product(keys=[key for key, case, user in rows if user in written_to[case]])


def _is_for_managers(items: Items) -> bool:
    return any(item.is_for_managers for item in items.decisions)


def _waiting_for_managers(cases: Sequence[Case]) -> set[uuid.UUID]:
    """Of which cases earlier changes still need a manager's decision. One statement."""
    waiting = ReplanItem.objects.open().for_managers().filter(replan__case__in=cases)
    return set(waiting.values_list("replan__case", flat=True))


def _matters(case: Case, replan: Replan, hanging: Hanging, today: dt.date) -> bool:
    return is_material(change_of(replan), hanging, today=today, quiet_days=case.programme.quiet_move_days)


def _notice(case: Case, user: User, replan: Replan, question: GateQuestion | None, *, by_email: bool) -> Notice:
    return notice(
        case,
        user,
        kind_of(replan),
        replan.pk,
        liberation_date=replan.after_date,
        path=replan.get_absolute_url(),
        question_path=question.get_absolute_url() if question and question.answer == GateAnswer.NOT_YET else "",
        by_email=by_email,
    )


def _unread_of(cases: Sequence[Case]) -> dict[uuid.UUID, dict[uuid.UUID, list[tuple[Replan, Message]]]]:
    """By case and user: the earlier re-plans they were told of since they last read one, oldest first. Two statements."""
    episodes = {case.pk: case.episode_id for case in cases}
    found: dict[uuid.UUID, dict] = {case: {} for case in episodes}
    told = notices_of(Replan.objects.filter(case__in=episodes).order_by("recorded_at"))
    for replan, message in told:
        if message.read_at:
            found[replan.case_id].pop(message.recipient_id, None)
        elif replan.episode_id == episodes[replan.case_id]:
            found[replan.case_id].setdefault(message.recipient_id, []).append((replan, message))
    return found


def _is_as_known(unread: Sequence[tuple[Replan, Message]], replan: Replan) -> bool:
    """Whether somebody who has read none of `unread` knows the present day and prison already."""
    if not unread:
        return False
    replans = [*(each for each, _ in unread), replan]
    moved_prison = [each for each in replans if each.to_prison_id]
    same_prison = not moved_prison or moved_prison[0].from_prison_id == moved_prison[-1].to_prison_id
    return same_prison and replans[0].before_date == replan.after_date
