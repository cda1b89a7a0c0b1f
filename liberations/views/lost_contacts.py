"""Looking for somebody nobody reaches: the list, the page of one, and what is said of its steps."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.errors import RuleBroken
from core.lists import sorted_page, with_filters
from liberations.forms.lost_contacts import EndForm, HoldForm, LostContactFilter, StepForm, WorriedForm
from liberations.keeping_contact import reading
from liberations.keeping_contact.enums import SAID_RUNGS, Rung
from liberations.models import LostContact, LostContactStep
from liberations.selectors import case_for_gate, places_and_mentors
from liberations.services import lost_contacts as services
from mentoring.enums.meetings import TRIED_WAYS, Channel
from mentoring.selectors.headers import person_header

SORTS = {
    "need": ["need_order", "since_date", "case__person__sort_name"],
    "name": ["case__person__sort_name"],
    "since": ["since_date", "case__person__sort_name"],
    "mentor": ["lead_name", "since_date"],
}
COLUMNS = (
    "Reference",
    "Support they need",
    "Last spoken",
    "Tried on days",
    "Where it stands",
    "Next step",
    "By",
    "Mentor",
)
_WAY = {
    Channel.PHONE: "Rang, no answer",
    Channel.TEXT: "Sent a text",
    Channel.EMAIL: "Sent an e-mail",
    Channel.COMMUNITY: "Went there, not in",
    Channel.LETTER: "Wrote a letter",
}


@requires(Permission.OPEN_RECORDS)
@require_safe
def lost_list(request):
    """Whom nobody reaches: own people's, or the team's; who needs most first."""
    today = timezone.localdate()
    everybody = reading.lost_contacts(request.user, today)
    rows = _filter(request, everybody)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="need")
    page.object_list = reading.looked(list(page.object_list), today)
    trail.listed(request, [line.lost.case.person_id for line in page])
    counted = reading.count_standing(everybody)
    context = {
        "filter": rows,
        "page": page,
        "counters": [(counted[state], f"?standing={state}", label) for state, label in reading.STATES],
        "sees_team": request.user.may(Permission.SEE_TEAM),
        "today": today,
        "export_url": with_filters(reverse("liberations:lost_export"), request),
    }
    return render(request, "liberations/lost_list.html", context)


@requires(Permission.EXPORT)
@require_safe
def lost_export(request):
    """The same list as a CSV file, by reference: it names nobody."""
    today = timezone.localdate()
    rows = _filter(request, reading.lost_contacts(request.user, today)).qs.order_by(*SORTS["need"], "pk")
    lines = reading.looked(list(rows), today)
    trail.listed(request, [line.lost.case.person_id for line in lines], verb=Verb.EXPORTED)
    return csv_response(f"lost-contact-{today.isoformat()}", COLUMNS, map(_cells, lines))


@requires(Permission.OPEN_RECORDS)
@require_safe
def lost_contact(request, case_id):
    """One person who is out: tries so far, who else may have seen them, whom we may ask, "I'm worried"; and where contact is
    lost the steps with what came of each."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    today = timezone.localdate()
    lost = case.lost_contacts.select_related("worried_by", "hold_by", "ended_by").first()
    named = reading.emergency_contacts(case.person)
    context = {
        "case": case,
        "header": person_header(case.person, today, case=case),
        "lost": lost,
        "named": named,
        "today": today,
        "may_record": case.is_open and request.user.may(Permission.PLAN_GATES),
        "ways": [(way.value, _WAY[way]) for way in TRIED_WAYS],
    }
    if case.is_open and case.episode.released_date:
        context |= _looking(case, lost if lost and lost.is_open else None, named, today)
    trail.viewed(request, subject=case, person=case.person)
    return render(request, "liberations/lost_contact.html", context)


@requires(Permission.PLAN_GATES)
def worried(request, case_id):
    """ "I'm worried": look for them now, and tell the managers."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    form = WorriedForm(request.POST or None, cancel_url=_address(case))
    if request.method == "POST" and form.is_valid():
        try:
            services.begin_looking(
                case=case, worry=form.cleaned_data["worry"], new_id=form.cleaned_data["new_id"], by=request.user
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. The managers have been told. It stays open until somebody has seen them.")
            return redirect(_address(case))
    return _page(request, case, form, "liberations/worried.html")


@requires(Permission.PLAN_GATES)
def lost_step(request, lost_id, rung):
    """What came of one step."""
    lost = _lost(request, lost_id)
    if rung not in SAID_RUNGS:
        raise Http404
    form = StepForm(request.POST or None, cancel_url=lost.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_rung(lost=lost, rung=rung, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(lost)
    case = _with_header(request, lost.case_id)
    more = {
        "rung": Rung(rung),
        "named": reading.emergency_contacts(case.person) if rung == Rung.EMERGENCY else [],
        "others": _others(case, reading.emergency_contacts(case.person)) if rung == Rung.PARTNERS else [],
    }
    return _page(request, case, form, "liberations/lost_step.html", **more)


@requires(Permission.PLAN_GATES)
@require_POST
def lost_step_undo(request, step_id):
    """Take back what was said of a step."""
    found = LostContactStep.objects.filter(lost_contact__in=LostContact.objects.visible_to(request.user))
    step = get_object_or_404(found.select_related("lost_contact__case__person"), pk=step_id)
    return _done(request, step.lost_contact, lambda: services.take_back_rung(step=step, by=request.user), "Taken back.")


@requires(Permission.PLAN_GATES)
def lost_hold(request, lost_id):
    """Nothing can be done until a day."""
    lost = _lost(request, lost_id)
    usual = dt.timedelta(days=lost.case.programme.lost_hold_usual_days)
    initial = {"until": timezone.localdate() + usual}
    form = HoldForm(request.POST or None, initial=initial, cancel_url=lost.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            services.hold_looking(lost=lost, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "On hold. It comes back by itself.")
            return redirect(lost)
    return _page(request, _with_header(request, lost.case_id), form, "liberations/lost_hold.html")


@requires(Permission.PLAN_GATES)
@require_POST
def lost_go_on(request, lost_id):
    """End the hold."""
    lost = _lost(request, lost_id)
    return _done(
        request,
        lost,
        lambda: services.hold_looking(lost=lost, until=None, reason="", by=request.user),
        "It is not on hold any more.",
    )


@requires(Permission.PLAN_GATES)
def lost_end(request, lost_id):
    """Somebody has seen them, or they asked us to stop."""
    lost = _lost(request, lost_id)
    form = EndForm(request.POST or None, cancel_url=lost.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            services.end_looking(lost=lost, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Nobody needs to look for them.")
            return redirect(lost)
    return _page(request, _with_header(request, lost.case_id), form, "liberations/lost_end.html")


@requires(Permission.PLAN_GATES)
@require_POST
def lost_again(request, lost_id):
    """Take the end back."""
    lost = _lost(request, lost_id)
    return _done(request, lost, lambda: services.look_again(lost=lost, by=request.user), "The steps go on.")


def _filter(request, rows):
    mentors = places_and_mentors(request.user)[1] if request.user.may(Permission.SEE_TEAM) else None
    return LostContactFilter(request.GET, queryset=rows, mentors=mentors)


def _looking(case, lost, named, today):
    since = lost.since_date if lost else reading.last_spoken(case)
    tries = reading.tries_since(case, since)
    found = {"is_out": True, "since": since, "tries": tries, "others": _others(case, named)}
    if lost:
        lost.case = case
        found |= {
            "steps": reading.ladder(lost, tries, may_ask=sum(each.agreed for each in named), today=today),
            "spoken": reading.spoken_since(lost),
            "on_hold": lost.is_on_hold(today),
        }
    return found


def _others(case, named):
    """Who else may have seen them, but for those they named for it."""
    known = {each.name for each in named}
    return [(name, phone) for name, phone in reading.others_to_ask(case.person) if name not in known]


def _lost(request, key):
    found = LostContact.objects.visible_to(request.user).select_related(
        "case__person", "case__episode", "case__programme"
    )
    return get_object_or_404(found, pk=key)


def _with_header(request, case_id):
    return get_object_or_404(case_for_gate(request.user), pk=case_id)


def _address(case):
    return reverse("liberations:lost_contact", args=[case.pk])


def _page(request, case, form, template, **more):
    trail.viewed(request, subject=case, person=case.person)
    context = {"case": case, "header": person_header(case.person, timezone.localdate(), case=case), "form": form}
    return render(request, template, context | more)


def _done(request, lost, work, said):
    try:
        work()
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(lost)


def _cells(line):
    lost = line.lost
    return (
        lost.case.reference,
        lost.case.get_need_display(),
        lost.since_date,
        line.tried_days,
        dict(reading.STATES)[lost.standing],
        line.next.rung.label if line.next else "",
        line.next.due_date if line.next else None,
        lost.lead_name,
    )
