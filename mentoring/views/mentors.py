"""Mentors of the manager's team: capacity, availability, areas, languages and clearances."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from mentoring.forms.mentors import ClearanceEndForm, ClearanceForm, MentorFilter, MentorForm
from mentoring.models import Mentor, PrisonClearance
from mentoring.selectors.mentors import team_mentors
from mentoring.services import mentors

SORTS = {
    "name": ["name"],
    "role": ["role", "name"],
    "people": ["people", "name"],
    "room": ["-room", "name"],
    "clearances": ["cleared", "name"],
}


@requires(Permission.MANAGE_MENTORS)
@require_safe
def mentor_list(request):
    """Everyone in the team who mentors; those without a profile can be given one."""
    rows = MentorFilter(request.GET, queryset=team_mentors(request.user.team_id, timezone.localdate()))
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    return render(request, "mentoring/mentor_list.html", {"filter": rows, "page": page})


@requires(Permission.MANAGE_MENTORS)
@require_POST
def mentor_set_up(request, user_id):
    """Give a member of the team a profile."""
    user = get_object_or_404(User.objects.active().mentors().filter(team=request.user.team_id), pk=user_id)
    mentor = mentors.set_up_mentor(user=user, by=request.user)
    return redirect("mentoring:mentor_edit", mentor_id=mentor.pk)


@requires(Permission.MANAGE_MENTORS)
def mentor_edit(request, mentor_id):
    mentor = _mentor(request, mentor_id)
    form = MentorForm(
        request.POST or None,
        initial={**_saved(mentor), "version": mentor.version},
        cancel_url=reverse("mentoring:mentor_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            mentors.edit_mentor(mentor=mentor, by=request.user, **form.profile())
        except EditedMeanwhile:
            mentor.refresh_from_db()
            form.show_clash(now=_saved(mentor), version=mentor.version)
        else:
            messages.success(request, f"{mentor} saved.")
            return redirect("mentoring:mentor_list")
    today = timezone.localdate()
    clearances = list(mentor.clearances.select_related("prison").order_by("prison__name", "-from_date"))
    for clearance in clearances:
        clearance.is_over = clearance.until_date is not None and clearance.until_date < today
    context = {"form": form, "mentor": mentor, "clearances": clearances, "today": today}
    return render(request, "mentoring/mentor_edit.html", context)


@requires(Permission.MANAGE_MENTORS)
def clearance_add(request, mentor_id):
    mentor = _mentor(request, mentor_id)
    form = ClearanceForm(request.POST or None, cancel_url=_address(mentor))
    if request.method == "POST" and form.is_valid():
        try:
            mentors.add_clearance(mentor=mentor, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Clearance for {form.cleaned_data['prison']} added.")
            return redirect(_address(mentor))
    return render(request, "mentoring/clearance_add.html", {"form": form, "mentor": mentor})


@requires(Permission.MANAGE_MENTORS)
def clearance_end(request, clearance_id):
    """Give a clearance its last day, today unless something else is typed."""
    clearance = get_object_or_404(
        PrisonClearance.objects.filter(mentor__in=Mentor.objects.visible_to(request.user)).select_related(
            "mentor__user", "prison"
        ),
        pk=clearance_id,
    )
    form = ClearanceEndForm(
        request.POST or None,
        initial={"until_date": clearance.until_date or timezone.localdate()},
        cancel_url=_address(clearance.mentor),
    )
    if request.method == "POST" and form.is_valid():
        try:
            mentors.end_clearance(clearance=clearance, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("until_date", str(refusal))
        else:
            messages.success(request, f"Last day of the clearance for {clearance.prison} saved.")
            return redirect(_address(clearance.mentor))
    return render(request, "mentoring/clearance_end.html", {"form": form, "clearance": clearance})


def _mentor(request, mentor_id):
    return get_object_or_404(Mentor.objects.visible_to(request.user).with_people().select_related("user"), pk=mentor_id)


def _address(mentor):
    return reverse("mentoring:mentor_edit", args=[mentor.pk])


def _saved(mentor):
    return {
        "capacity": mentor.capacity,
        "available": mentor.available,
        "languages": mentor.languages,
        "areas": list(mentor.areas.all()),
    }
