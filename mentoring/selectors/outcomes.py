"""How things are after release: who is to be asked, and what is known of one person."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Case_
from django.db.models.functions import Cast, Coalesce, ExtractDay

from mentoring.enums.cases import NOT_ASKED_AFTERWARDS
from mentoring.enums.outcomes import OutcomeTopic
from mentoring.models import Case, Ending, Outcome, SmallWin
from mentoring.outcomes.readings import DAYS_A_WEEK, Reading, Start, readings, starts

TOPICS = len(OutcomeTopic)


def with_reading(cases, today: dt.date):
    """Annotates the reading to ask for today, as `mentoring.outcomes.readings` says: `reading_week`, null before a release and where
    the programme asks nothing; `reading_due`; `reading_missing`, how many answers are missing; `reading_late`. No query."""
    out_days = Cast(
        ExtractDay(
            ExpressionWrapper(Value(today, DateField()) - F("episode__released_date"), output_field=DurationField())
        ),
        IntegerField(),
    )
    # How many of the weeks have come, in an array that rises; the last of them is asked for.
    place = Func(
        (out_days + F("programme__outcome_early_days")) / DAYS_A_WEEK,
        F("programme__outcome_weeks"),
        function="width_bucket",
        output_field=IntegerField(),
    )
    made = (
        Outcome.objects.current()
        .filter(case=OuterRef("pk"), episode=OuterRef("episode"), week=OuterRef("reading_week"))
        .order_by()
        .values("case")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        cases.annotate(
            reading_week=Func(
                F("programme__outcome_weeks"),
                place,
                template="(%(expressions)s]",
                arg_joiner=")[",
                output_field=IntegerField(),
            )
        )
        .annotate(
            reading_due=ExpressionWrapper(
                F("episode__released_date") + F("reading_week") * DAYS_A_WEEK, output_field=DateField()
            ),
            reading_missing=TOPICS - Coalesce(Subquery(made, output_field=IntegerField()), 0),
        )
        .annotate(
            reading_late=Case_(
                When(
                    Q(reading_due__lt=Value(today, DateField()) - F("programme__outcome_late_days")), then=Value(True)
                ),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
    )


def reading_due(cases, today: dt.date):
    """Those whose reading of now has an answer missing. Where the programme asks on once support has ended, those too, until
    the reading is late, unless they are NOT_ASKED_AFTERWARDS."""
    over = Ending.objects.in_force().filter(case=OuterRef("pk"), reason__in=NOT_ASKED_AFTERWARDS)
    asked_on = Q(programme__outcomes_after_ending=True, reading_late=False) & ~Exists(over)
    due = with_reading(cases, today).filter(reading_week__isnull=False, reading_missing__gt=0)
    return due.filter(Q(closed_date=None) | asked_on)


@dataclass(frozen=True, slots=True)
class AfterRelease:
    """What is known of how things are after the present release. `earlier` are answers that no longer count."""

    readings: list[Reading]
    starts: list[Start]
    earlier: list[Outcome]

    def version(self, week: int) -> int:
        """What an edit of a reading says it was read at: how many answers of it were ever written."""
        rows = [row for row in self.earlier if row.week == week]
        return len(rows) + sum(len(each.answers) for each in self.readings if each.week == week)

    def before(self, week: int) -> dict[str, Outcome]:
        """The answers of the reading before."""
        return next((each.answers for each in reversed(self.made) if each.week < week), {})

    @property
    def made(self) -> list[Reading]:
        return [each for each in self.readings if each.answers]

    @property
    def to_ask(self) -> Reading | None:
        return next((each for each in self.readings if each.is_next and each.missing), None)

    @property
    def latest(self) -> Reading | None:
        return self.made[-1] if self.made else None


def after_release(case: Case, today: dt.date) -> AfterRelease:
    """One query."""
    rows = list(case.outcomes.filter(episode=case.episode_id).select_related("recorded_by"))
    current = [row for row in rows if row.is_current]
    return AfterRelease(
        readings=readings(case.programme, case.episode.released_date, current, today),
        starts=starts(current, sustained_weeks=case.programme.sustained_weeks),
        earlier=[row for row in rows if not row.is_current],
    )


def small_wins(case: Case) -> list[SmallWin]:
    """What went well, the latest first. One query."""
    return list(case.small_wins.standing().select_related("recorded_by"))


def answers_of(user):
    """Every answer that counts of the people `user` may open, person by person. One query."""
    rows = Outcome.objects.current().visible_to(user).select_related("case__person", "episode")
    return rows.order_by("case__number", "episode__released_date", "week", "topic")
