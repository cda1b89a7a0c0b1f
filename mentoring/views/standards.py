"""The minimum standards of one case, set aside by a manager."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from mentoring.enums.standards import Standard
from mentoring.forms.waivers import WaiverForm
from mentoring.models import Waiver
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services.waivers import end_waiver, waive_standard


@requires(Permission.WAIVE_STANDARDS)
def standard_waive(request, case_id, standard):
    """Set one standard aside for the case, with a reason."""
    case = _case(request, case_id)
    if standard not in Standard.values:
        raise Http404
    back = reverse("desk:case_standards", args=[case.pk])
    form = WaiverForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            waive_standard(case=case, standard=standard, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Set aside. It can be taken back on this page.")
            return redirect(back)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, timezone.localdate(), case=case),
        "case": case,
        "form": form,
        "standard": Standard(standard),
    }
    return render(request, "mentoring/standard_waive.html", context)


@requires(Permission.WAIVE_STANDARDS)
@require_POST
def waiver_end(request, waiver_id):
    """Ask for the standard again."""
    waiver = get_object_or_404(Waiver.objects.visible_to(request.user).select_related("case__person"), pk=waiver_id)
    end_waiver(waiver=waiver, by=request.user)
    messages.success(request, "The standard is asked for again.")
    return redirect("desk:case_standards", waiver.case_id)


def _case(request, case_id):
    cases = cases_with_header().visible_to(request.user).select_related("person", "programme", "referral", "episode")
    return get_object_or_404(cases, pk=case_id)
