"""Somebody says what matters first; a plan is agreed, looked at again, changed and printed; a promise is kept."""

import datetime as dt

import pytest
from django.utils import timezone

from mentoring.models import Assessment, Plan, PlanReview, Promise
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.plugins.pages import PHONE

pytestmark = pytest.mark.browser
DAY = dt.timedelta(days=1)


@pytest.fixture
def case():
    return CaseFactory(
        liberation_date=timezone.localdate() + 40 * DAY,
        lead=MentorFactory(),
        opened_date=timezone.localdate() - 9 * DAY,
    )


def test_plan_is_agreed_looked_at_again_and_printed(walker, case):
    mentor = walker(PHONE)
    mentor.sign_in(case.assignments.get().mentor.user)
    record = f"/people/{case.person_id}/?tab=plan"

    needs_are_talked_through_in_two_meetings(mentor, case, record)
    plan_is_written_and_agreed(mentor, case)
    plan_is_looked_at_again_and_stays(mentor, case)
    plan_is_changed(mentor, case)
    promise_is_kept(mentor, case)
    plan_is_printed(mentor, case)


def test_needs_and_plan_are_written_without_script(walker, case):
    mentor = walker(script=False)
    mentor.sign_in(case.assignments.get().mentor.user)
    mentor.go(f"/people/{case.person_id}/?tab=plan")

    mentor.press("Talk it through")
    mentor.page.locator("summary", has_text="Debt").click()
    mentor.choose("Debt: how is it just now?", "Does not apply to them")
    mentor.tick("Yes, that is all for now")
    mentor.press("Save")
    mentor.reads("Was it done together with the person?")
    mentor.tick("Yes")
    mentor.press("Save")

    mentor.reads("Does not apply:")
    assert Assessment.objects.get().with_person


def needs_are_talked_through_in_two_meetings(mentor, case, record):
    mentor.go(record)
    mentor.press("Talk it through")
    mentor.fill("What matters first to them?", "A door I can lock.")
    mentor.tick("Somewhere to live")
    mentor.page.locator("summary", has_text="Somewhere to live").click()
    mentor.choose("Somewhere to live: how is it just now?", "2")
    mentor.fill("Somewhere to live: in their words", "My cousin's sofa.")
    mentor.assert_fits_and_accessible()
    mentor.press("Save")
    mentor.reads("“A door I can lock.”")

    mentor.press("Carry on")
    mentor.page.locator("summary", has_text="Money and benefits").click()
    mentor.choose("Money and benefits: how is it just now?", "Talked about, no number")
    mentor.tick("Yes, that is all for now")
    mentor.tick("Yes", within="Was it done together with the person?")
    mentor.press("Save")
    mentor.reads("last finished on")
    mentor.assert_fits_and_accessible()
    assert Assessment.objects.get(case=case).completed_date == timezone.localdate()


def plan_is_written_and_agreed(mentor, case):
    mentor.press("Write a plan with them")
    mentor.press("Add a goal")
    mentor.fill("What do they want?", "A door I can lock.")
    mentor.fill("What will be done first?", "Fill in the housing form together")
    mentor.tick("Mentor", within="Who does it?")
    mentor.press("Add to the plan")
    mentor.assert_fits_and_accessible()
    mentor.press("They agree to it")
    mentor.tick("Signed on paper")
    mentor.press("They agree to this plan")
    mentor.reads("Their plan, version 1")
    plan = Plan.objects.in_force().get(case=case)
    assert (plan.signed_paper_date, plan.review_due) == (timezone.localdate(), timezone.localdate() + 90 * DAY)


def plan_is_looked_at_again_and_stays(mentor, case):
    mentor.press("Look at it again")
    mentor.tick("They asked for it")
    mentor.press("It stays as it is")
    mentor.reads("the plan stays as it is")
    assert PlanReview.objects.get(plan__case=case).outcome == "kept"


def plan_is_changed(mentor, case):
    mentor.press("Change the plan")
    mentor.press("Add a goal")
    mentor.fill("What do they want?", "See my boys.")
    mentor.press("Add to the plan")
    mentor.reads("New goal: “See my boys.”")
    mentor.press("They agree to it")
    mentor.fill("What has changed since the last version?", "He wants to see his boys.")
    mentor.tick("Something else changed")
    mentor.tick("Said so, nothing signed")
    mentor.press("They agree to this plan")
    mentor.reads("Their plan, version 2")
    mentor.assert_fits_and_accessible()
    assert list(case.plans.values_list("number", "is_current")) == [(2, True), (1, False)]


def promise_is_kept(mentor, case):
    mentor.press("Write down a promise")
    mentor.fill("What did you promise?", "Ring the council")
    mentor.day("By when?", timezone.localdate() + DAY)
    mentor.press("Write it down")
    mentor.reads("Ring the council")
    mentor.press_first("Kept")
    mentor.reads("Kept.")
    assert Promise.objects.get(case=case).state == "kept"


def plan_is_printed(mentor, case):
    mentor.press("Print it for them")
    paper = mentor.page.locator("main")
    assert mentor.heading() == "My plan"
    mentor.assert_fits_and_accessible()
    assert case.episode.stays.get().prison.name not in paper.inner_text()
    mentor.page.emulate_media(media="print")
    size = paper.locator("li").first.evaluate("each => getComputedStyle(each).fontSize")
    # 16 points, in pixels of 96 to the inch.
    assert round(float(size.removesuffix("px")) * 72 / 96, 1) >= 16
