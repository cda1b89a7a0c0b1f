from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import Permission, requires
from audit import trail
from desk.selectors import my_day as selectors


@requires(Permission.RECORD_CONTACTS)
def my_day(request):
    """A mentor's first page. Each line has one press to what is to be done."""
    day = selectors.my_day(request.user, timezone.localdate())
    trail.listed(request, day.people)
    context = {"day": day, "today": day.today, "write_up": day.to_write_up(timezone.localtime().time())}
    return render(request, "desk/my_day.html", context)
