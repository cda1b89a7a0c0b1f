import datetime as dt

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from desk.forms.month import MonthFilter
from desk.selectors import caseload
from desk.selectors import month as selectors

YEARS = range(2000, 2100)


@requires(Permission.OPEN_RECORDS)
@require_safe
def month(request, year, month):
    """Who is liberated when, by prison and mentor; made to be printed."""
    if year not in YEARS or not 1 <= month <= 12:
        raise Http404
    first, today = dt.date(year, month, 1), timezone.localdate()
    form = MonthFilter(
        request.GET,
        choices=caseload.choices(request.user, today),
        all_mentors=request.user.may(Permission.SEE_TEAM),
    )
    chosen = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    found = selectors.month(request.user, first, today, **chosen)
    trail.listed(request, found.named)
    context = {
        "filter": form,
        "first": first,
        "found": found,
        "today": today,
        "chosen": chosen,
        "sees_team": request.user.may(Permission.SEE_TEAM),
        "previous": _address(first - dt.timedelta(days=1), request),
        "next": _address(first + dt.timedelta(days=31), request),
        "next_day": found.next_day(today),
        "this_month": "" if (year, month) == (today.year, today.month) else _address(today, request),
    }
    return render(request, "desk/month.html", context)


def _address(day, request):
    if day.year not in YEARS:
        return ""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return reverse("desk:month", args=[day.year, day.month]) + query
