import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from mentoring.models import Goal, Plan, ReviewHold
from mentoring.selectors.plans import review_conditions, review_standing, reviews
from mentoring.services.endings import end_case
from mentoring.services.goals import add_goal
from mentoring.services.plans import start_plan
from tests.answers import answers
from tests.factories.mentoring import (
    AssessmentFactory,
    CaseFactory,
    MentorFactory,
    PlanFactory,
    PromiseFactory,
    ScaleFactory,
)

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
    return CaseFactory(liberation_date=dt.date(2027, 3, 4), lead=mentor)


@pytest.fixture
def browser(as_user, mentor):
    return as_user(mentor.user)


def tab(browser, case):
    return browser.get(case.get_absolute_url(), {"tab": "plan"}).content.decode()


def test_tab_says_how_to_begin(browser, case):
    page = tab(browser, case)

    for sentence in ("Nothing has been talked through yet.", "No plan yet.", "No promises."):
        assert sentence in page


def test_what_matters_first_stands_ready_as_the_first_goal_in_their_words(browser, case, mentor):
    AssessmentFactory(case=case, matters_first="My own door.", first_areas=["accommodation"])
    plan = start_plan(case=case, by=mentor.user)
    add = reverse("mentoring:goal_add", args=[plan.pk])

    assert "They said what matters first: “My own door.”" in browser.get(plan.get_absolute_url()).content.decode()
    form = browser.get(add).context["form"]
    assert (form["words"].value(), form["area"].value()) == ("My own door.", "accommodation")

    add_goal(plan=plan, words="A door of my own.", by=mentor.user)
    assert browser.get(add).context["form"]["words"].value() is None
    assert "They said what matters first" not in browser.get(plan.get_absolute_url()).content.decode()


def test_picture_runs_from_the_harder_end_to_the_better_one(browser, case):
    scale = ScaleFactory(programme=case.programme, higher_is_better=False, need_at=4)
    AssessmentFactory(case=case, scale=scale, scores={"money": 8, "debt": None})
    AssessmentFactory(
        case=case, scale=scale, kind="review", started_date=TODAY, completed_date=TODAY, scores={"money": 2}
    )

    page = tab(browser, case)

    assert "<title>Money and benefits: 8 at first, 2 now</title>" in page
    assert '<circle cx="37" cy="9" r="5"' in page
    assert '<circle cx="123" cy="9" r="6"/>' in page
    assert "Better by 6" in page
    assert "<b>Does not apply:</b> Debt." in page


def test_area_whose_number_counts_as_a_need_on_the_scale_says_so(browser, case):
    scale = ScaleFactory(programme=case.programme, need_at=4)
    AssessmentFactory(case=case, scale=scale, scores={"money": 4, "work": 5})

    page = " ".join(tab(browser, case).split())

    assert page.count("A need</") == 1
    assert page.index("Money and benefits") < page.index("A need</") < page.index("<td", page.index("A need</"))


def test_unfinished_needs_are_carried_on_with_rather_than_begun_again(browser, case):
    unfinished = AssessmentFactory(case=case, open=True)

    response = browser.get(reverse("mentoring:needs_start", args=[case.pk]))

    assert response["Location"] == reverse("mentoring:needs_edit", args=[unfinished.pk])


def test_somebody_elses_answers_are_shown_beside_ones_own(browser, case):
    assessment = AssessmentFactory(case=case, open=True, scores={"money": 3})
    url = reverse("mentoring:needs_edit", args=[assessment.pk])
    assessment.scores.update(score=8)
    type(assessment).objects.update(version=2)

    page = browser.post(url, {"version": 1, "answer_money": "5", "on_day": 22, "on_month": 11, "on_year": 2026})

    assert "is now “8”. You wrote “5”" in page.content.decode()


def test_more_than_three_areas_do_not_matter_first(browser, case):
    sent = {"first_areas": ["money", "debt", "work", "health"], "on_day": 22, "on_month": 11, "on_year": 2026}

    page = browser.post(reverse("mentoring:needs_start", args=[case.pk]), sent)

    assert page.context["form"].errors["first_areas"] == ["Choose 3 at most: what matters first"]


def test_words_without_an_answer_are_a_talk_without_a_number(browser, case):
    sent = {"words_money": "Nothing till Friday.", "on_day": 22, "on_month": 11, "on_year": 2026}

    browser.post(reverse("mentoring:needs_start", args=[case.pk]), sent)

    assert case.assessments.get().scores.get().answer == "no-number"


def test_draft_shows_what_is_different_and_what_was_let_go(browser, case, mentor):
    PlanFactory(case=case, goals=["A door I can lock.", "See my boys."])
    draft = start_plan(case=case, by=mentor.user)
    goal = Goal.objects.get(plan=draft, words="See my boys.")
    url = reverse("mentoring:goal_state", args=[goal.pk])

    page = browser.post(url, {"state": "let-go"}, follow=True).content.decode()

    assert "No longer wanted: “See my boys.”" in page
    assert "No longer part of the plan (1)" in page
    assert "Put it back" in page


def test_button_with_a_state_nobody_offers_is_refused_with_a_sentence(browser, case):
    plan = PlanFactory(case=case, draft=True, goals=["A door I can lock."])
    url = reverse("mentoring:goal_state", args=[plan.goals.get().pk])

    page = browser.post(url, {"state": "gone"}, follow=True)

    assert "Press one of the buttons on the page." in page.content.decode()


def test_paper_for_the_person_names_no_prison_and_no_reference(browser, case):
    plan = PlanFactory(case=case, goals=["A door I can lock."])
    PromiseFactory(case=case, words="Ring the council")

    page = browser.get(reverse("mentoring:plan_print", args=[plan.pk])).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    assert "A door I can lock." in main
    assert "Ring the council" in main
    assert case.reference not in main
    assert case.episode.stays.get().prison.name not in main


def test_reviews_of_the_list_stand_as_the_rule_says(case, mentor):
    days = [TODAY + days * DAY for days in (-40, -1, 0, 14, 15, 60)]
    for number, day in enumerate(days):
        held = CaseFactory(lead=mentor)
        sooner = CaseFactory(lead=mentor, referral__programme__plan_review_soon_days=7)
        for each, on_hold in ((CaseFactory(lead=mentor), False), (held, True), (sooner, False)):
            PlanFactory(case=each, review_due=day)
            if on_hold:
                until = TODAY + (number - 1) * DAY
                ReviewHold.objects.create(
                    case=each, reason="away", until_date=until, held_by=mentor.user, held_at="2026-11-01T10:00Z"
                )

    conditions = review_conditions(TODAY)
    by_list = {plan.pk: key for key in conditions for plan in reviews(mentor.user, TODAY).filter(conditions[key])}

    by_rule = {
        plan.pk: review_standing(plan, plan.case.programme, TODAY).key
        for plan in Plan.objects.in_force().with_hold(TODAY)
    }
    assert by_list == by_rule
    assert set(by_rule.values()) == set(conditions)


def test_list_of_promises_begins_with_what_is_still_owed(browser, case, mentor):
    kept = {"state": "kept", "settled_date": TODAY, "settled_at": "2026-11-22T10:00Z", "settled_by": mentor.user}
    PromiseFactory(case=case, mentor=mentor, words="Ring the council")
    PromiseFactory(case=case, mentor=mentor, words="Find his bag", **kept)
    url = reverse("mentoring:promise_list")

    owed, everything = browser.get(url).content.decode(), browser.get(url, {"state": ""}).content.decode()

    assert ("Ring the council" in owed, "Find his bag" in owed) == (True, False)
    assert "Find his bag" in everything


def test_record_says_what_is_to_do_about_plan_and_promise(browser, case, mentor):
    PlanFactory(case=case, review_due=TODAY - DAY)
    PromiseFactory(case=case, due_date=TODAY - DAY)

    page = browser.get(case.get_absolute_url()).content.decode()

    assert "It was to be looked at again by 21 Nov 2026." in page
    assert "Something was promised by 21 Nov 2026." in page


def test_record_misses_a_plan_only_near_the_day(browser, case, mentor):
    near = CaseFactory(liberation_date=TODAY + 30 * DAY, lead=mentor)

    assert "No plan yet" not in browser.get(case.get_absolute_url()).content.decode()
    assert "No plan yet" in browser.get(near.get_absolute_url()).content.decode()


def test_promise_still_open_when_support_ended_is_owed_on_the_record_alone(browser, case, mentor):
    PromiseFactory(case=case, mentor=mentor, words="Ring the council")
    end_case(case=case, kind="unplanned", reason="completed", on=TODAY, by=mentor.user)

    assert "Ring the council" not in browser.get(reverse("mentoring:promise_list"), {"state": ""}).content.decode()
    assert "Ring the council" in browser.get(f"{case.get_absolute_url()}?tab=plan").content.decode()


def test_somebody_agrees_in_one_tab_to_what_was_changed_in_another(browser, case, mentor):
    draft = start_plan(case=case, by=mentor.user)
    add_goal(plan=draft, words="A door I can lock.", by=mentor.user)
    url = reverse("mentoring:plan_agree", args=[draft.pk])
    sent = answers(browser.get(url).context["form"], agreement="spoken")
    add_goal(plan=draft, words="See my boys.", by=mentor.user)

    refused = browser.post(url, sent)

    assert "See my boys." in refused.content.decode()
    assert "is now nothing" not in refused.content.decode()
    again = sent | {"version": refused.context["form"]["version"].value()}
    assert browser.post(url, again).status_code == 302
