"""A person's plan: begin a version, read it, agree to it, look at it again, let the review wait, print it."""

from django.contrib import messages
from django.db.models import F, FilteredRelation, Q
from django.forms.models import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from mentoring.enums.cases import AssignmentRole
from mentoring.enums.plans import GoalState
from mentoring.forms.plans import AgreeForm, HoldForm, PlanReviewFilter, ReviewForm
from mentoring.models import Case, Mentor, Plan, ReviewHold
from mentoring.selectors import plans as selectors
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.selectors.needs import words_for_a_goal
from mentoring.selectors.plans import needs_and_plan_url
from mentoring.services.plan_reviews import end_hold, hold_review, review_plan
from mentoring.services.plans import agree_plan, set_plan_aside, start_plan, take_back_agreement, take_plan_up

SORTS = {
    "due": ["review_due"],
    "name": ["case__person__sort_name"],
    "mentor": ["lead_name", "review_due"],
    "agreed": ["agreed_date"],
}


@requires(Permission.RECORD_CONTACTS)
@require_POST
def plan_start(request, case_id):
    """Begin a plan, or the next version of it."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)
    try:
        plan = start_plan(case=case, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(needs_and_plan_url(case))
    return redirect("mentoring:plan", plan.pk)


@requires(Permission.OPEN_RECORDS)
@require_safe
def plan(request, plan_id):
    """One version: a draft to write, or an agreed one to read."""
    version, header = _plan(request, plan_id)
    before = selectors.version_before(version)
    selectors.with_goals([each for each in (version, before) if each])
    trail.viewed(request, subject=version, person=header.person)
    context = {
        "header": header,
        "plan": version,
        "before": before,
        "goals": selectors.wanted(version),
        "first_words": words_for_a_goal(version) if version.is_draft else None,
        "let_go": selectors.let_go(version) if version.is_draft else [],
        "changes": selectors.changes(before, version),
        "may_write": version.is_draft and not version.set_aside_at and _may_write(request, header.case),
        "may_take_back": version.is_current and _may_write(request, header.case),
        "may_take_up": bool(version.set_aside_at) and _may_write(request, header.case),
        "back_url": needs_and_plan_url(header.case),
    }
    return render(request, "mentoring/plan.html", context)


@requires(Permission.RECORD_CONTACTS)
def plan_agree(request, plan_id):
    """The person agrees to a draft."""
    version, header = _plan(request, plan_id)
    before = selectors.version_before(version)
    selectors.with_goals([each for each in (version, before) if each])
    initial = {"version": version.version, "cause": before.review_cause if before else ""}
    form = AgreeForm(
        request.POST or None, initial=initial, follows=before is not None, cancel_url=version.get_absolute_url()
    )
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            agree_plan(plan=version, read_at_version=answers.pop("version"), by=request.user, **answers)
        except EditedMeanwhile:
            version.refresh_from_db()
            said = [] if version.is_draft else ["agreed_date", "agreement"]
            form.show_clash(now=model_to_dict(version, fields=said), version=version.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Agreed. Print it in large type for them, and sign it if they like.")
            return redirect(needs_and_plan_url(header.case))
    context = {"goals": selectors.wanted(version), "changes": selectors.changes(before, version)}
    return _form_page(request, "plan_agree", version, header, form, **context)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def plan_take_back(request, plan_id):
    """It was not agreed after all."""
    version = _visible(request, plan_id)
    return _press(request, version, take_back_agreement, "Taken back: this version is a draft again.")


@requires(Permission.RECORD_CONTACTS)
@require_POST
def plan_set_aside(request, plan_id):
    """Nobody wants this draft now."""
    version = _visible(request, plan_id)
    return _press(request, version, set_plan_aside, "Set aside. It is kept, and you can take it up again from here.")


@requires(Permission.RECORD_CONTACTS)
@require_POST
def plan_take_up(request, plan_id):
    """A draft that was set aside is wanted after all."""
    return _press(request, _visible(request, plan_id), take_plan_up, "Taken up again.")


@requires(Permission.RECORD_CONTACTS)
def plan_review(request, plan_id):
    """Looked at again: it stays as it is, or a new version is begun from here."""
    version, header = _plan(request, plan_id)
    initial = {"cause": version.review_cause, "with_person": "yes"}
    form = ReviewForm(request.POST or None, initial=initial, cancel_url=needs_and_plan_url(header.case))
    if request.method == "POST" and form.is_valid():
        try:
            review_plan(plan=version, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down: the plan stays as it is.")
            return redirect(needs_and_plan_url(header.case))
    selectors.with_goals([version])
    return _form_page(request, "plan_review", version, header, form, goals=selectors.wanted(version))


@requires(Permission.RECORD_CONTACTS)
def plan_hold(request, plan_id):
    """The review waits, with a reason."""
    version, header = _plan(request, plan_id)
    form = HoldForm(request.POST or None, cancel_url=needs_and_plan_url(header.case))
    if request.method == "POST" and form.is_valid():
        try:
            hold_review(plan=version, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "On hold. It comes back by itself.")
            return redirect(needs_and_plan_url(header.case))
    return _form_page(request, "plan_hold", version, header, form)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def hold_end(request, plan_id):
    """The review need not wait any longer."""
    version = _visible(request, plan_id)
    for hold in ReviewHold.objects.filter(case=version.case_id).in_force(timezone.localdate()):
        end_hold(hold=hold, by=request.user)
    messages.success(request, "No longer on hold.")
    return redirect(needs_and_plan_url(version.case))


@requires(Permission.OPEN_RECORDS)
@require_safe
def plan_print(request, plan_id):
    """The person's own paper: large type, no prison, no offence, nothing that staff alone should read."""
    version = _visible(request, plan_id)
    selectors.with_goals([version])
    goals = selectors.wanted(version)
    trail.viewed(request, subject=version, person=version.case.person)
    lead = version.case.assignments.lead().current().select_related("mentor__user").first()
    context = {
        "plan": version,
        "person": version.case.person,
        "mentor": lead.mentor.user if lead else None,
        "goals": [goal for goal in goals if goal.state == GoalState.OPEN],
        "reached": [goal for goal in goals if goal.state == GoalState.REACHED],
        "promises": version.case.promises.open(),
        "today": timezone.localdate(),
        "back_url": needs_and_plan_url(version.case),
    }
    return render(request, "mentoring/plan_print.html", context)


@requires(Permission.OPEN_RECORDS)
@require_safe
def review_list(request):
    """Plans to look at again: what is overdue, due, or on hold."""
    today = timezone.localdate()
    plans = selectors.reviews(request.user, today)
    counts = selectors.review_counts(plans, today)
    mentors = Mentor.objects.visible_to(request.user).select_related("user") if request.user.is_manager else None
    rows = PlanReviewFilter(request.GET, queryset=_with_lead(plans), mentors=mentors)
    page = sorted_page(request, rows.qs.select_related("case__person", "case__programme"), sorts=SORTS, default="due")
    for row in page:
        row.standing = selectors.review_standing(row, row.case.programme, today)
    trail.listed(request, [row.case.person_id for row in page])
    context = {"filter": rows, "page": page, "today": today, "counts": counts}
    return render(request, "mentoring/review_list.html", context)


def _with_lead(plans):
    lead = Q(case__assignments__role=AssignmentRole.LEAD, case__assignments__until_date=None)
    return plans.annotate(lead=FilteredRelation("case__assignments", condition=lead)).annotate(
        lead_id=F("lead__mentor_id"), lead_name=F("lead__mentor__user__name")
    )


def _visible(request, plan_id) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user).select_related("case__person"), pk=plan_id)


def _plan(request, plan_id):
    """A version, and the header of whose it is."""
    version = get_object_or_404(Plan.objects.visible_to(request.user).select_related("agreed_by"), pk=plan_id)
    case = cases_with_header().get(pk=version.case_id)
    version.case = case
    return version, person_header(case.person, timezone.localdate(), case=case)


def _may_write(request, case):
    return case.is_open and request.user.may(Permission.RECORD_CONTACTS)


def _press(request, version, service, done):
    try:
        service(plan=version, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("mentoring:plan", version.pk)


def _form_page(request, name, version, header, form, **context):
    trail.viewed(request, subject=version, person=header.person)
    context |= {"header": header, "plan": version, "form": form, "back_url": needs_and_plan_url(header.case)}
    return render(request, f"mentoring/{name}.html", context)
