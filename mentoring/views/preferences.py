"""What somebody would like of their mentor, asked with them; and how much support they need, as the manager judges it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from mentoring.forms.preferences import NeedForm, PreferenceForm
from mentoring.models import Case
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services.matching import judge_need, record_preference

ASKED = ("gender", "language_wish", "language", "lived_experience", "note")


@requires(Permission.RECORD_CONTACTS)
def match_preferences(request, case_id):
    """What they would like, with what they said before; the newest answers fill the form in."""
    today = timezone.localdate()
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    before = list(case.match_preferences.select_related("recorded_by"))
    newest = {name: getattr(before[0], name) for name in ASKED} if before else {}
    form = PreferenceForm(request.POST or None, initial=newest, cancel_url=_back(request, case))
    if request.method == "POST" and form.is_valid():
        try:
            record_preference(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. It counts when a mentor is chosen.")
            return redirect(_back(request, case))
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, today, case=case),
        "case": case,
        "form": form,
        "before": before,
    }
    return render(request, "mentoring/match_preferences.html", context)


@requires(Permission.ALLOCATE)
@require_POST
def case_need(request, case_id):
    """How much support somebody needs, from the page on which their mentor is chosen."""
    case = get_object_or_404(
        Case.objects.visible_to(request.user).filter(programme__team=request.user.team_id), pk=case_id
    )
    form = NeedForm(request.POST)
    if form.is_valid():
        judge_need(case=case, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. It weighs in the caseload from now on.")
    else:
        messages.error(request, "Nothing was saved. Choose how much support they need.")
    return redirect("mentoring:allocate", case.pk)


def _back(request, case):
    """To the choice of a mentor for whoever chooses, else to the record."""
    if request.user.may(Permission.ALLOCATE):
        return reverse("mentoring:allocate", args=[case.pk])
    return case.get_absolute_url()
