"""Lists and hands at the same moment, on connections of their own: one wins, the other is told."""

import datetime as dt

import pytest

from core.errors import RuleBroken
from liberations.enums import ListState
from liberations.models import AppliedRow, LiberationList
from liberations.services.list_apply import apply_list
from liberations.services.list_undo import undo_list
from liberations.services.release_dates import move_release_date
from people.models import Identifier, Person
from people.services.alerts import add_alert
from people.services.people import register_person
from prisons.models import ReleaseDate
from tests.concurrency import at_once
from tests.factories.accounts import ManagerFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory
from tests.liberations.weekly import BORN, DAY, GIVEN, LATER, on_record, read, row

pytestmark = pytest.mark.django_db(transaction=True)


def a_list(*rows, prison=None):
    programme = ProgrammeFactory()
    manager = ManagerFactory(team=programme.team)
    return read(prison or PrisonFactory(), programme, manager, *rows), manager


def both(*works):
    """What each of these came to when they were done at the same moment: what it returned, or the sentence of its refusal."""
    waiting = list(works)

    def one():
        work = waiting.pop()
        try:
            return work, work()
        except RuleBroken as refusal:
            return work, str(refusal)

    found = dict(at_once(len(works), one))
    return [found[work] for work in works]


@pytest.mark.parametrize("number", ["090017", ""])
def test_of_two_lists_that_name_the_same_new_person_one_is_applied_and_the_other_told(number):
    first, one = a_list(row(number, "Sharpe"))
    second, other = a_list(row(number, "Sharpe"))

    came_to = both(
        lambda: apply_list(liberation_list=first, by=one).state,
        lambda: apply_list(liberation_list=second, by=other).state,
    )

    refused = next(each for each in came_to if each != ListState.APPLIED)
    assert came_to.count(ListState.APPLIED) == 1
    assert refused.startswith("Something on record has changed since this preview was made")
    assert Person.objects.count() == 1


def test_of_a_list_and_a_hand_that_register_the_same_person_one_wins():
    made, manager = a_list(row("090017", "Sharpe"))
    by_hand = {"given_names": GIVEN, "family_name": "Sharpe", "birth_date": BORN, "number": "090017", "by": manager}

    came_to = both(
        lambda: apply_list(liberation_list=made, by=manager).state, lambda: register_person(**by_hand).family_name
    )

    assert came_to in (
        [ListState.APPLIED, "This prison number already belongs to someone on record. Search for it first."],
        ["Something on record has changed since this preview was made. It has been made anew: look again.", "Sharpe"],
    )
    assert (Person.objects.count(), Identifier.objects.count()) == (1, 1)


def test_of_a_list_and_a_hand_that_move_the_same_day_the_list_never_overwrites_what_it_has_not_seen():
    prison = PrisonFactory()
    episode = on_record(prison, "090018", "Quill")
    made, manager = a_list(row("090018", "Quill", LATER), prison=prison)
    by_hand = {"kind": "prison-stated", "source": "phone", "stated_date": dt.date(2027, 2, 4), "by": manager}

    applied, _ = both(
        lambda: apply_list(liberation_list=made, by=manager).state,
        lambda: move_release_date(episode=episode, **by_hand).after,
    )

    days = list(
        ReleaseDate.objects.filter(episode=episode).order_by("recorded_at").values_list("liberation_date", "is_current")
    )
    if applied == ListState.APPLIED:
        assert days == [(DAY, False), (LATER, False), (dt.date(2027, 2, 4), True)]
    else:
        assert days == [(DAY, False), (dt.date(2027, 2, 4), True)]
        assert LiberationList.objects.get().state == ListState.READ


def test_of_taking_back_and_building_on_it_one_wins():
    made, manager = a_list(row("090017", "Sharpe"))
    apply_list(liberation_list=made, by=manager)
    person = Person.objects.get()
    alert = {"kind": "health", "text": "Inhaler", "source": "Nurse", "told_person": True, "by": manager}

    def build():
        try:
            return add_alert(person=person, review_date=dt.date(2100, 1, 1), **alert).text
        except Exception as error:
            return type(error).__name__

    undone, built = both(lambda: undo_list(liberation_list=made, by=manager).state, build)

    if undone == ListState.UNDONE:
        assert (built, Person.objects.count()) == ("IntegrityError", 0)
    else:
        assert (built, Person.objects.count(), AppliedRow.objects.count()) == ("Inhaler", 1, 1)
        assert "Row 2: added since: alert" in undone
