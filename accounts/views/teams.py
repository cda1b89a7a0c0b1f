from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.teams import TeamAddForm, TeamEditForm
from accounts.models import Team
from accounts.permissions import Permission, requires
from accounts.services import teams
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page

SORTS = {"name": ["name"], "people": ["-people", "name"]}


@requires(Permission.CONFIGURE)
@require_safe
def team_list(request):
    rows = Team.objects.annotate(people=Count("users", filter=Q(users__is_active=True)))
    page = sorted_page(request, rows, sorts=SORTS, default="name")
    return render(request, "accounts/team_list.html", {"page": page})


@requires(Permission.CONFIGURE)
def team_add(request):
    form = TeamAddForm(request.POST or None, submit="Add this team", cancel_url=reverse("accounts:team_list"))
    if request.method == "POST" and form.is_valid():
        try:
            team = teams.add_team(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{team.name} is added.")
            return redirect("accounts:team_list")
    return render(request, "accounts/team_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def team_edit(request, team_id):
    team = get_object_or_404(Team, pk=team_id)
    form = TeamEditForm(
        request.POST or None,
        initial={"name": team.name, "version": team.version},
        submit="Save",
        cancel_url=reverse("accounts:team_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            teams.edit_team(
                team=team, name=form.cleaned_data["name"], read_at_version=form.cleaned_data["version"], by=request.user
            )
        except EditedMeanwhile:
            team.refresh_from_db()
            form.show_clash(now={"name": team.name}, version=team.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "The team is saved.")
            return redirect("accounts:team_list")
    return render(request, "accounts/team_edit.html", {"form": form, "team": team})


@requires(Permission.CONFIGURE)
@require_POST
def team_close(request, team_id):
    team = get_object_or_404(Team, pk=team_id)
    try:
        teams.close_team(team=team, on=timezone.localdate(), by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{team.name} is closed.")
    return redirect("accounts:team_edit", team_id=team.pk)


@requires(Permission.CONFIGURE)
@require_POST
def team_reopen(request, team_id):
    team = get_object_or_404(Team, pk=team_id)
    teams.reopen_team(team=team, by=request.user)
    messages.success(request, f"{team.name} is open again.")
    return redirect("accounts:team_edit", team_id=team.pk)
