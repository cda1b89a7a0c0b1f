"""Visits lost, by prison and reason: figures to show to a governor. They name nobody."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from mentoring.enums.meetings import CancelReason, Channel, MeetingState
from mentoring.enums.prison_access import AccessRefusal
from mentoring.models import Meeting, RefusedAccess
from prisons.models import Prison

# Below so many, a percentage says more than there is (domain.md section 3.5).
FEWEST_FOR_A_SHARE = 10


@dataclass(frozen=True, slots=True)
class Period:
    """What is counted: visits from the first day to the last, in one prison or in all of them."""

    first: dt.date
    last: dt.date
    prison: Prison | None = None


@dataclass(slots=True)
class PrisonVisits:
    """The visits of one prison: how many of each outcome, why the prison cancelled, and why we were not let in."""

    prison: str
    states: Counter = field(default_factory=Counter)
    reasons: Counter = field(default_factory=Counter)
    refusals: Counter = field(default_factory=Counter)

    @property
    def booked(self) -> int:
        """Visits with an outcome. One nobody has written up is not counted: it may have been held."""
        return sum(self.states.values())

    @property
    def held(self) -> int:
        return self.states[MeetingState.HELD]

    @property
    def lost(self) -> int:
        return self.states[MeetingState.CANCELLED_BY_PRISON]

    @property
    def cancelled_by_us(self) -> int:
        return self.states[MeetingState.CANCELLED_BY_US]

    @property
    def not_taken(self) -> int:
        """The person did not want it, or did not come."""
        return self.states[MeetingState.REFUSED] + self.states[MeetingState.NOT_ATTENDED]

    @property
    def not_let_in(self) -> int:
        return self.refusals.total()

    @property
    def share(self) -> str:
        """Lost of a hundred booked, to one place; nothing where there are too few to say."""
        if self.booked < FEWEST_FOR_A_SHARE:
            return ""
        # Halves go up, as a person would round.
        tenths = (self.lost * 2000 + self.booked) // (2 * self.booked)
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def why(self) -> list[tuple[str, int]]:
        """The prison's reasons, the most frequent first."""
        return [(CancelReason(reason).label, n) for reason, n in _most_first(self.reasons)]

    @property
    def why_not_let_in(self) -> list[tuple[str, int]]:
        return [(AccessRefusal(reason).label, n) for reason, n in _most_first(self.refusals)]


def visits_lost(user: User, period: Period) -> tuple[list[PrisonVisits], PrisonVisits]:
    """The prisons in which `user`'s team had visits in the period, by name, and all of them together. Two queries."""
    found: dict[str, PrisonVisits] = {}
    every = PrisonVisits("All prisons")
    for prison, state, reason, number in _visits(user, period):
        for line in (found.setdefault(prison, PrisonVisits(prison)), every):
            line.states[state] += number
            if state == MeetingState.CANCELLED_BY_PRISON:
                line.reasons[reason] += number
    for prison, reason, number in _refusals(user, period):
        for line in (found.setdefault(prison, PrisonVisits(prison)), every):
            line.refusals[reason] += number
    return [found[name] for name in sorted(found)], every


def _visits(user: User, period: Period) -> QuerySet:
    return (
        Meeting.objects.filter(
            _of_period(period),
            ~Q(state=MeetingState.PLANNED),
            case__programme__team=user.team_id,
            channel=Channel.IN_PRISON,
            prison__isnull=False,
        )
        .order_by()
        .values_list("prison__name", "state", "cancel_reason")
        .annotate(number=Count("pk"))
    )


def _refusals(user: User, period: Period) -> QuerySet:
    return (
        RefusedAccess.objects.standing()
        .of_team(user.team_id)
        .filter(_of_period(period))
        .order_by()
        .values_list("prison__name", "reason")
        .annotate(number=Count("pk"))
    )


def _of_period(period):
    of_prison = Q(prison=period.prison) if period.prison else Q()
    return Q(on_date__range=(period.first, period.last)) & of_prison


def _most_first(counted: Counter) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
