"""The minimum standards of one case, read by whoever works with the person."""

from collections import Counter

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from liberations.standards import case_facts, with_facts
from mentoring.enums.standards import Verdict
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.standards.scorecard import scorecard


@requires(Permission.OPEN_RECORDS)
@require_safe
def case_standards(request, case_id):
    """Every standard with its verdict and the rows it rests on."""
    cases = cases_with_header().visible_to(request.user).select_related("person", "programme", "referral", "episode")
    case, today = get_object_or_404(with_facts(cases), pk=case_id), timezone.localdate()
    waivers = case.waivers.in_force().select_related("waived_by")
    results = scorecard(case_facts(case, today), waivers)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, today, case=case),
        "case": case,
        "results": results,
        "counts": _counts(results),
        "may_waive": request.user.may(Permission.WAIVE_STANDARDS),
        "today": today,
    }
    return render(request, "desk/case_standards.html", context)


def _counts(results):
    """(verdict in words, how many standards), of those there are."""
    numbers = Counter(result.verdict for result in results)
    return [(label, numbers[verdict]) for verdict, label in Verdict.choices if numbers[verdict]]
