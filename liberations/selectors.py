"""Reads that join the gate, the follow-up and the ledger for one page, and the queue of dates that somebody must ask about."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Case_
from django.db.models import CharField, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.asker import ASKER, asked_by
from accounts.models import User
from core.kept_queries import kept_query
from liberations.enums import DateMatter
from liberations.models import FollowUp, GateLiberation, GateOffer, GateQuestion
from mentoring.models import Case, FirstNight, Mentor
from mentoring.selectors.headers import cases_with_header
from people.models import Alert
from people.selectors import alert_texts
from prisons.models import CustodialEpisode, DateCheck, Prison, PrisonStay, ReleaseDate


def coming_gates(user: User, today: dt.date) -> QuerySet[Case]:
    """Open cases `user` may open whose liberation is today or later, with the gate plan beside them."""
    return gates_of_cases(user).filter(liberation_day__gte=today, episode__released_date=None)


def gates_of_cases(user: User) -> QuerySet[Case]:
    """Open cases `user` may open with their gate plans, what those who go have answered, and what alerts say of the gate."""
    return (
        Case.objects.visible_to(user)
        .open()
        .with_liberation()
        .with_lead()
        .annotate(
            gate_answer=gate_answer(),
            second_answer=gate_answer(second=True),
            nowhere_to_stay=nowhere_to_stay(),
            alert_texts=alert_texts(),
            in_twos=Exists(Alert.objects.in_twos().filter(person=OuterRef("person"))),
            threatened=Exists(Alert.objects.threats().filter(person=OuterRef("person"))),
            hall=F("stay__hall"),
        )
        .select_related("person", "episode__gate__mentor__user", "episode__gate__second__user")
    )


def gate_answer(*, second: bool = False) -> Subquery:
    """Of a case: what who meets the person answered whether they can be there (GateAnswer), null if nobody is asked.

    With `second`, what the one who goes along answered.
    """
    asked = GateQuestion.objects.about_coming_gates().filter(gate__episode=OuterRef("episode"))
    asked = asked.filter(gate__second=F("mentor")) if second else asked.of_who_meets()
    return Subquery(asked.values("answer")[:1])


def nowhere_to_stay() -> Exists:
    """Of a case: whether it is recorded that there is nowhere to stay the first night. Somebody must then be at the gate."""
    return Exists(FirstNight.objects.nowhere().filter(case__episode=OuterRef("episode")))


def case_for_gate(user: User) -> QuerySet[Case]:
    """Cases `user` may open with everything the gate card and the header above it show."""
    return (
        cases_with_header()
        .visible_to(user)
        .annotate(nowhere_to_stay=nowhere_to_stay())
        .select_related(
            "person",
            "programme",
            "referral",
            "episode__gate__mentor__user",
            "episode__gate__second__user",
            "episode__gate__outcome_by",
        )
    )


def gate_of(case: Case) -> GateLiberation | None:
    """The gate of the case's present episode; None while nobody has decided anything."""
    return getattr(case.episode, "gate", None)


def offer_that_counts(gate: GateLiberation | None) -> GateOffer | None:
    """When, by whom and how it was last offered that somebody meets them, and what they said. One query."""
    return gate.offers.filter(is_current=True).select_related("offered_by").first() if gate else None


@dataclasses.dataclass(frozen=True)
class Ledger:
    """The release dates and prisons of one time in custody, newest first."""

    current: ReleaseDate | None
    rows: list[ReleaseDate]
    stays: list[PrisonStay]


def ledger(episode: CustodialEpisode) -> Ledger:
    rows = list(episode.release_dates.select_related("recorded_by").order_by("-recorded_at"))
    stays = list(episode.stays.select_related("prison").order_by("-from_date", F("to_date").desc(nulls_first=True)))
    return Ledger(current=next((row for row in rows if row.is_current), None), rows=rows, stays=stays)


@dataclasses.dataclass(frozen=True)
class Step:
    """A row of the ledger that made the liberation day another one than before. `days` it moved: None from or to unknown."""

    row: ReleaseDate
    before: dt.date | None

    @property
    def after(self):
        return self.row.liberation_date

    @property
    def days(self):
        return (self.after - self.before).days if self.before and self.after else None


def steps(rows: Sequence[ReleaseDate]) -> list[Step]:
    """How the liberation day moved, from rows newest first; the newest step first. The first row we were told is one."""
    oldest_first = list(reversed(rows))
    formers = [None, *oldest_first]
    found = [
        Step(row, former.liberation_date if former else None)
        for row, former in zip(oldest_first, formers, strict=False)
        if former is None or former.liberation_date != row.liberation_date
    ]
    return found[::-1]


def checks_of(episode: CustodialEpisode) -> list[DateCheck]:
    """When somebody asked again about the date, newest first. One query."""
    return list(episode.date_checks.select_related("checked_by").order_by("-checked_at"))


@dataclasses.dataclass(frozen=True)
class Reference:
    """What may be said of somebody to those who do not open records: the open cases and the prison, no name."""

    cases: list[int]
    prison: str

    @property
    def words(self):
        return ", ".join(f"TG-{number}" for number in self.cases) or "No case yet"


def references_of(episodes: Collection[uuid.UUID]) -> dict[uuid.UUID, Reference]:
    """The references of these times in custody, by key. One query."""
    numbers = Case.objects.open().filter(episode=OuterRef("pk")).order_by("number").values("number")
    rows = (
        CustodialEpisode.objects.filter(pk__in=episodes)
        .alias(stay=FilteredRelation("stays", condition=Q(stays__to_date=None)))
        .order_by()
        .values_list("pk", ArraySubquery(numbers), "stay__prison__name")
    )
    return {key: Reference(cases, prison or "") for key, cases, prison in rows}


def follow_up_steps(case: Case) -> list[FollowUp]:
    """The promised contacts after release with `contact_date`, the day each was settled. One query; none while inside."""
    if case.episode.released_date is None:
        return []
    return list(FollowUp.objects.filter(case=case, episode=case.episode_id).with_contact().order_by("due_date"))


def questions_about(case: Case) -> list[GateQuestion]:
    """What those who are to go to the gate of the case are asked, or have answered, who meets the person first. One query."""
    asked = GateQuestion.objects.about_coming_gates().filter(gate__episode=case.episode_id)
    return sorted(asked.select_related("gate", "mentor__user", "answered_by"), key=lambda each: each.is_to_second)


def questions_to(user: User) -> list[GateQuestion]:
    """What a mentor is asked about coming gates and has not answered, the nearest first. One query."""
    return _questions().rows(asked_by(user))


@kept_query
def _questions():
    return (
        GateQuestion.objects.visible_to(ASKER)
        .about_coming_gates()
        .unanswered()
        .filter(mentor__user=ASKER)
        .select_related("gate__case__person")
        .order_by("liberation_date", "pk")
    )


def dates_to_settle(user: User, today: dt.date) -> QuerySet[Case]:
    """Open cases `user` may open, of people inside, whose date somebody must ask about, with `matter` (DateMatter).

    Nothing is stored: a date settled anywhere leaves the queue at once.

    Beside it `liberation_day`, `now_at`, `now_at_name`, `asked_on`, and `asked` (the same, with the first day of all for
    never, to sort by).
    """
    differs = Q(ledger__stated_date__lt=F("ledger__worked_out_date")) | Q(
        ledger__stated_date__gt=F("ledger__worked_out_date")
    )
    # An answer about a known date can only be that it is still right.
    not_said_again = Q(answer__checked_at=None) | Q(answer__checked_at__lt=F("ledger__recorded_at"))
    due = Q(ask_again_on=None) | Q(ask_again_on__lte=today)
    return (
        Case.objects.visible_to(user)
        .open()
        .filter(episode__released_date=None)
        .with_liberation()
        .with_asked()
        .annotate(
            asked=Coalesce("asked_on", Value(dt.date.min)),
            matter=Case_(
                When(ledger__liberation_date__lt=today, then=Value(DateMatter.PASSED)),
                When(differs & not_said_again, then=Value(DateMatter.DIFFERS)),
                When(due & Q(ledger__liberation_date__isnull=False), then=Value(DateMatter.NOT_CONFIRMED)),
                When(due, then=Value(DateMatter.UNKNOWN)),
                output_field=CharField(),
            ),
        )
        .filter(matter__isnull=False)
        .order_by()
    )


def count_dates_to_settle(user: User, today: dt.date) -> dict[str, int]:
    """How many of each matter, those that there are none of too. One query."""
    found = dict(
        dates_to_settle(user, today).values("matter").annotate(people=Count("pk")).values_list("matter", "people")
    )
    return {matter.value: found.get(matter, 0) for matter in DateMatter}


def places_and_mentors(user: User) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What the filters of the queue offer: prisons that are open, and the mentors of the user's team. One query."""
    prisons = Prison.objects.open_on(timezone.localdate()).annotate(what=Value("prison"), label=F("name"))
    mentors = Mentor.objects.filter(user__team=user.team_id).annotate(what=Value("mentor"), label=F("user__name"))
    found: dict[str, list[tuple[str, str]]] = {"prison": [], "mentor": []}
    shown = [rows.order_by().values_list("what", "pk", "label") for rows in (prisons, mentors)]
    for what, key, label in shown[0].union(shown[1], all=True).order_by("label"):
        found[what].append((str(key), label))
    return found["prison"], found["mentor"]
