import datetime as dt

import pytest
import time_machine

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.needs import NeedArea
from mentoring.enums.plans import ActionState, GoalState, HoldReason, Owner
from mentoring.models import Action, Goal, Plan, PlanReview, ReviewHold
from mentoring.services.goals import FirstStep, add_action, add_goal, edit_action, edit_goal, move_action, move_goal
from mentoring.services.plan_reviews import ask_about_returners, ask_for_reviews, end_hold, hold_review, review_plan
from mentoring.services.plans import agree_plan, set_plan_aside, start_plan, take_back_agreement, take_plan_up
from referrals.models import Programme
from tests.factories.mentoring import CaseFactory, MentorFactory, PlanFactory
from tests.factories.prisons import EpisodeFactory

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
    return CaseFactory(liberation_date=dt.date(2026, 12, 4), lead=mentor)


@pytest.fixture
def draft(case, mentor):
    plan = start_plan(case=case, by=mentor.user)
    step = FirstStep("Fill in the housing form together", Owner.MENTOR, due_date=TODAY + 3 * DAY)
    add_goal(plan=plan, words="A door I can lock.", area=NeedArea.ACCOMMODATION, first_step=step, by=mentor.user)
    return plan


def agree(plan, mentor, **fields):
    plan.refresh_from_db()
    usual = {"agreed_date": TODAY, "agreement": "signed", "read_at_version": plan.version}
    return agree_plan(plan=plan, by=mentor.user, **(usual | fields))


def agreed_again(case, mentor, **fields):
    """A second version, with a goal more."""
    plan = start_plan(case=case, by=mentor.user)
    add_goal(plan=plan, words="See my boys.", area=NeedArea.FAMILY, by=mentor.user)
    return agree(plan, mentor, **({"what_changed": "He wants to see his boys."} | fields))


def test_first_version_is_agreed_and_looked_at_again_in_ninety_days(case, draft, mentor):
    agree(draft, mentor)

    plan = Plan.objects.in_force().get()
    assert (plan.number, plan.agreed_date, plan.signed_paper_date) == (1, TODAY, TODAY)
    assert (plan.review_due, plan.review_cause) == (TODAY + 90 * DAY, "time")
    assert not PlanReview.objects.exists()
    event = Event.objects.get(action="agree_plan")
    assert (event.subject_key, event.person_key) == (plan.pk, case.person_id)


def test_later_version_has_the_goals_of_the_one_before_and_counts_as_a_review(case, draft, mentor):
    agree(draft, mentor)
    second = agreed_again(case, mentor, cause="asked", agreement="spoken")

    assert list(case.plans.values_list("number", "is_current")) == [(2, True), (1, False)]
    assert (second.signed_paper_date, second.what_changed) == (None, "He wants to see his boys.")
    old, copy = Goal.objects.filter(words="A door I can lock.").order_by("plan__number")
    assert (old.thread, old.pk != copy.pk) == (copy.thread, True)
    assert old.actions.get().thread == copy.actions.get().thread
    assert list(PlanReview.objects.values_list("plan", "outcome", "cause")) == [(second.pk, "changed", "asked")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"agreed_date": TODAY + DAY}, "That day has not come yet."),
        ({"signed_paper_date": TODAY + DAY}, "The paper cannot be signed on a day that has not come."),
        ({"agreed_date": dt.date(2026, 9, 1)}, "That is before they agreed to take part."),
    ],
)
def test_days_of_agreeing_hang_together(draft, mentor, fields, sentence):
    with pytest.raises(RuleBroken) as refusal:
        agree(draft, mentor, **fields)

    assert str(refusal.value) == sentence


def test_plan_without_a_goal_or_without_what_changed_is_not_agreed(case, draft, mentor):
    goal = draft.goals.get()
    move_goal(goal=goal, state=GoalState.LET_GO, by=mentor.user)
    with pytest.raises(RuleBroken, match="one goal at least"):
        agree(draft, mentor)

    move_goal(goal=goal, state=GoalState.OPEN, by=mentor.user)
    agree(draft, mentor)
    with pytest.raises(RuleBroken, match="Say what has changed"):
        agreed_again(case, mentor, what_changed=" ")


def test_draft_read_too_long_ago_is_not_agreed_and_the_same_agreement_twice_is_one(draft, mentor):
    with pytest.raises(EditedMeanwhile):
        agree_plan(plan=draft, agreed_date=TODAY, agreement="spoken", read_at_version=9, by=mentor.user)

    agree(draft, mentor)
    agree(draft, mentor)

    assert Event.objects.filter(action="agree_plan").count() == 1
    with pytest.raises(RuleBroken, match="agreed already"):
        agree(draft, mentor, agreement="spoken")


def test_agreement_taken_back_lets_the_version_before_count_again(case, draft, mentor):
    agree(draft, mentor)
    second = agreed_again(case, mentor)

    take_back_agreement(plan=second, by=mentor.user)

    assert Plan.objects.in_force().get() == draft
    assert Plan.objects.drafts().get() == second
    assert not PlanReview.objects.exists()
    with pytest.raises(RuleBroken, match="begun already"):
        take_back_agreement(plan=draft, by=mentor.user)


def test_draft_nobody_wants_is_set_aside_and_taken_up_again(case, draft, mentor):
    set_plan_aside(plan=draft, by=mentor.user)
    with pytest.raises(RuleBroken, match="set aside"):
        add_goal(plan=draft, words="Another", by=mentor.user)

    take_plan_up(plan=draft, by=mentor.user)
    assert start_plan(case=case, by=mentor.user) == draft

    set_plan_aside(plan=draft, by=mentor.user)
    other = start_plan(case=case, by=mentor.user)
    assert other != draft
    with pytest.raises(RuleBroken, match="begun since"):
        take_plan_up(plan=draft, by=mentor.user)


def test_words_change_in_a_draft_alone(case, draft, mentor):
    goal, action = Goal.objects.get(), Action.objects.get()
    edit_goal(goal=goal, words="My own door.", area="", read_at_version=1, by=mentor.user)
    new = {"words": "Post the form", "owner": Owner.PARTNER, "owner_name": "Harbour Homes", "due_date": None}
    edit_action(action=action, **new, read_at_version=1, by=mentor.user)
    goal.refresh_from_db()
    action.refresh_from_db()
    assert (goal.words, action.owner_name) == ("My own door.", "Harbour Homes")
    assert Event.objects.get(action="edit_goal").after == {"words": "(text)", "area": ""}

    agree(draft, mentor)

    for change in (
        lambda: edit_goal(goal=goal, words="Other", area="", read_at_version=2, by=mentor.user),
        lambda: edit_action(action=action, **new | {"words": "Other"}, read_at_version=2, by=mentor.user),
        lambda: add_action(goal=goal, words="Another", owner=Owner.PERSON, by=mentor.user),
        lambda: move_goal(goal=goal, state=GoalState.LET_GO, by=mentor.user),
        lambda: move_action(action=action, state=ActionState.LET_GO, by=mentor.user),
    ):
        with pytest.raises(RuleBroken, match="has been agreed"):
            change()


def test_step_done_is_done_in_the_version_in_force_and_in_the_draft_that_follows(case, draft, mentor):
    agree(draft, mentor)
    start_plan(case=case, by=mentor.user)
    in_force = Action.objects.get(goal__plan=draft)

    move_action(action=in_force, state=ActionState.DONE, by=mentor.user)
    move_goal(goal=in_force.goal, state=GoalState.REACHED, by=mentor.user)

    assert list(Action.objects.values_list("state", "settled_date")) == [("done", TODAY)] * 2
    assert list(Goal.objects.values_list("state", flat=True)) == ["reached"] * 2
    with pytest.raises(RuleBroken, match="Take back first"):
        move_action(action=in_force, state=ActionState.NOT_DONE, by=mentor.user)


def test_step_let_go_in_a_draft_stays_in_the_version_in_force(case, draft, mentor):
    agree(draft, mentor)
    second = start_plan(case=case, by=mentor.user)

    move_action(action=Action.objects.get(goal__plan=second), state=ActionState.LET_GO, by=mentor.user)

    assert Action.objects.get(goal__plan=draft).state == ActionState.TO_DO


def test_older_version_says_nothing_new(case, draft, mentor):
    agree(draft, mentor)
    agreed_again(case, mentor)

    with pytest.raises(RuleBroken, match="older version"):
        move_goal(goal=draft.goals.get(), state=GoalState.REACHED, by=mentor.user)


def test_plan_looked_at_and_kept_is_due_again_in_ninety_days(case, mentor):
    plan = PlanFactory(case=case, review_due=TODAY - DAY)
    hold_review(plan=plan, reason=HoldReason.NO_ACCESS, until_date=TODAY + DAY, by=mentor.user)

    review_plan(plan=plan, on=TODAY, note="All still right.", by=mentor.user)

    plan.refresh_from_db()
    assert (plan.review_due, ReviewHold.objects.in_force(TODAY).exists()) == (TODAY + 90 * DAY, False)
    assert PlanReview.objects.get().outcome == "kept"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"until_date": TODAY - DAY}, "That day has passed. Choose the last day on which it may wait."),
        (
            {"until_date": TODAY + 91 * DAY},
            "A review may wait 90 days at most. It can be put on hold again then.",
        ),
        ({"reason": HoldReason.OTHER}, "Say why it has to wait."),
    ],
)
def test_hold_has_a_reason_and_an_end(case, mentor, fields, sentence):
    usual = {"reason": HoldReason.AWAY, "until_date": TODAY + DAY}

    with pytest.raises(RuleBroken) as refusal:
        hold_review(plan=PlanFactory(case=case), by=mentor.user, **(usual | fields))

    assert str(refusal.value) == sentence


def test_programme_says_for_how_long_a_review_may_wait(case, mentor):
    Programme.objects.update(plan_hold_days=7)

    with pytest.raises(RuleBroken, match="7 days at most"):
        hold_review(plan=PlanFactory(case=case), reason=HoldReason.AWAY, until_date=TODAY + 8 * DAY, by=mentor.user)


def test_hold_is_over_after_its_day_or_when_somebody_ends_it(case, mentor):
    plan = PlanFactory(case=case)
    hold = hold_review(plan=plan, reason=HoldReason.AWAY, until_date=TODAY, by=mentor.user)

    assert Plan.objects.with_hold(TODAY).get().hold_until == TODAY
    assert Plan.objects.with_hold(TODAY + DAY).get().hold_until is None
    end_hold(hold=hold, by=mentor.user)
    assert Plan.objects.with_hold(TODAY).get().hold_until is None


def test_moved_day_asks_for_a_review_soon_but_never_later(case):
    later, sooner = PlanFactory(case=case, review_due=TODAY + 60 * DAY), PlanFactory(review_due=TODAY + 3 * DAY)
    ended = PlanFactory(case__closed_date=TODAY, review_due=TODAY + 60 * DAY)
    keys = [plan.case_id for plan in (later, sooner, ended)]

    assert ask_for_reviews(case_keys=keys, cause="date-moved", on=TODAY, by=None) == 1

    assert dict(Plan.objects.values_list("pk", "review_due")) == {
        later.pk: TODAY + 14 * DAY,
        sooner.pk: TODAY + 3 * DAY,
        ended.pk: TODAY + 60 * DAY,
    }
    later.refresh_from_db()
    assert later.review_cause == "date-moved"


@pytest.mark.parametrize("admitted", [TODAY - 5 * DAY, None])
def test_whoever_is_back_in_custody_has_their_plan_looked_at_once(case, mentor, admitted):
    case.episode.released_date, case.episode.released_how = dt.date(2026, 10, 20), "gate"
    case.episode.save()
    plan = PlanFactory(case=case)
    assert ask_about_returners(on=TODAY) == 0
    EpisodeFactory(person=case.person, admitted_date=admitted, prison=False)

    assert [ask_about_returners(on=TODAY), ask_about_returners(on=TODAY)] == [1, 0]
    plan.refresh_from_db()
    assert (plan.review_due, plan.review_cause) == (TODAY + 14 * DAY, "returned")

    review_plan(plan=plan, on=TODAY, by=mentor.user)
    assert ask_about_returners(on=TODAY) == 0


def test_nobody_agrees_to_a_plan_that_reads_differently_by_then(case, draft, mentor):
    draft.refresh_from_db()
    seen, goal = draft.version, draft.goals.get()
    step = goal.actions.get()
    changes = [
        lambda: add_goal(plan=draft, words="See my boys.", by=mentor.user),
        lambda: edit_goal(goal=goal, words="A key.", area="", read_at_version=goal.version, by=mentor.user),
        lambda: add_action(goal=goal, words="Ring them", owner=Owner.PERSON, by=mentor.user),
        lambda: move_action(action=step, state=ActionState.LET_GO, by=mentor.user),
    ]
    for change in changes:
        change()
        with pytest.raises(EditedMeanwhile):
            agree(draft, mentor, read_at_version=seen)
        draft.refresh_from_db()
        seen = draft.version

    move_goal(goal=goal, state=GoalState.REACHED, by=mentor.user)
    agree(draft, mentor, read_at_version=seen)
