"""The plan for the day of release: can it be done at all, and what would help."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums import TravelMode
from liberations.first_day.reading import plans_to_read, written_day
from liberations.first_day.showing import shown_day
from liberations.forms.day_plans import DayPlanForm
from liberations.models import DayPlan
from liberations.selectors import case_for_gate, gate_of
from liberations.services.day_plans import DAY_FIELDS, look_over_day_plan, plan_day
from liberations.services.day_suggestions import follow_suggestion
from mentoring.selectors.headers import person_header


@requires(Permission.PLAN_GATES)
@require_safe
def day_plan(request, case_id):
    """The whole day, stop by stop, with what is wrong with it and what would help."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    plan = plans_to_read().filter(episode=case.episode_id).first()
    trail.viewed(request, subject=plan or case, person=case.person)
    written = written_day(plan) if plan else None
    taken_out = plan.appointments.taken_out().select_related("place").order_by("-removed_at") if plan else ()
    context = _context(case) | {
        "plan": plan,
        "day": shown_day(written) if written else None,
        "taken_out": taken_out,
        "moved_prison": bool(
            written and written.prison and plan.looked_over_prison_id not in (None, written.prison.pk)
        ),
    }
    return render(request, "liberations/day_plan.html", context)


@requires(Permission.PLAN_GATES)
def day_plan_edit(request, case_id):
    """When they may come out, how they get about, what they have in hand."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    plan = DayPlan.objects.filter(episode=case.episode_id).first()
    form = DayPlanForm(
        request.POST or None,
        initial=_saved(plan) if plan else {"mode": _mode_at_gate(case)},
        start_place=plan and plan.start_place_id,
        cancel_url=_url(case),
    )
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in DAY_FIELDS}
        try:
            plan_day(case=case, read_at_version=form.cleaned_data["version"], by=request.user, **facts)
        except EditedMeanwhile:
            saved = DayPlan.objects.get(episode=case.episode_id)
            form.show_clash(now=_saved(saved) | {"start_place": saved.start_place}, version=saved.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved." if plan else "The plan is begun. Now write down where they go.")
            return redirect("liberations:day_plan", case.pk)
    trail.viewed(request, subject=plan or case, person=case.person)
    return render(request, "liberations/day_plan_edit.html", _context(case) | {"form": form, "plan": plan})


@requires(Permission.PLAN_GATES)
@require_POST
def day_plan_look_over(request, case_id):
    """The ways are right from the gate they come out of now."""
    plan = _plan(request, case_id)
    try:
        look_over_day_plan(plan=plan, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Looked over.")
    return redirect(plan)


@requires(Permission.PLAN_GATES)
@require_POST
def day_plan_suggestion(request, case_id):
    """Change the plan as it was proposed."""
    plan = _plan(request, case_id)
    try:
        follow_suggestion(plan=plan, code=request.POST.get("code", ""), by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The plan is changed. Tell whoever expects them, if somebody does.")
    return redirect(plan)


def _plan(request, case_id):
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    return get_object_or_404(DayPlan.objects.select_related("case__person"), episode=case.episode_id)


def _context(case):
    today = timezone.localdate()
    return {"case": case, "header": person_header(case.person, today, case=case), "today": today}


def _saved(plan):
    return {name: getattr(plan, name) for name in DAY_FIELDS} | {
        "start_place": plan.start_place_id,
        "version": plan.version,
    }


def _mode_at_gate(case):
    """As they travel on from the gate, where that is planned."""
    gate = gate_of(case)
    return gate.transport if gate and gate.transport in TravelMode.values else TravelMode.PUBLIC


def _url(case):
    return reverse("liberations:day_plan", args=[case.pk])
