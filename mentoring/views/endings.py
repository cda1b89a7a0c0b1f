"""Ending and reopening support: a mentor or manager at a desk, once in a case."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from mentoring.enums.cases import EndingReason
from mentoring.forms.endings import EndingForm
from mentoring.models import Case, Mentor
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services.cases import end_case, reopen_case


@requires(Permission.END_CASES)
def case_end(request, case_id):
    """End the support, with a reason."""
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    form = EndingForm(request.POST or None, cancel_url=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            end_case(
                case=case,
                kind=answers["kind"],
                reason=answers["reason"],
                on=answers["ended_date"],
                summary=answers["summary"],
                agreed_with_person=answers["agreed_with_person"],
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            if answers["reason"] == EndingReason.DIED:
                return _after_a_death(request, case)
            messages.success(request, "Support has ended. It can be reopened from this page.")
            return redirect(case)
    trail.viewed(request, subject=case, person=case.person)
    context = {"header": person_header(case.person, timezone.localdate(), case=case), "case": case, "form": form}
    return render(request, "mentoring/case_end.html", context)


def _after_a_death(request, case):
    """Offers a debrief to the mentor who wrote it down; who writes it down for a mentor is asked to offer it. Nothing is sent."""
    messages.success(request, "Support has ended. Planned contacts are called off and reminders stopped.")
    if Mentor.objects.filter(user=request.user).exclude(supervisor=None).exists():
        messages.info(request, "This is hard news. If you would like to talk it over, ask for a debrief here.")
        return redirect("mentoring:debrief_ask")
    if case.lead_name:
        messages.info(request, f"Speak with {case.lead_name}: a mentor asks for a debrief on their own profile.")
    return redirect(case)


@requires(Permission.END_CASES)
@require_POST
def case_reopen(request, case_id):
    """Take the ending back."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)
    try:
        reopen_case(case=case, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Support is open again and waits for a mentor.")
    return redirect(case)
