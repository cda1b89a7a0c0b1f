"""The pages: what changed of one person, what needs a decision, who goes to the gate."""

import datetime as dt

import pytest
from django.urls import reverse

from liberations.enums import GateAnswer, ReplanItemState
from liberations.models import GateLiberation, GateQuestion, ReplanItem
from liberations.services.gate_questions import answer_gate_question
from liberations.services.transfers import transfer_person
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
EARLIER, TOMORROW = dt.date(2026, 12, 8), dt.date(2026, 11, 24)
DECISIONS = "/decisions/"


@pytest.fixture
def moved(case, mentor, move):
    """A case brought forward, with a visit on the new day."""
    MeetingFactory(case=case, mentor=mentor, prison=case.episode.stays.get().prison, on_date=EARLIER)
    move(case, EARLIER)
    return case


def page_of(case):
    return reverse("liberations:replans", args=[case.pk])


def decisions(response):
    return [(item.replan.case, item.kind) for item, _, _ in response.context["lines"]]


def test_page_says_what_moved_what_was_done_and_what_needs_a_decision(as_user, moved, mentor):
    text = as_user(mentor.user).get(page_of(moved)).text

    assert "Brought forward from 17 Dec 2026 to Tuesday 8 December 2026" in text
    assert "Reminders follow the new day, Tue 8 Dec 2026." in text
    assert "The first 48 hours will run until Thu 10 Dec 2026; follow-up counts from the day they come out." in text
    assert "The visit on Tue 8 Dec 2026 is on or after the liberation day." in text
    assert "by Morag Manager" in text
    assert "Told: Amara Okafor." in text
    assert reverse("mentoring:contact_move", args=[moved.meetings.get().pk]) in text


def test_transfer_says_what_it_keeps_and_only_a_manager_gets_the_managers_button(as_user, case, mentor, manager):
    prison = PrisonFactory(name="HMP Farlea")
    transfer_person(episode=case.episode, prison=prison, on=dt.date(2026, 11, 23), by=manager)
    clearance = reverse("mentoring:clearance_add", args=[mentor.pk])

    for_mentor, for_manager = (as_user(user).get(page_of(case)).text for user in (mentor.user, manager))

    assert "Mentor, plan, consent, referrals and who may open the record stay as they are." in for_mentor
    assert ("A manager decides." in for_mentor, clearance in for_mentor) == (True, False)
    assert clearance in for_manager


def test_page_of_someone_whose_day_never_moved_says_so(as_user, case, mentor):
    assert "Nothing has moved" in as_user(mentor.user).get(page_of(case)).text


def test_left_as_it_is_goes_from_the_list_and_can_be_undone_on_the_page(as_user, moved, mentor):
    browser, item = as_user(mentor.user), ReplanItem.objects.get()

    response = browser.post(reverse("liberations:decision_leave", args=[item.pk]), {"list": "1", "whose": "mentor"})
    assert response["Location"] == f"{DECISIONS}?whose=mentor"
    assert decisions(browser.get(DECISIONS)) == []
    page = browser.get(page_of(moved)).text
    assert "Left as it is by Amara Okafor" in page

    browser.post(reverse("liberations:decision_again", args=[item.pk]))
    assert decisions(browser.get(DECISIONS)) == [(moved, item.kind)]


def test_list_shows_own_people_to_a_mentor_and_the_team_to_a_manager(as_user, moved, programme, move, mentor, manager):
    other = CaseFactory(referral__programme=programme, liberation_date=dt.date(2026, 12, 17))
    MeetingFactory(case=other, on_date=dt.date(2026, 12, 10))
    move(other, dt.date(2026, 12, 9))
    elsewhere = CaseFactory(liberation_date=dt.date(2026, 12, 17))
    MeetingFactory(case=elsewhere, on_date=dt.date(2026, 12, 10))
    move(elsewhere, EARLIER)

    own, team = (decisions(as_user(user).get(DECISIONS)) for user in (mentor.user, manager))

    assert {case for case, kind in own if kind == "visit-too-late"} == {moved}
    assert {case for case, kind in team if kind == "visit-too-late"} == {moved, other}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("whose=mentor", True),
        ("whose=manager", False),
        ("kind=visit-too-late", True),
        ("kind=no-clearance", False),
        ("when=14", False),
        ("when=28", True),
        ("prison={prison}", True),
        ("mentor={mentor}", True),
        ("mentor={other}", False),
    ],
)
def test_list_filters(as_user, moved, mentor, manager, team, query, found):
    query = query.format(
        prison=moved.episode.stays.get().prison_id, mentor=mentor.pk, other=MentorFactory(user__team=team).pk
    )

    response = as_user(manager).get(f"{DECISIONS}?{query}")

    assert (len(decisions(response)), bool(decisions(response))) == (int(found), found)


@pytest.mark.parametrize("sort", ["day", "-day", "name", "-name", "what", "mentor", "-mentor", "since", "-since"])
def test_list_sorts(as_user, moved, manager, sort):
    assert len(decisions(as_user(manager).get(f"{DECISIONS}?sort={sort}"))) == 1


def test_both_buttons_stand_on_my_day_the_notices_and_the_gate_card(as_user, case, mentor, move):
    GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
    move(case, TOMORROW)
    browser, answer = as_user(mentor.user), GateQuestion.objects.get().get_absolute_url()
    pages = {"day": "/", "notices": "/notices/", "gate": reverse("liberations:gate", args=[case.pk])}
    pages["changes"] = page_of(case)

    for back, url in pages.items():
        text = browser.get(url).text
        assert (answer in text, f'name="back" value="{back}"' in text) == (True, True)
    for back, url in pages.items():
        assert browser.post(answer, {"answer": "going", "back": back})["Location"] == url

    assert GateQuestion.objects.get().is_going
    assert answer not in browser.get("/notices/").text


def test_gate_is_red_on_the_managers_page_until_somebody_goes(as_user, case, mentor, manager, team, move):
    GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
    second = MentorFactory(user__team=team)
    move(case, TOMORROW)
    browser = as_user(manager)

    def red():
        return [line.row.pk for line in browser.get("/").context["lists"].nobody_goes]

    assert red() == []
    answer_gate_question(question=GateQuestion.objects.get(), answer=GateAnswer.CANNOT, by=mentor.user)
    assert red() == [case.pk]

    cover = reverse("liberations:gate_cover", args=[case.pk])
    assert cover in browser.get("/").text
    response = browser.post(cover, {"mentor": second.pk, "version": 1})
    assert response["Location"] == reverse("liberations:gate", args=[case.pk])
    assert GateLiberation.objects.get().mentor == second

    answer_gate_question(question=GateQuestion.objects.in_force().get(), answer=GateAnswer.GOING, by=second.user)
    assert red() == []


def test_gate_nobody_answered_for_in_time_is_red(as_user, case, mentor, manager, move, november):
    GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
    move(case, TOMORROW)

    november.move_to(dt.datetime(2026, 11, 23, 16, tzinfo=dt.UTC))

    assert len(as_user(manager).get("/").context["lists"].nobody_goes) == 1


def test_cover_page_says_what_speaks_against_each(as_user, case, mentor, manager, team, move):
    busy = MentorFactory(user__team=team, user__name="Busy Mentor")
    elsewhere = CaseFactory(liberation_date=TOMORROW)
    GateLiberationFactory(case=elsewhere, decision="wanted", mentor=busy)
    GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
    move(case, TOMORROW)
    answer_gate_question(question=GateQuestion.objects.get(), answer=GateAnswer.CANNOT, by=mentor.user)

    choices = as_user(manager).get(reverse("liberations:gate_cover", args=[case.pk])).context["suggestions"]

    against = {choice.mentor: choice.against_them for choice in choices}
    assert against == {mentor: ["Cannot that day"], busy: ["At another gate that day"]}
    assert [choice.mentor for choice in choices if choice.is_now] == [mentor]


def test_record_shows_the_latest_change_with_what_needs_a_decision(as_user, moved, mentor):
    text = as_user(mentor.user).get(moved.get_absolute_url()).text

    assert "Brought forward from 17 Dec 2026 to Tuesday 8 December 2026" in text
    assert "Visit after liberation" in text
    assert page_of(moved) in text

    ReplanItem.objects.update(state=ReplanItemState.SETTLED, decided_at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    assert "Brought forward" not in as_user(mentor.user).get(moved.get_absolute_url()).text


def test_first_pages_count_what_needs_a_decision(as_user, moved, mentor, manager):
    for user in (mentor.user, manager):
        assert 'href="/decisions/"><b>1 ' in as_user(user).get("/").text
