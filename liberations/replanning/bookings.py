"""Where mentors are expected on a day, and who might meet somebody at the gate instead."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from liberations.enums import GateAnswer, GateDecision, GateState
from liberations.models import GateLiberation, GateQuestion
from liberations.replanning.rules import Booking, clash
from liberations.selectors import gate_of
from mentoring.enums.meetings import Channel
from mentoring.models import Assignment, Case, Meeting, Mentor, PrisonClearance
from prisons.models import Prison

# Contacts at which the mentor is somewhere in person.
IN_PERSON = (Channel.IN_PRISON, Channel.COMMUNITY, Channel.ACCOMPANIED, Channel.GATE)


def bookings(mentors: Collection[uuid.UUID], days: Collection[dt.date]) -> dict[tuple, list[Booking]]:
    """Where these mentors are already expected on these days, by mentor and day. Two queries."""
    found: dict[tuple, list[Booking]] = defaultdict(list)
    if not mentors or not days:
        return found
    gates = GateLiberation.objects.filter(
        Q(mentor__in=mentors) | Q(second__in=mentors),
        state=GateState.PLANNED,
        decision=GateDecision.WANTED,
        episode__released_date=None,
        episode__release_dates__is_current=True,
        episode__release_dates__liberation_date__in=days,
    ).values_list("mentor_id", "second_id", "episode__release_dates__liberation_date", "episode_id")
    for *goers, day, episode in gates:
        for mentor in goers:
            found[mentor, day].append(Booking(episode, is_gate=True))
    visits = Meeting.objects.planned().filter(mentor__in=mentors, on_date__in=days, channel__in=IN_PERSON)
    for mentor, day, *where in visits.values_list("mentor_id", "on_date", "episode_id", "prison_id", "at_time"):
        episode, prison, at_time = where
        found[mentor, day].append(Booking(episode, is_gate=False, prison=prison, at_time=at_time))
    return found


@dataclasses.dataclass(frozen=True)
class CoverChoice:
    """A mentor who might meet somebody at the gate, with what speaks for and against it. The manager decides."""

    mentor: Mentor
    for_them: list[str]
    against_them: list[str]
    is_now: bool


def cover_suggestions(case: Case, today: dt.date) -> list[CoverChoice]:
    """Every mentor of the programme's team, those nothing speaks against first. Five queries. `case` is of case_for_gate."""
    gate = gate_of(case)
    mentors = list(
        Mentor.objects.of_team(case.programme.team_id)
        .filter(user__is_active=True)
        .select_related("user")
        .prefetch_related("areas")
        .annotate(
            cleared=Exists(PrisonClearance.objects.in_force(today).filter(mentor=OuterRef("pk"), prison=case.now_at)),
            leads=Exists(Assignment.objects.lead().current().filter(case=case.pk, mentor=OuterRef("pk"))),
            cannot=Exists(
                GateQuestion.objects.in_force().filter(
                    gate__episode=case.episode_id,
                    mentor=OuterRef("pk"),
                    answer=GateAnswer.CANNOT,
                    liberation_date=case.liberation_day,
                )
            ),
        )
        .order_by("user__name", "pk")
    )
    prison = Prison.objects.select_related("area").filter(pk=case.now_at).first()
    day = [case.liberation_day] if case.liberation_day else []
    taken = bookings([mentor.pk for mentor in mentors], day)
    found = []
    for mentor in mentors:
        against = clash(taken.get((mentor.pk, *day), ()), episode=case.episode_id, prison=case.now_at)
        near = prison is not None and prison.area in mentor.areas.all()
        reasons = [
            (mentor.leads, "Is their mentor"),
            (mentor.cleared, f"Cleared for {case.now_at_name}"),
            (near, f"Covers {prison.area}" if prison else ""),
        ]
        doubts = [
            (mentor.cannot, "Cannot that day"),
            (gate is not None and gate.second_id == mentor.pk, "Is the second: another would have to be found"),
            (against is not None and against.is_gate, "At another gate that day"),
            (against is not None and not against.is_gate, "Has a visit somewhere else that morning"),
            (not mentor.available, "Takes no new people now"),
        ]
        found.append(
            CoverChoice(
                mentor=mentor,
                for_them=[words for holds, words in reasons if holds],
                against_them=[words for holds, words in doubts if holds],
                is_now=gate is not None and gate.mentor_id == mentor.pk,
            )
        )
    return sorted(found, key=lambda choice: (len(choice.against_them), -len(choice.for_them)))
