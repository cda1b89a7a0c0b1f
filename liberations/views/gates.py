"""Gates, the days before: the list, the plan of one, and who is at which gate on a day."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from liberations.at_gate.card import prison_of
from liberations.at_gate.days import gate_rows, gates_of_others, gates_on
from liberations.forms.gate_lists import GateDayFilter, GateFilter
from liberations.forms.gates import GatePlanForm
from liberations.models import GateLiberation
from liberations.selectors import case_for_gate, coming_gates, gate_of, offer_that_counts
from liberations.services import gates as services
from mentoring.selectors.headers import person_header

SORTS = {
    "name": ["person__sort_name"],
    "day": ["liberation_day", "person__sort_name"],
    "prison": ["now_at_name", "liberation_day", "person__sort_name"],
    "decision": ["episode__gate__decision", "liberation_day", "person__sort_name"],
    "mentor": ["episode__gate__mentor__user__name", "liberation_day", "person__sort_name"],
}


@requires(Permission.PLAN_GATES)
@require_safe
def gate_list(request):
    """Who is at which gate: own people for a mentor, the team's for a manager."""
    today = timezone.localdate()
    filterset = GateFilter(request.GET, queryset=coming_gates(request.user, today), request=request)
    page = sorted_page(request, filterset.qs, sorts=SORTS, default="day")
    trail.listed(request, [case.person_id for case in page])
    others = {} if request.user.is_manager else gates_of_others(request.user, today, today + dt.timedelta(days=1))
    context = {
        "page": page,
        "rows": gate_rows(page, filterset.against),
        "filter": filterset,
        "today": today,
        "others_today": others.get(today, 0),
        "others_tomorrow": others.get(today + dt.timedelta(days=1), 0),
    }
    return render(request, "liberations/gate_list.html", context)


@requires(Permission.SEE_TEAM)
@require_safe
def gate_day(request):
    """Who is at which gate on a day, to print: names are printed by managers only, and each time is on the trail."""
    filterset = GateDayFilter(request.GET, queryset=GateLiberation.objects.none(), request=request)
    found = gates_on(request.user, filterset.chosen)
    trail.listed(request, [row.case.person_id for row in found.rows], after={"day": filterset.chosen})
    now = timezone.localtime()
    context = {"filter": filterset, "day": filterset.chosen, "found": found, "today": now.date(), "printed_at": now}
    return render(request, "liberations/gate_day.html", context)


@requires(Permission.PLAN_GATES)
def gate_plan(request, case_id):
    """Whether they want to be met, by whom and how."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    prison, header = prison_of(case), person_header(case.person, timezone.localdate(), case=case)
    form = GatePlanForm(
        request.POST or None,
        initial=_planned(gate_of(case), prison),
        user=request.user,
        team=case.programme.team_id,
        prison=prison,
        in_twos=header.in_twos,
        cancel_url=reverse("liberations:gate", args=[case.pk]),
    )
    if request.method == "POST" and form.is_valid():
        plan, offered = form.plan()
        version = form.cleaned_data["version"]
        try:
            services.plan_gate(case=case, read_at_version=version, offered=offered, by=request.user, **plan)
        except EditedMeanwhile:
            saved = GateLiberation.objects.get(episode=case.episode_id)
            form.show_clash(now={name: getattr(saved, name) for name in plan}, version=saved.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The gate plan is saved.")
            return redirect("liberations:gate", case.pk)
    trail.viewed(request, subject=case, person=case.person)
    context = {"case": case, "header": header, "form": form}
    return render(request, "liberations/gate_plan.html", context)


def _planned(gate, prison):
    """What the plan says already; a new one begins with the gate desk's phone."""
    if gate is None:
        return {"fallback_phone": prison.gate_phone if prison else ""}
    offer = offer_that_counts(gate)
    offered = {name: getattr(offer, name) for name in ("offered_date", "offered_by", "offered_how")} if offer else {}
    return {name: getattr(gate, name) for name in services.PLAN_FIELDS} | offered | {"version": gate.version}
