"""What is on record of everyone a list may be about, fetched in a number of queries that does not grow with the list."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F, FilteredRelation, Q

from liberations.models import LiberationList, ListRow
from liberations.weekly_list import names
from mentoring.models import Case
from people.enums import IdentifierKind
from people.identifier_formats import canonical
from people.models import Identifier, Person
from prisons.models import CustodialEpisode, ReleaseDate
from referrals.models import Referral

PERSON_FIELDS = ("pk", "given_names", "family_name", "known_as", "other_names", "birth_date", "sex", "sort_name")


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
    sort_name: str

    def is_sure(self, row: ListRow) -> bool:
        """Whether nothing speaks against it, once the prison number is the same."""
        return self.has_birth_date(row) and self.has_name(row)

    def has_name(self, row: ListRow) -> bool:
        """Family name and first name agree; an earlier name, or what they like to be called, will do."""
        return self._has_family(row) and self._has_given(row)

    def has_birth_date(self, row: ListRow) -> bool:
        """No contradiction: a date that is missing on either side agrees with every date."""
        return not (row.birth_date and self.birth_date) or row.birth_date == self.birth_date

    def has_name_like(self, row: ListRow) -> bool:
        """One of the two names agrees and the other is written much like it, or both agree the wrong way round."""
        family, given = names.plain(row.family_name), names.first_name(row.given_names)
        families, givens = self._families, self._givens
        if family in families:
            return given in givens or names.is_close(given, givens)
        if given in givens:
            return names.is_close(family, families)
        return family in givens and given in families

    @property
    def _families(self) -> set[str]:
        return names.families(self.family_name, self.other_names)

    @property
    def _givens(self) -> set[str]:
        return names.givens(self.given_names, self.known_as, self.other_names)

    def _has_family(self, row: ListRow) -> bool:
        return names.plain(row.family_name) in self._families

    def _has_given(self, row: ListRow) -> bool:
        return names.first_name(row.given_names) in self._givens


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
    """The people a list may be about, and what our team does with them already."""

    people: dict[uuid.UUID, OnRecord]
    by_number: dict[str, uuid.UUID]
    custody: dict[uuid.UUID, Custody]
    days_told: dict[uuid.UUID, set[dt.date]]
    with_case: set[uuid.UUID]
    referred: set[uuid.UUID]
    _by_birth_date: dict[dt.date, list[OnRecord]]
    _by_name: dict[str, list[OnRecord]]

    @classmethod
    def of(cls, liberation_list: LiberationList, rows: Sequence[ListRow]) -> "Known":
        by_number = dict(
            Identifier.objects.filter(
                kind=IdentifierKind.SPS, value__in={row.number for row in rows if row.number}
            ).values_list("value", "person_id")
        )
        decided = {row.decided_person_id for row in rows if row.decided_person_id}
        people = _people(Q(pk__in={*by_number.values(), *decided}))
        owners = {number: people[key] for number, key in by_number.items()}
        alike = _people(
            _may_be([row for row in rows if not (row.number in owners and owners[row.number].is_sure(row))])
        )
        by_birth_date, by_name = defaultdict(list), defaultdict(list)
        for person in alike.values():
            by_birth_date[person.birth_date].append(person)
            by_name[person.sort_name].append(person)
        custody = _custody(people)
        released = {episode.pk: key for key, episode in custody.items() if episode.released_date}
        return cls(
            people=alike | people,
            by_number=by_number,
            custody=custody,
            days_told=_days_told(released),
            with_case=_with_case(liberation_list, people),
            referred=_referred(liberation_list, custody),
            _by_birth_date=by_birth_date,
            _by_name=by_name,
        )

    def owner_of(self, number: str) -> OnRecord | None:
        """Who has this prison number."""
        return self.people.get(self.by_number.get(number))

    def alike(self, row: ListRow) -> list[OnRecord]:
        """Who may be meant by a row whose number nobody has: same date of birth and a name alike; where a date of birth is
        missing, the same name."""
        same_day = self._by_birth_date.get(row.birth_date, ()) if row.birth_date else ()
        same_name = (
            person for person in self._by_name.get(sort_name(row), ()) if not (row.birth_date and person.birth_date)
        )
        return [*(person for person in same_day if person.has_name_like(row)), *same_name]


def sort_name(row: ListRow) -> str:
    """As the generated column Person.sort_name writes it, but for letters that only the database takes accents from."""
    return names.without_accents(f"{row.family_name} {row.given_names}").lower()


def number_of(text: str) -> str:
    return canonical(IdentifierKind.SPS, text) if text else ""


def _people(condition: Q) -> dict[uuid.UUID, OnRecord]:
    found = Person.objects.filter(condition).values_list(*PERSON_FIELDS)
    return {fields[0]: OnRecord(*fields) for fields in found.iterator(chunk_size=5000)}


def _may_be(rows: Sequence[ListRow]) -> Q:
    """Indexes: person_by_birth_date, person_by_name."""
    dated = {row.birth_date for row in rows if row.birth_date}
    undated = {sort_name(row) for row in rows if not row.birth_date}
    all_names = {sort_name(row) for row in rows}
    return Q(birth_date__in=dated) | Q(sort_name__in=undated) | Q(birth_date=None, sort_name__in=all_names)


def _custody(people: Collection[uuid.UUID]) -> dict[uuid.UUID, Custody]:
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


def _days_told(released: dict[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, set[dt.date]]:
    """Every liberation day we were ever told for a time in custody that has ended, by person."""
    days = defaultdict(set)
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
