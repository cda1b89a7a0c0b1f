"""Many moves are planned again as one: what follows is that of each, and the statements are as many."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liberations.services.release_dates import move_release_date
from liberations.services.replanning import Move, replan_moves
from liberations.services.transfers import transfer_person
from notifications.enums import Kind
from notifications.models import Message
from prisons.models import PrisonStay
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import PrisonFactory, ReleaseDateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
DAY = dt.date(2026, 12, 17)
EARLIER = dt.date(2026, 12, 3)


@pytest.fixture
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), tick=False):
        yield


def moved(mentor=None):
    """A case whose day has just been brought forward and whose person has just been moved, with a gate and a visit booked."""
    case = CaseFactory(liberation_date=DAY, lead=mentor or MentorFactory())
    GateLiberationFactory(case=case, mentor=MentorFactory(), decision="wanted", meet_time=dt.time(9))
    MeetingFactory(case=case, prison=case.episode.stays.get().prison, on_date=dt.date(2026, 12, 10))
    case.episode.release_dates.update(is_current=False)
    row = ReleaseDateFactory(episode=case.episode, stated_date=EARLIER)
    case.episode.stays.update(to_date=dt.date(2026, 11, 20))
    stay = PrisonStay.objects.create(episode=case.episode, prison=PrisonFactory(), from_date=dt.date(2026, 11, 20))
    return case, Move(case.episode, DAY, EARLIER, ledger_row=row, stay=stay)


def test_many_moves_cost_as_many_statements_as_one():
    manager = ManagerFactory()
    counts = []
    for size in (1, 20):
        moves = [moved()[1] for _ in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            replan_moves(moves, by=manager)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_each_of_many_gets_its_own_answer():
    case, move = moved()
    other, day_only = moved()
    day_only = Move(other.episode, DAY, EARLIER, ledger_row=day_only.ledger_row)

    replanned = replan_moves([move, day_only], by=ManagerFactory())

    gate_mentor = other.episode.gate.mentor.user.name
    assert replanned[other.episode_id].needs_decision == [
        "1 planned visit is now on or after the liberation day.",
        "2 more visits are needed before Thu 3 Dec 2026. There are visiting days left for that.",
        f"{gate_mentor} has been asked whether they can be at the gate on Thu 3 Dec 2026.",
    ]
    stay = move.stay.prison
    assert f"{case.assignments.get().mentor.user.name} has no clearance for {stay}." in (
        replanned[case.episode_id].needs_decision
    )
    assert (replanned[case.episode_id].moved_days, replanned[case.episode_id].row) == (-14, move.ledger_row)


def test_two_people_whose_days_move_to_one_day_clash_at_one_mentors_gates():
    (first, one), (second, other) = moved(), moved()
    second.episode.gate.mentor = first.episode.gate.mentor
    second.episode.gate.save()

    replanned = replan_moves([one, other], by=ManagerFactory())

    clash = f"{first.episode.gate.mentor.user.name} already stands at another gate that day. Choose who meets them."
    assert [clash in each.needs_decision for each in replanned.values()] == [True, True]


def test_everybody_concerned_is_told_once():
    mentor = MentorFactory()
    moves = [moved(mentor)[1] for _ in range(3)]

    replan_moves(moves, by=ManagerFactory())
    replan_moves(moves, by=ManagerFactory())

    told = Message.objects.filter(recipient=mentor.user)
    assert told.filter(kind__in=[Kind.RELEASE_DATE_MOVED, Kind.TRANSFERRED]).count() == 3
    assert told.filter(by_email=True).count() == 3


@pytest.fixture
def waiting():
    """Somebody was moved where their mentor has no clearance, which their manager was told; then the day moved."""

    def waiting(emailed_at):
        case = CaseFactory(liberation_date=DAY, lead=MentorFactory())
        manager, colleague = ManagerFactory(team=case.programme.team), UserFactory(team=case.programme.team)
        transfer_person(episode=case.episode, prison=PrisonFactory(), on=dt.date(2026, 11, 23), by=colleague)
        Message.objects.filter(recipient=manager).update(emailed_at=emailed_at)
        move_release_date(
            episode=case.episode, kind="prison-stated", source="phone", stated_date=dt.date(2026, 12, 24), by=colleague
        )
        return Message.objects.in_force().filter(recipient=manager)

    return waiting


def test_manager_who_has_a_decision_to_take_is_not_left_without_a_notice_when_the_day_moves_as_well(waiting):
    (notice,) = waiting(emailed_at=None)

    assert (notice.kind, notice.liberation_date) == (Kind.RELEASE_DATE_MOVED, dt.date(2026, 12, 24))
    assert notice.by_email


def test_manager_who_was_written_to_of_a_decision_is_not_written_to_again_for_a_moved_day(waiting):
    (notice,) = waiting(emailed_at=dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))

    assert not notice.by_email


def test_reminder_that_falls_due_as_the_day_comes_back_is_written_for_no_letter_says_so():
    case = CaseFactory(liberation_date=dt.date(2027, 2, 15), lead=MentorFactory())
    MeetingFactory(case=case, on_date=dt.date(2026, 12, 10))
    told = {"episode": case.episode, "kind": "prison-stated", "source": "phone", "by": ManagerFactory()}
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=False):
        move_release_date(**told, stated_date=dt.date(2027, 3, 15))
        Message.objects.update(emailed_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))

    move_release_date(**told, stated_date=dt.date(2027, 2, 15))

    written = dict(
        Message.objects.in_force().filter(recipient=case.assignments.get().mentor.user).values_list("kind", "by_email")
    )
    assert written == {Kind.RELEASE_DATE_MOVED: False, Kind.RELEASE_REMINDER: True}
