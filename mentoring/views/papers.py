"""What of the team's mentors runs out or is missing, and when to tell them."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile
from core.lists import PER_PAGE
from mentoring.forms.papers import EVERYTHING, PaperFilter, SupervisionSettingsForm
from mentoring.models import Mentor, SupervisionSettings
from mentoring.paper_rules import State
from mentoring.selectors.papers import paper_lines
from mentoring.services.supervision import edit_supervision_settings

# What is missing has no last day and comes first.
SORTS = {
    "until": lambda row: (row.until_date or dt.date.min, row.mentor.user.name, row.paper, row.about),
    "mentor": lambda row: (row.mentor.user.name, row.until_date or dt.date.min, row.paper, row.about),
    "what": lambda row: (row.paper.label, row.about, row.until_date or dt.date.min, row.mentor.user.name),
}
DECIDED = ("supervision_weeks", "remind_days")


@requires(Permission.MANAGE_MENTORS)
@require_safe
def paper_list(request):
    """Clearances, vetting, keys, PVG, training and supervision of the team, what is missing and what ends first on top."""
    today = timezone.localdate()
    rows = paper_lines(Mentor.objects.visible_to(request.user), today)
    mentors = sorted({row.mentor.pk: row.mentor for row in rows}.values(), key=str)
    form = PaperFilter(request.GET, mentors=mentors)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(_sorted(request, [row for row in rows if _fits(row, chosen)]), PER_PAGE)
    context = {
        "filter": form,
        "page": page.get_page(request.GET.get("page")),
        "today": today,
        "everything": len(rows),
        "chosen": any(chosen.values()),
    }
    return render(request, "mentoring/paper_list.html", context)


@requires(Permission.MANAGE_MENTORS)
def supervision_settings(request):
    """How often mentors of the team are supervised, and when reminders go out."""
    team = request.user.team
    settings = SupervisionSettings.of_team(team)
    back = reverse("mentoring:paper_list")
    form = SupervisionSettingsForm(
        request.POST or None, initial={**_saved(settings), "version": settings.version}, cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_supervision_settings(team=team, by=request.user, **form.decided())
        except EditedMeanwhile:
            settings = SupervisionSettings.objects.get(team=team)
            form.show_clash(now=_saved(settings), version=settings.version)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    return render(request, "mentoring/supervision_settings.html", {"form": form, "team": team})


def _fits(row, chosen):
    state = chosen.get("state")
    return (
        chosen.get("paper") in ("", None, row.paper)
        and chosen.get("mentor") in ("", None, str(row.mentor.pk))
        and (state in (EVERYTHING, row.state.value) or (not state and row.state != State.LATER))
    )


def _sorted(request, rows):
    key = request.GET.get("sort", "")
    by = SORTS.get(key.removeprefix("-"), SORTS["until"])
    return sorted(rows, key=by, reverse=key.startswith("-") and key.removeprefix("-") in SORTS)


def _saved(settings):
    return {name: getattr(settings, name) for name in DECIDED}
