"""The library of ways: how long it takes between gates and places, for everybody's days. It holds nothing about any person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from liberations.forms.legs import LegAddForm, LegEditForm, LegFilter
from liberations.models import Leg
from liberations.services.legs import add_leg, edit_leg, remove_leg

SORTS = {
    "from": ["from_prison__name", "from_place__name", "to_place__name"],
    "to": ["to_place__name", "from_prison__name", "from_place__name"],
    "minutes": ["minutes", "to_place__name"],
}
FIELDS = ("mode", "minutes", "cost_pence", "both_ways", "note")


@requires(Permission.PLAN_GATES)
@require_safe
def leg_list(request):
    rows = LegFilter(request.GET, queryset=Leg.objects.kept().with_ends())
    page = sorted_page(request, rows.qs, sorts=SORTS, default="from")
    return render(request, "liberations/leg_list.html", {"filter": rows, "page": page})


@requires(Permission.PLAN_GATES)
def leg_add(request):
    form = LegAddForm(request.POST or None, cancel_url=reverse("liberations:leg_list"))
    if request.method == "POST" and form.is_valid():
        try:
            add_leg(by=request.user, **form.leg())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Every day that goes this way is worked out with it.")
            return redirect("liberations:leg_list")
    return render(request, "liberations/leg_form.html", {"title": "Add a way", "form": form})


@requires(Permission.PLAN_GATES)
def leg_edit(request, leg_id):
    leg = _leg(leg_id)
    form = LegEditForm(request.POST or None, initial=_saved(leg), cancel_url=reverse("liberations:leg_list"))
    if request.method == "POST" and form.is_valid():
        try:
            edit_leg(leg=leg, read_at_version=form.cleaned_data["version"], by=request.user, **form.way())
        except EditedMeanwhile:
            leg.refresh_from_db()
            form.show_clash(now=_saved(leg), version=leg.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Every day that goes this way is worked out with it.")
            return redirect("liberations:leg_list")
    return render(request, "liberations/leg_form.html", {"title": "Change a way", "form": form, "leg": leg})


@requires(Permission.PLAN_GATES)
@require_POST
def leg_remove(request, leg_id):
    remove_leg(key=leg_id, by=request.user)
    messages.success(request, "Taken out of the list.")
    return redirect("liberations:leg_list")


def _leg(leg_id):
    return get_object_or_404(Leg.objects.kept().with_ends(), pk=leg_id)


def _saved(leg):
    return {name: getattr(leg, name) for name in FIELDS} | {"version": leg.version}
