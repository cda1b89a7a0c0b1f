"""The match of a person and their mentor: asked after the first meeting, looked at by a manager when it does not go well."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from mentoring.enums.match_reviews import MatchOutcome
from mentoring.forms.matches import MatchFilter, MatchReviewForm
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.selectors.matches import match_of, matches_to_look_at
from mentoring.services.match_reviews import record_match_review

SORTS = {
    "name": ["person__sort_name"],
    "mentor": ["lead_name", "person__sort_name"],
    "matter": ["to_ask", "person__sort_name"],
    "liberation": ["liberation_day", "person__sort_name"],
}


@requires(Permission.RECORD_CONTACTS)
@require_safe
def match_list(request):
    """Matches to ask about, and those where another mentor is wanted: own people for a mentor, the team's for a manager."""
    rows = MatchFilter(request.GET, queryset=matches_to_look_at(request.user), request=request)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="matter")
    trail.listed(request, [case.person_id for case in page])
    context = {"filter": rows, "page": page, "today": timezone.localdate()}
    return render(request, "mentoring/match_list.html", context)


@requires(Permission.RECORD_CONTACTS)
@require_safe
def match(request, case_id):
    """Who the mentor is and why, how it goes, and who it was before."""
    today = timezone.localdate()
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, today, case=case),
        "case": case,
        "match": match_of(case, today),
        "may_change": request.user.may(Permission.ALLOCATE) and case.is_open,
        "today": today,
    }
    return render(request, "mentoring/match.html", context)


@requires(Permission.RECORD_CONTACTS)
def match_review(request, case_id):
    """Ask how it goes."""
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    back = reverse("mentoring:match", args=[case.pk])
    form = MatchReviewForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            review = record_match_review(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            wanted = review.outcome == MatchOutcome.CHANGE
            messages.success(request, "Saved. The managers look for another mentor." if wanted else "Saved.")
            return redirect(back)
    trail.viewed(request, subject=case, person=case.person)
    context = {"header": person_header(case.person, timezone.localdate(), case=case), "case": case, "form": form}
    return render(request, "mentoring/match_review.html", context)
