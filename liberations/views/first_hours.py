"""The first 48 hours by the hour: of everybody who came out in these days, and of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import PER_PAGE
from liberations.forms.first_hours import FirstStepForm
from liberations.keeping_contact import reading
from liberations.keeping_contact.enums import SAID_STEPS, FirstStep
from liberations.models import FirstHourAnswer
from liberations.selectors import case_for_gate
from liberations.services import first_hours as services
from mentoring.models import Case
from mentoring.selectors.headers import person_header


@requires(Permission.OPEN_RECORDS)
@require_safe
def first_hours_list(request):
    """Everybody who came out in these days, with what is open of their first hours; who has something overdue first."""
    now = timezone.now()
    today = timezone.localdate(now)
    cases = list(
        reading.in_first_hours(Case.objects.visible_to(request.user), today)
        .with_lead()
        .select_related("person", "programme", "episode__gate__mentor__user")
    )
    hours = reading.first_hours_of(cases, now)
    rows = [(case, [hour for hour in hours[case.pk] if hour.is_open]) for case in cases]
    rows.sort(key=lambda row: (not row[1], row[1][0].due_at if row[1] else now, row[0].person.sort_name))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    trail.listed(request, [case.person_id for case, _ in page])
    return render(request, "liberations/first_hours_list.html", {"page": page, "today": today})


@requires(Permission.OPEN_RECORDS)
@require_safe
def first_hours(request, case_id):
    """The hours of one: what is due when, who sees to it, what is done."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    now = timezone.now()
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "case": case,
        "header": person_header(case.person, timezone.localdate(now), case=case),
        "hours": reading.first_hours_of([case], now).get(case.pk, []),
        "may_record": case.is_open and request.user.may(Permission.PLAN_GATES),
    }
    return render(request, "liberations/first_hours.html", context)


@requires(Permission.PLAN_GATES)
def first_step(request, case_id, step):
    """Say how a step stands that nothing else tells."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    if step not in SAID_STEPS:
        raise Http404
    back = reverse("liberations:first_hours", args=[case.pk])
    form = FirstStepForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_first_step(case=case, step=step, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "case": case,
        "header": person_header(case.person, timezone.localdate(), case=case),
        "form": form,
        "step": FirstStep(step),
    }
    return render(request, "liberations/first_step.html", context)


@requires(Permission.PLAN_GATES)
@require_POST
def first_step_undo(request, answer_id):
    """Take back what was said of a step."""
    found = FirstHourAnswer.objects.visible_to(request.user).select_related("case__person")
    answer = get_object_or_404(found, pk=answer_id)
    try:
        services.take_back_first_step(answer=answer, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back.")
    return redirect("liberations:first_hours", answer.case_id)
