import datetime as dt

from django.utils import timezone

from accounts.permissions import Permission
from desk.panels.panel import Panel
from desk.selectors.first_hours import FIRST_DAYS_SHOWN
from liberations.keeping_contact.reading import first_hours_of


def first_hours(request, header):
    """The first 48 hours by the hour, while they are not long over."""
    case, released = header.case, header.released_date
    if released is None or header.today > released + dt.timedelta(days=FIRST_DAYS_SHOWN):
        return None
    hours = first_hours_of([case], timezone.now())[case.pk]
    may_record = case.is_open and request.user.may(Permission.PLAN_GATES)
    return Panel("desk/panels/_first_hours.html", {"hours": hours, "may_record": may_record})
