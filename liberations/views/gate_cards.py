"""The gate card: a mentor at the gate, on a phone, with one bar of signal; and what happened, in one press."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from liberations.at_gate.card import missing_of, pharmacy, prison_of, what_to_do
from liberations.at_gate.next_steps import next_steps
from liberations.forms.gates import BedForm, MetForm, NotMetForm
from liberations.packing.contents import pack_of
from liberations.selectors import case_for_gate, gate_of, offer_that_counts, questions_about
from liberations.services import gates as services
from mentoring.models import FirstNight
from mentoring.readiness.first_night import missing
from mentoring.selectors.headers import person_header


@requires(Permission.PLAN_GATES)
@require_safe
def gate(request, case_id):
    """The gate card: everything one needs standing there, and what happened in one press."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    trail.viewed(request, subject=case, person=case.person)
    return render(request, "liberations/gate.html", _card(case, MetForm()))


@requires(Permission.PLAN_GATES)
@require_POST
def gate_met(request, case_id):
    """They are out, and we have met."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    form = MetForm(request.POST)
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
            return redirect("liberations:gate", case.pk)
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
    context = {
        "case": case,
        "header": person_header(case.person, timezone.localdate(), case=case),
        "form": form,
        **_first_night(case),
    }
    return render(request, "liberations/bed.html", context)


def _card(case, form):
    gate, prison = gate_of(case), prison_of(case)
    today = timezone.localdate()
    header = person_header(case.person, today, case=case)
    inside = case.is_open and case.episode.released_date is None
    return {
        **_first_night(case),
        "case": case,
        "header": header,
        "gate": gate,
        "offer": offer_that_counts(gate),
        "prison": prison,
        "if_nobody": what_to_do(gate, prison),
        "pack": pack_of(case),
        "pharmacy": pharmacy(case),
        "required": inside and case.nowhere_to_stay,
        "plan_missing": missing_of(gate, prison, header) if inside else "",
        "last_told": case.episode.release_dates.current().first(),
        "today": today,
        "day_has_come": case.liberation_day is not None and case.liberation_day <= today,
        "form": form,
        "not_met_form": NotMetForm(
            auto_id="not_met_%s", cancel_url=_gate_url(case), action=reverse("liberations:gate_not_met", args=[case.pk])
        ),
        "questions": questions_about(case) if inside else [],
        "may_record": inside and (gate is None or gate.out_at is None),
        "next_steps": next_steps(gate.not_met_reason) if gate and case.is_open else (),
    }


def _first_night(case):
    """Where the first night is planned, and what is still to be found out about it."""
    night = FirstNight.objects.current().filter(case__episode=case.episode_id).first()
    return {"night": night, "night_missing": get_text_list(missing(night), "and")}


def _gate_url(case):
    return reverse("liberations:gate", args=[case.pk])
