"""Visiting times and rooms of a prison, as administrators keep them. Mentors see them on the prison's page."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from prisons.forms.visits import RoomAddForm, RoomEditForm, SlotAddForm, SlotEditForm
from prisons.models import Prison, VisitRoom, VisitSlot
from prisons.services import visits as services


@requires(Permission.CONFIGURE)
@require_safe
def visits(request, prison_id):
    prison = get_object_or_404(Prison, pk=prison_id)
    slots, rooms = list(prison.visit_slots.all()), list(prison.visit_rooms.all())
    context = {
        "prison": prison,
        "slots": [slot for slot in slots if slot.closed_date is None],
        "rooms": [room for room in rooms if room.closed_date is None],
        "closed_slots": [slot for slot in slots if slot.closed_date],
        "closed_rooms": [room for room in rooms if room.closed_date],
    }
    return render(request, "prisons/visits.html", context)


@requires(Permission.CONFIGURE)
def slot_add(request, prison_id):
    prison = get_object_or_404(Prison, pk=prison_id)
    form = SlotAddForm(request.POST or None, submit="Add this time", cancel_url=_visits_url(prison.pk))
    if request.method == "POST" and form.is_valid():
        try:
            new_id = form.cleaned_data["new_id"]
            services.add_slot(new_id=new_id, prison=prison, details=form.details(), by=request.user)
        except RuleBroken as refusal:
            form.add_error("from_time", str(refusal))
        else:
            messages.success(request, "The visiting time is added.")
            return redirect(_visits_url(prison.pk))
    return render(request, "prisons/visits_form.html", {"form": form, "prison": prison, "title": "Add a visiting time"})


@requires(Permission.CONFIGURE)
def slot_edit(request, slot_id):
    slot = get_object_or_404(VisitSlot.objects.select_related("prison"), pk=slot_id)
    form = SlotEditForm(
        request.POST or None,
        initial=_slot(slot) | {"version": slot.version},
        submit="Save",
        cancel_url=_visits_url(slot.prison_id),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.edit_slot(slot=slot, read_at_version=version, details=form.details(), by=request.user)
        except EditedMeanwhile:
            slot.refresh_from_db()
            form.show_clash(now=_slot(slot), version=slot.version)
        except RuleBroken as refusal:
            form.add_error("from_time", str(refusal))
        else:
            messages.success(request, "The visiting time is saved.")
            return redirect(_visits_url(slot.prison_id))
    context = {"form": form, "prison": slot.prison, "title": "Change a visiting time"}
    return render(request, "prisons/visits_form.html", context)


@requires(Permission.CONFIGURE)
@require_POST
def slot_close(request, slot_id):
    slot = get_object_or_404(VisitSlot, pk=slot_id)
    services.close_slot(slot=slot, on=timezone.localdate(), by=request.user)
    messages.success(request, "The visiting time is no longer in use. Visits booked then stay booked.")
    return redirect(_visits_url(slot.prison_id))


@requires(Permission.CONFIGURE)
@require_POST
def slot_reopen(request, slot_id):
    slot = get_object_or_404(VisitSlot, pk=slot_id)
    try:
        services.reopen_slot(slot=slot, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The visiting time is in use again.")
    return redirect(_visits_url(slot.prison_id))


@requires(Permission.CONFIGURE)
def room_add(request, prison_id):
    prison = get_object_or_404(Prison, pk=prison_id)
    form = RoomAddForm(request.POST or None, submit="Add this room", cancel_url=_visits_url(prison.pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_room(new_id=form.cleaned_data["new_id"], prison=prison, by=request.user, **form.details())
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The room is added.")
            return redirect(_visits_url(prison.pk))
    return render(request, "prisons/visits_form.html", {"form": form, "prison": prison, "title": "Add a room"})


@requires(Permission.CONFIGURE)
def room_edit(request, room_id):
    room = get_object_or_404(VisitRoom.objects.select_related("prison"), pk=room_id)
    form = RoomEditForm(
        request.POST or None,
        initial=_room(room) | {"version": room.version},
        submit="Save",
        cancel_url=_visits_url(room.prison_id),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.edit_room(room=room, read_at_version=version, by=request.user, **form.details())
        except EditedMeanwhile:
            room.refresh_from_db()
            form.show_clash(now=_room(room), version=room.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The room is saved.")
            return redirect(_visits_url(room.prison_id))
    return render(request, "prisons/visits_form.html", {"form": form, "prison": room.prison, "title": "Change a room"})


@requires(Permission.CONFIGURE)
@require_POST
def room_close(request, room_id):
    room = get_object_or_404(VisitRoom, pk=room_id)
    services.close_room(room=room, on=timezone.localdate(), by=request.user)
    messages.success(request, "The room is no longer in use.")
    return redirect(_visits_url(room.prison_id))


@requires(Permission.CONFIGURE)
@require_POST
def room_reopen(request, room_id):
    room = get_object_or_404(VisitRoom, pk=room_id)
    try:
        services.reopen_room(room=room, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The room is in use again.")
    return redirect(_visits_url(room.prison_id))


def _slot(slot):
    return model_to_dict(slot, ["weekday", "from_time", "until_time", "places"])


def _room(room):
    return model_to_dict(room, ["name", "is_private"])


def _visits_url(prison_id):
    return reverse("prisons:visits", args=[prison_id])
