"""Many moves are planned again as one: what follows is that of each, and the statements are as many."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liberations.services.replanning import Move, replan_moves
from notifications.enums import Kind
from notifications.models import Message
from prisons.models import PrisonStay
from tests.factories.accounts import ManagerFactory
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
