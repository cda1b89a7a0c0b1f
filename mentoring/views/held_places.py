"""Places partners hold for us: the board of all of them, one place, and the administrator's list."""

from django.contrib import messages
from django.db.models import Count
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page, with_filters
from mentoring.enums.held_places import HeldPlaceKind, SeeTo
from mentoring.forms.held_places import BoardFilter, HeldPlaceAddForm, HeldPlaceEditForm, PlaceListFilter
from mentoring.models import HeldPlace
from mentoring.selectors.held_places import BOARD_STATES, board, who_is_there, with_may_open, with_see_to
from mentoring.services.held_places import (
    PLACE_FIELDS,
    add_held_place,
    close_held_place,
    edit_held_place,
    reopen_held_place,
)

SORTS = {
    "place": ["service__agency__name", "service__name", "name"],
    "area": ["area__name", "name"],
    "state": ["stands", "since", "name"],
    "since": ["since", "name"],
}
ADMIN_SORTS = {
    "name": ["name"],
    "service": ["service__agency__name", "service__name", "name"],
    "team": ["team__name", "name"],
}
COLUMNS = (
    "Agency",
    "Service",
    "Place",
    "What",
    "Area",
    "State",
    "Since",
    "Answer by or kept until",
    "To see to",
    "Reference",
)


@requires(Permission.OPEN_RECORDS)
@require_safe
def place_board(request):
    """Every place held for the team, and who has it: named to those who may open the record."""
    today = timezone.localdate()
    everything = board(request.user, today)
    rows = BoardFilter(request.GET, queryset=everything)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="place")
    there = _fill(request.user, page)
    trail.listed(request, [stay.case.person_id for stay in there.values() if stay.may_open])
    counts = dict(everything.order_by().values_list("stands").annotate(places=Count("pk", distinct=True)))
    context = {
        "filter": rows,
        "page": page,
        "today": today,
        "counts": [(counts.get(state, 0), f"?stands={state}", label) for state, label in BOARD_STATES],
        "export_url": with_filters(reverse("mentoring:place_export"), request),
    }
    return render(request, "mentoring/place_board.html", context)


@requires(Permission.EXPORT)
@require_safe
def place_export(request):
    """The same places as a CSV file. It names nobody: references of those whose record one may open."""
    today = timezone.localdate()
    places = list(BoardFilter(request.GET, queryset=board(request.user, today)).qs.order_by(*SORTS["place"]))
    there = _fill(request.user, places)
    trail.listed(request, [stay.case.person_id for stay in there.values() if stay.may_open], verb=Verb.EXPORTED)
    labels = dict(BOARD_STATES)
    return csv_response(
        "places",
        COLUMNS,
        [
            (
                place.service.agency.name,
                place.service.name,
                place.name,
                HeldPlaceKind(place.kind).label,
                place.area.name if place.area else "",
                labels[place.stands],
                place.since,
                _until(place.stay),
                SeeTo(place.see_to).label if place.see_to else "",
                place.stay.case.reference if place.stay and place.stay.may_open else "",
            )
            for place in places
        ],
    )


@requires(Permission.OPEN_RECORDS)
@require_safe
def held_place(request, place_id):
    """One place: what to know of it, who has it, and who had it before."""
    today = timezone.localdate()
    places = HeldPlace.objects.of_team(request.user).select_related("service__agency", "area")
    place = get_object_or_404(places, pk=place_id)
    stays = with_see_to(place.stays.select_related("case__person"), today)
    page = sorted_page(
        request, with_may_open(stays, request.user), sorts={"newest": ["-from_date", "-offered_at"]}, default="newest"
    )
    trail.listed(request, [stay.case.person_id for stay in page if stay.may_open])
    now = place.stays.running().first()
    return render(request, "mentoring/held_place.html", {"place": place, "page": page, "now": now, "today": today})


@requires(Permission.CONFIGURE)
@require_safe
def place_list(request):
    """The places of every team, for administrators: who lives there is not theirs to see."""
    rows = PlaceListFilter(request.GET, queryset=HeldPlace.objects.select_related("service__agency", "team", "area"))
    page = sorted_page(request, rows.qs, sorts=ADMIN_SORTS, default="service")
    return render(request, "mentoring/place_list.html", {"filter": rows, "page": page, "today": timezone.localdate()})


@requires(Permission.CONFIGURE)
def place_add(request):
    back = reverse("mentoring:place_list")
    form = HeldPlaceAddForm(request.POST or None, cancel_url=back, submit="Add this place")
    if request.method == "POST" and form.is_valid():
        try:
            add_held_place(details=form.details(), new_id=form.cleaned_data["new_id"], by=request.user)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Added. It stands on the board as free.")
            return redirect(back)
    return render(request, "mentoring/place_form.html", {"form": form, "title": "Add a place"})


@requires(Permission.CONFIGURE)
def place_edit(request, place_id):
    place = get_object_or_404(HeldPlace, pk=place_id)
    back = reverse("mentoring:place_list")
    form = HeldPlaceEditForm(request.POST or None, initial=_saved(place), place=place, cancel_url=back, submit="Save")
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            edit_held_place(place=place, details=form.details(), read_at_version=read_at, by=request.user)
        except EditedMeanwhile:
            place.refresh_from_db()
            form.show_clash(now=_saved(place), version=place.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    return render(request, "mentoring/place_form.html", {"form": form, "title": place.name})


@requires(Permission.CONFIGURE)
@require_POST
def place_close(request, place_id):
    """The partner no longer holds it for us."""
    return _press(request, place_id, close_held_place, "Closed. It stays in the history of whoever lived there.")


@requires(Permission.CONFIGURE)
@require_POST
def place_reopen(request, place_id):
    return _press(request, place_id, reopen_held_place, "Open again.")


def _press(request, place_id, service, done):
    place = get_object_or_404(HeldPlace, pk=place_id)
    try:
        service(place=place, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("mentoring:place_list")


def _fill(user, places):
    """Gives each place of a page the stay that runs as `stay`, and its label."""
    there = who_is_there(user, places)
    for place in places:
        place.stay = there.get(place.pk)
        place.see_to_label = SeeTo(place.see_to).label if place.see_to else ""
    return there


def _until(stay):
    return (stay.held_until or (stay.answer_by if stay.state == "offered" else None)) if stay else None


def _saved(place):
    return model_to_dict(place, PLACE_FIELDS) | {"version": place.version}
