from django.db.models import Count, Value
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Team, User
from accounts.permissions import Permission, requires
from mentoring.models import TrainingKind
from notifications.selectors import job_states
from prisons.models import LiberationRulePeriod, LocalAuthority, Prison
from referrals.models import Agency, Place, Programme


@requires(Permission.CONFIGURE)
@require_safe
def administration(request):
    """What an administrator keeps, each a figure that opens its list."""
    today = timezone.localdate()
    counts = _counts(
        prisons=Prison.objects.open_on(today),
        areas=LocalAuthority.objects.all(),
        rules=LiberationRulePeriod.objects.in_force_on(today),
        agencies=Agency.objects.open_on(today),
        places=Place.objects.open_on(today),
        programmes=Programme.objects.open_on(today),
        staff=User.objects.active(),
        trainings=TrainingKind.objects.open_on(today),
        teams=Team.objects.open_on(today),
    )
    troubled = sum(job.state in ("late", "failed") for job in job_states())
    return render(request, "desk/administration.html", {"counts": counts, "troubled_jobs": troubled})


def _counts(**querysets):
    """How many rows each queryset has, in one query."""
    first, *others = (
        rows.order_by()
        .annotate(counted=Value(kind))
        .values("counted")
        .annotate(rows=Count("pk"))
        .values_list("counted", "rows")
        for kind, rows in querysets.items()
    )
    return dict.fromkeys(querysets, 0) | dict(first.union(*others, all=True))
