from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Team, User
from accounts.permissions import Permission, requires
from prisons.models import LiberationRulePeriod, LocalAuthority, Prison
from referrals.models import Agency, Programme


@requires(Permission.CONFIGURE)
@require_safe
def administration(request):
    """What an administrator keeps, each a figure that opens its list."""
    today = timezone.localdate()
    counts = {
        "prisons": Prison.objects.open_on(today).count(),
        "areas": LocalAuthority.objects.count(),
        "rules": LiberationRulePeriod.objects.in_force_on(today).count(),
        "agencies": Agency.objects.open_on(today).count(),
        "programmes": Programme.objects.open_on(today).count(),
        "staff": User.objects.active().count(),
        "teams": Team.objects.filter(closed_date=None).count(),
    }
    return render(request, "desk/administration.html", {"counts": counts})
