"""Referring a person on to partner agencies: by their consent, and what became of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.shown import shown_key
from people.models import Person
from people.services.consents import ConsentNeeded
from referrals.coming_back import pack
from referrals.enums import ANSWERABLE_STATES
from referrals.forms.onward import OnwardForm, OnwardMoveForm
from referrals.models import OnwardReferral
from referrals.services.agency_links import send_agency_link, take_back_agency_link
from referrals.services.onward import move_onward_referral, send_onward_referral, undo_onward_move


@requires(Permission.OPEN_RECORDS)
@require_safe
def onward_list(request, person_id):
    """Where one person was referred on to, the newest first, with what became of it."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    rows = person.onward_referrals.select_related("service__agency", "sent_by")
    trail.viewed(request, subject=person, person=person)
    context = {"person": person, "rows": list(rows), "today": timezone.localdate()}
    return render(request, "referrals/onward_list.html", context)


@requires(Permission.RECORD_CONTACTS)
def onward_add(request, person_id):
    """Refer them on. Without their consent nothing is sent: it can be recorded, and one comes back to what was typed."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = reverse("referrals:onward_list", args=[person.pk])
    chosen = {"service": shown_key(request.GET.get("service"))}
    form = OnwardForm(request.POST or None, initial=chosen, cancel_url=back)
    context = {"form": form, "person": person}
    if request.method == "POST" and form.is_valid():
        try:
            onward = send_onward_referral(person=person, by=request.user, **form.cleaned_data)
        except ConsentNeeded as needed:
            form.add_error(None, str(needed))
            context |= {"needed": needed, "came_from": pack(request)}
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept as sent, with what they were told. Next: what became of it.")
            return redirect(onward)
    trail.viewed(request, subject=person, person=person)
    return render(request, "referrals/onward_add.html", context)


@requires(Permission.RECORD_CONTACTS)
def onward(request, onward_id):
    """One referral to a partner agency: noting what became of it, and the link by which the agency answers itself."""
    row = _onward(request, onward_id)
    back = reverse("referrals:onward_list", args=[row.person_id])
    form = OnwardMoveForm(request.POST or None, onward=row, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            move_onward_referral(onward=row, by=request.user, **form.said())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    trail.viewed(request, subject=row, person=row.person)
    moves = list(row.moves.select_related("said_by", "link", "undone_by"))
    context = {
        "form": form,
        "onward": row,
        "person": row.person,
        "moves": moves,
        "latest": next((move for move in moves if move.undone_at is None), None),
        "link": row.links.first(),
        "waits_for_answer": row.state in ANSWERABLE_STATES,
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    return render(request, "referrals/onward.html", context)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def onward_undo(request, onward_id):
    """Takes back what was written down last, if it is still what stood on the page."""
    row = _onward(request, onward_id)
    move_key = shown_key(request.POST.get("move"))
    return _done(request, row, "Taken back.", undo_onward_move, move_key=move_key)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def onward_link(request, onward_id):
    row = _onward(request, onward_id)
    return _done(request, row, "The link is on its way to the agency.", send_agency_link)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def onward_link_take_back(request, onward_id):
    row = _onward(request, onward_id)
    return _done(request, row, "The link opens nothing any more.", take_back_agency_link)


def _done(request, row, said, service, **what):
    try:
        service(onward=row, by=request.user, **what)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(row)


def _onward(request, onward_id):
    rows = OnwardReferral.objects.visible_to(request.user)
    related = ("person", "service__agency", "disclosure__withdrawal", "consent", "sent_by", "state_by")
    return get_object_or_404(rows.select_related(*related), pk=onward_id)
