"""The readings of one release: when each is asked, what is missing, what has become of a start. Pure; days are Europe/London."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mentoring.enums.outcomes import STARTED, OutcomeAnswer, OutcomeTopic
from mentoring.models import Outcome
from referrals.models import Programme

DAYS_A_WEEK = 7


def reading_name(week: int) -> str:
    """What a reading is called on a page."""
    if week == 0:
        return "At release"
    return "After 1 week" if week == 1 else f"After {week} weeks"


@dataclass(frozen=True, slots=True)
class Reading:
    """How things were so many weeks after a release. `answers` are the rows that count, by topic.

    `is_next` is whether it is the one to ask for today: a later reading takes the place of one that was never made.
    """

    week: int
    due_date: dt.date
    opens_date: dt.date
    late_date: dt.date
    answers: dict[str, Outcome] = field(default_factory=dict)
    is_next: bool = False

    @property
    def name(self) -> str:
        return reading_name(self.week)

    @property
    def missing(self) -> list[OutcomeTopic]:
        return [topic for topic in OutcomeTopic if topic not in self.answers]

    @property
    def cells(self) -> list[Outcome | None]:
        """The answers in the order of the topics."""
        return [self.answers.get(topic) for topic in OutcomeTopic]

    def is_open(self, today: dt.date) -> bool:
        return self.opens_date <= today

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_next and bool(self.missing) and self.late_date < today


def readings(
    programme: Programme, released: dt.date | None, outcomes: Iterable[Outcome], today: dt.date
) -> list[Reading]:
    """Every reading the programme asks for after a release, and those that were made and are no longer asked for.

    `outcomes` are the rows of that release that count. Nothing before a release.
    """
    if released is None:
        return []
    made: dict[int, dict[str, Outcome]] = {}
    for row in outcomes:
        made.setdefault(row.week, {})[row.topic] = row
    early = dt.timedelta(days=programme.outcome_early_days)
    asked = [week for week in programme.outcome_weeks if opens(released, week, early) <= today]
    latest = max(asked, default=None)
    found = []
    for week in sorted({*programme.outcome_weeks, *made}):
        due = released + dt.timedelta(days=DAYS_A_WEEK * week)
        found.append(
            Reading(
                week=week,
                due_date=due,
                opens_date=opens(released, week, early),
                late_date=due + dt.timedelta(days=programme.outcome_late_days),
                answers=made.get(week, {}),
                is_next=week == latest,
            )
        )
    return found


def opens(released: dt.date, week: int, early: dt.timedelta) -> dt.date:
    """From when a reading may be made; never before the release."""
    return max(released, released + dt.timedelta(days=DAYS_A_WEEK * week) - early)


@dataclass(frozen=True, slots=True)
class Start:
    """A job, education or training that began, and whether it lasts: `weeks` from its first day to the last day we know of."""

    answer: OutcomeAnswer
    since_date: dt.date
    until_date: dt.date
    lasted: bool

    @property
    def weeks(self) -> int:
        return (self.until_date - self.since_date).days // DAYS_A_WEEK

    @property
    def name(self) -> str:
        return OutcomeAnswer(self.answer).label


def starts(outcomes: Sequence[Outcome], *, sustained_weeks: int) -> list[Start]:
    """What began, the earliest first. It has lasted once a reading that long after its first day still says so."""
    last_known: dict[tuple[str, dt.date], dt.date] = {}
    for row in outcomes:
        if row.topic == OutcomeTopic.WORK and row.answer in STARTED and row.since_date:
            key = (row.answer, row.since_date)
            last_known[key] = max(row.on_date, last_known.get(key, row.on_date))
    return [
        Start(OutcomeAnswer(answer), since, until, (until - since).days >= DAYS_A_WEEK * sustained_weeks)
        for (answer, since), until in sorted(last_known.items(), key=lambda each: each[0][1])
    ]
