"""The summary for a court: written, approved or sent back, printed, handed in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.shown import shown_number
from mentoring.enums.courts import SummaryState
from mentoring.forms.courts import HandInForm, SendBackForm, SummaryForm
from mentoring.models import CourtSummary
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services.court_summaries import (
    approve_summary,
    ask_approval,
    hand_in_summary,
    send_summary_back,
    start_summary,
    write_summary,
)
from mentoring.views.courts import court_of
from people.services.consents import ConsentNeeded
from referrals.coming_back import pack


@requires(Permission.RECORD_CONTACTS)
@require_POST
def summary_start(request, court_id):
    """A first draft from the record, or the next version of what was approved."""
    found = court_of(request, court_id)
    try:
        summary = start_summary(court_date=found, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    return redirect("mentoring:summary_write", summary.pk)


@requires(Permission.RECORD_CONTACTS)
def summary_write(request, summary_id):
    summary = _summary(request, summary_id)
    if summary.state != SummaryState.DRAFT and request.method != "POST":
        return redirect(summary.court_date)
    initial = {"words": summary.words, "version": summary.version}
    form = SummaryForm(request.POST or None, initial=initial, cancel_url=summary.court_date.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            write_summary(summary=summary, read_at_version=answers.pop("version"), by=request.user, **answers)
        except EditedMeanwhile:
            summary.refresh_from_db()
            form.show_clash(now={"words": summary.words}, version=summary.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. When it is finished, ask a manager to approve it.")
            return redirect(summary.court_date)
    return _form(request, summary, form, "How they are getting on")


@requires(Permission.RECORD_CONTACTS)
@require_POST
def summary_ask(request, summary_id):
    """It is finished: a manager is asked."""
    return _press(request, summary_id, ask_approval, "The managers of the team have been told.")


@requires(Permission.SEE_TEAM)
@require_POST
def summary_approve(request, summary_id):
    """A manager has read it."""
    summary = _summary(request, summary_id)
    version = shown_number(request.POST.get("version", ""))
    try:
        approve_summary(summary=summary, read_at_version=version, by=request.user)
    except EditedMeanwhile:
        messages.error(request, "It was changed since you opened this page. Read it again.")
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Approved. It can be printed and handed in once the person agrees.")
    return redirect(summary.court_date)


@requires(Permission.SEE_TEAM)
def summary_send_back(request, summary_id):
    """Not as it is."""
    summary = _summary(request, summary_id)
    form = SendBackForm(request.POST or None, cancel_url=summary.court_date.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            send_summary_back(summary=summary, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Sent back, with your words.")
            return redirect(summary.court_date)
    return _form(request, summary, form, "Send the summary back")


@requires(Permission.RECORD_CONTACTS)
@require_POST
def summary_take_back(request, summary_id):
    """Not finished after all."""
    return _press(request, summary_id, send_summary_back, "It can be written again.")


@requires(Permission.OPEN_RECORDS)
@require_safe
def summary_print(request, summary_id):
    """The paper for the court."""
    summary = _summary(request, summary_id)
    trail.viewed(request, subject=summary, person=summary.court_date.case.person)
    context = {"summary": summary, "court": summary.court_date, "person": summary.court_date.case.person}
    return render(request, "mentoring/court_summary_print.html", context)


@requires(Permission.RECORD_CONTACTS)
def summary_hand_in(request, summary_id):
    """They agree, and it was handed in."""
    summary = _summary(request, summary_id)
    form = HandInForm(request.POST or None, cancel_url=summary.court_date.get_absolute_url())
    more = {}
    if request.method == "POST" and form.is_valid():
        try:
            hand_in_summary(summary=summary, by=request.user, **form.cleaned_data)
        except ConsentNeeded as needed:
            form.add_error(None, str(needed))
            more = {"needed": needed, "came_from": pack(request), "person": summary.court_date.case.person}
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept as handed in.")
            return redirect(summary.court_date)
    return _form(request, summary, form, "Hand the summary in", **more)


def _press(request, summary_id, service, done):
    summary = _summary(request, summary_id)
    try:
        service(summary=summary, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(summary.court_date)


def _summary(request, summary_id):
    rows = CourtSummary.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("court_date__case__person", "court_date__case__programme", "written_by", "approved_by"),
        pk=summary_id,
    )


def _form(request, summary, form, title, **more):
    case = cases_with_header().get(pk=summary.court_date.case_id)
    trail.viewed(request, subject=summary, person=case.person)
    context = {
        "header": person_header(case.person, timezone.localdate(), case=case),
        "form": form,
        "title": title,
        "summary": summary,
        "back_url": summary.court_date.get_absolute_url(),
    }
    return render(request, "mentoring/court_summary_form.html", context | more)
