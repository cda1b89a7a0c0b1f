"""Areas and holidays, to look at. What changes them moves people: liberations/views/holidays.py."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from core.lists import sorted_page
from prisons.enums import Jurisdiction
from prisons.forms.holidays import AreaFilter
from prisons.models import LocalAuthority
from prisons.selectors import calendar_year
from prisons.views.calendars import calendar_url, of_area, of_jurisdiction

SORTS = {"name": ["name"], "own": ["own_days", "name"], "off": ["days_off", "name"]}
# Councils publish a year or two ahead; last year's days explain last year's dates.
YEARS_SHOWN = range(-1, 4)


@requires(Permission.CONFIGURE)
@require_safe
def area_list(request):
    today = timezone.localdate()
    rows = AreaFilter(request.GET, queryset=LocalAuthority.objects.with_days_of(today.year))
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    return render(
        request,
        "prisons/area_list.html",
        {
            "filter": rows,
            "page": page,
            "own_label": f"Own holidays in {today.year}",
            "jurisdictions": list(Jurisdiction),
        },
    )


@requires(Permission.CONFIGURE)
@require_safe
def area(request, area_id):
    return _year_page(request, of_area(area_id))


@requires(Permission.CONFIGURE)
@require_safe
def national(request, jurisdiction):
    return _year_page(request, of_jurisdiction(jurisdiction))


def _year_page(request, calendar):
    this_year = timezone.localdate().year
    years = [this_year + offset for offset in YEARS_SHOWN]
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and 1900 <= int(asked[:5]) <= 2100 else this_year
    if year not in years:
        years = sorted([*years, year])
    rows = [
        {
            "shown": shown,
            "switch_off_url": calendar_url(calendar, "_switch_off", day=shown.day.isoformat())
            if shown.closed and shown.entry is None and not shown.weekend
            else "",
        }
        for shown in calendar_year(calendar, year)
    ]
    return render(
        request,
        "prisons/calendar.html",
        {
            "calendar": calendar,
            "rows": rows,
            "year": year,
            "years": [{"year": each, "url": calendar_url(calendar, year=each)} for each in years],
            "add_url": calendar_url(calendar, "_holiday_add"),
        },
    )
