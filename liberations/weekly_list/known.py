"""What is on record of everyone a list may be about, fetched in a number of queries that does not grow with the list."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F, FilteredRelation, Q

from liberations.enums import ListState, RowDecision, RowDifference
from liberations.models import LiberationList, ListRow
from mentoring.models import Case
from people.enums import IdentifierKind
from people.identifier_formats import canonical
from people.likeness.rules import (
    Agreement,
    DateLikeness,
    Likeness,
    NameLikeness,
    Names,
    compare_birth_dates,
    compare_names,
    name_key,
)
from people.models import Access, Identifier, Person
from people.selectors import Asked, Candidate, likely_same
from prisons.models import CustodialEpisode, ReleaseDate
from referrals.models import Referral

SAME_NAMES = frozenset({NameLikeness.SAME, NameLikeness.ON_RECORD})
SAME_DATES = frozenset({DateLikeness.SAME, DateLikeness.NOT_KNOWN})
PERSON_FIELDS = (
    "pk", "given_names", "family_name", "known_as", "other_names", "birth_date", "sex", "merged_into_id",
)  # fmt: skip
# Strangers to our team are brought up only where much agrees (ADR 10); our own people already where dates are missing.
LEAST_OF_OURS = Likeness.POSSIBLE
LEAST_OF_OTHERS = Likeness.LIKELY


@dataclasses.dataclass(slots=True)
class OnRecord:
    """Someone on record, as far as a row is compared with them."""

    pk: uuid.UUID
    given_names: str
    family_name: str
    known_as: str
    other_names: str
    birth_date: dt.date | None
    sex: str
    merged_into_id: uuid.UUID | None

    def agreement(self, row: ListRow) -> Agreement:
        """What agrees with a row that gives their prison number."""
        return agreement_of(row, self, number=True)

    def is_sure(self, row: ListRow) -> bool:
        """Whether nothing speaks against the prison number."""
        return is_sure(self.agreement(row))


def agreement_of(row: ListRow, person: "OnRecord | Person", *, number: bool) -> Agreement:
    """What agrees between a row and somebody on record; `number` says whether the row gives a number of theirs."""
    return Agreement(
        number=number,
        name=compare_names(
            Names.of(row.given_names, row.family_name),
            Names.of(person.given_names, person.family_name, person.known_as, person.other_names),
        ),
        birth_date=compare_birth_dates(row.birth_date, person.birth_date),
    )


def is_sure(agreement: Agreement) -> bool:
    """The same number, and neither name nor date of birth differs by as much as a letter: the rest a person decides."""
    return agreement.number and agreement.name in SAME_NAMES and agreement.birth_date in SAME_DATES


@dataclasses.dataclass(slots=True)
class Custody:
    """Someone's present time in custody, or the last one if it has ended."""

    pk: uuid.UUID
    legal_status: str
    sentence_band: str
    statutory_supervision: bool | None
    return_area_id: uuid.UUID | None
    admitted_date: dt.date | None
    released_date: dt.date | None
    prison_id: uuid.UUID | None
    since: dt.date | None
    liberation_date: dt.date | None


@dataclasses.dataclass
class Known:
    """The people a list may be about, by their keys, and what our team does with them already."""

    people: dict[uuid.UUID, OnRecord]
    by_number: dict[str, uuid.UUID]
    alike: dict[int, list[Candidate]]
    answers: dict[tuple, uuid.UUID]
    custody: dict[uuid.UUID, Custody]
    days_told: dict[uuid.UUID, set[dt.date]]
    with_case: set[uuid.UUID]
    referred: set[uuid.UUID]

    @classmethod
    def of(cls, liberation_list: LiberationList, rows: Sequence[ListRow]) -> "Known":
        by_number = _owners(rows)
        answers = _earlier_answers(liberation_list, rows)
        decided = {row.decided_person_id for row in rows if row.decided_person_id}
        people = _people({*by_number.values(), *answers.values(), *decided})
        custody = custody_of(people)
        return cls(
            people=people,
            by_number=by_number,
            alike=_alike(liberation_list, rows, by_number, people),
            answers=answers,
            custody=custody,
            days_told=_days_told(custody),
            with_case=_with_case(liberation_list, people),
            referred=_referred(liberation_list, custody),
        )

    def owner_of(self, number: str) -> OnRecord | None:
        """Who has this prison number."""
        return self.person(self.by_number.get(number))

    def person(self, key: uuid.UUID | None) -> OnRecord | None:
        """The record of this key, or the one that stands for it since they were merged."""
        return _standing_for(key, self.people)

    def answered_before(self, row: ListRow) -> OnRecord | None:
        """Whom a row with the same number, names and date of birth was decided to be when an earlier list was applied."""
        return self.person(self.answers.get(facts_of(row)))


def facts_of(row: ListRow) -> tuple:
    """What a row says of who it is, however it is written."""
    return row.number, name_key(row.family_name), name_key(row.given_names), row.birth_date


def number_of(text: str) -> str:
    return canonical(IdentifierKind.SPS, text) if text else ""


def _owners(rows: Sequence[ListRow]) -> dict[str, uuid.UUID]:
    numbers = {row.number for row in rows if row.number}
    owners = Identifier.objects.filter(kind=IdentifierKind.SPS, value__in=numbers)
    return dict(owners.values_list("value", "person_id"))


def _earlier_answers(liberation_list: LiberationList, rows: Sequence[ListRow]) -> dict[tuple, uuid.UUID]:
    """A prison writes a name as it always did: what a person decided about it once is not asked every week."""
    answered = ListRow.objects.filter(
        list__team=liberation_list.team_id,
        list__state=ListState.APPLIED,
        decision=RowDecision.SAME_PERSON,
        left_out=False,
        number__in={row.number for row in rows},
    ).exclude(number="", birth_date=None)
    return {facts_of(row): row.decided_person_id for row in answered.order_by("decided_at")}


def _people(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, OnRecord]:
    people, wanted = {}, set(keys)
    while wanted:
        found = Person.objects.filter(pk__in=wanted).values_list(*PERSON_FIELDS)
        people |= {fields[0]: OnRecord(*fields) for fields in found.iterator(chunk_size=5000)}
        wanted = {person.merged_into_id for person in people.values()} - {None} - people.keys()
    return people


def _standing_for(key: uuid.UUID | None, people: dict[uuid.UUID, OnRecord]) -> OnRecord | None:
    person = people.get(key)
    return _standing_for(person.merged_into_id, people) if person and person.merged_into_id else person


def _alike(
    liberation_list: LiberationList,
    rows: Sequence[ListRow],
    by_number: dict[str, uuid.UUID],
    people: dict[uuid.UUID, OnRecord],
) -> dict[int, list[Candidate]]:
    """By row number, who may be meant by rows that no number makes certain, the likeliest first."""
    owners = {number: _standing_for(key, people) for number, key in by_number.items()}
    unsure = [
        row
        for row in rows
        if row.difference != RowDifference.UNREADABLE and not (row.number in owners and owners[row.number].is_sure(row))
    ]
    if not unsure:
        return {}
    asked = [Asked(row.given_names, row.family_name, row.birth_date) for row in unsure]
    found = likely_same(asked, least=LEAST_OF_OURS)
    ours = _open_to_team(liberation_list, {each.person.pk for candidates in found for each in candidates})
    return {
        row.row_number: [each for each in candidates if each.likeness >= LEAST_OF_OTHERS or each.person.pk in ours]
        for row, candidates in zip(unsure, found, strict=True)
        if candidates
    }


def _open_to_team(liberation_list: LiberationList, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    if not people:
        return set()
    access = Access.objects.in_force().filter(team=liberation_list.team_id, person__in=people)
    return set(access.values_list("person_id", flat=True))


def custody_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, Custody]:
    """The open time in custody of each, else the one that ended last."""
    episodes = (
        CustodialEpisode.objects.filter(person__in=people)
        .annotate(
            stay=FilteredRelation("stays", condition=Q(stays__to_date=None)),
            ledger=FilteredRelation("release_dates", condition=Q(release_dates__is_current=True)),
        )
        .order_by(F("released_date").asc(nulls_last=True))
        .values_list(
            "person_id", "pk", "legal_status", "sentence_band", "statutory_supervision", "return_area_id",
            "admitted_date", "released_date", "stay__prison_id", "stay__from_date", "ledger__liberation_date",
        )
    )  # fmt: skip
    return {fields[0]: Custody(*fields[1:]) for fields in episodes.iterator(chunk_size=5000)}


def _days_told(custody: dict[uuid.UUID, Custody]) -> dict[uuid.UUID, set[dt.date]]:
    """Every liberation day we were ever told for a time in custody that has ended, by person."""
    released = {episode.pk: person for person, episode in custody.items() if episode.released_date}
    days = defaultdict(set)
    if not released:
        return days
    told = ReleaseDate.objects.filter(episode__in=released, liberation_date__isnull=False)
    for episode, day in told.values_list("episode_id", "liberation_date"):
        days[released[episode]].add(day)
    return days


def _with_case(liberation_list: LiberationList, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those whom our team supports now."""
    cases = Case.objects.open().filter(programme__team=liberation_list.team_id, person__in=people)
    return set(cases.values_list("person_id", flat=True))


def _referred(liberation_list: LiberationList, custody: dict[uuid.UUID, Custody]) -> set[uuid.UUID]:
    """Those referred to our team already in this time in custody, whatever was answered: no list asks again."""
    keys = {episode.pk for episode in custody.values()}
    ours = Referral.objects.filter(programme__team=liberation_list.team_id)
    return set(ours.filter(episode__in=keys).values_list("person_id", flat=True))
