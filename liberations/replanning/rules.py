"""What follows from a moved day or a transfer, as pure functions: who must be asked, what clashes, what is worth telling."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.utils import timezone

# A gate is a morning's work: the person is let out, met, and brought to the first appointments of the day.
GATE_MORNING_ENDS = dt.time(13)
# A question that reaches a mentor at night waits for the morning, unless the gate is today or tomorrow.
DAY_BEGINS, DAY_ENDS = dt.time(8), dt.time(18)
# Until then on the day before, a manager can still find somebody else.
LAST_HOUR_TO_FIND_COVER = dt.time(16)
URGENT_ANSWER = dt.timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A liberation day before and now (None: not known), and whether the prison changed."""

    before: dt.date | None
    after: dt.date | None
    prison_changed: bool = False

    @property
    def day_moved(self) -> bool:
        return self.before != self.after

    @property
    def brought_forward(self) -> bool:
        return self.before is not None and self.after is not None and self.after < self.before


@dataclasses.dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on a case's liberation day: planned contacts to come, somebody named for the gate or a time at it, flags
    that were raised or cleared by the move, decisions it needs."""

    contacts: int = 0
    gate: bool = False
    flags: int = 0
    decisions: int = 0


def is_material(change: Change, hanging: Hanging, *, today: dt.date, quiet_days: int) -> bool:
    """Whether a change is worth a notice to those concerned; whatever happened is shown on the pages anyway.

    - Nothing but a note, a source or the confidence changed: no. Nobody has to do anything.
    - The prison changed: yes. Every visit, the clearance and the gate are elsewhere (product.md step 5).
    - A first date for somebody who had none: only when it needs a decision. The reminder of the stage it falls in goes out
      at once and says the day; a second notice of the same fact is noise.
    - A moved day: yes when anything hangs on it. Otherwise only when the old or the new day is at most `quiet_days` ahead
      (a programme's setting): dates are recalculated often while they are far off (domain.md section 1: added days, bail,
      without notice and both ways), and a mentor who is written to for each stops reading. Reminders begin twelve weeks
      before, so nobody works by a day further off; that is the setting's default.
    """
    if change.prison_changed:
        return True
    if not change.day_moved:
        return False
    if change.before is None:
        return hanging.decisions > 0
    if hanging.contacts or hanging.gate or hanging.flags or hanging.decisions:
        return True
    nearest = min(day for day in (change.before, change.after) if day is not None)
    return nearest <= today + dt.timedelta(days=quiet_days)


def asks_about_gate(change: Change, *, today: dt.date, answer_days: int) -> bool:
    """Whether the mentor named for the gate must say "I'm going" or "I can't" after this change.

    A day brought forward, or under `answer_days` away, cannot rest on what was agreed for another day (practice.md, "so that
    mentors do not work around it"); nor can a gate of another prison. A day put further back is asked about in its time.
    """
    if change.after is None or change.after < today:
        return False
    near = (change.after - today).days <= answer_days
    return near or change.brought_forward


def answer_by(asked_at: dt.datetime, liberation_day: dt.date, *, hours: int) -> dt.datetime:
    """Until when an answer is waited for before managers are told.

    `hours` after asking; asked at night, after the next morning. On the day before liberation there must be time left to
    find somebody else, so then it is at most until LAST_HOUR_TO_FIND_COVER, or an hour when that has passed.
    """
    local = timezone.localtime(asked_at)
    urgent = liberation_day <= local.date() + dt.timedelta(days=1)
    # Hours are hours on the night the clocks change too.
    start = (local if urgent else _next_daytime(local)).astimezone(dt.UTC)
    eve = liberation_day - dt.timedelta(days=1)
    last = timezone.make_aware(dt.datetime.combine(eve, LAST_HOUR_TO_FIND_COVER))
    return min(start + dt.timedelta(hours=hours), max(last, start + URGENT_ANSWER))


def _next_daytime(moment: dt.datetime) -> dt.datetime:
    if DAY_BEGINS <= moment.time() < DAY_ENDS:
        return moment
    day = moment.date() if moment.time() < DAY_BEGINS else moment.date() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, DAY_BEGINS))


@dataclasses.dataclass(frozen=True, slots=True)
class Booking:
    """Where a mentor is already expected on a day: at a gate, or in person with somebody. `prison` is None outside prison."""

    episode: uuid.UUID
    is_gate: bool
    prison: uuid.UUID | None = None
    at_time: dt.time | None = None


def clash(bookings: Iterable[Booking], *, episode: uuid.UUID, prison: uuid.UUID | None) -> Booking | None:
    """The first booking of the day that speaks against being at this person's gate in `prison`; None if none does.

    Another gate always does: two people come out at about the same hour and each is met once. A contact in person does when
    it is elsewhere and before GATE_MORNING_ENDS, or nobody knows when.
    """
    others = [booking for booking in bookings if booking.episode != episode]
    for booking in sorted(others, key=lambda booking: not booking.is_gate):
        in_the_morning = booking.at_time is None or booking.at_time < GATE_MORNING_ENDS
        if booking.is_gate or (in_the_morning and (booking.prison is None or booking.prison != prison)):
            return booking
    return None


def is_outside_areas(
    *, prison_area: uuid.UUID | None, former_area: uuid.UUID | None, covered: Collection[uuid.UUID], has_visited: bool
) -> bool:
    """Whether a transfer takes the person out of a mentor's way, as far as we know: nobody measures miles here.

    True when the new prison stands in an area the mentor does not cover although the old one stood in one they do, and
    they have never held a visit there. Where an area is not recorded, or the mentor has none, nothing is said.
    """
    if prison_area is None or not covered or has_visited or prison_area in covered:
        return False
    return former_area is None or former_area in covered
