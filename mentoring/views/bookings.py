"""Contacts to come: plan one, book those that are missing before liberation, move one, cancel one."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms.models import model_to_dict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import PER_PAGE
from core.templatetags.ui import day, long_day
from mentoring.forms.bookings import BookForm, CancelForm, MoveForm, PlanForm
from mentoring.forms.visits import SOON, ToBookFilter
from mentoring.models import Case
from mentoring.selectors.visits import still_to_book
from mentoring.services.bookings import book_visits, cancel_meeting, move_meeting, plan_meeting
from mentoring.views.rows import case_of, context_of, meeting_of, refuse, usual_channel
from mentoring.visiting.facts import proposal_for
from mentoring.visiting.who_and_where import mentor_of
from mentoring.visiting.words import days_lost, visited_on, what_is_possible

ORDERS = {
    "name": lambda row: row.case.person.sort_name,
    "day": lambda row: row.case.liberation_day,
    "held": lambda row: row.case.meetings_held,
    "mentor": lambda row: row.case.lead_name or "",
}


@requires(Permission.RECORD_CONTACTS)
def plan(request, case_id):
    case = case_of(request, case_id)
    initial = {"channel": usual_channel(case), "on_date": _day(request)}
    form = PlanForm(request.POST or None, initial=initial, cancel_url=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            meeting = plan_meeting(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _planned(meeting))
            return redirect(case)
    trail.viewed(request, subject=case, person=case.person)
    return render(request, "mentoring/meeting_plan.html", context_of(case, form))


@requires(Permission.RECORD_CONTACTS)
def book(request, case_id):
    """The visits that are missing before liberation, proposed with their days and times and booked in one go."""
    case = case_of(request, case_id)
    proposal = proposal_for(case, mentor_of(case, request.user), timezone.localdate())
    visits = proposal.schedule.visits if proposal else ()
    form = BookForm(request.POST or None, visits=visits, cancel_url=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            booked = book_visits(case=case, visits=form.visits(), new_id=form.cleaned_data["new_id"], by=request.user)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            _say_booked(request, booked, proposal)
            return redirect(case)
    trail.viewed(request, subject=case, person=case.person)
    context = {"proposal": proposal, "asks": bool(visits) or form.is_bound}
    if proposal:
        context |= {
            "schedule": proposal.schedule,
            "planned": proposal.planned,
            "visited_on": visited_on(proposal.prison),
            "possible": what_is_possible(proposal),
            "lost": days_lost(proposal),
        }
    return render(request, "mentoring/visits_book.html", context_of(case, form) | context)


@requires(Permission.RECORD_CONTACTS)
@require_safe
def to_book(request):
    """Who is short of visits before liberation: for whom too few can still be made, whose are to book, whose are booked."""
    today = timezone.localdate()
    filterset = ToBookFilter(request.GET, queryset=Case.objects.none(), request=request)
    asked = filterset.form.cleaned_data if filterset.is_valid() else {}
    rows = still_to_book(request.user, today, days=int(asked.get("days") or SOON))
    if asked.get("state"):
        rows = [row for row in rows if row.state == asked["state"]]
    sort = request.GET.get("sort", "")
    if sort.removeprefix("-") in ORDERS:
        rows.sort(key=ORDERS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    trail.listed(request, [row.case.person_id for row in page])
    return render(request, "mentoring/visits_to_book.html", {"page": page, "filter": filterset, "today": today})


@requires(Permission.RECORD_CONTACTS)
def move(request, meeting_id):
    meeting = meeting_of(request, meeting_id)
    case = case_of(request, meeting.case_id)
    initial = {"on_date": meeting.on_date, "at_time": meeting.at_time, "version": meeting.version}
    form = MoveForm(request.POST or None, initial=initial, cancel_url=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            moved = move_meeting(meeting=meeting, by=request.user, read_at_version=answers.pop("version"), **answers)
        except EditedMeanwhile:
            meeting.refresh_from_db()
            form.show_clash(now=model_to_dict(meeting, fields=["on_date", "at_time"]), version=meeting.version)
        except RuleBroken as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _planned(moved, "moved to"))
            return redirect(case)
    trail.viewed(request, subject=meeting, person=case.person)
    return render(request, "mentoring/meeting_move.html", context_of(case, form) | {"meeting": meeting})


@requires(Permission.RECORD_CONTACTS)
def cancel(request, meeting_id):
    """A planned contact that will not take place: who called it off, and why."""
    meeting = meeting_of(request, meeting_id)
    case = case_of(request, meeting.case_id)
    form = CancelForm(request.POST or None, initial={"version": meeting.version}, cancel_url=meeting.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            cancel_meeting(meeting=meeting, by=request.user, read_at_version=answers.pop("version"), **answers)
        except EditedMeanwhile:
            meeting.refresh_from_db()
            form.show_clash(now=model_to_dict(meeting, fields=["state", "cancel_reason"]), version=meeting.version)
        except RuleBroken as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Visit of {day(meeting.on_date)} cancelled.")
            return redirect(case)
    trail.viewed(request, subject=meeting, person=case.person)
    return render(request, "mentoring/meeting_cancel.html", context_of(case, form) | {"meeting": meeting})


def _say_booked(request, booked, proposal):
    days = [meeting.on_date for meeting in booked]
    number = f"{len(days)} visit{'s' if len(days) > 1 else ''}"
    messages.success(request, f"{number} booked: {', '.join(day(each) for each in days)}.")
    for each in proposal.outside(days) if proposal else ():
        messages.warning(
            request, f"{long_day(each)} is no visiting day of the prison on record. Check it with the prison."
        )


def _day(request):
    """A day that a link proposes (`?day=2026-11-29`)."""
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _planned(meeting, done="planned for"):
    return f"Visit {done} {day(meeting.on_date)}."
