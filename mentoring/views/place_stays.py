"""A place and the person it is for: offer one, say what became of it, take the last step back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.shown import shown_number
from mentoring.enums.held_places import STAY_MOVES, SeeTo, StayState
from mentoring.forms.held_places import OfferPlaceForm, StayMoveForm
from mentoring.models import PlaceStay
from mentoring.selectors.endings import after_release_url
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.selectors.held_places import free_for, stays_of, with_see_to
from mentoring.services.place_stays import move_stay, offer_place, undo_stay


@requires(Permission.RECORD_CONTACTS)
def place_offer(request, case_id):
    """The places of one person, and a free one to offer them."""
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    today = timezone.localdate()
    places = list(free_for(case, today))
    back = after_release_url(case)
    form = OfferPlaceForm(request.POST or None, team=case.programme.team_id, places=places, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            stay = offer_place(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept for them until they answer.")
            return redirect(stay)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, today, case=case),
        "case": case,
        "form": form,
        "has_free": bool(places),
        "stays": list(stays_of(case, today)),
        "back_url": back,
        "today": today,
    }
    return render(request, "mentoring/place_offer.html", context)


@requires(Permission.RECORD_CONTACTS)
def stay(request, stay_id):
    """One stay: what became of it so far, and what may come next."""
    today = timezone.localdate()
    row = _stay(request, stay_id, today)
    case = cases_with_header().get(pk=row.case_id)
    form = StayMoveForm(request.POST or None, stay=row, cancel_url=_back(row))
    if request.method == "POST" and form.is_valid():
        try:
            move_stay(stay=row, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(row)
    trail.viewed(request, subject=row, person=row.case.person)
    steps = list(row.steps.select_related("recorded_by", "taken_back_by"))
    standing = [step for step in steps if step.taken_back_at is None]
    context = {
        "header": person_header(case.person, today, case=case),
        "stay": row,
        "see_to": SeeTo(row.see_to).label if row.see_to else "",
        "form": form,
        "is_over": not STAY_MOVES[StayState(row.state)],
        "steps": steps,
        "may_undo": standing[0] if len(standing) > 1 else None,
        "back_url": _back(row),
        "most_days": case.programme.place_held_days,
    }
    return render(request, "mentoring/place_stay.html", context)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def stay_undo(request, stay_id):
    """Take back the last step, which the page showed by its number."""
    row = _stay(request, stay_id, timezone.localdate())
    try:
        undo_stay(stay=row, number=shown_number(request.POST.get("step", "")), by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back.")
    return redirect(row)


def _stay(request, stay_id, today):
    stays = with_see_to(PlaceStay.objects.visible_to(request.user), today)
    return get_object_or_404(
        stays.select_related("case__person", "case__programme", "place__service__agency"), pk=stay_id
    )


def _back(stay):
    return reverse("mentoring:place_offer", args=[stay.case_id])
