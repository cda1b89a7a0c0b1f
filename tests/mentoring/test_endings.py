"""The person died: nothing more is planned with them, and their mentor is offered somebody to talk to."""

import datetime as dt

import pytest
from django.urls import reverse

from mentoring.models import Debrief
from mentoring.services.endings import end_case
from notifications.enums import Kind
from notifications.models import Message
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.notifications import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.referrals import AgencyLinkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z", tick=False)]
TODAY = dt.date(2026, 10, 5)


@pytest.fixture
def mentor():
    return MentorFactory(supervisor=ManagerFactory())


@pytest.fixture
def case(mentor):
    return CaseFactory(referral__programme__team=mentor.user.team, lead=mentor, opened_date=dt.date(2026, 9, 1))


def ended(browser, case, reason):
    data = {"kind": "unplanned", "reason": reason, "summary": ""}
    days = {"ended_date_day": "5", "ended_date_month": "10", "ended_date_year": "2026"}
    return browser.post(reverse("mentoring:case_end", args=[case.pk]), data | days, follow=True)


@pytest.mark.parametrize(("reason", "state"), [("died", "stopped"), ("completed", "sent")])
def test_death_stops_referrals_to_others_and_the_links_they_answer_by(case, mentor, reason, state):
    link = AgencyLinkFactory(onward__person=case.person)
    other = AgencyLinkFactory(onward__person=PersonFactory())

    end_case(case=case, kind="unplanned", reason=reason, on=TODAY, by=mentor.user)

    for each in (link, other):
        each.refresh_from_db()
    assert (link.onward.state, other.onward.state) == (state, "sent")
    assert (link.revoked_at is None, other.revoked_at) == (reason != "died", None)


@pytest.mark.parametrize(("reason", "state"), [("died", "cancelled-by-us"), ("completed", "planned")])
def test_death_calls_off_what_is_planned_and_reminded_of(case, mentor, reason, state):
    visit = MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 10, 20))
    reminder = MessageFactory(recipient=mentor.user, kind=Kind.RELEASE_REMINDER, subject_key=case.pk)

    end_case(case=case, kind="unplanned", reason=reason, on=TODAY, by=mentor.user)

    visit.refresh_from_db()
    reminder.refresh_from_db()
    assert (visit.state, reminder.withdrawn_at is None) == (state, reason != "died")
    assert Message.objects.count() == 1


def test_mentor_is_offered_a_debrief_and_nothing_is_asked_for_them(as_user, case, mentor):
    page = ended(as_user(mentor.user), case, "died")

    assert page.redirect_chain[-1][0] == reverse("mentoring:debrief_ask")
    assert "If you would like to talk it over" in page.text
    assert not Debrief.objects.exists()
    assert not Message.objects.exists()


def test_manager_who_writes_it_down_is_asked_to_speak_with_the_mentor(as_user, case, mentor):
    manager = ManagerFactory(team=mentor.user.team)

    page = ended(as_user(manager), case, "died")

    assert f"Speak with {mentor}" in page.text
