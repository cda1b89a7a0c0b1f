"""What a moved day or a transfer changed and what needs a decision: of one person, and of everyone, on a desk."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from liberations.forms.replans import DecisionFilter
from liberations.models import ReplanItem
from liberations.replanning.selectors import changes, closed_after, open_decisions
from liberations.replanning.words import action, by_itself, sentence
from liberations.selectors import case_for_gate, questions_about
from liberations.services import replan_decisions as services
from mentoring.selectors.headers import person_header

SORTS = {
    "day": ["liberation_day", "replan__case__person__sort_name"],
    "name": ["replan__case__person__sort_name"],
    "what": ["kind", "liberation_day"],
    "mentor": ["lead_name", "liberation_day"],
    "since": ["-replan__recorded_at"],
}


@requires(Permission.OPEN_RECORDS)
@require_safe
def replans(request, case_id):
    """What changed of one person, what happened by itself and what somebody has to decide."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    today = timezone.localdate()
    found = changes(case)
    closed = closed_after([change.replan.after_date for change in found])
    for change in found:
        change.open[:] = [(item, sentence(item), _button(request.user, item)) for item in change.open]
        change.done[:] = [sentence(item) for item in change.done] + by_itself(change.replan, closed=closed)
        change.decided[:] = [(item, sentence(item)) for item in change.decided]
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "case": case,
        "header": person_header(case.person, today, case=case),
        "changes": found,
        "questions": questions_about(case),
        "may_decide": request.user.may(Permission.RECORD_RELEASE_DATES),
    }
    return render(request, "liberations/replans.html", context)


@requires(Permission.OPEN_RECORDS)
@require_safe
def decision_list(request):
    """Everything that needs a decision because a day moved or somebody was moved: own people's, or the team's."""
    rows = DecisionFilter(request.GET, queryset=open_decisions(request.user), request=request)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="day")
    lines = [(item, sentence(item), _button(request.user, item)) for item in page]
    trail.listed(request, dict.fromkeys(item.replan.case.person_id for item in page))
    context = {"filter": rows, "page": page, "lines": lines, "today": timezone.localdate()}
    return render(request, "liberations/decision_list.html", context)


@requires(Permission.RECORD_RELEASE_DATES)
@require_POST
def decision_leave(request, item_id):
    """Nothing has to be done about it."""
    item = get_object_or_404(_items(request), pk=item_id)
    try:
        services.leave_as_it_is(item=item, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Left as it is. You can undo this on the page of what has changed.")
    return redirect(_back(request, item))


@requires(Permission.RECORD_RELEASE_DATES)
@require_POST
def decision_again(request, item_id):
    """Undo: it needs a decision after all."""
    item = get_object_or_404(_items(request), pk=item_id)
    try:
        services.decide_again(item=item, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It needs a decision again.")
    return redirect(_back(request, item))


def _items(request):
    return ReplanItem.objects.visible_to(request.user).select_related("replan__case__person")


def _button(user, item):
    """Where it is decided, if the user may go there."""
    where = action(item)
    return where if user.may(where.permission) else None


def _back(request, item):
    """To the page it was pressed on: the list as it was filtered, or the person's changes."""
    if "list" not in request.POST:
        return item.replan.get_absolute_url()
    kept = {
        name: request.POST[name]
        for name in ("whose", "kind", "when", "prison", "mentor", "sort", "page")
        if request.POST.get(name)
    }
    return f"{reverse('liberations:decision_list')}?{urlencode(kept)}" if kept else reverse("liberations:decision_list")
