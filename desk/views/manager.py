from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from audit import trail
from desk.forms.caseload import NO_MENTOR
from desk.selectors import caseload, team
from liberations.early_release.cohort import open_cohorts
from mentoring.enums.flags import FlagKind


def manager_home(request):
    """A manager's first page: what the team cannot leave lying. Each figure opens the caseload at its cases.

    Called by desk.views.home for a manager, who has signed in.
    """
    today = timezone.localdate()
    cases = team.sketches(request.user, today)
    counts = team.counts(cases, today)
    lists = team.lists(cases, team.unmet_gates(request.user), team.worries(request.user, today), today)
    trail.listed(request, lists.people)
    address = reverse("desk:caseload")
    context = {
        "today": today,
        "counters": [
            (counts.soon, f"{address}?liberation={caseload.SOON_DAYS}", f"Liberations in {caseload.SOON_DAYS} days"),
            (counts.fewer_meetings, f"{address}?flag={FlagKind.FEWER_MEETINGS}", "Fewer visits than needed"),
            (counts.follow_up_overdue, f"{address}?flag={FlagKind.FOLLOW_UP_OVERDUE}", "Follow-up overdue"),
            (counts.no_mentor, f"{address}?mentor={NO_MENTOR}", "No mentor yet"),
        ],
        "passed": counts.liberation_passed,
        "passed_url": f"{address}?flag={FlagKind.LIBERATION_PASSED}",
        "waiting": team.waiting(request.user, today),
        "people": counts.people,
        "lists": lists,
        "cohorts": open_cohorts(request.user),
        "mentors": team.by_mentor(request.user, cases, today),
        "caseload_url": address,
        "soon_days": caseload.SOON_DAYS,
    }
    return render(request, "desk/manager.html", context)
