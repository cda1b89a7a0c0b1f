"""Needs: write down how somebody says things are, carry on another day, open it again; the scale of a programme."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.forms.needs import NeedsEditForm, NeedsStartForm, ScaleForm, first_answers
from mentoring.models import Assessment, Case, Scale
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.selectors.plans import needs_and_plan_url
from mentoring.services.needs import reopen_assessment, save_assessment, start_assessment
from mentoring.services.scales import replace_scale
from referrals.models import Programme


@requires(Permission.RECORD_CONTACTS)
def needs_start(request, case_id):
    """Talk needs through: the first time, or again to see how far they have come."""
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    unfinished = case.assessments.open().first() if request.method == "GET" else None
    if unfinished:
        return redirect("mentoring:needs_edit", unfinished.pk)
    scale = Scale.objects.in_use().filter(programme=case.programme_id).first() or Scale()
    form = NeedsStartForm(request.POST or None, scale=scale, cancel_url=needs_and_plan_url(case))
    if request.method == "POST" and form.is_valid():
        try:
            made = start_assessment(case=case, new_id=form.cleaned_data["new_id"], by=request.user, **form.answers())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _saved(made))
            return redirect(needs_and_plan_url(case))
    return _form_page(request, case, form, subject=case, again=case.assessments.exists())


@requires(Permission.RECORD_CONTACTS)
def needs_edit(request, assessment_id):
    """Carry on with what was begun."""
    assessment = _assessment(request, assessment_id)
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=assessment.case_id)
    initial = first_answers(assessment) | {"version": assessment.version}
    form = NeedsEditForm(
        request.POST or None, initial=initial, scale=assessment.scale, cancel_url=needs_and_plan_url(case)
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_assessment(
                assessment=assessment,
                read_at_version=form.cleaned_data["version"],
                by=request.user,
                **form.answers(),
            )
        except EditedMeanwhile:
            assessment = _assessment(request, assessment_id)
            form.show_clash(now=first_answers(assessment), version=assessment.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _saved(saved))
            return redirect(needs_and_plan_url(case))
    return _form_page(request, case, form, subject=assessment, again=assessment.kind != "first")


@requires(Permission.RECORD_CONTACTS)
@require_POST
def needs_reopen(request, assessment_id):
    """Correct one that was finished."""
    assessment = _assessment(request, assessment_id)
    try:
        reopen_assessment(assessment=assessment, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(needs_and_plan_url(assessment.case))
    messages.success(request, "Open again. Correct it, then say once more that it is finished.")
    return redirect("mentoring:needs_edit", assessment.pk)


@requires(Permission.CONFIGURE)
def scale(request, programme_id):
    """The scale of a programme and those before it; another one in its place."""
    programme = get_object_or_404(Programme, pk=programme_id)
    scales = list(programme.scales.select_related("made_by"))
    form = ScaleForm(request.POST or None, cancel_url="")
    if request.method == "POST" and form.is_valid():
        try:
            replace_scale(programme=programme, by=request.user, **form.terms())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "From now on needs are talked through on this scale.")
            return redirect("mentoring:scale", programme.pk)
    context = {"programme": programme, "scales": scales, "usual": Scale(), "form": form}
    return render(request, "mentoring/scale.html", context)


def _assessment(request, assessment_id):
    rows = Assessment.objects.visible_to(request.user).select_related("case__person", "scale")
    return get_object_or_404(rows, pk=assessment_id)


def _form_page(request, case: Case, form, *, subject, again):
    today = timezone.localdate()
    trail.viewed(request, subject=subject, person=case.person)
    context = {"header": person_header(case.person, today, case=case), "case": case, "form": form, "again": again}
    return render(request, "mentoring/needs_form.html", context | {"back_url": needs_and_plan_url(case)})


def _saved(assessment):
    if assessment.is_open:
        return "Saved. Carry on whenever you like: what was not talked about stays open."
    return "Saved and finished."
