"""Days of release as they are on record, for the check: many at once, with a fixed number of statements."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence

from django.db.models import OuterRef, Prefetch, Q, Subquery

from liberations.day_plan import Day, Limits, Stop, Way
from liberations.enums import AppointmentKind, TravelMode
from liberations.models import Appointment, DayPlan, Leg
from prisons.holidays import HolidayCalendar, holiday_calendar
from prisons.models import Prison, PrisonStay, ReleaseDate
from referrals.models import Place
from referrals.opening import open_spans

# Holidays reach so far beyond the day: to the next day on which offices are open, and one more for the eve of a holiday.
DAYS_LOOKED_AHEAD = 14
NOWHERE = ("nowhere", None)


@dataclasses.dataclass(frozen=True, slots=True)
class WrittenDay:
    """A plan with its stops in their order, as the check takes it. `stops` are by the key of the check's stops; `names` say in
    words where each place of it is, `prison` where they are held now."""

    plan: DayPlan
    day: Day
    stops: dict[uuid.UUID, Appointment]
    names: dict[Hashable, str]
    prison: Prison | None


def written_days(plans: Iterable[DayPlan]) -> dict[uuid.UUID, WrittenDay]:
    """The days by the key of their plan. The plans come from `plans_to_read`."""
    plans = list(plans)
    if not plans:
        return {}
    episodes = [plan.episode_id for plan in plans]
    stops = _stops(plans)
    stays = PrisonStay.objects.filter(episode__in=episodes, to_date=None).select_related("prison")
    prisons = {stay.episode_id: stay.prison for stay in stays}
    ways = _Library(plans, stops, prisons)
    closed = _Closed([plan.liberation_date for plan in plans], prisons.values())
    return {
        plan.pk: _written(plan, stops[plan.pk], plan.liberation_date, prisons.get(plan.episode_id), ways, closed)
        for plan in plans
    }


def written_day(plan: DayPlan) -> WrittenDay:
    """The same of one plan."""
    return written_days([plan])[plan.pk]


def plans_to_read():
    """Plans with what `written_days` asks of them, `liberation_date` among it: null while the day is not known."""
    dates = ReleaseDate.objects.current().filter(episode=OuterRef("episode")).values("liberation_date")
    return DayPlan.objects.select_related("case__programme", "case__person", "episode", "start_place").annotate(
        liberation_date=Subquery(dates[:1])
    )


def gate_key(prison: Prison | None) -> Hashable:
    return ("prison", prison.pk) if prison else NOWHERE


def place_key(place: uuid.UUID | None, text: str) -> Hashable:
    """Two stops in the same words are at the same place."""
    return ("place", place) if place else ("text", " ".join(text.casefold().split()))


def _stops(plans: Sequence[DayPlan]) -> dict[uuid.UUID, list[Appointment]]:
    found = defaultdict(list)
    places = Place.objects.with_opening()
    rows = Appointment.objects.standing().filter(plan__in=plans).prefetch_related(Prefetch("place", places))
    for stop in rows.order_by("number", "pk"):
        found[stop.plan_id].append(stop)
    return found


def _written(plan, stops, date, prison, ways, closed) -> WrittenDay:
    area = plan.episode.return_area_id
    jurisdiction = prison.jurisdiction if prison else None
    start = ("place", plan.start_place_id) if plan.start_place_id else gate_key(prison)
    holidays = closed.calendar(jurisdiction)
    programme = plan.case.programme
    day = Day(
        date=date,
        out_from=plan.out_from,
        out_until=plan.out_until,
        start=start,
        stops=tuple(_stop(stop, date, holidays) for stop in stops),
        ways=ways.of(plan),
        mode=TravelMode(plan.mode),
        money_pence=plan.money_in_hand_pence,
        phone_in_hand=plan.phone_in_hand,
        next_open_date=_next_open(date, holidays, area),
        limits=Limits(
            slack_minutes=programme.day_slack_minutes,
            fixed_appointments=programme.day_fixed_appointments,
            hours_without_break=programme.day_hours_without_break,
        ),
    )
    names = ways.names | {place_key(stop.place_id, stop.place_text): stop.where for stop in stops}
    names[start] = plan.start_place.name if plan.start_place_id else "the gate"
    return WrittenDay(plan, day, {stop.pk: stop for stop in stops}, names, prison)


def _stop(stop: Appointment, date: dt.date | None, holidays: HolidayCalendar | None) -> Stop:
    spans = None
    if stop.place_id and date and holidays and not stop.by_phone:
        found = open_spans(stop.place.opening, date, holidays.days_for(stop.place.area_id))
        spans = None if found is None else tuple((span.from_time, span.until_time) for span in found)
    return Stop(
        key=stop.pk,
        kind=AppointmentKind(stop.kind),
        title=stop.called,
        place=None if stop.by_phone else place_key(stop.place_id, stop.place_text),
        start=stop.start_time,
        minutes=stop.minutes,
        grace_minutes=stop.grace_minutes,
        fixed=stop.fixed,
        mandatory=stop.mandatory,
        by_phone=stop.by_phone,
        open=spans,
        travel_by=TravelMode(stop.travel_by) if stop.travel_by else None,
        booked_date=stop.booked_date,
    )


def _next_open(date, holidays, area) -> dt.date | None:
    """The next day after it on which offices are open in the area they go to."""
    if date is None or holidays is None:
        return None
    closed = holidays.days_for(area)
    ahead = (date + dt.timedelta(days=days) for days in range(1, DAYS_LOOKED_AHEAD))
    return next((day for day in ahead if day.isoweekday() < 6 and day not in closed), None)


class _Closed:
    """The days on which offices are closed, by jurisdiction, around the days that are asked about. A query for each."""

    def __init__(self, days: Collection[dt.date | None], prisons: Collection[Prison]):
        known = sorted(day for day in days if day)
        self._calendars = {}
        if known:
            last = known[-1] + dt.timedelta(days=DAYS_LOOKED_AHEAD + 1)
            for jurisdiction in {prison.jurisdiction for prison in prisons}:
                self._calendars[jurisdiction] = holiday_calendar(jurisdiction, known[0], last)

    def calendar(self, jurisdiction: str | None) -> HolidayCalendar | None:
        return self._calendars.get(jurisdiction)


class _Library:
    """The ways that touch any place of these plans, and each plan's own, which beat the library's."""

    def __init__(self, plans: Sequence[DayPlan], stops, prisons):
        gates = {prison.pk for prison in prisons.values()}
        places = {stop.place_id for each in stops.values() for stop in each} | {plan.start_place_id for plan in plans}
        places -= {None}
        touching = Q(from_prison__in=gates) | Q(from_place__in=places) | Q(to_place__in=places)
        self.names: dict[Hashable, str] = {}
        self._shared: list[Leg] = []
        self._own: dict[uuid.UUID, list[Leg]] = defaultdict(list)
        for leg in Leg.objects.with_ends().filter(Q(plan=None) & touching | Q(plan__in=plans)).order_by("pk"):
            (self._own[leg.plan_id] if leg.plan_id else self._shared).append(leg)
            self.names[begins_at(leg)], self.names[ends_at(leg)] = leg.begins, leg.ends

    def of(self, plan: DayPlan) -> tuple[Way, ...]:
        """What is written for one direction beats the other one taken back, and the plan's own beat the library."""
        found = {}
        for legs in (self._own[plan.pk], self._shared):
            for start, end, each in [
                *((begins_at(leg), ends_at(leg), leg) for leg in legs),
                *((ends_at(leg), begins_at(leg), leg) for leg in legs if leg.both_ways),
            ]:
                mode = TravelMode(each.mode)
                found.setdefault((start, end, mode), Way(start, end, mode, each.minutes, each.cost_pence))
        return tuple(found.values())


def begins_at(leg: Leg) -> Hashable:
    """Where a way begins, as the check knows places."""
    return ("prison", leg.from_prison_id) if leg.from_prison_id else place_key(leg.from_place_id, leg.from_text)


def ends_at(leg: Leg) -> Hashable:
    return place_key(leg.to_place_id, leg.to_text)
