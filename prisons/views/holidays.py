"""Areas and holidays. A calendar is an area's, or without an area the national one of a jurisdiction."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import RuleBroken
from core.lists import sorted_page
from prisons.enums import Jurisdiction
from prisons.forms.holidays import AreaFilter, HolidayForm, SwitchOffForm
from prisons.liberation_rules import spell_day
from prisons.models import Holiday, LocalAuthority
from prisons.selectors import Calendar, calendar_year
from prisons.services.holidays import add_holiday, remove_holiday, switch_off_day

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
    return _year_page(request, _of_area(area_id))


@requires(Permission.CONFIGURE)
def area_holiday_add(request, area_id):
    return _add_page(request, _of_area(area_id))


@requires(Permission.CONFIGURE)
def area_switch_off(request, area_id, day):
    return _switch_off_page(request, _of_area(area_id), day)


@requires(Permission.CONFIGURE)
@require_safe
def national(request, jurisdiction):
    return _year_page(request, _of_jurisdiction(jurisdiction))


@requires(Permission.CONFIGURE)
def national_holiday_add(request, jurisdiction):
    return _add_page(request, _of_jurisdiction(jurisdiction))


@requires(Permission.CONFIGURE)
def national_switch_off(request, jurisdiction, day):
    return _switch_off_page(request, _of_jurisdiction(jurisdiction), day)


@requires(Permission.CONFIGURE)
@require_POST
def holiday_remove(request, holiday_id):
    """Remove an entry, which switches a national day on again when the entry had switched it off."""
    holiday = Holiday.objects.select_related("local_authority").filter(pk=holiday_id).first()
    if holiday is None:
        # A second press: the first one did it.
        messages.info(request, "That entry is already removed.")
        return redirect("prisons:area_list")
    remove_holiday(holiday=holiday, by=request.user)
    done = "removed" if holiday.observed else "is kept again"
    messages.success(request, f"{holiday.name} on {spell_day(holiday.day)} {done}.")
    calendar = Calendar(Jurisdiction(holiday.jurisdiction), holiday.local_authority)
    return redirect(_url(calendar, "", year=holiday.day.year))


def _of_area(area_id):
    # All areas are councils of Scotland; England and Wales have only the national calendar.
    return Calendar(Jurisdiction.SCOTLAND, get_object_or_404(LocalAuthority, pk=area_id))


def _of_jurisdiction(value):
    if value not in Jurisdiction:
        raise Http404
    return Calendar(Jurisdiction(value))


def _url(calendar, page, *, year=None, **more):
    """The address of a calendar's page: "" for its year, "_holiday_add" or "_switch_off"."""
    if calendar.local_authority:
        name, whose = f"prisons:area{page}", {"area_id": calendar.local_authority.pk}
    else:
        name, whose = f"prisons:national{page}", {"jurisdiction": calendar.jurisdiction.value}
    return reverse(name, kwargs=whose | more) + (f"?year={year}" if year else "")


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
            "switch_off_url": _url(calendar, "_switch_off", day=shown.day.isoformat())
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
            "years": [{"year": each, "url": _url(calendar, "", year=each)} for each in years],
            "add_url": _url(calendar, "_holiday_add"),
        },
    )


def _add_page(request, calendar):
    form = HolidayForm(request.POST or None, initial={"source": _last_source(calendar)}, cancel_url=_url(calendar, ""))
    if request.method == "POST" and form.is_valid():
        try:
            entered = add_holiday(
                jurisdiction=calendar.jurisdiction,
                local_authority=calendar.local_authority,
                by=request.user,
                **form.cleaned_data,
            )
        except RuleBroken as refusal:
            form.add_error("first_day", str(refusal))
        else:
            days = "1 day" if len(entered) == 1 else f"{len(entered)} days"
            messages.success(request, f"{form.cleaned_data['name']} added: {days} on which offices are closed.")
            return redirect(_url(calendar, "", year=entered[0].day.year))
    return render(
        request, "prisons/holiday_add.html", {"form": form, "calendar": calendar, "calendar_url": _url(calendar, "")}
    )


def _switch_off_page(request, calendar, day):
    try:
        day = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    shown = next(
        (each for each in calendar_year(calendar, day.year) if each.day == day),
        None,
    )
    if shown is None:
        raise Http404
    back = _url(calendar, "", year=day.year)
    form = SwitchOffForm(request.POST or None, initial={"source": _last_source(calendar)}, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            switch_off_day(
                jurisdiction=calendar.jurisdiction,
                local_authority=calendar.local_authority,
                day=day,
                name=shown.name[:80],
                by=request.user,
                **form.cleaned_data,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{shown.name} on {spell_day(day)} is not kept: offices are open.")
            return redirect(back)
    return render(
        request,
        "prisons/holiday_switch_off.html",
        {"form": form, "calendar": calendar, "shown": shown, "calendar_url": back},
    )


def _last_source(calendar):
    """Holidays are entered a council's list at a time: the source is offered again, not asked again."""
    entries = Holiday.objects.of_calendar(calendar.jurisdiction, calendar.local_authority)
    return entries.order_by("-day").values_list("source", flat=True).first() or ""
