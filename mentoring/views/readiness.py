"""Saying how things stand that have to be in place before the gate. They are shown on the record (desk/views/person.py)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import AnswerRefused, EditedMeanwhile, RuleBroken
from mentoring.enums.readiness import ItemState
from mentoring.forms.readiness import FirstNightForm, ReadinessAskForm, ReadinessItemForm
from mentoring.models import Case, ReadinessItem, ReadinessKind, ReadinessStep
from mentoring.models.readiness import SAID_FIELDS
from mentoring.readiness.first_night import missing
from mentoring.readiness.lines import clock, getting_ready, line_of
from mentoring.readiness.standard_list import FIRST_NIGHT
from mentoring.readiness.words import said
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services.first_nights import FACTS, record_first_night
from mentoring.services.readiness import record_answers, record_item, take_back_step


@requires(Permission.RECORD_CONTACTS)
def ready_item(request, case_id, kind_id):
    """One thing: how it stands, who sees to it, and what has been said of it so far."""
    case = _case(request, case_id)
    kind = get_object_or_404(ReadinessKind, pk=kind_id, programme=case.programme_id)
    if kind.code == FIRST_NIGHT:
        return redirect("mentoring:first_night", case.pk)
    item = ReadinessItem.objects.filter(case=case, kind=kind).first()
    stands = ItemState(item.state) if item else ItemState.NOT_ASKED
    form = ReadinessItemForm(
        request.POST or None, initial=_saved(item, kind), stands=stands, cancel_url=_ready_url(case)
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            item = record_item(case=case, kind=kind, read_at_version=version, by=request.user, **form.said())
        except EditedMeanwhile:
            saved = _saved(ReadinessItem.objects.filter(case=case, kind=kind).first(), kind)
            form.show_clash(now=saved, version=saved["version"])
        except AnswerRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{kind.name}: {item.get_state_display().lower()}.")
            return redirect(_ready_url(case))
    trail.viewed(request, subject=case, person=case.person)
    context = _about(case) | {
        "form": form,
        "kind": kind,
        "line": line_of(kind, item, clock(case, timezone.localdate())),
        "steps": _steps(item),
    }
    return render(request, "mentoring/ready_item.html", context)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def ready_take_back(request, step_id):
    """What was last said was not so: it stands again as before."""
    step = get_object_or_404(
        ReadinessStep.objects.select_related("item__kind", "item__case__person").filter(
            item__case__in=Case.objects.visible_to(request.user)
        ),
        pk=step_id,
    )
    try:
        item = take_back_step(item=step.item, step_id=step.pk, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Taken back. {item.kind.name}: {item.get_state_display().lower()}.")
    return redirect("mentoring:ready_item", step.item.case_id, step.item.kind_id)


@requires(Permission.RECORD_CONTACTS)
def ready_ask(request, case_id):
    """Going through the list with the person in one talk."""
    case = _case(request, case_id)
    ready = getting_ready(case, timezone.localdate())
    kinds = [line.kind for line in ready.not_asked if line.kind.code != FIRST_NIGHT]
    kinds.sort(key=lambda kind: (not kind.leads, kind.position))
    if request.POST:
        # What was shown when the page was opened may have been answered meanwhile; every kind in use may come back.
        kinds = list(case.programme.readiness_kinds.filter(closed_date=None).exclude(code=FIRST_NIGHT))
        kinds = [kind for kind in kinds if f"state_{kind.pk}" in request.POST]
    form = ReadinessAskForm(request.POST or None, kinds=kinds)
    if form.is_valid():
        try:
            record_answers(case=case, answers=form.answers(), by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. What was not talked about today stays on the list.")
            return redirect(_ready_url(case))
    trail.viewed(request, subject=case, person=case.person)
    return render(request, "mentoring/ready_ask.html", _about(case) | {"form": form, "ready_url": _ready_url(case)})


@requires(Permission.RECORD_CONTACTS)
def first_night(request, case_id):
    """Where they sleep the night they get out, who confirmed it, and what happens if it falls through."""
    case = _case(request, case_id)
    known = case.first_nights.current().select_related("recorded_by").first()
    form = FirstNightForm(request.POST or None, initial=_night(known), cancel_url=_ready_url(case))
    if request.method == "POST" and form.is_valid():
        number, facts = form.cleaned_data["version"], form.facts()
        try:
            night = record_first_night(case=case, read_at_number=number, by=request.user, **facts)
        except EditedMeanwhile:
            known = case.first_nights.current().select_related("recorded_by").first()
            form.show_clash(now=_night(known), version=known.number if known else 0)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            still = missing(night)
            messages.success(
                request,
                "The bed is in place." if not still else f"Saved. Still to find out: {get_text_list(still, 'and')}.",
            )
            return redirect(_ready_url(case))
    trail.viewed(request, subject=case, person=case.person)
    earlier = case.first_nights.filter(is_current=False).select_related("recorded_by")
    context = _about(case) | {
        "form": form,
        "known": known,
        "missing": get_text_list(missing(known), "and"),
        "earlier": earlier,
    }
    return render(request, "mentoring/first_night.html", context)


@requires(Permission.RECORD_CONTACTS)
@require_safe
def ready_sheet(request, case_id):
    """What is ready and what is not, for the person, in large plain type: no prison, nothing about offences."""
    case = _case(request, case_id)
    ready = getting_ready(case, timezone.localdate())
    asked = [line for line in ready.lines if line.in_use and line.kind.on_sheet and line.state != ItemState.NOT_NEEDED]
    trail.viewed(request, subject=case, person=case.person)
    context = _about(case) | {
        "ready": [line for line in asked if line.state == ItemState.IN_PLACE],
        "to_do": [line for line in asked if line.state not in (ItemState.IN_PLACE, ItemState.NOT_ASKED)],
        "night": ready.night,
        "ready_url": _ready_url(case),
    }
    return render(request, "mentoring/ready_sheet.html", context)


def _case(request, case_id):
    case = cases_with_header().visible_to(request.user).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def _about(case):
    today = timezone.localdate()
    return {"case": case, "header": person_header(case.person, today, case=case), "today": today}


def _ready_url(case):
    return f"{case.get_absolute_url()}?tab=ready"


def _saved(item, kind):
    """What the form of an item starts with, and what it compares with when somebody else has saved meanwhile."""
    if item is None:
        return {"version": 0, "state": ItemState.NOT_ASKED, "owner": kind.owner, "note": ""}
    saved = {name: getattr(item, name) for name in SAID_FIELDS}
    if not saved["asked_date"]:
        saved["asked_date"] = timezone.localdate()
    return saved | {
        "version": item.version,
        "owner": item.owner or kind.owner,
        "on_hold": bool(item.hold_reason),
    }


def _steps(item):
    """What has been said, newest first, each with its `words`; the latest that stands `may_go`."""
    steps = list(item.steps.select_related("recorded_by", "taken_back_by")) if item else []
    latest = next((step for step in steps if step.taken_back_at is None), None)
    for step in steps:
        step.words, step.may_go = said(step), step == latest
    return steps


def _night(known):
    if known is None:
        return {"version": 0}
    return {name: getattr(known, name) for name in FACTS} | {"version": known.number}
