"""Days in court: the list of them, one of them, what came of it."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from mentoring.enums.courts import CourtState
from mentoring.forms.courts import CourtAddForm, CourtEditForm, CourtFilter, CourtOutcomeForm
from mentoring.models import CourtDate, Mentor
from mentoring.selectors.courts import latest_summary
from mentoring.selectors.endings import after_release_url
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services.courts import add_court_date, edit_court_date, settle_court_date, take_back_court_date

SORTS = {
    "day": ["on_date", "at_time", "pk"],
    "name": ["case__person__sort_name", "on_date"],
    "along": ["goes_along__user__name", "on_date"],
}
FIELDS = ["court", "on_date", "at_time", "what_for", "goes_along"]


@requires(Permission.OPEN_RECORDS)
@require_safe
def court_list(request):
    """Days in court of the people one may open, those to come unless asked otherwise."""
    rows = CourtDate.objects.visible_to(request.user).while_support_lasts()
    rows = rows.select_related("case__person", "goes_along__user")
    mentors = Mentor.objects.visible_to(request.user).select_related("user")
    wanted = request.GET.copy()
    wanted.setdefault("state", CourtState.COMING.value)
    found = CourtFilter(wanted, queryset=rows, mentors=mentors)
    page = sorted_page(request, found.qs, sorts=SORTS, default="day")
    trail.listed(request, [row.case.person_id for row in page])
    return render(request, "mentoring/court_list.html", {"filter": found, "page": page, "today": timezone.localdate()})


@requires(Permission.RECORD_CONTACTS)
def court_add(request, case_id):
    case = get_object_or_404(cases_with_header().visible_to(request.user).select_related("programme"), pk=case_id)
    back = after_release_url(case)
    form = CourtAddForm(request.POST or None, team=case.programme.team_id, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_court_date(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept. A summary of how they are getting on can be written for it.")
            return redirect(made)
    trail.viewed(request, subject=case, person=case.person)
    return render(request, "mentoring/court_form.html", _about(case) | {"form": form, "back_url": back})


@requires(Permission.OPEN_RECORDS)
@require_safe
def court(request, court_id):
    """One day in court, what came of it, and the summary for it."""
    found = court_of(request, court_id)
    summary = latest_summary(found)
    trail.viewed(request, subject=found, person=found.case.person)
    context = _about(found.case) | {
        "court": found,
        "summary": summary,
        "next": CourtDate.objects.filter(follows=found).first(),
        "may_write": found.case.is_open and request.user.may(Permission.RECORD_CONTACTS),
        "may_approve": may_approve(request.user, summary),
        "back_url": after_release_url(found.case),
    }
    return render(request, "mentoring/court.html", context)


@requires(Permission.RECORD_CONTACTS)
def court_edit(request, court_id):
    found = court_of(request, court_id)
    initial = model_to_dict(found, fields=FIELDS) | {"version": found.version}
    form = CourtEditForm(
        request.POST or None,
        initial=initial,
        team=found.case.programme.team_id,
        cancel_url=found.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            edit_court_date(court_date=found, read_at_version=answers.pop("version"), by=request.user, **answers)
        except EditedMeanwhile:
            found.refresh_from_db()
            form.show_clash(now=model_to_dict(found, fields=FIELDS), version=found.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return _form(request, found, form)


@requires(Permission.RECORD_CONTACTS)
def court_outcome(request, court_id):
    """What came of it."""
    found = court_of(request, court_id)
    initial = {"state": found.state, "result": found.result, "version": found.version}
    form = CourtOutcomeForm(request.POST or None, initial=initial, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            settle_court_date(court_date=found, read_at_version=answers.pop("version"), by=request.user, **answers)
        except EditedMeanwhile:
            found.refresh_from_db()
            form.show_clash(now={"state": found.state, "result": found.result}, version=found.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Written down.")
            return redirect(found)
    return _form(request, found, form)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def court_take_back(request, court_id):
    """Nothing has been said of it after all."""
    found = court_of(request, court_id)
    take_back_court_date(court_date=found, by=request.user)
    messages.success(request, "Taken back: it is still to come.")
    return redirect(found)


def court_of(request, court_id):
    """A day in court that this user may open, with its case and who goes along."""
    rows = CourtDate.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("case__person", "case__programme", "goes_along__user", "recorded_by", "outcome_by"),
        pk=court_id,
    )


def may_approve(user, summary):
    """Managers approve what they wrote no part of."""
    return summary is not None and user.may(Permission.SEE_TEAM) and not summary.is_written_by(user)


def _about(case):
    case = cases_with_header().select_related("programme").get(pk=case.pk)
    return {"header": person_header(case.person, timezone.localdate(), case=case), "case": case}


def _form(request, found, form):
    trail.viewed(request, subject=found, person=found.case.person)
    context = _about(found.case) | {"form": form, "court": found, "back_url": found.get_absolute_url()}
    return render(request, "mentoring/court_form.html", context)
