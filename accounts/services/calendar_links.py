"""The private address of one's own diary: made, made anew, and stopped."""

import datetime as dt
import uuid

from django.db.models import Case, F, Value, When
from django.utils import timezone

from accounts.models import CalendarLink, User
from audit import trail
from audit.enums import Verb
from core.once import already_made

# A program that is well behaved asks every quarter of an hour at most; several of one person's devices may do so.
MOST_READS = 60
READS_WINDOW = dt.timedelta(hours=1)


def make_calendar_link(*, by: User, new_id: uuid.UUID) -> CalendarLink:
    """A new address for one's own diary; the former one, if any, is worth nothing from now on. Asked twice, it is made once."""
    with trail.written("make_calendar_link", Verb.CREATED, by=by) as entry:
        if made := already_made(CalendarLink, new_id, user=by):
            entry.needed = False
            return made
        # Of two who ask at once, the second takes the place of the first.
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        former, _ = CalendarLink.objects.filter(user=by).delete()
        link = CalendarLink.objects.create(pk=new_id, user=by, made_at=timezone.now())
        entry.subject, entry.after = link, {"in_place_of": former}
        return link


def stop_calendar_link(*, by: User) -> None:
    """Nobody reads one's own diary by its address any more. Nothing to do where there is none."""
    with trail.written("stop_calendar_link", Verb.CHANGED, by=by) as entry:
        stopped, _ = CalendarLink.objects.filter(user=by).delete()
        entry.subject, entry.needed = by, bool(stopped)


def claim_read(*, link: CalendarLink, by=None) -> bool:
    """Count one more reading of the diary; False when there were too many within the hour. One statement, no trail row."""
    now = timezone.now()
    fresh = When(since_at__gt=now - READS_WINDOW, then=F("since_at"))
    counted = When(since_at__gt=now - READS_WINDOW, then=F("reads") + 1)
    again = CalendarLink.objects.filter(pk=link.pk).exclude(since_at__gt=now - READS_WINDOW, reads__gte=MOST_READS)
    return bool(
        again.update(since_at=Case(fresh, default=Value(now)), reads=Case(counted, default=Value(1)), read_at=now)
    )
