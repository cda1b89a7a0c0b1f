"""Comparing a list with what is on record: who each row is and what applying it would change. Changes nothing itself."""

import dataclasses
import datetime as dt

from liberations.enums import RowDifference
from liberations.weekly_list.reading import ReadRow
from people.birth_dates import is_plausible
from people.enums import IdentifierKind
from people.identifier_formats import canonical
from people.models import Identifier, Person
from people.services.people import LONGEST_NUMBER
from prisons.models import CustodialEpisode, Prison

FURTHEST_DAYS = 366 * 30


@dataclasses.dataclass
class Comparison:
    """What a row would do. `person` is who it is, if that is certain."""

    difference: RowDifference
    person: Person | None = None
    before_date: dt.date | None = None
    problem: str = ""


@dataclasses.dataclass
class _Known:
    """What is on record of everyone a list may be about, fetched in a fixed number of queries."""

    by_number: dict[str, Person]
    by_birth_date: dict[dt.date, list[Person]]
    episodes: dict

    @classmethod
    def of(cls, rows: list[ReadRow]) -> "_Known":
        numbers = {canonical(IdentifierKind.SPS, row.number) for row in rows if row.number}
        found = Identifier.objects.filter(kind=IdentifierKind.SPS, value__in=numbers).select_related("person")
        by_number = {identifier.value: identifier.person for identifier in found}
        by_birth_date = {}
        for person in Person.objects.filter(birth_date__in={row.birth_date for row in rows if row.birth_date}):
            by_birth_date.setdefault(person.birth_date, []).append(person)
        keys = [person.pk for person in by_number.values()]
        episodes = CustodialEpisode.objects.filter(person__in=keys, released_date=None).prefetch_related(
            "stays", "release_dates"
        )
        return cls(by_number, by_birth_date, {episode.person_id: episode for episode in episodes})


def compare(rows: list[ReadRow], prison: Prison, *, on: dt.date) -> list[Comparison]:
    """One Comparison a row, in order. The prison number comes first; name and birth date alone are never enough."""
    known = _Known.of(rows)
    seen: set[str] = set()
    return [_compare(row, prison, known, seen, on) for row in rows]


def _compare(row: ReadRow, prison: Prison, known: _Known, seen: set[str], on: dt.date) -> Comparison:
    if row.problem:
        return Comparison(RowDifference.UNREADABLE, problem=f"Row {row.row_number}: {row.problem}.")
    if row.liberation_date and abs((row.liberation_date - on).days) > FURTHEST_DAYS:
        return Comparison(
            RowDifference.UNREADABLE, problem=f"Row {row.row_number}: check the year of the liberation date."
        )
    if row.birth_date and not is_plausible(row.birth_date, on=on):
        return Comparison(RowDifference.UNREADABLE, problem=f"Row {row.row_number}: check the date of birth.")
    number = canonical(IdentifierKind.SPS, row.number) if row.number else ""
    if len(number) > LONGEST_NUMBER:
        return Comparison(RowDifference.UNREADABLE, problem=f"Row {row.row_number}: check the prison number.")
    if number and number in seen:
        return Comparison(RowDifference.DECIDE, problem="The list has this prison number twice.")
    seen.add(number)
    person = known.by_number.get(number) if number else None
    if person is None:
        return _unknown(row, known)
    if not _same_person(row, person):
        return Comparison(
            RowDifference.DECIDE, problem="The prison number is on record with another name or date of birth."
        )
    return _known(row, prison, person, known.episodes.get(person.pk))


def _unknown(row: ReadRow, known: _Known) -> Comparison:
    alike = [each for each in known.by_birth_date.get(row.birth_date, []) if _same_name(row, each)]
    if alike:
        return Comparison(
            RowDifference.DECIDE,
            problem="Someone on record has this name and date of birth but not this prison number.",
        )
    return Comparison(RowDifference.NEW_PERSON)


def _known(row: ReadRow, prison: Prison, person: Person, episode: CustodialEpisode | None) -> Comparison:
    if episode is None:
        return Comparison(RowDifference.DECIDE, person, problem="They were released. Are they in custody again?")
    ledger = next((date for date in episode.release_dates.all() if date.is_current), None)
    before = ledger.liberation_date if ledger else None
    stay = next((stay for stay in episode.stays.all() if stay.to_date is None), None)
    if row.liberation_date and episode.admitted_date and row.liberation_date < episode.admitted_date:
        return Comparison(RowDifference.DECIDE, person, before, "The date is before the day they were admitted.")
    if stay is None or stay.prison_id != prison.pk:
        return Comparison(RowDifference.TRANSFER, person, before)
    if row.liberation_date is None or row.liberation_date == before:
        return Comparison(RowDifference.SAME, person, before)
    if before is None:
        return Comparison(RowDifference.NEW_DATE, person)
    moved = RowDifference.BROUGHT_FORWARD if row.liberation_date < before else RowDifference.PUT_BACK
    return Comparison(moved, person, before)


def _same_person(row: ReadRow, person: Person) -> bool:
    if row.birth_date and person.birth_date and row.birth_date != person.birth_date:
        return False
    return _same_name(row, person)


def _same_name(row: ReadRow, person: Person) -> bool:
    """Family name and first given name agree, whatever the case; an earlier name on record will do for the family name."""
    family = row.family_name.casefold()
    given = row.given_names.casefold().split(" ")[0]
    names = f"{person.given_names} {person.known_as} {person.other_names}".casefold().replace(",", " ").split()
    families = {person.family_name.casefold(), *person.other_names.casefold().replace(",", " ").split()}
    return family in families and given in names
