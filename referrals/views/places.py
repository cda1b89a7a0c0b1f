"""Places people go to after release: what administrators keep, and what everyone who plans a day reads."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from prisons.enums import Weekday
from referrals.forms.places import OpeningForm, PlaceAddForm, PlaceCloseForm, PlaceEditForm, PlaceFilter, week_of
from referrals.models import Place
from referrals.selectors import days_ahead
from referrals.services.places import add_place, close_place, edit_place, reopen_place, set_opening_times

SORTS = {"name": ["name"], "kind": ["kind", "name"], "area": ["area__name", "name"]}
FIELDS = ("name", "kind", "address", "phone", "getting_in")
DAYS_SHOWN = 14


@requires(Permission.CONFIGURE)
@require_safe
def place_list(request):
    today = timezone.localdate()
    places = Place.objects.select_related("area").with_opening().with_picture()
    rows = PlaceFilter(request.GET, queryset=places, today=today)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    return render(request, "referrals/place_list.html", {"filter": rows, "page": page, "today": today})


@requires(Permission.CONFIGURE)
@require_safe
def place_kept(request, place_id):
    """All that is on record about a place, with what an administrator does about it."""
    place = _place(place_id)
    # The one taken down last, to be put back.
    last_down = place.pictures.exclude(taken_down_at=None).defer("content").order_by("-taken_down_at").first()
    context = {**_shown(place), "last_down": None if place.picture_up else last_down}
    return render(request, "referrals/place_kept.html", context)


@requires(Permission.OPEN_RECORDS)
@require_safe
def place(request, place_id):
    """Where it is, when it is open in the next days, how to get in."""
    place = _place(place_id)
    today = timezone.localdate()
    return render(request, "referrals/place.html", _shown(place) | {"days": days_ahead(place, today, DAYS_SHOWN)})


@requires(Permission.CONFIGURE)
def place_add(request):
    form = PlaceAddForm(request.POST or None, submit="Add this place", cancel_url=reverse("referrals:place_list"))
    if request.method == "POST" and form.is_valid():
        try:
            place = add_place(new_id=form.cleaned_data["new_id"], details=form.details(), by=request.user)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{place.name} added. Now say when it is open.")
            return redirect("referrals:place_opening", place.pk)
    return render(request, "referrals/place_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def place_edit(request, place_id):
    place = _place(place_id)
    form = PlaceEditForm(
        request.POST or None,
        initial={**_saved(place), "version": place.version},
        submit="Save",
        cancel_url=_url(place),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            edit_place(place=place, read_at_version=version, details=form.details(), by=request.user)
        except EditedMeanwhile:
            place = _place(place_id)
            form.show_clash(now=_saved(place), version=place.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} saved.")
            return redirect(_url(place))
    return render(request, "referrals/place_form.html", {"form": form, "place": place, "title": "Edit this place"})


@requires(Permission.CONFIGURE)
def place_opening(request, place_id):
    place = _place(place_id)
    form = OpeningForm(
        request.POST or None, initial={**week_of(place), "version": place.version}, cancel_url=_url(place)
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            set_opening_times(place=place, read_at_version=version, by=request.user, **form.details())
        except EditedMeanwhile:
            place = _place(place_id)
            form.show_clash(now=week_of(place), version=place.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The opening times of {place.name} are saved.")
            return redirect(_url(place))
    return render(request, "referrals/place_form.html", {"form": form, "place": place, "title": "Opening times"})


@requires(Permission.CONFIGURE)
def place_close(request, place_id):
    place = _place(place_id)
    form = PlaceCloseForm(request.POST or None, initial={"closed_date": timezone.localdate()}, cancel_url=_url(place))
    if request.method == "POST" and form.is_valid():
        try:
            close_place(place=place, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("closed_date", str(refusal))
        else:
            messages.success(request, f"{place.name} is given a closing day.")
            return redirect(_url(place))
    return render(request, "referrals/place_form.html", {"form": form, "place": place, "title": "Close this place"})


@requires(Permission.CONFIGURE)
@require_POST
def place_reopen(request, place_id):
    place = _place(place_id)
    reopen_place(place=place, by=request.user)
    messages.success(request, f"{place.name} has no closing day any more.")
    return redirect(_url(place))


def _place(place_id):
    places = Place.objects.select_related("area").with_opening().with_picture()
    return get_object_or_404(places, pk=place_id)


def _shown(place):
    """What both pages about a place show; `week` holds each day with its times in order."""
    times = list(place.opening_times.all())
    week = [(day.label, [each for each in times if each.weekday == day]) for day in Weekday]
    services = place.services.select_related("agency").open_on(timezone.localdate())
    return {
        "place": place,
        "week": week,
        "picture": next(iter(place.picture_up), None),
        "services": services,
        "today": timezone.localdate(),
    }


def _saved(place):
    return {**model_to_dict(place, FIELDS), "area": place.area}


def _url(place):
    return reverse("referrals:place_kept", args=[place.pk])
