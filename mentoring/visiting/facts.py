"""What the record says of a prison's visiting days, a mentor's days and what is booked, for the rules of this package."""

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from mentoring.enums.meetings import Channel, MeetingState
from mentoring.models import Case, Meeting, Mentor, PrisonClearance
from mentoring.visiting.schedule import MentorDays, Schedule, Slot, propose_schedule
from mentoring.visiting.visit_plan import VisitingDays
from prisons.holidays import holiday_calendar
from prisons.models import Prison, VisitSlot


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """A schedule with the prison and mentor it is for."""

    schedule: Schedule
    prison: Prison
    mentor: Mentor | None
    visiting: VisitingDays
    planned: list[dt.date]

    def outside(self, days: Collection[dt.date]) -> list[dt.date]:
        """Which of these days are none of the prison's visiting days, as far as we know them."""
        return [day for day in days if not self.visiting.is_open(day)]


def visiting_days(prison: Prison, closed: frozenset[dt.date]) -> VisitingDays:
    """When an agency may visit this prison; `closed` are the days on which offices are closed where it stands."""
    return VisitingDays(
        weekdays=frozenset(prison.visiting_weekdays), closed=closed, notice_days=prison.visit_notice_days
    )


def proposal_for(case: Case, mentor: Mentor | None, today: dt.date) -> Proposal | None:
    """What to book for a case, as its mentor. None while the prison or the day is not known, or the person is out.

    `case` comes with_liberation and with_meetings_held. Six queries.
    """
    leaves = case.liberation_day
    if case.episode.released_date or leaves is None or case.now_at is None:
        return None
    prison = Prison.objects.get(pk=case.now_at)
    closed = holiday_calendar(prison.jurisdiction, today, max(today, leaves)).national
    visiting = visiting_days(prison, closed)
    slots = [
        Slot(*each)
        for each in VisitSlot.objects.open_on(today)
        .filter(prison=prison)
        .values_list("weekday", "from_time", "until_time", "places")
    ]
    booked = list(
        Meeting.objects.planned()
        .filter(Q(prison=prison) | Q(mentor=mentor), channel=Channel.IN_PRISON, on_date__range=(today, leaves))
        .exclude(case=case)
        .values_list("mentor_id", "prison_id", "on_date", "at_time")
    )
    held, planned = _days(case)
    schedule = propose_schedule(
        today=today,
        liberation_day=leaves,
        # What counts is the programme's to say; days are only what must not be taken twice.
        needed=case.programme.minimum_meetings - case.meetings_held + len(held),
        held=held,
        planned=planned,
        visiting=visiting,
        mentor=_mentor_days(mentor, prison, booked) if mentor else None,
        slots=slots,
        taken=_taken(slots, ((day, at_time) for _, place, day, at_time in booked if place == prison.pk)),
    )
    return Proposal(schedule=schedule, prison=prison, mentor=mentor, visiting=visiting, planned=sorted(planned))


def _days(case: Case) -> tuple[set[dt.date], set[dt.date]]:
    """Days of visits held that count and of visits planned that may, before this liberation."""
    held = set(Meeting.objects.pre_release().filter(case=case).order_by().values_list("on_date", flat=True))
    towards = Meeting.objects.towards_release().filter(case=case, episode=case.episode_id, state=MeetingState.PLANNED)
    return held, set(towards.order_by().values_list("on_date", flat=True)) - held


def _mentor_days(mentor: Mentor, prison: Prison, booked: Iterable) -> MentorDays:
    there, elsewhere = defaultdict(list), set()
    for whose, place, day, at_time in booked:
        if whose == mentor.pk and place == prison.pk:
            there[day].append(at_time)
        elif whose == mentor.pk:
            elsewhere.add(day)
    clearances = PrisonClearance.objects.vetted().with_last_day().filter(mentor=mentor, prison=prison)
    return MentorDays(
        cleared=list(clearances.values_list("from_date", "last_day")),
        weekdays=frozenset(mentor.working_days),
        away=list(mentor.absences.filter(called_off_at=None).values_list("from_date", "until_date")),
        there=dict(there),
        elsewhere=frozenset(elsewhere),
    )


def _taken(slots: Collection[Slot], booked: Iterable) -> Counter:
    """How many visits are booked in each slot of each day."""
    found: Counter = Counter()
    for day, at_time in booked:
        for slot in slots:
            if at_time and slot.weekday == day.isoweekday() and slot.from_time <= at_time < slot.until_time:
                found[day, slot.from_time] += 1
    return found
