"""Where somebody sleeps the night they get out: planned before the gate, with who confirmed it and a fallback."""

import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.templatetags.ui import day
from mentoring.enums.readiness import CalledSafe, Lodging
from mentoring.locks import locked_case
from mentoring.models import Case, FirstNight
from mentoring.readiness.first_night import in_place
from mentoring.services.readiness import follow_first_night

FACTS = (
    "lodging",
    "address",
    "confirmed_by",
    "confirmed_date",
    "arrive_by",
    "keys",
    "called_safe",
    "fallback",
    "fallback_phone",
)
# What is said of a place and is not true of another one.
_OF_THE_PLACE = {"address": "", "confirmed_by": "", "confirmed_date": None, "arrive_by": None, "keys": ""}


def record_first_night(*, case: Case, read_at_number: int, by, at: dt.datetime | None = None, **facts) -> FirstNight:
    """Say where they sleep the first night (`facts`: names of FACTS). `read_at_number` is 0 when nothing had been said.

    The bed on the list of what has to be ready follows. "Nowhere to stay yet" makes the gate required
    (liberations.selectors). The same again is nothing new; raises EditedMeanwhile when somebody else said something since.
    """
    with trail.written("record_first_night", Verb.CHANGED, by=by, person=case.person) as entry:
        case = locked_case(case.pk)
        known = case.first_nights.current().first()
        wanted = _tidied({name: FirstNight._meta.get_field(name).get_default() for name in FACTS} | facts)
        if known and all(getattr(known, name) == wanted[name] for name in FACTS):
            entry.needed = False
            return known
        if (known.number if known else 0) != read_at_number:
            raise EditedMeanwhile
        if case.closed_date:
            raise RuleBroken("Support has ended. Reopen the case to change the first night.")
        at = at or timezone.now()
        if wanted["confirmed_date"] and wanted["confirmed_date"] > timezone.localdate(at):
            raise RuleBroken("It cannot have been confirmed on a day that has not come.")
        if known:
            case.first_nights.filter(pk=known.pk).update(is_current=False)
        night = FirstNight.objects.create(
            case=case, number=_last_number(case) + 1, recorded_at=at, recorded_by=by, **wanted
        )
        entry.subject = night
        entry.before = {"lodging": known.lodging} if known else {}
        entry.after = {"lodging": night.lodging, "called_safe": night.called_safe, "in_place": in_place(night)}
        follow_first_night(case=case, is_in_place=in_place(night), confirmed=_confirmed(night), by=by, at=at)
        return night


def retire_first_night(*, case: Case, by) -> bool:
    """Another time in custody began: where they slept after the one before no longer counts. Whether any did."""
    with trail.written("retire_first_night", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        entry.needed = bool(case.first_nights.current().update(is_current=False))
        return entry.needed


def restore_first_night(*, case: Case, told_since: dt.datetime | None, by) -> bool:
    """Undo `retire_first_night`: the last one told counts again, unless something has been said since. Whether one does.

    `told_since` is when an earlier time in custody began that stands (None: none did); a night told before it is not meant.
    """
    with trail.written("restore_first_night", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        last = case.first_nights.first()
        entry.needed = bool(last and not last.is_current and (told_since is None or last.recorded_at >= told_since))
        if entry.needed:
            case.first_nights.filter(pk=last.pk).update(is_current=True)
        return entry.needed


def _last_number(case):
    return case.first_nights.values_list("number", flat=True).first() or 0


def _tidied(facts):
    if facts["lodging"] == Lodging.NOWHERE:
        return facts | _OF_THE_PLACE | {"called_safe": CalledSafe.NOT_ASKED}
    return facts


def _confirmed(night):
    """How we know, in words, for the list."""
    if not in_place(night):
        return ""
    return f"Confirmed by {night.confirmed_by} on {day(night.confirmed_date)}. They call it safe."
