"""Reads that join the gate, the follow-up and the ledger for one page."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import User
from liberations.enums import GateAnswer, GateDecision, GateState, ReplanItemState
from liberations.models import FollowUp, GateLiberation, GateQuestion, Replan, ReplanItem
from liberations.replanning.rules import Booking, clash
from mentoring.enums import AssignmentRole, Channel
from mentoring.models import Assignment, Case, Meeting, Mentor, PrisonClearance
from mentoring.selectors import cases_with_header
from prisons.models import CustodialEpisode, DateCheck, Prison, PrisonStay, ReleaseDate


def coming_gates(user: User, today: dt.date) -> QuerySet[Case]:
    """Open cases `user` may open whose liberation is today or later, with the gate plan beside them."""
    return (
        Case.objects.visible_to(user)
        .open()
        .with_liberation()
        .with_lead()
        .filter(liberation_day__gte=today, episode__released_date=None)
        .select_related("person", "episode__gate__mentor__user")
    )


def case_for_gate(user: User) -> QuerySet[Case]:
    """Cases `user` may open with everything the gate card and the header above it show."""
    return (
        cases_with_header()
        .visible_to(user)
        .select_related("person", "programme", "referral", "episode__gate__mentor__user", "episode__gate__outcome_by")
    )


def gate_of(case: Case) -> GateLiberation | None:
    """The gate of the case's present episode; None while nobody has decided anything."""
    return getattr(case.episode, "gate", None)


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


# Contacts at which the mentor is somewhere in person.
IN_PERSON = (Channel.IN_PRISON, Channel.COMMUNITY, Channel.ACCOMPANIED, Channel.GATE)


def bookings(mentors: Collection[uuid.UUID], days: Collection[dt.date]) -> dict[tuple, list[Booking]]:
    """Where these mentors are already expected on these days, by mentor and day. Two queries."""
    found: dict[tuple, list[Booking]] = defaultdict(list)
    if not mentors or not days:
        return found
    gates = GateLiberation.objects.filter(
        mentor__in=mentors,
        state=GateState.PLANNED,
        decision=GateDecision.WANTED,
        episode__released_date=None,
        episode__release_dates__is_current=True,
        episode__release_dates__liberation_date__in=days,
    ).values_list("mentor_id", "episode__release_dates__liberation_date", "episode_id")
    for mentor, day, episode in gates:
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


# Older changes than these are read in the timeline and the trail.
REPLANS_SHOWN = 12


@dataclasses.dataclass(frozen=True)
class Change:
    """A re-plan as its page shows it: what was done by itself, what needs a decision, and what has been decided."""

    replan: Replan
    done: list[ReplanItem]
    open: list[ReplanItem]
    decided: list[ReplanItem]
    told: list[str]


def changes(case: Case) -> list[Change]:
    """What moved of the case's present time in custody and what followed, newest first. Four queries."""
    replans = list(
        case.replans.filter(episode=case.episode_id).select_related(
            "case", "from_prison", "to_prison__area", "ledger_row", "recorded_by"
        )[:REPLANS_SHOWN]
    )
    by_key = {replan.pk: replan for replan in replans}
    items = list(
        ReplanItem.objects.filter(replan__in=by_key)
        .select_related("meeting", "mentor__user", "decided_by")
        .order_by("kind", "on_date", "pk")
    )
    standing = set(ReplanItem.objects.filter(replan__in=by_key).open().values_list("pk", flat=True))
    names = dict(User.objects.filter(pk__in={key for each in replans for key in each.told}).values_list("pk", "name"))
    parts: dict[uuid.UUID, tuple[list, list, list]] = {key: ([], [], []) for key in by_key}
    for item in items:
        item.replan = by_key[item.replan_id]
        done, needed, decided = parts[item.replan_id]
        if item.state == ReplanItemState.DONE:
            done.append(item)
        else:
            (needed if item.pk in standing else decided).append(item)
    return [
        Change(each, *parts[each.pk], told=sorted(names[key] for key in each.told if key in names)) for each in replans
    ]


def open_decisions(user: User) -> QuerySet[ReplanItem]:
    """Decisions that moved days and transfers ask for, of the people `user` may open, with all that a line shows."""
    return (
        ReplanItem.objects.visible_to(user)
        .open()
        .annotate(
            ledger=FilteredRelation(
                "replan__episode__release_dates", condition=Q(replan__episode__release_dates__is_current=True)
            ),
            stay=FilteredRelation("replan__episode__stays", condition=Q(replan__episode__stays__to_date=None)),
            lead=FilteredRelation(
                "replan__case__assignments",
                condition=Q(
                    replan__case__assignments__role=AssignmentRole.LEAD, replan__case__assignments__until_date=None
                ),
            ),
        )
        .annotate(
            liberation_day=F("ledger__liberation_date"),
            now_at=F("stay__prison_id"),
            now_at_name=F("stay__prison__name"),
            lead_id=F("lead__mentor_id"),
            lead_name=F("lead__mentor__user__name"),
        )
        .select_related(
            "replan__case__person",
            "replan__from_prison",
            "replan__to_prison__area",
            "replan__ledger_row",
            "meeting",
            "mentor__user",
        )
    )


def decisions_of(case: Case) -> int:
    """How many decisions of the case are still needed. One query."""
    return ReplanItem.objects.filter(replan__case=case).open().count()


def question_about(case: Case) -> GateQuestion | None:
    """What the mentor at the gate of the case is asked, or has answered; None when nobody is asked. One query."""
    return (
        GateQuestion.objects.about_coming_gates()
        .filter(gate__episode=case.episode_id)
        .select_related("mentor__user", "answered_by")
        .first()
    )


def nobody_going(now: dt.datetime) -> Q:
    """Of cases: they want to be met, the mentor said "I can't" or has not answered in time, and nobody else goes yet."""
    asked = GateQuestion.objects.about_coming_gates().filter(gate__episode=OuterRef("episode"))
    cannot = asked.filter(answer=GateAnswer.CANNOT)
    late = asked.unanswered().filter(answer_by_at__lte=now)
    return Q(Exists(cannot) | Exists(late))
