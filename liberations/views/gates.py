"""Gates. The list: manager and mentor, the day before. The card: a mentor at the gate, on a phone, with one bar of signal."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from liberations.forms.gates import BedForm, GateFilter, GatePlanForm, MetForm, NotMetForm
from liberations.models import GateLiberation
from liberations.selectors import case_for_gate, coming_gates, gate_of, questions_about
from liberations.services import gates as services
from mentoring.models import FirstNight
from mentoring.readiness.first_night import missing
from mentoring.selectors.headers import person_header
from prisons.models import Prison

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
    rows = [(case, gate_of(case)) for case in page]
    trail.listed(request, [case.person_id for case in page])
    context = {"page": page, "rows": rows, "filter": filterset, "today": today}
    return render(request, "liberations/gate_list.html", context)


@requires(Permission.PLAN_GATES)
@require_safe
def gate(request, case_id):
    """The gate card: everything one needs standing there, and what happened in one press."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    trail.viewed(request, subject=case, person=case.person)
    return render(request, "liberations/gate.html", _card(case, MetForm(**_met(case))))


@requires(Permission.PLAN_GATES)
def gate_plan(request, case_id):
    """Whether they want to be met, by whom and how."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    planned = gate_of(case)
    initial = {"fallback_phone": _prison(case).gate_phone if _prison(case) else ""}
    if planned:
        initial = {name: getattr(planned, name) for name in services.PLAN_FIELDS} | {"version": planned.version}
    form = GatePlanForm(request.POST or None, initial=initial, team=case.programme.team_id, cancel_url=_gate_url(case))
    if request.method == "POST" and form.is_valid():
        plan = dict(form.cleaned_data)
        version = plan.pop("version")
        try:
            services.plan_gate(case=case, read_at_version=version, by=request.user, **plan)
        except EditedMeanwhile:
            saved = GateLiberation.objects.get(episode=case.episode_id)
            form.show_clash(now={name: getattr(saved, name) for name in plan}, version=saved.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The gate plan is saved.")
            return redirect("liberations:gate", case.pk)
    trail.viewed(request, subject=case, person=case.person)
    context = {"case": case, "header": person_header(case.person, timezone.localdate(), case=case), "form": form}
    return render(request, "liberations/gate_plan.html", context)


@requires(Permission.PLAN_GATES)
@require_POST
def gate_met(request, case_id):
    """They are out, and we have met."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    form = MetForm(request.POST, **_met(case))
    if form.is_valid():
        try:
            services.record_met(
                case=case,
                out_at=form.out_at(),
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Met at the gate. The first 48 hours have begun.")
            return redirect("liberations:bed", case.pk)
    trail.viewed(request, subject=case, person=case.person)
    return render(request, "liberations/gate.html", _card(case, form))


@requires(Permission.PLAN_GATES)
def gate_not_met(request, case_id):
    """They were not met, and why; the manager is told at once."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    form = NotMetForm(request.POST or None, cancel_url=_gate_url(case))
    if request.method == "POST" and form.is_valid():
        try:
            services.record_not_met(
                case=case,
                reason=form.cleaned_data["reason"],
                out_at=form.out_at(),
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Your manager has been told.")
            return redirect(case)
    trail.viewed(request, subject=case, person=case.person)
    context = {"case": case, "header": person_header(case.person, timezone.localdate(), case=case), "form": form}
    return render(request, "liberations/gate_not_met.html", context)


@requires(Permission.PLAN_GATES)
@require_POST
def gate_undo(request, case_id):
    """Take an outcome back."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    try:
        services.undo_outcome(case=case, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back. Nothing is recorded about the gate now.")
    return redirect("liberations:gate", case.pk)


@requires(Permission.PLAN_GATES)
def bed(request, case_id):
    """A bed for the first night."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    known = gate_of(case)
    initial = {"bed": known.bed_tonight, "note": known.bed_note} if known else {}
    form = BedForm(request.POST or None, initial=initial, cancel_url=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            services.record_bed(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(case)
    trail.viewed(request, subject=case, person=case.person)
    context = {"case": case, "header": person_header(case.person, timezone.localdate(), case=case), "form": form}
    return render(request, "liberations/bed.html", context)


def _card(case, form):
    gate = gate_of(case)
    today = timezone.localdate()
    inside = case.is_open and case.episode.released_date is None
    night = FirstNight.objects.current().filter(case__episode=case.episode_id).first()
    return {
        "case": case,
        "header": person_header(case.person, today, case=case),
        "gate": gate,
        "prison": _prison(case),
        "night": night,
        "night_missing": get_text_list(missing(night), "and"),
        "required": inside and case.nowhere_to_stay,
        "last_told": case.episode.release_dates.current().first(),
        "today": today,
        "day_has_come": case.liberation_day is not None and case.liberation_day <= today,
        "form": form,
        "questions": questions_about(case) if inside else [],
        "may_record": inside and (gate is None or gate.out_at is None),
    }


def _met(case):
    return {"initial": {"out_time": timezone.localtime().time()}, "cancel_url": None}


def _prison(case):
    return Prison.objects.filter(pk=case.now_at).first() if case.now_at else None


def _gate_url(case):
    return reverse("liberations:gate", args=[case.pk])
