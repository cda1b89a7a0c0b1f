import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from prisons.holidays import holidays_for
from prisons.liberation_rules import ONE_DAY, SATURDAY, spell_day
from prisons.models import Holiday, LocalAuthority

# A festive closure is the longest; a longer run is a slip in a year or a month.
LONGEST_CLOSURE = timedelta(days=31)


def add_holiday(
    *,
    new_id: uuid.UUID,
    jurisdiction: str,
    local_authority: LocalAuthority | None,
    first_day: date,
    last_day: date | None = None,
    name: str,
    source: str,
    by,
) -> list[Holiday]:
    """Enter the days from `first_day` to `last_day` on which offices are closed, in an area or, without one, everywhere.

    Days that are closed already, weekends among them, need no entry and get none. Refuses when that leaves nothing, when
    one of the days is switched off in this calendar, or for a run longer than a month. The same `new_id` again gives the
    days entered before.
    """
    last_day = last_day or first_day
    if last_day < first_day:
        raise RuleBroken("The last day is before the first day. Check both.")
    if last_day - first_day >= LONGEST_CLOSURE:
        raise RuleBroken("That is more than a month of closed days. Check the first and the last day.")
    calendar = Holiday.objects.of_calendar(jurisdiction, local_authority)
    try:
        with transaction.atomic():
            made = already_made(Holiday, new_id)
            if made is not None:
                return _entered_before(made, calendar, first_day, last_day, name)
            _refuse_switched_off(calendar, first_day, last_day)
            closed = holidays_for(jurisdiction, first_day, last_day, local_authority=local_authority)
            days = [day for day in _run(first_day, last_day) if day not in closed and day.weekday() < SATURDAY]
            if not days:
                which = spell_day(first_day) if first_day == last_day else "every one of those days"
                raise RuleBroken(f"Offices are closed on {which} already: there is nothing to enter.")
            entries = [
                Holiday(
                    pk=new_id if number == 0 else uuid.uuid5(new_id, day.isoformat()),
                    jurisdiction=jurisdiction,
                    local_authority=local_authority,
                    day=day,
                    name=name,
                    source=source,
                )
                for number, day in enumerate(days)
            ]
            with trail.written("add_holiday", Verb.CREATED, by=by, subject=entries[0]) as entry:
                Holiday.objects.bulk_create(entries)
                entry.after = {**_calendar_words(entries[0]), "days": days, "name": name, "source": source}
    except IntegrityError as clash:
        raise RuleBroken("Someone else just entered one of these days. Look at the list again.") from clash
    return entries


def switch_off_day(
    *, jurisdiction: str, local_authority: LocalAuthority | None, day: date, name: str, source: str, by
) -> Holiday:
    """Say that offices are open on a national holiday, in an area or, without one, everywhere. Twice is once.

    Refuses a day on which offices are open anyway, and one that this calendar entered itself: that entry is removed.
    """
    with transaction.atomic():
        stored = Holiday.objects.of_calendar(jurisdiction, local_authority).filter(day=day).first()
        if stored is not None and stored.observed:
            raise RuleBroken(f"{spell_day(day)} was entered here by hand. Remove that entry instead.")
        if stored is not None:
            return stored
        if day not in holidays_for(jurisdiction, day, day, local_authority=local_authority):
            raise RuleBroken(f"Offices are open on {spell_day(day)} already.")
        holiday, made = Holiday.objects.get_or_create(
            jurisdiction=jurisdiction,
            local_authority=local_authority,
            day=day,
            defaults={"name": name, "source": source, "observed": False},
        )
        if made:
            with trail.written("switch_off_day", Verb.CREATED, by=by, subject=holiday) as entry:
                entry.after = {**_calendar_words(holiday), "day": day, "observed": False, "source": source}
    return holiday


def remove_holiday(*, holiday: Holiday, by) -> None:
    """Take an entry out, so that the national list speaks for the day again. The trail keeps what it said."""
    with trail.written("remove_holiday", Verb.CHANGED, by=by, subject=holiday) as entry:
        entry.before = {
            **_calendar_words(holiday),
            "day": holiday.day,
            "name": holiday.name,
            "observed": holiday.observed,
            "source": holiday.source,
        }
        removed, _ = Holiday.objects.filter(pk=holiday.pk).delete()
        # Somebody else was a moment faster.
        entry.needed = bool(removed)


def _entered_before(made, calendar, first_day, last_day, name):
    if not calendar.filter(pk=made.pk, name=name, day__range=(first_day, last_day)).exists():
        raise RuleBroken(f"This form has already entered {made.name}. Go back to the list to add another day.")
    return list(calendar.filter(day__range=(first_day, last_day), name=name, observed=True))


def _refuse_switched_off(calendar, first_day, last_day):
    off = calendar.filter(observed=False, day__range=(first_day, last_day)).first()
    if off is not None:
        raise RuleBroken(f"{spell_day(off.day)} is switched off here. Switch it on again instead.")


def _run(first, last):
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def _calendar_words(holiday):
    area = holiday.local_authority
    return {"jurisdiction": holiday.jurisdiction, "local_authority": area.code if area else None}
