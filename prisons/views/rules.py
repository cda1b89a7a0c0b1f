"""Liberation rules, to look at. What changes them moves people: liberations/views/rules.py."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from prisons.enums import Jurisdiction
from prisons.models import LiberationRulePeriod
from prisons.selectors import rule_in_force


@requires(Permission.CONFIGURE)
@require_safe
def rule_list(request):
    today = timezone.localdate()
    in_force = {jurisdiction: rule_in_force(jurisdiction, today) for jurisdiction in Jurisdiction}
    periods = list(LiberationRulePeriod.objects.order_by("-jurisdiction", "from_date"))
    for period in periods:
        period.holds_today = in_force[period.jurisdiction] == period.rule
        period.to_come = bool(period.from_date and period.from_date > today)
    return render(request, "prisons/rule_list.html", {"periods": periods, "today": today})
