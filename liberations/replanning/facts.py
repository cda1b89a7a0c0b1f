"""Everything that re-planning asks of the record, for many people at once: a fixed number of statements, answers by key."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F

from liberations.enums.packs import PackState
from liberations.models import Appointment, GateLiberation, LiberationPack
from liberations.replanning.bookings import bookings
from liberations.replanning.rules import Booking
from mentoring.enums.meetings import Channel
from mentoring.models import Assignment, Case, Meeting, Mentor, PrisonClearance
from mentoring.visiting.visit_plan import VisitingDays
from prisons.enums import Jurisdiction
from prisons.holidays import holiday_calendar
from prisons.models import Prison, PrisonStay

# Holidays further ahead change nothing: so far off there are always enough days for a visit.
DAYS_LOOKED_AHEAD = 400


@dataclasses.dataclass
class Facts:
    """What is on record about some cases, as re-planning needs it."""

    gates: dict[uuid.UUID, GateLiberation]
    leads: dict[uuid.UUID, Mentor]
    planned: dict[uuid.UUID, list[Meeting]]
    held: dict[uuid.UUID, set[dt.date]]
    bookings: dict[tuple[uuid.UUID, dt.date], list[Booking]]
    prisons: dict[uuid.UUID, Prison]
    closed: dict[str, frozenset[dt.date]]
    cleared: set[tuple[uuid.UUID, uuid.UUID]]
    visited: set[tuple[uuid.UUID, uuid.UUID]]
    areas: dict[uuid.UUID, set[uuid.UUID]]
    first_days: dict[uuid.UUID, list[tuple[bool, dt.date | None]]]
    packs: dict[uuid.UUID, uuid.UUID]

    def mentors_of(self, case: Case) -> list[Mentor]:
        """The lead mentor and whoever is to stand at the gate, each once."""
        gate = self.gates.get(case.episode_id)
        found = [self.leads.get(case.pk), gate.mentor if gate else None]
        return list({mentor.pk: mentor for mentor in found if mentor}.values())

    def visiting(self, episode: uuid.UUID) -> VisitingDays:
        """When the prison the person is in can be visited."""
        prison = self.prisons.get(episode)
        if prison is None:
            return VisitingDays()
        return VisitingDays(
            weekdays=frozenset(prison.visiting_weekdays),
            closed=self.closed.get(prison.jurisdiction, frozenset()),
            notice_days=prison.visit_notice_days,
        )


def gather(
    cases: Sequence[Case], *, days: Collection[dt.date], moved_prison: Collection[uuid.UUID], today: dt.date
) -> Facts:
    """The facts of these cases. `days` are the liberation days that count now; `moved_prison` the episodes that were moved."""
    keys = [case.pk for case in cases]
    episodes = {case.episode_id for case in cases}
    gates = {gate.episode_id: gate for gate in GateLiberation.objects.filter(episode__in=episodes)}
    leads = dict(Assignment.objects.lead().current().filter(case__in=keys).values_list("case_id", "mentor_id"))
    stays = dict(PrisonStay.objects.filter(episode__in=episodes, to_date=None).values_list("episode_id", "prison_id"))
    # Few mentors and prisons for many people: each is read once.
    gate_mentors = {key for gate in gates.values() for key in (gate.mentor_id, gate.second_id) if key}
    named = {*leads.values(), *gate_mentors}
    mentors = Mentor.objects.select_related("user").in_bulk(named)
    prisons = Prison.objects.select_related("area").in_bulk(set(stays.values()))
    for gate in gates.values():
        gate.mentor, gate.second = mentors.get(gate.mentor_id), mentors.get(gate.second_id)
    concerned = named if moved_prison else set()
    return Facts(
        gates=gates,
        leads={case: mentors[mentor] for case, mentor in leads.items()},
        planned=_planned(keys),
        held=_held(keys),
        bookings=bookings(gate_mentors, days),
        prisons={episode: prisons[prison] for episode, prison in stays.items()},
        closed=_closed(prisons.values(), days, today),
        cleared=set(
            PrisonClearance.objects.in_force(today).filter(mentor__in=concerned).values_list("mentor_id", "prison_id")
        ),
        visited=set(
            Meeting.objects.held()
            .filter(mentor__in=concerned, channel=Channel.IN_PRISON)
            .order_by()
            .values_list("mentor_id", "prison_id")
            .distinct()
        ),
        areas=_areas(concerned),
        first_days=_first_days(episodes),
        packs=_packs(keys) if moved_prison else {},
    )


def _first_days(episodes: Collection[uuid.UUID]) -> dict[uuid.UUID, list[tuple[bool, dt.date | None]]]:
    """By time in custody the stops of the day of release: whether somebody expects them, and the day it was booked for."""
    found = defaultdict(list)
    rows = Appointment.objects.standing().filter(plan__episode__in=episodes).order_by()
    for episode, fixed, booked in rows.values_list("plan__episode_id", "fixed", "booked_date"):
        found[episode].append((fixed, booked))
    return found


def _packs(cases: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The prisons that packs were left with, by case."""
    left = LiberationPack.objects.filter(case__in=cases, episode=F("case__episode"), state=PackState.LEFT)
    return dict(left.values_list("case_id", "prison_id"))


def _planned(cases: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Meeting]]:
    found = defaultdict(list)
    for meeting in (
        Meeting.objects.planned().filter(case__in=cases).with_may_count().order_by("on_date", "at_time", "pk")
    ):
        found[meeting.case_id].append(meeting)
    return found


def _held(cases: Collection[uuid.UUID]) -> dict[uuid.UUID, set[dt.date]]:
    found = defaultdict(set)
    calls = defaultdict(list)
    rows = Meeting.objects.pre_release().filter(case__in=cases).order_by("on_date")
    for case, day, channel, most in rows.values_list(
        "case_id", "on_date", "channel", "case__programme__phone_meetings_most"
    ):
        if channel != Channel.PHONE:
            found[case].add(day)
        elif len(calls[case]) < most:
            calls[case].append(day)
    for case, days in calls.items():
        found[case].update(days)
    return found


def _closed(prisons: Collection[Prison], days: Collection[dt.date], today: dt.date) -> dict[str, frozenset[dt.date]]:
    """The days offices are closed until the last of `days`, by jurisdiction; national ones, as no prison has a calendar."""
    if not days:
        return {}
    last = min(max(days), today + dt.timedelta(days=DAYS_LOOKED_AHEAD)) + dt.timedelta(days=2)
    return {
        jurisdiction: holiday_calendar(jurisdiction, today, max(today, last)).national
        for jurisdiction in Jurisdiction.values
        if any(prison.jurisdiction == jurisdiction for prison in prisons)
    }


def _areas(mentors: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    found = defaultdict(set)
    rows = Mentor.areas.through.objects.filter(mentor__in=mentors)
    for mentor, area in rows.values_list("mentor_id", "localauthority_id") if mentors else ():
        found[mentor].add(area)
    return found
