"""An administrator changes a calendar at a desk. Whom that moves is shown first; what moves nobody is done at once."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from core.errors import RuleBroken
from liberations.services.holiday_changes import WouldMove, enter_holiday, open_on_day, take_out_holiday
from liberations.views.changes import preview, seen, who_moved
from prisons.enums import Jurisdiction
from prisons.forms.holidays import HolidayForm, SwitchOffForm
from prisons.liberation_rules import spell_day
from prisons.models import Holiday
from prisons.selectors import Calendar, calendar_year
from prisons.views.calendars import calendar_url, of_area, of_jurisdiction


@requires(Permission.CONFIGURE)
def area_holiday_add(request, area_id):
    return _add_page(request, of_area(area_id))


@requires(Permission.CONFIGURE)
def national_holiday_add(request, jurisdiction):
    return _add_page(request, of_jurisdiction(jurisdiction))


@requires(Permission.CONFIGURE)
def area_switch_off(request, area_id, day):
    return _switch_off_page(request, of_area(area_id), day)


@requires(Permission.CONFIGURE)
def national_switch_off(request, jurisdiction, day):
    return _switch_off_page(request, of_jurisdiction(jurisdiction), day)


@requires(Permission.CONFIGURE)
@require_POST
def holiday_remove(request, holiday_id):
    """Remove an entry, which switches a national day on again when the entry had switched it off."""
    holiday = Holiday.objects.select_related("local_authority").filter(pk=holiday_id).first()
    if holiday is None:
        # A second press: the first one did it.
        messages.info(request, "That entry is already removed.")
        return redirect("prisons:area_list")
    calendar = Calendar(Jurisdiction(holiday.jurisdiction), holiday.local_authority)
    back, day = calendar_url(calendar, year=holiday.day.year), spell_day(holiday.day)
    try:
        effects = take_out_holiday(holiday=holiday, seen=seen(request), by=request.user)
    except WouldMove as would_move:
        doing = "Remove" if holiday.observed else "Switch on again"
        return preview(request, would_move, what=f"{doing}: {holiday.name}, {day}, {calendar.name}", back=back)
    done = "removed" if holiday.observed else "is kept again"
    messages.success(request, f"{holiday.name} on {day} {done}. {who_moved(effects)}")
    return redirect(back)


def _add_page(request, calendar):
    back = calendar_url(calendar)
    form = HolidayForm(request.POST or None, initial={"source": _last_source(calendar)}, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            entered, effects = enter_holiday(
                jurisdiction=calendar.jurisdiction,
                local_authority=calendar.local_authority,
                seen=seen(request),
                by=request.user,
                **form.cleaned_data,
            )
        except WouldMove as would_move:
            return preview(
                request, would_move, what=f"Add {name}, {_days(form.cleaned_data)}, {calendar.name}", back=back
            )
        except RuleBroken as refusal:
            form.add_error("first_day", str(refusal))
        else:
            days = "1 day" if len(entered) == 1 else f"{len(entered)} days"
            messages.success(request, f"{name} added: {days} on which offices are closed. {who_moved(effects)}")
            return redirect(calendar_url(calendar, year=entered[0].day.year))
    context = {"form": form, "calendar": calendar, "calendar_url": back}
    return render(request, "liberations/holiday_add.html", context)


def _switch_off_page(request, calendar, day):
    try:
        day = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    shown = next((each for each in calendar_year(calendar, day.year) if each.day == day), None)
    if shown is None:
        raise Http404
    back = calendar_url(calendar, year=day.year)
    form = SwitchOffForm(request.POST or None, initial={"source": _last_source(calendar)}, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            _, effects = open_on_day(
                jurisdiction=calendar.jurisdiction,
                local_authority=calendar.local_authority,
                day=day,
                name=shown.name[:80],
                seen=seen(request),
                by=request.user,
                **form.cleaned_data,
            )
        except WouldMove as would_move:
            what = f"Switch off {shown.name}, {spell_day(day)}, {calendar.name}"
            return preview(request, would_move, what=what, back=back)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{shown.name} on {spell_day(day)} is not kept: offices are open. {who_moved(effects)}"
            )
            return redirect(back)
    context = {"form": form, "calendar": calendar, "shown": shown, "calendar_url": back}
    return render(request, "liberations/holiday_switch_off.html", context)


def _days(typed):
    first, last = typed["first_day"], typed["last_day"]
    return f"{spell_day(first)} to {spell_day(last)}" if last and last != first else spell_day(first)


def _last_source(calendar):
    """Holidays are entered a council's list at a time: the source is offered again, not asked again."""
    entries = Holiday.objects.of_calendar(calendar.jurisdiction, calendar.local_authority)
    return entries.order_by("-day").values_list("source", flat=True).first() or ""
