"""Training: the list an administrator keeps, and what managers record of their mentors."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from mentoring.forms.training import TrainingForm, TrainingKindAddForm, TrainingKindEditForm, TrainingKindFilter
from mentoring.models import Mentor, Training, TrainingKind
from mentoring.services import mistakes, training

SORTS = {"name": ["name"], "months": ["months_valid", "name"]}
KIND_FIELDS = ("name", "months_valid", "is_required", "for_high_risk", "closed_date")


@requires(Permission.CONFIGURE)
@require_safe
def training_kind_list(request):
    rows = TrainingKindFilter(request.GET, queryset=TrainingKind.objects.all())
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    context = {"filter": rows, "page": page, "today": timezone.localdate()}
    return render(request, "mentoring/training_kind_list.html", context)


@requires(Permission.CONFIGURE)
def training_kind_add(request):
    form = TrainingKindAddForm(request.POST or None, cancel_url=reverse("mentoring:training_kind_list"))
    if request.method == "POST" and form.is_valid():
        try:
            kind = training.add_training_kind(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{kind} added.")
            return redirect("mentoring:training_kind_list")
    return render(request, "mentoring/training_kind_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def training_kind_edit(request, kind_id):
    kind = get_object_or_404(TrainingKind, pk=kind_id)
    form = TrainingKindEditForm(
        request.POST or None,
        initial={**_saved(kind), "version": kind.version},
        cancel_url=reverse("mentoring:training_kind_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            training.edit_training_kind(kind=kind, by=request.user, **form.kind())
        except EditedMeanwhile:
            kind.refresh_from_db()
            form.show_clash(now=_saved(kind), version=kind.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("mentoring:training_kind_list")
    return render(request, "mentoring/training_kind_edit.html", {"form": form, "kind": kind})


@requires(Permission.MANAGE_MENTORS)
def training_add(request):
    """Record a training of one mentor or of many; `?mentor=key` comes ticked."""
    mentors = Mentor.objects.visible_to(request.user).filter(user__is_active=True).select_related("user")
    ticked = [mentor for mentor in mentors if str(mentor.pk) == request.GET.get("mentor")]
    back = ticked[0].get_absolute_url() if ticked else reverse("mentoring:mentor_list")
    form = TrainingForm(request.POST or None, initial={"mentors": ticked}, mentors=mentors, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            rows = training.record_training(by=request.user, **form.training())
        except RuleBroken as refusal:
            form.add_error("done_date", str(refusal))
        else:
            many = "1 mentor" if len(rows) == 1 else f"{len(rows)} mentors"
            messages.success(request, f"{form.cleaned_data['kind']} recorded for {many}.")
            return redirect(back)
    context = {"form": form, "back": back, "ticked": ticked, "kinds": form.fields["kind"].queryset.exists()}
    return render(request, "mentoring/training_add.html", context)


@requires(Permission.MANAGE_MENTORS)
@require_POST
def training_strike(request, training_id):
    """Entered by mistake; or, sent with `struck=no`, not after all."""
    mine = Training.objects.filter(mentor__in=Mentor.objects.visible_to(request.user))
    row = get_object_or_404(mine.select_related("mentor"), pk=training_id)
    mistakes.strike_training(training=row, struck=request.POST.get("struck") != "no", by=request.user)
    return redirect(row.mentor)


def _saved(kind):
    return {name: getattr(kind, name) for name in KIND_FIELDS}
