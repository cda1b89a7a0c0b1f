from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from referrals.forms.programmes import ProgrammeAddForm, ProgrammeEditForm, ProgrammeFilter
from referrals.models import Programme
from referrals.services.programmes import add_programme, edit_programme

SORTS = {"name": ["name"], "team": ["team__name", "name"], "places": ["contract_places", "name"]}
PLAIN_FIELDS = (
    "name",
    "contract_places",
    "closed_date",
    "sexes",
    "youngest_age",
    "oldest_age",
    "sentence_bands",
    "takes_remand",
    "takes_recall",
    "takes_statutory",
    "sign_up_weeks",
    "minimum_lead_days",
    "minimum_meetings",
    "meetings_flag_days",
    "gate_answer_days",
    "gate_answer_hours",
    "quiet_move_days",
    "handover_access_days",
    "ending_access_days",
    "confirm_days",
    "confirm_days_near",
    "confirm_days_last_week",
    "unknown_days",
    "readiness_due_days",
    "readiness_settle_days",
    "plan_review_days",
    "plan_review_after_change_days",
    "promise_late_days",
    "self_referral_months",
    "refusal_kept_months",
    "sharing_consent_months",
    "months_of_support",
    "reminder_days",
    "follow_up_days",
)


@requires(Permission.CONFIGURE)
@require_safe
def programme_list(request):
    today = timezone.localdate()
    rows = ProgrammeFilter(request.GET, queryset=Programme.objects.select_related("team"))
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    return render(request, "referrals/programme_list.html", {"filter": rows, "page": page, "today": today})


@requires(Permission.CONFIGURE)
def programme_add(request):
    form = ProgrammeAddForm(
        request.POST or None,
        initial={"takes_remand": True, "takes_recall": True},
        submit="Add this programme",
        cancel_url=reverse("referrals:programme_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            programme = add_programme(new_id=form.cleaned_data["new_id"], by=request.user, **_typed(form))
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{programme.name} added.")
            return redirect("referrals:programme_list")
    return render(request, "referrals/programme_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def programme_edit(request, programme_id):
    programme = get_object_or_404(Programme.objects.select_related("team"), pk=programme_id)
    form = ProgrammeEditForm(
        request.POST or None,
        initial={**_saved(programme), "version": programme.version},
        submit="Save",
        cancel_url=reverse("referrals:programme_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_programme(
                programme=programme, read_at_version=form.cleaned_data["version"], by=request.user, **_typed(form)
            )
        except EditedMeanwhile:
            programme = Programme.objects.select_related("team").get(pk=programme.pk)
            form.show_clash(now=_saved(programme), version=programme.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} saved.")
            return redirect("referrals:programme_list")
    return render(request, "referrals/programme_edit.html", {"form": form, "programme": programme})


def _typed(form):
    return {
        "details": form.details(),
        "prisons": form.cleaned_data["prisons"],
        "areas": form.cleaned_data["areas"],
    }


def _saved(programme):
    return {
        **model_to_dict(programme, PLAIN_FIELDS),
        "team": programme.team,
        "prisons": list(programme.prisons.all()),
        "areas": list(programme.areas.all()),
    }
