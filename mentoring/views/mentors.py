"""Mentors: the manager's list, the page of one, and what a manager and the mentor change on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from mentoring.forms.mentors import MentorFilter, MentorForm, OwnProfileForm
from mentoring.models import Mentor
from mentoring.selectors.mentor_pages import page_of
from mentoring.selectors.mentors import team_mentors
from mentoring.services import mentors

SORTS = {
    "name": ["name"],
    "role": ["role", "name"],
    "people": ["people", "name"],
    "load": ["-load", "name"],
    "room": ["-room", "name"],
    "clearances": ["cleared", "name"],
}
SAID = ("languages", "other_languages", "gender", "lived_experience")
DECIDED = ("capacity", "available", "working_days", "supervisor", "languages", "other_languages", "gender")


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


@requires(Permission.MENTOR_SUPPORT)
@require_safe
def my_profile(request):
    """One's own page; whoever has no profile is told who sets it up."""
    own = Mentor.objects.filter(user=request.user).first()
    if own is None:
        messages.info(request, "You have no profile as a mentor. A manager sets it up on the list of mentors.")
        return redirect("/")
    return redirect(own)


@requires(Permission.MENTOR_SUPPORT)
@require_safe
def mentor(request, mentor_id):
    """What is known of a mentor: for managers of the team, and for the mentor."""
    row = get_object_or_404(
        Mentor.objects.visible_to(request.user)
        .with_people()
        .select_related("supervisor", "user__team__supervision_settings"),
        pk=mentor_id,
    )
    today = timezone.localdate()
    context = {"mentor": row, "today": today, **page_of(row, today)}
    if row.user == request.user:
        context["supervised"] = Mentor.objects.filter(supervisor=request.user).select_related("user")
    return render(request, "mentoring/mentor.html", context)


@requires(Permission.MANAGE_MENTORS)
def mentor_edit(request, mentor_id):
    """What a manager decides about a mentor."""
    row = get_object_or_404(Mentor.objects.visible_to(request.user).select_related("user"), pk=mentor_id)
    form = MentorForm(
        request.POST or None,
        initial={**_saved(row, DECIDED), "areas": list(row.areas.all()), "version": row.version},
        mentor=row,
        cancel_url=row.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            mentors.edit_mentor(mentor=row, by=request.user, **form.profile())
        except EditedMeanwhile:
            row.refresh_from_db()
            form.show_clash(now={**_saved(row, DECIDED), "areas": list(row.areas.all())}, version=row.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row} saved.")
            return redirect(row)
    return render(request, "mentoring/mentor_edit.html", {"form": form, "mentor": row})


@requires(Permission.MENTOR_SUPPORT)
def own_profile_edit(request):
    """What a mentor says of themselves."""
    row = Mentor.objects.select_related("user").filter(user=request.user).first()
    if row is None:
        return redirect("mentoring:my_profile")
    form = OwnProfileForm(
        request.POST or None,
        initial={**_saved(row, SAID), "version": row.version},
        cancel_url=row.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            mentors.edit_own_profile(mentor=row, by=request.user, **form.profile())
        except EditedMeanwhile:
            row.refresh_from_db()
            form.show_clash(now=_saved(row, SAID), version=row.version)
        else:
            messages.success(request, "Saved.")
            return redirect(row)
    return render(request, "mentoring/own_profile_edit.html", {"form": form, "mentor": row})


def _saved(mentor, names):
    return {name: getattr(mentor, name) for name in names}
