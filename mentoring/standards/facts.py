"""What the minimum standards are worked out from: the facts of one case, read once (mentoring/standards/reading.py).

All days are days in Europe/London. Plain values and no database: whoever has these facts can work out every standard.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from mentoring.enums.cases import EndingKind, EndingReason, FurtherRole
from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.enums.needs import NeedArea, WithoutService
from mentoring.planning.linking import OpenNeed
from referrals.enums import ServiceKind
from referrals.models import Programme


@dataclass(frozen=True, slots=True)
class MeetingFact:
    """One planned or held contact. `mentor` and `together_with` are keys of mentors."""

    key: uuid.UUID
    on_date: dt.date
    state: MeetingState
    channel: Channel
    mentor: uuid.UUID | None = None
    place: Place | str = ""
    minutes: int | None = None
    one_to_one: bool = True
    two_way: bool = True
    instead_of_visit: bool = False
    together_with: uuid.UUID | None = None
    this_custody: bool = True
    before_that_release: bool = True
    this_prison: bool = True
    further_role: FurtherRole | str = ""


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """A spell in which they agreed, from the first day until before `ended_date`. `recipient` is whom we may share with, by key or
    else by name; empty for taking part."""

    recipient: str
    given_date: dt.date
    ended_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DisclosureFact:
    """Something was shared with somebody. `in_danger` is sharing because life or a child was at risk: it needs no consent."""

    recipient: str
    name: str
    on_date: dt.date
    in_danger: bool = False
    agreement_in_date: bool = False


@dataclass(frozen=True, slots=True)
class AssessmentFact:
    on_date: dt.date
    is_complete: bool
    with_person: bool


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One version of the plan that the person agreed to, or a draft. Goals are always in their words."""

    agreed_date: dt.date | None
    goals: int


@dataclass(frozen=True, slots=True)
class AssignmentFact:
    mentor: uuid.UUID
    from_date: dt.date
    until_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class MentorFact:
    """What R12 asks of a mentor. `trainings` are (name, first day, last day or None) of what is required; `missing` are required
    trainings they never had."""

    name: str
    vetted: tuple[tuple[dt.date, dt.date | None], ...] = ()
    trainings: tuple[tuple[str, dt.date, dt.date | None], ...] = ()
    required: tuple[str, ...] = ()
    supervisions: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class EndingFact:
    ended_date: dt.date
    kind: EndingKind
    reason: EndingReason


@dataclass(frozen=True, slots=True)
class OnwardFact:
    """They were referred on to a partner's service of this kind while they were supported."""

    kind: ServiceKind
    name: str
    on_date: dt.date


@dataclass(frozen=True, slots=True)
class WithoutServiceFact:
    """Why a need is not linked with a service, as was said last."""

    area: NeedArea
    reason: WithoutService
    on_date: dt.date


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """`rules` is the programme, whose settings settle what the standards leave open. `liberation_day` is the day of release
    once it happened; `earlier_days` are liberation days that once counted, `date_changes` the days on which it
    was written down that the day had moved. `reviews` are days the plan was looked at and kept. `gate_declined` is whether they
    said that they do not want to be met; `ending` the ending in force, `ending_talks` days on which the ending was talked about.
    `needs` are the areas that are a need by the last number of each."""

    today: dt.date
    rules: Programme
    minimum_meetings: int
    referred_date: dt.date
    opened_date: dt.date
    closed_date: dt.date | None = None
    admitted_date: dt.date | None = None
    on_remand: bool = False
    released_date: dt.date | None = None
    remand_freed_by_court: bool = False
    liberation_day: dt.date | None = None
    earlier_days: tuple[dt.date, ...] = ()
    date_changes: tuple[dt.date, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    taking_part: tuple[ConsentFact, ...] = ()
    sharing: tuple[ConsentFact, ...] = ()
    disclosures: tuple[DisclosureFact, ...] = ()
    assessments: tuple[AssessmentFact, ...] = ()
    plans: tuple[PlanFact, ...] = ()
    reviews: tuple[dt.date, ...] = ()
    assignments: tuple[AssignmentFact, ...] = ()
    supervision_weeks: int = 8
    mentors: Mapping[uuid.UUID, MentorFact] = field(default_factory=dict)
    match_noted: bool = False
    preferences_asked_date: dt.date | None = None
    identity_asked_date: dt.date | None = None
    gate_declined: bool = False
    ending: EndingFact | None = None
    ending_talks: tuple[dt.date, ...] = ()
    needs: tuple[OpenNeed, ...] = ()
    referred_on: tuple[OnwardFact, ...] = ()
    without_service: tuple[WithoutServiceFact, ...] = ()

    @property
    def is_released(self) -> bool:
        return self.released_date is not None and self.released_date <= self.today

    @property
    def last_day(self) -> dt.date:
        """Today, or the day on which support ended."""
        return min(self.today, self.closed_date or self.today)

    @property
    def day_has_come(self) -> bool:
        """Whether what had to happen before liberation can still happen."""
        return self.is_released or (self.liberation_day is not None and self.liberation_day <= self.today)

    @property
    def is_over(self) -> bool:
        """The case has ended, or the day has come: what is missing now stays missing."""
        return self.day_has_come or (self.closed_date is not None and self.closed_date <= self.today)

    def name_of(self, mentor: uuid.UUID | None) -> str:
        fact = self.mentors.get(mentor)
        return fact.name if fact else "Nobody named"
