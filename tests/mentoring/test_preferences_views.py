import datetime as dt

import pytest

from mentoring.models import CaseloadWeights, MatchPreference
from tests.answers import answers
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import ConnectionFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team, user__name="Callum Reid")


@pytest.fixture
def case(manager):
    return CaseFactory(referral__programme=ProgrammeFactory(team=manager.team))


def test_what_they_said_is_kept_and_shown_when_a_mentor_is_chosen(browser, case, mentor):
    url = f"/cases/{case.pk}/preferences/"
    sent = answers(browser.get(url).context["form"], gender="woman", language_wish="wanted", language="pl")

    response = browser.post(url, sent, follow=True)

    assert response.redirect_chain[-1][0] == f"/cases/{case.pk}/allocate/"
    assert "Polish" in response.text
    assert "They asked for a woman; gender not recorded" in response.text
    assert MatchPreference.objects.get().lived_experience == "not-asked"
    assert browser.get(url).context["form"]["gender"].value() == "woman"


def test_a_mentor_who_asks_goes_back_to_the_record(as_user, manager):
    user = UserFactory(team=manager.team)
    case = CaseFactory(lead=MentorFactory(user=user))
    url = f"/cases/{case.pk}/preferences/"

    response = as_user(user).post(url, answers(as_user(user).get(url).context["form"]))

    assert response["Location"] == f"/people/{case.person_id}/"


def test_a_language_wished_for_is_named(browser, case):
    url = f"/cases/{case.pk}/preferences/"

    response = browser.post(url, answers(browser.get(url).context["form"], language_wish="wanted"))

    assert "Choose an answer to “Which language?”" in response.text


def test_need_is_judged_beside_the_choice(browser, case, mentor):
    response = browser.post(f"/cases/{case.pk}/need/", {"need": "high"}, follow=True)

    assert "It weighs in the caseload from now on" in response.text
    assert "1.5 × 1 × 1 = 1.5" in response.text
    assert "Nothing was saved" in browser.post(f"/cases/{case.pk}/need/", {"need": "x"}, follow=True).text


def test_weights_are_changed_and_every_load_follows(browser, case, mentor, manager):
    CaseFactory(referral__programme=case.programme, lead=mentor, liberation_date=dt.date(2026, 10, 20))
    form = browser.get("/allocation/weights/").context["form"]

    response = browser.post("/allocation/weights/", answers(form, phase_near="2.5"), follow=True)

    assert CaseloadWeights.objects.get(team=manager.team).phase_near == 2.5
    assert [(mentor.load, capacity) for mentor, capacity in response.context["loads"]] == [(2.5, 20)]


def test_weights_edited_meanwhile_show_both(browser, manager):
    form = browser.get("/allocation/weights/").context["form"]
    browser.post("/allocation/weights/", answers(form, need_high="2"))

    response = browser.post("/allocation/weights/", answers(form, need_high="3"))

    assert "You wrote “3" in response.text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("need_high", "6", "must be 5 or less"),
        ("need_high", "-1", "must be 0 or more"),
        ("full_week_days", "0", "must be 1 or more"),
        ("near_days", "366", "must be 365 or less"),
    ],
)
def test_weights_out_of_bounds_are_asked_again(browser, name, value, sentence):
    form = browser.get("/allocation/weights/").context["form"]

    assert sentence in browser.post("/allocation/weights/", answers(form, **{name: value})).text


def test_arithmetic_of_a_load_adds_up_and_names_only_whom_one_may_open(browser, manager, mentor, case):
    programme = case.programme
    CaseFactory(referral__programme=programme, lead=mentor, liberation_date=dt.date(2026, 10, 20), need="high")
    hidden = CaseFactory(referral__programme=programme, lead=mentor)
    ConnectionFactory(user=manager, person=hidden.person)
    mentor.working_days = [1, 2]
    mentor.save()

    text = browser.get(f"/mentors/{mentor.pk}/load/").text

    assert "1.5 × 1 × 1 = 1.5" in text
    assert "<b>2.5 of 8</b>, with 2 people" in text
    assert "and 1 whose record you may not open" in text
    assert hidden.person.full_name not in text


def test_a_mentor_sees_their_own_arithmetic_and_nobody_elses(as_user, mentor):
    other = MentorFactory(user__team=mentor.user.team)

    assert "Nobody yet" in as_user(mentor.user).get(f"/mentors/{mentor.pk}/load/").text
    assert as_user(mentor.user).get(f"/mentors/{other.pk}/load/").status_code == 404
