"""Goals and steps of a plan: write them down, put them in other words, say what became of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.plans import ActionState, GoalState
from mentoring.forms.plans import ActionAddForm, ActionEditForm, GoalAddForm, GoalEditForm
from mentoring.models import Action, Goal, Plan
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.selectors.needs import words_for_a_goal
from mentoring.selectors.plans import needs_and_plan_url
from mentoring.services.goals import add_action, add_goal, edit_action, edit_goal, move_action, move_goal

_SAID_OF_GOAL = {
    GoalState.REACHED: "Reached. Well done, both of you.",
    GoalState.LET_GO: "No longer wanted. You can take that back below.",
    GoalState.OPEN: "Back in the plan.",
}
_SAID_OF_STEP = {
    ActionState.DONE: "Done.",
    ActionState.NOT_DONE: "Written down: it could not be done.",
    ActionState.LET_GO: "No longer needed. You can take that back below.",
    ActionState.TO_DO: "To do again.",
}


@requires(Permission.RECORD_CONTACTS)
def goal_add(request, plan_id):
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("case__person"), pk=plan_id)
    form = GoalAddForm(request.POST or None, initial=_first_words(plan), cancel_url=plan.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            add_goal(plan=plan, by=request.user, **form.answers())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "In the plan.")
            return redirect(plan)
    return _form_page(request, "Add a goal", plan, form)


def _first_words(plan):
    """What they said matters first is their first goal, as they said it."""
    said = words_for_a_goal(plan)
    if said is None:
        return {}
    return {"words": said.matters_first, "area": said.first_areas[0] if len(said.first_areas) == 1 else ""}


@requires(Permission.RECORD_CONTACTS)
def goal_edit(request, goal_id):
    goal = _goal(request, goal_id)
    initial = {"words": goal.words, "area": goal.area, "version": goal.version}
    form = GoalEditForm(request.POST or None, initial=initial, cancel_url=goal.plan.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            edit_goal(goal=goal, read_at_version=answers.pop("version"), by=request.user, **answers)
        except EditedMeanwhile:
            goal.refresh_from_db()
            form.show_clash(now={"words": goal.words, "area": goal.area}, version=goal.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(goal.plan)
    return _form_page(request, "Change a goal", goal.plan, form)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def goal_state(request, goal_id):
    """Reached, no longer wanted, or wanted again."""
    goal = _goal(request, goal_id)
    return _press(
        request, goal.plan, GoalState, _SAID_OF_GOAL, lambda state: move_goal(goal=goal, state=state, by=request.user)
    )


@requires(Permission.RECORD_CONTACTS)
def action_add(request, goal_id):
    goal = _goal(request, goal_id)
    form = ActionAddForm(request.POST or None, cancel_url=goal.plan.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            add_action(goal=goal, new_id=form.cleaned_data["new_id"], by=request.user, **form.step_answers())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "In the plan.")
            return redirect(goal.plan)
    return _form_page(request, "Add a step", goal.plan, form, goal=goal)


@requires(Permission.RECORD_CONTACTS)
def action_edit(request, action_id):
    action = _action(request, action_id)
    plan = action.goal.plan
    form = ActionEditForm(request.POST or None, initial=_saved(action), cancel_url=plan.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            edit_action(action=action, read_at_version=read_at, by=request.user, **form.step_answers())
        except EditedMeanwhile:
            action.refresh_from_db()
            form.show_clash(now=_saved(action), version=action.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(plan)
    return _form_page(request, "Change a step", plan, form, goal=action.goal)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def action_state(request, action_id):
    """Done, could not be done, no longer needed, or to do again."""
    action = _action(request, action_id)
    return _press(
        request,
        action.goal.plan,
        ActionState,
        _SAID_OF_STEP,
        lambda state: move_action(action=action, state=state, by=request.user),
    )


def _goal(request, goal_id):
    plans = Plan.objects.visible_to(request.user)
    return get_object_or_404(Goal.objects.filter(plan__in=plans).select_related("plan__case__person"), pk=goal_id)


def _action(request, action_id):
    plans = Plan.objects.visible_to(request.user)
    rows = Action.objects.filter(goal__plan__in=plans).select_related("goal__plan__case__person")
    return get_object_or_404(rows, pk=action_id)


def _saved(action):
    return {
        "step": action.words,
        "owner": action.owner,
        "owner_name": action.owner_name,
        "due_date": action.due_date,
        "version": action.version,
    }


def _press(request, plan, states, said, service):
    """The button that was pressed says the new state; back to where it stands."""
    try:
        state = states(request.POST.get("state", ""))
        service(state)
    except ValueError:
        messages.error(request, "Press one of the buttons on the page.")
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said[state])
    return redirect(plan if plan.is_draft else needs_and_plan_url(plan.case))


def _form_page(request, title, plan, form, **context):
    case = cases_with_header().get(pk=plan.case_id)
    trail.viewed(request, subject=plan, person=case.person)
    context |= {"header": person_header(case.person, timezone.localdate(), case=case), "plan": plan}
    return render(request, "mentoring/goal_form.html", context | {"title": title, "form": form})
