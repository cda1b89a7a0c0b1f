"""Referrals to partner agencies of all one's people, and where they are shown."""

import csv
import datetime as dt

import pytest

from audit.models import Event
from tests.factories.accounts import AdministratorFactory, ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AccessFactory, PersonFactory
from tests.factories.referrals import OnwardMoveFactory, OnwardReferralFactory, ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z")]
TODAY = dt.date(2026, 11, 5)
DAY = dt.timedelta(days=1)


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(lead=mentor, referral__programme__team=mentor.user.team)


@pytest.fixture
def late(case):
    return OnwardReferralFactory(person=case.person, ask_again_date=TODAY - DAY, service__name="Flats")


def shown(response):
    return {row.service.name for row in response.context["page"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Flats", "Rooms", "Money"}),
        ("?standing=overdue", {"Flats"}),
        ("?standing=open", {"Flats", "Rooms"}),
        ("?standing=settled", {"Money"}),
        ("?why=full", {"Money"}),
        ("?state=waiting", {"Rooms"}),
        ("?whose=mine", {"Rooms"}),
    ],
)
def test_list_holds_ones_own_people_and_is_filtered(as_user, mentor, case, late, query, found):
    ahead = {"state": "waiting", "ask_again_date": TODAY, "sent_by": mentor.user}
    OnwardReferralFactory(person=case.person, service__name="Rooms", **ahead)
    OnwardReferralFactory(person=case.person, service__name="Money", state="declined", decline_reason="full")
    OnwardReferralFactory(person=PersonFactory(), service__name="Of somebody else", ask_again_date=TODAY - DAY)

    assert shown(as_user(mentor.user).get(f"/onward/{query}")) == found


def test_overdue_answers_stand_on_the_first_page(as_user, mentor, late):
    manager = ManagerFactory(team=mentor.user.team)
    AccessFactory(person=late.person, user=manager)

    for user in (mentor.user, manager):
        page = as_user(user).get("/").text
        assert "/onward/?standing=overdue" in page
        assert "<b>1 answer</b>" in page


def test_export_is_on_the_trail(as_user, mentor, late):
    text = as_user(mentor.user).get("/onward.csv?standing=overdue").text

    (line,) = csv.DictReader(text.lstrip("\ufeff").splitlines())
    assert (line["Family name"], line["Service"], line["State"]) == (late.person.family_name, "Flats", "Sent")
    event = Event.objects.get(verb="exported")
    assert event.shown == [late.person_id]


def test_timeline_and_record_tell_what_became_of_it(as_user, mentor, case, late):
    why = {"state": "declined", "decline_reason": "full"}
    OnwardMoveFactory(onward=late, state_note="Try in June", **why)
    OnwardMoveFactory(onward=late, undone_at=dt.datetime(2026, 11, 4, tzinfo=dt.UTC), undone_by=mentor.user)

    timeline = as_user(mentor.user).get(f"/people/{case.person_id}/?tab=timeline").text
    after = as_user(mentor.user).get(f"/people/{case.person_id}/?tab=after").text

    assert "Flats: declined (full)" in timeline
    assert "Flats: accepted" not in timeline
    assert "No answer since" in after


def test_programme_says_how_long_it_waits(as_user):
    programme = ProgrammeFactory()
    browser = as_user(AdministratorFactory())
    address = f"/administration/programmes/{programme.pk}/onward/"
    typed = {"onward_answer_days": "3", "onward_waiting_days": "40", "version": "1"}

    too_long = browser.post(address, typed | {"onward_link_days": "91"})
    browser.post(address, typed | {"onward_link_days": "5"})

    assert "90" in too_long.text
    programme.refresh_from_db()
    assert (programme.onward_answer_days, programme.onward_waiting_days, programme.onward_link_days) == (3, 40, 5)
