"""How a team weighs its caseload, and the arithmetic of each mentor's load."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile
from core.lists import sorted_page
from mentoring.forms.weights import DAY_NAMES, FACTOR_NAMES, WeightsForm
from mentoring.matching.weights import capacity_of, plain, weighted_load, weights_of
from mentoring.models import Assignment, Mentor
from mentoring.models.loads import weighed
from mentoring.services.matching import edit_weights
from people.models import Person

SORTS = {
    "weight": ["-weight", "case__person__sort_name"],
    "name": ["case__person__sort_name"],
    "phase": ["phase", "-weight"],
}


@requires(Permission.MANAGE_MENTORS)
def caseload_weights(request):
    """The factors and days of the team, with every mentor's load by them."""
    weights = weights_of(request.user.team)
    form = WeightsForm(
        request.POST or None,
        initial={**_saved(weights), "version": weights.version},
        cancel_url=reverse("mentoring:mentor_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_weights(team=request.user.team, by=request.user, **form.weights())
        except EditedMeanwhile:
            weights = weights_of(request.user.team)
            form.show_clash(now=_values(weights), version=weights.version)
        else:
            messages.success(request, "The weights are saved. Every mentor’s load is worked out by them from now on.")
            return redirect("mentoring:caseload_weights")
    mentors = Mentor.objects.of_team(request.user.team_id).filter(user__is_active=True)
    rows = mentors.with_people().with_load(timezone.localdate()).select_related("user").order_by("user__name")
    return render(
        request,
        "mentoring/caseload_weights.html",
        {"form": form, "loads": [(mentor, _capacity(weights, mentor)) for mentor in rows]},
    )


@requires(Permission.RECORD_CONTACTS)
@require_safe
def mentor_load(request, mentor_id):
    """What each person a mentor leads weighs, factor by factor. People the reader may not open are counted, not named."""
    today = timezone.localdate()
    mentor = get_object_or_404(
        Mentor.objects.visible_to(request.user).with_people().with_load(today).select_related("user"), pk=mentor_id
    )
    weights = weights_of(mentor.user.team_id)
    leading = weighed(Assignment.objects.filter(mentor=mentor, case__closed_date=None).lead().current(), today)
    rows = leading.filter(case__person__in=Person.objects.visible_to(request.user)).select_related("case__person")
    page = sorted_page(request, rows, sorts=SORTS, default="weight")
    for row in page:
        row.sum = weighted_load(weights, need=row.case.need, phase=row.phase, is_far=row.is_far)
    trail.listed(request, [row.case.person_id for row in page])
    capacity = _capacity(weights, mentor)
    context = {
        "mentor": mentor,
        "page": page,
        "others": mentor.people - page.paginator.count,
        "capacity": capacity,
        "over": mentor.load - capacity,
        "weights": weights,
    }
    return render(request, "mentoring/mentor_load.html", context)


def _capacity(weights, mentor):
    return capacity_of(weights, capacity=mentor.capacity, days=len(mentor.working_days))


def _values(weights):
    return {name: getattr(weights, name) for name in (*FACTOR_NAMES, *DAY_NAMES)}


def _saved(weights):
    """What is saved, as one would type it."""
    return {name: plain(value) if name in FACTOR_NAMES else value for name, value in _values(weights).items()}
