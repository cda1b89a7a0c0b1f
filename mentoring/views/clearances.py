"""What a mentor may go into: clearances for prisons, and PVG membership. Kept by the managers of the team."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.forms.clearances import ClearanceEditForm, ClearanceForm, PvgForm
from mentoring.models import Mentor, PrisonClearance, PvgMembership
from mentoring.services import clearances, mistakes

EDITED = ("until_date", "keys", "keys_until_date", "vetting", "vetting_until_date")


@requires(Permission.MANAGE_MENTORS)
def clearance_add(request, mentor_id):
    mentor = get_object_or_404(Mentor.objects.visible_to(request.user).select_related("user"), pk=mentor_id)
    form = ClearanceForm(request.POST or None, cancel_url=mentor.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            clearances.add_clearance(mentor=mentor, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Clearance for {form.cleaned_data['prison']} added.")
            return redirect(mentor)
    return render(request, "mentoring/clearance_add.html", {"form": form, "mentor": mentor})


@requires(Permission.MANAGE_MENTORS)
def clearance_edit(request, clearance_id):
    """Give a clearance its last day, or say how vetting and keys stand."""
    clearance = get_object_or_404(
        _seen(PrisonClearance, request).select_related("mentor__user", "prison"), pk=clearance_id
    )
    mentor = clearance.mentor
    form = ClearanceEditForm(
        request.POST or None,
        initial={**_saved(clearance), "version": clearance.version},
        cancel_url=mentor.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            clearances.edit_clearance(clearance=clearance, by=request.user, **form.clearance())
        except EditedMeanwhile:
            clearance.refresh_from_db()
            form.show_clash(now=_saved(clearance), version=clearance.version)
        except RuleBroken as refusal:
            form.add_error("until_date", str(refusal))
        else:
            messages.success(request, f"Clearance for {clearance.prison} saved.")
            return redirect(mentor)
    return render(request, "mentoring/clearance_edit.html", {"form": form, "clearance": clearance, "mentor": mentor})


@requires(Permission.MANAGE_MENTORS)
def pvg_add(request, mentor_id):
    mentor = get_object_or_404(Mentor.objects.visible_to(request.user).select_related("user"), pk=mentor_id)
    form = PvgForm(request.POST or None, cancel_url=mentor.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            clearances.record_pvg(mentor=mentor, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("until_date", str(refusal))
        else:
            messages.success(request, "PVG membership recorded.")
            return redirect(mentor)
    return render(request, "mentoring/pvg_add.html", {"form": form, "mentor": mentor})


@requires(Permission.MANAGE_MENTORS)
@require_POST
def pvg_strike(request, membership_id):
    """Entered by mistake; or, sent with `struck=no`, not after all."""
    membership = get_object_or_404(_seen(PvgMembership, request).select_related("mentor"), pk=membership_id)
    mistakes.strike_pvg(membership=membership, struck=request.POST.get("struck") != "no", by=request.user)
    return redirect(membership.mentor)


def _seen(model, request):
    return model.objects.filter(mentor__in=Mentor.objects.visible_to(request.user))


def _saved(clearance):
    return {name: getattr(clearance, name) for name in EDITED}
