"""Reads of keeping in touch: the first hours of one and of many, looking for somebody, whom we may ask."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case as Case_
from django.db.models import (
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TimeField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from liberations.keeping_contact.enums import RungState
from liberations.keeping_contact.hours import LAST_DAY, FirstHours, Hour, Said, Spoken, hours
from liberations.keeping_contact.ladder import Step, Try, next_step, steps
from liberations.models import FirstHourAnswer, LostContact, LostContactStep
from liberations.selectors import gate_of
from mentoring.enums.matching import Need
from mentoring.models import Case, Meeting
from people.enums import Purpose
from people.models import Consent, EmergencyContact, Person
from referrals.models import Agency

# Where a time of looking for somebody stands, as the list says and filters it.
STATES = (
    ("worried", "Somebody is worried"),
    ("managers", "With the managers"),
    ("mentor", "With the mentor"),
    ("hold", "On hold"),
)
# The order in which people are got in touch with: who needs most first.
NEED_FIRST = {Need.HIGH: 0, Need.USUAL: 1, Need.NOT_JUDGED: 1, Need.LIGHT: 2}


def need_order(field: str = "case__need") -> Case_:
    """Of a row with a case: its place by how much support the person needs, most first."""
    return Case_(
        *(When(**{field: need}, then=Value(order)) for need, order in NEED_FIRST.items()),
        default=Value(1),
        output_field=IntegerField(),
    )


def in_first_hours(cases: QuerySet[Case], today: dt.date) -> QuerySet[Case]:
    """Open cases of people who came out in these days."""
    return cases.filter(
        closed_date=None,
        episode__released_date__gte=today - dt.timedelta(days=LAST_DAY),
        episode__released_date__lte=today,
    )


def first_hours_of(cases: Sequence[Case], now: dt.datetime) -> dict[uuid.UUID, list[Hour]]:
    """The first hours of each, by its key; none while inside. One query, however many.

    The cases come with their programme, episode, gate with its mentor, and `lead_name` (with_lead) where it is to be shown.
    """
    out = {case.pk: case for case in cases if case.episode.released_date}
    answers: dict[uuid.UUID, dict[str, Said]] = defaultdict(dict)
    contacts: dict[uuid.UUID, list[Spoken]] = defaultdict(list)
    for key, step, code, on_date, at_time, *said in _happened(out) if out else ():
        if step:
            answers[key][step] = Said(code, *said)
        else:
            contacts[key].append(Spoken(on_date, at_time, code))
    return {key: hours(_facts(case, contacts[key], answers[key]), case.programme, now) for key, case in out.items()}


_TEXT = CharField()


def _happened(cases):
    """Contacts since release and answers in force of many cases, as rows of one query."""
    nothing = {
        "e_date": Cast(Value(None), DateField()),
        "e_time": Cast(Value(None), TimeField()),
        "e_note": Value("", output_field=_TEXT),
        "e_at": Cast(Value(None), DateTimeField()),
        "e_by": Value("", output_field=_TEXT),
        "e_key": Cast(Value(None), UUIDField()),
    }
    contact = {"e_step": Value("", output_field=_TEXT), "e_code": F("channel"), "e_date": F("on_date")}
    spoken = (
        Meeting.objects.two_way()
        .filter(case__in=cases, on_date__gte=F("case__episode__released_date"))
        .annotate(**{**nothing, **contact, "e_time": F("at_time")})
    )
    answer = {"e_step": F("step"), "e_code": F("answer"), "e_note": F("note"), "e_at": F("said_at")}
    answered = (
        FirstHourAnswer.objects.in_force()
        .filter(case__in=cases, episode=F("case__episode"))
        .annotate(**{**nothing, **answer, "e_by": F("said_by__name"), "e_key": F("pk")})
    )
    columns = ("case_id", "e_step", "e_code", "e_date", "e_time", "e_note", "e_at", "e_by", "e_key")
    return spoken.order_by().values_list(*columns).union(answered.order_by().values_list(*columns), all=True)


def _facts(case, contacts, answers):
    return FirstHours(
        released_date=case.episode.released_date,
        gate=gate_of(case),
        contacts=contacts,
        answers=answers,
        mentor=getattr(case, "lead_name", None) or "",
    )


def last_spoken(case: Case) -> dt.date:
    """The last day anybody spoke with somebody who is out, or the day of release. One query."""
    last = Meeting.objects.two_way().filter(case=case).order_by("-on_date").values_list("on_date", flat=True).first()
    return max(last or case.episode.released_date, case.episode.released_date)


def tries_since(case: Case, day: dt.date) -> list[Meeting]:
    """Attempts nobody answered after a day, the newest first. One query."""
    return list(
        case.meetings.tries().filter(on_date__gt=day).select_related("recorded_by").order_by("-on_date", "-at_time")
    )


def spoken_since(lost: LostContact) -> Meeting | None:
    """The contact that ends the looking by itself at the next run, if there is one already. One query."""
    since = Q(on_date__gt=lost.since_date) | Q(on_date=lost.since_date, recorded_at__gt=lost.began_at)
    return Meeting.objects.two_way().filter(since, case=lost.case_id).order_by("on_date").first()


def emergency_contacts(person: Person) -> list[EmergencyContact]:
    """Whom they named, with `agreed`: whether they agree today that we ask them. One query."""
    return list(person.emergency_contacts.kept().with_agreed())


def others_to_ask(person: Person) -> list[tuple[str, str]]:
    """With whom they agree that we share, who may have seen them, and the phone of those that are a partner agency. One query."""
    consents = Consent.objects.in_force().filter(person=person, purpose=Purpose.SHARING)
    phone = Coalesce(Subquery(Agency.objects.filter(pk=OuterRef("recipient_key")).values("phone")[:1]), Value(""))
    named = consents.annotate(phone=phone).order_by("recipient_name")
    return list(named.values_list("recipient_name", "phone").distinct())


def ladder(lost: LostContact, tries: Iterable[Meeting], *, may_ask: int, today: dt.date) -> list[Step]:
    """The steps of one. One query."""
    said = {row.rung: row for row in lost.steps.filter(taken_back_at=None).select_related("said_by")}
    tried = [Try(each.on_date, each.channel) for each in tries]
    return steps(lost, lost.case.programme, tries=tried, said=said, may_ask=may_ask, today=today)


@dataclass(frozen=True, slots=True)
class Looked:
    """One line of the list: since when, what comes next, on how many days somebody tried."""

    lost: LostContact
    next: Step | None
    tried_days: int

    @property
    def late(self):
        return self.next is not None and self.next.state == RungState.OVERDUE


def lost_contacts(user: User, today: dt.date) -> QuerySet[LostContact]:
    """Whom we look for, of the people `user` may open, with `need_order`, `lead_id`, `lead_name` and `standing` (STATES)."""
    open_cases = Case.objects.with_lead().filter(pk=OuterRef("case"))
    return (
        LostContact.objects.visible_to(user)
        .open()
        .select_related("case__person", "case__programme", "case__episode")
        .annotate(
            need_order=need_order(),
            lead_id=Subquery(open_cases.values("lead_id")[:1]),
            lead_name=Subquery(open_cases.values("lead_name")[:1]),
            standing=Case_(
                When(hold_until__gte=today, then=Value("hold")),
                When(worried_by__isnull=False, then=Value("worried")),
                When(manager_told_at__isnull=False, then=Value("managers")),
                default=Value("mentor"),
                output_field=CharField(),
            ),
        )
    )


def looked(rows: Sequence[LostContact], today: dt.date) -> list[Looked]:
    """The lines of a page. Three queries."""
    cases = [row.case_id for row in rows]
    since = {row.case_id: row.since_date for row in rows}
    tries: dict[uuid.UUID, list[Try]] = defaultdict(list)
    for key, on_date, channel in (
        Meeting.objects.tries()
        .filter(case__in=cases, on_date__gt=min(since.values(), default=today))
        .order_by("on_date")
        .values_list("case_id", "on_date", "channel")
    ):
        if on_date > since[key]:
            tries[key].append(Try(on_date, channel))
    said: dict[uuid.UUID, dict[str, LostContactStep]] = defaultdict(dict)
    for step in LostContactStep.objects.filter(lost_contact__in=rows, taken_back_at=None):
        said[step.lost_contact_id][step.rung] = step
    people = [row.case.person_id for row in rows]
    may_ask = set(EmergencyContact.objects.may_be_asked().filter(person__in=people).values_list("person_id", flat=True))
    found = []
    for row in rows:
        made = steps(
            row,
            row.case.programme,
            tries=tries[row.case_id],
            said=said[row.pk],
            may_ask=int(row.case.person_id in may_ask),
            today=today,
        )
        found.append(Looked(row, next_step(made), len({each.on_date for each in tries[row.case_id]})))
    return found


def count_standing(rows: QuerySet[LostContact]) -> dict[str, int]:
    """How many stand where (STATES), also those of which there are none. One query."""
    found = dict(rows.order_by().values("standing").annotate(n=Count("pk")).values_list("standing", "n"))
    return {state: found.get(state, 0) for state, _ in STATES}


def contact_lost() -> Exists:
    """Of a row with a case: whether somebody looks for them."""
    return Exists(LostContact.objects.open().filter(case=OuterRef("case")))


def tries_of_window() -> Coalesce:
    """Of a follow-up: how often somebody tried since its window began."""
    tries = (
        Meeting.objects.tries()
        .filter(case=OuterRef("case"), on_date__gte=OuterRef("window_from_date"))
        .order_by()
        .values("case")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(tries, output_field=IntegerField()), 0)
