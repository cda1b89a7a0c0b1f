"""The allocation queue, and choosing a mentor. The manager decides; the page says what speaks for and against."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from mentoring.forms.assignments import AllocateForm, QueueFilter
from mentoring.forms.preferences import NeedForm
from mentoring.matching.facts import to_match
from mentoring.matching.proposal import FIRST
from mentoring.matching.suggestions import suggest_mentors
from mentoring.matching.urgency import BY_URGENCY, why_now, with_mentor_by
from mentoring.matching.weights import weights_of
from mentoring.models import Case
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services import assignments

SORTS = {
    "name": ["person__sort_name"],
    "prison": ["now_at_name", "person__sort_name"],
    "urgency": BY_URGENCY,
    "liberation": ["liberation_day", "opened_date"],
    "area": ["episode__return_area__name", "person__sort_name"],
    "waiting": ["opened_date"],
}


@requires(Permission.ALLOCATE)
@require_safe
def allocation_queue(request):
    """People of the team who agreed to take part and have no mentor, the most urgent first, and why."""
    today = timezone.localdate()
    weights = weights_of(request.user.team_id)
    waiting = (
        Case.objects.visible_to(request.user)
        .filter(programme__team=request.user.team_id)
        .unallocated()
        .with_liberation()
        .with_meetings_held()
        .select_related("person", "programme", "episode__return_area")
    )
    rows = QueueFilter(request.GET, queryset=with_mentor_by(waiting, weights), request=request)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="urgency")
    trail.listed(request, [case.person_id for case in page])
    for case in page:
        case.days_waiting = (today - case.opened_date).days
        case.why_now = why_now(case, weights, today)
    context = {
        "filter": rows,
        "page": page,
        "today": today,
        "first": FIRST,
        "ticked": request.GET.get("tick") == "all",
        "tick_url": f"?{_ticking(request)}",
    }
    return render(request, "mentoring/allocation_queue.html", context)


def _ticking(request):
    query = request.GET.copy()
    query["tick"] = "all"
    return query.urlencode()


@requires(Permission.ALLOCATE)
def allocate(request, case_id):
    """Choose the mentor of one case. Doubts are shown and never forbid."""
    today = timezone.localdate()
    case = get_object_or_404(
        to_match(cases_with_header().visible_to(request.user)).select_related("referral"),
        programme__team=request.user.team_id,
        pk=case_id,
    )
    suggestions = suggest_mentors(case, today)
    form = AllocateForm(request.POST or None, team=request.user.team_id, has_mentor=case.lead_id is not None)
    if request.method == "POST" and form.is_valid():
        try:
            made = assignments.allocate(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            _say_who(request, case, form.cleaned_data["mentor"], suggestions)
            return redirect("mentoring:allocation", made.allocation_id) if made.allocation_id else redirect(case)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, today, case=case),
        "case": case,
        "form": form,
        "need": NeedForm(initial={"need": case.need}),
        "wishes": case.wishes_now[0] if case.wishes_now else None,
        "chosen": form["mentor"].value(),
        "suggestions": suggestions,
        "without_profile": User.objects.active().mentors().filter(team=request.user.team_id, mentor=None).count(),
    }
    return render(request, "mentoring/allocate.html", context)


def _say_who(request, case, mentor, suggestions):
    messages.success(request, f"{mentor} is now the mentor of {case.reference} and has been told.")
    doubts = next((each.against_them for each in suggestions if each.mentor.pk == mentor.pk), [])
    if doubts:
        messages.warning(request, f"To see to with {mentor}: {'; '.join(doubts)}.")
