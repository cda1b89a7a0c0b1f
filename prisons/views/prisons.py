from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from prisons.enums import Jurisdiction, Weekday
from prisons.forms.prisons import PrisonAddForm, PrisonCloseForm, PrisonEditForm, PrisonFilter
from prisons.models import Prison
from prisons.services.prisons import PRISON_FIELDS, add_prison, close_prison, edit_prison, reopen_prison

SORTS = {
    "name": ["name"],
    "town": ["town", "name"],
    "where": ["jurisdiction", "name"],
    "people": ["people_held", "name"],
}


@requires(Permission.CONFIGURE)
@require_safe
def prison_list(request):
    rows = PrisonFilter(request.GET, queryset=Prison.objects.with_people_held())
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    today = timezone.localdate()
    for prison in page:
        prison.state = prison.state_on(today)
    return render(request, "prisons/prison_list.html", {"filter": rows, "page": page, "today": today})


@requires(Permission.CONFIGURE)
def prison_add(request):
    form = PrisonAddForm(
        request.POST or None,
        initial={"jurisdiction": Jurisdiction.SCOTLAND},
        submit="Add this prison",
        cancel_url=reverse("prisons:prison_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            prison = add_prison(
                new_id=form.cleaned_data["new_id"],
                details=form.details(),
                aliases=form.cleaned_data["aliases"],
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{prison.name} added.")
            return redirect("prisons:prison_list")
    return render(request, "prisons/prison_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def prison_edit(request, prison_id):
    prison = get_object_or_404(Prison, pk=prison_id)
    form = PrisonEditForm(
        request.POST or None,
        initial={**_saved(prison), "version": prison.version},
        has_times=prison.visit_slots.filter(closed_date=None).exists(),
        submit="Save",
        cancel_url=reverse("prisons:prison_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_prison(
                prison=prison,
                read_at_version=form.cleaned_data["version"],
                details=form.details(),
                aliases=form.cleaned_data["aliases"],
                by=request.user,
            )
        except EditedMeanwhile:
            prison.refresh_from_db()
            form.show_clash(now=_saved(prison), version=prison.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} saved.")
            return redirect("prisons:prison_list")
    return render(request, "prisons/prison_edit.html", {"form": form, "prison": prison})


@requires(Permission.CONFIGURE)
def prison_close(request, prison_id):
    prison = get_object_or_404(Prison.objects.with_people_held(), pk=prison_id)
    form = PrisonCloseForm(
        request.POST or None, cancel_url=reverse("prisons:prison_edit", kwargs={"prison_id": prison.pk})
    )
    if request.method == "POST" and form.is_valid():
        try:
            close_prison(prison=prison, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("closed_date", str(refusal))
        else:
            messages.success(request, f"{prison.name} is given a closing day.")
            return redirect("prisons:prison_list")
    return render(request, "prisons/prison_close.html", {"form": form, "prison": prison})


@requires(Permission.CONFIGURE)
@require_POST
def prison_reopen(request, prison_id):
    prison = get_object_or_404(Prison, pk=prison_id)
    reopen_prison(prison=prison, by=request.user)
    messages.success(request, f"{prison.name} has no closing day any more.")
    return redirect("prisons:prison_edit", prison_id=prison.pk)


@requires(Permission.OPEN_RECORDS)
@require_safe
def prison(request, prison_id):
    """What a mentor needs to get in and out: the gate, agency visits, the way there."""
    prison = get_object_or_404(Prison.objects.prefetch_related("aliases"), pk=prison_id)
    days = [Weekday(day).label for day in prison.visiting_weekdays]
    context = {
        "prison": prison,
        "state": prison.state_on(timezone.localdate()),
        "visiting_days": get_text_list(days, "and"),
        "slots": prison.visit_slots.filter(closed_date=None),
        "rooms": prison.visit_rooms.filter(closed_date=None),
    }
    return render(request, "prisons/prison.html", context)


def _saved(prison):
    names = sorted((alias.name for alias in prison.aliases.all()), key=str.casefold)
    return {**model_to_dict(prison, PRISON_FIELDS), "area": prison.area, "aliases": names}
