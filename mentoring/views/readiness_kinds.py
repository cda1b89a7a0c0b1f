"""What a programme wants in place before the gate, as administrators keep it."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.forms.readiness_kinds import ReadinessKindAddForm, ReadinessKindEditForm
from mentoring.models import ReadinessKind
from mentoring.readiness.standard_list import FIRST_NIGHT
from mentoring.services import readiness_kinds as services
from referrals.models import Programme


@requires(Permission.CONFIGURE)
@require_safe
def kind_list(request, programme_id):
    programme = get_object_or_404(Programme, pk=programme_id)
    kinds = list(programme.readiness_kinds.all())
    context = {
        "programme": programme,
        "kinds": [kind for kind in kinds if kind.closed_date is None],
        "closed": [kind for kind in kinds if kind.closed_date],
        "first_night": FIRST_NIGHT,
    }
    return render(request, "mentoring/readiness_kind_list.html", context)


@requires(Permission.CONFIGURE)
@require_POST
def kind_start(request, programme_id):
    """The standard list, for a programme that has none."""
    programme = get_object_or_404(Programme, pk=programme_id)
    services.start_standard_list(programme=programme, by=request.user)
    messages.success(request, "The standard list is in use. Change whatever does not fit.")
    return redirect("mentoring:readiness_kind_list", programme.pk)


@requires(Permission.CONFIGURE)
def kind_add(request, programme_id):
    programme = get_object_or_404(Programme, pk=programme_id)
    form = ReadinessKindAddForm(request.POST or None, submit="Add to the list", cancel_url=_list_url(programme.pk))
    if request.method == "POST" and form.is_valid():
        try:
            kind = services.add_kind(
                new_id=form.cleaned_data["new_id"], programme=programme, details=form.details(), by=request.user
            )
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{kind.name} is on the list.")
            return redirect(_list_url(programme.pk))
    return render(request, "mentoring/readiness_kind_add.html", {"form": form, "programme": programme})


@requires(Permission.CONFIGURE)
def kind_edit(request, kind_id):
    kind = _kind(kind_id)
    form = ReadinessKindEditForm(
        request.POST or None,
        initial=model_to_dict(kind, services.KIND_FIELDS) | {"version": kind.version},
        submit="Save",
        cancel_url=_list_url(kind.programme_id),
    )
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.edit_kind(kind=kind, read_at_version=version, details=form.details(), by=request.user)
        except EditedMeanwhile:
            kind.refresh_from_db()
            form.show_clash(now=model_to_dict(kind, services.KIND_FIELDS), version=kind.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} saved.")
            return redirect(_list_url(kind.programme_id))
    return render(request, "mentoring/readiness_kind_edit.html", {"form": form, "kind": kind})


@requires(Permission.CONFIGURE)
@require_POST
def kind_close(request, kind_id):
    """Nobody is asked about it any more."""
    kind = _kind(kind_id)
    try:
        services.close_kind(kind=kind, on=timezone.localdate(), by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Nobody is asked about “{kind.name}” any more. What was said of it stays.")
    return redirect(_list_url(kind.programme_id))


@requires(Permission.CONFIGURE)
@require_POST
def kind_reopen(request, kind_id):
    kind = _kind(kind_id)
    try:
        services.reopen_kind(kind=kind, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{kind.name} is on the list again.")
    return redirect(_list_url(kind.programme_id))


@requires(Permission.CONFIGURE)
@require_POST
def kind_move(request, kind_id):
    """One place up or down, from the place at which it was shown: pressed twice, it is once."""
    kind = _kind(kind_id)
    place = request.POST.get("from", "")
    if place.isascii() and place.isdigit() and len(place) <= 5:
        up = request.POST.get("to") != "down"
        services.move_kind(kind=kind, from_position=int(place), up=up, by=request.user)
    return redirect(_list_url(kind.programme_id))


def _kind(kind_id):
    return get_object_or_404(ReadinessKind.objects.select_related("programme"), pk=kind_id)


def _list_url(programme_id):
    return reverse("mentoring:readiness_kind_list", args=[programme_id])
