import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import RuleBroken
from mentoring.models import Promise
from mentoring.services.promises import edit_promise, explain_promise, keep_promise, make_promise, reopen_promise
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory, PromiseFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(lead=mentor)


def test_promise_is_the_mentors_who_made_it_or_else_of_the_persons_mentor(case, mentor):
    own = make_promise(case=case, words="Ring the jobcentre", due_date=TODAY, by=mentor.user)
    manager = ManagerFactory(team=case.programme.team)
    other = make_promise(case=case, words="Find his bag", due_date=TODAY + DAY, by=manager)

    assert (own.mentor, own.made_by, other.mentor, other.made_by) == (mentor, mentor.user, mentor, manager)
    assert Event.objects.filter(action="make_promise", person_key=case.person_id).count() == 2


def test_form_sent_twice_makes_one_promise(case, mentor):
    fields = {"case": case, "words": "Ring", "due_date": TODAY, "by": mentor.user, "new_id": uuid.uuid4()}

    assert make_promise(**fields) == make_promise(**fields)
    assert Promise.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due_date": TODAY - DAY}, "The day by which it is to be kept is before the day of the promise."),
        ({"due_date": TODAY + 400 * DAY}, "That is more than a year away. Check the year."),
        ({"promised_date": TODAY + DAY}, "That day has not come yet."),
    ],
)
def test_promise_has_days_that_can_be(case, mentor, fields, sentence):
    with pytest.raises(RuleBroken) as refusal:
        make_promise(case=case, words="Ring", by=mentor.user, **({"due_date": TODAY} | fields))

    assert str(refusal.value) == sentence


def test_promise_is_kept_taken_back_and_explained(mentor):
    promise = PromiseFactory(mentor=mentor)
    keep_promise(promise=promise, on=TODAY - DAY, by=mentor.user)
    promise.refresh_from_db()
    assert (promise.state, promise.settled_date, promise.settled_by) == ("kept", TODAY - DAY, mentor.user)

    with pytest.raises(RuleBroken, match="Take that back first"):
        explain_promise(promise=promise, explanation="The office was shut.", by=mentor.user)
    reopen_promise(promise=promise, by=mentor.user)
    explain_promise(promise=promise, explanation="The office was shut.", by=mentor.user)

    promise.refresh_from_db()
    assert (promise.state, promise.explanation) == ("explained", "The office was shut.")


@pytest.mark.parametrize("on", [dt.date(2026, 11, 9), TODAY + DAY])
def test_promise_is_kept_between_its_making_and_today(mentor, on):
    with pytest.raises(RuleBroken, match="since the promise was made"):
        keep_promise(promise=PromiseFactory(mentor=mentor), on=on, by=mentor.user)


def test_promise_pressed_twice_is_kept_once(mentor):
    promise = PromiseFactory(mentor=mentor)

    keep_promise(promise=promise, by=mentor.user)
    keep_promise(promise=promise, by=mentor.user)

    assert Event.objects.filter(action="keep_promise").count() == 1


def test_promise_is_edited_while_it_is_open(mentor):
    promise = PromiseFactory(mentor=mentor)
    edit_promise(promise=promise, words="Ring them", due_date=TODAY, read_at_version=1, by=mentor.user)
    promise.refresh_from_db()
    assert (promise.words, promise.due_date) == ("Ring them", TODAY)

    keep_promise(promise=promise, by=mentor.user)
    with pytest.raises(RuleBroken, match="kept or explained already"):
        edit_promise(promise=promise, words="Other", due_date=TODAY, read_at_version=3, by=mentor.user)


def test_manager_sees_a_promise_once_it_is_a_week_late(mentor):
    week, six_days = (PromiseFactory(mentor=mentor, due_date=TODAY - days * DAY) for days in (7, 6))
    today = PromiseFactory(mentor=mentor, due_date=TODAY)

    assert set(Promise.objects.late(TODAY)) == {week, six_days}
    assert list(Promise.objects.late_for_managers(TODAY)) == [week]
    assert today in Promise.objects.open()
