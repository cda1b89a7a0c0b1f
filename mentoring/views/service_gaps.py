"""The needs of a person and the services for them: what is linked, what is not, and why."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from mentoring.enums.needs import NeedArea
from mentoring.forms.service_gaps import ServiceGapForm
from mentoring.models import ServiceGap
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.selectors.service_gaps import need_lines
from mentoring.services.service_gaps import say_without_service, take_back_without_service


@requires(Permission.OPEN_RECORDS)
@require_safe
def case_services(request, case_id):
    """Every open need with its referrals, or why there are none."""
    case = _case(request, case_id)
    today = timezone.localdate()
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, today, case=case),
        "case": case,
        "lines": need_lines(case),
        "may_write": case.is_open and request.user.may(Permission.RECORD_CONTACTS),
        "link_days": case.programme.link_days,
    }
    return render(request, "mentoring/case_services.html", context)


@requires(Permission.RECORD_CONTACTS)
def gap_add(request, case_id, area):
    """Say why one need has no service."""
    case = _case(request, case_id)
    if area not in NeedArea.values:
        raise Http404
    form = ServiceGapForm(request.POST or None, area=NeedArea(area), cancel_url=_back(case))
    if request.method == "POST" and form.is_valid():
        try:
            say_without_service(case=case, area=area, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down.")
            return redirect("mentoring:case_services", case_id=case.pk)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, timezone.localdate(), case=case),
        "case": case,
        "area": NeedArea(area),
        "form": form,
        "back_url": _back(case),
    }
    return render(request, "mentoring/service_gap.html", context)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def gap_take_back(request, gap_id):
    """It is not so, or no longer."""
    gap = get_object_or_404(ServiceGap.objects.visible_to(request.user).select_related("case__person"), pk=gap_id)
    take_back_without_service(gap=gap, by=request.user)
    messages.success(request, "Taken back. The need is open again.")
    return redirect("mentoring:case_services", case_id=gap.case_id)


def _case(request, case_id):
    return get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)


def _back(case):
    return reverse("mentoring:case_services", args=[case.pk])
