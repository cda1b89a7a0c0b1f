"""Taking someone onto the record, and correcting who they are."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made, wait_in_line
from people.birth_dates import is_plausible
from people.enums import IdentifierKind
from people.identifier_formats import canonical
from people.models import Identifier, Person

EDITABLE = [
    "given_names",
    "family_name",
    "known_as",
    "other_names",
    "birth_date",
    "sex",
    "language",
    "communication_needs",
    "phone",
    "phone_note",
    "email",
]
LONGEST_NUMBER = 20
# Where one waits who looks for somebody on record before taking them on, so that nobody is taken on in between.
REGISTERING = "register_person"


@dataclasses.dataclass(frozen=True)
class Newcomer:
    """Someone to take onto the record: `fields` are names of EDITABLE; their prison number if known; the key if it is given."""

    fields: Mapping[str, object]
    number: str = ""
    number_kind: IdentifierKind | str = IdentifierKind.SPS
    new_id: uuid.UUID | None = None


@dataclasses.dataclass(frozen=True)
class NewNumber:
    """A number that a person is known by."""

    person: Person
    kind: IdentifierKind | str
    value: str
    from_date: dt.date | None = None


def register_person(*, number: str = "", number_kind=IdentifierKind.SPS, new_id: uuid.UUID | None = None, by, **fields):
    """Take a new person onto the record, with their prison number if known. Access is granted by the caller.

    `fields` are names of EDITABLE. Refuses a number that already belongs to someone, and an impossible date of birth.
    """
    with trail.written("register_person", Verb.CREATED, by=by) as entry:
        if made := already_made(Person, new_id):
            entry.needed = False
            return made
        (person,) = _register([Newcomer(fields, number, number_kind, new_id)])
        entry.subject = entry.person = person
        return person


def register_people(*, newcomers: Sequence[Newcomer], by) -> list[Person]:
    """As `register_person` for each, in a fixed number of statements; in the same order. What is refused of one refuses all."""
    with trail.written("register_people", Verb.CREATED, by=by) as entry:
        people = _register(newcomers)
        entry.shown, entry.needed = [person.pk for person in people], bool(people)
        entry.after = {"people": len(people)}
        return people


def edit_person(*, person: Person, read_at_version: int, by, **fields) -> Person:
    """Correct who a person is. Raises EditedMeanwhile when someone else saved since the form was opened."""
    _check_birth_date(fields.get("birth_date"))
    return edit_row("edit_person", person, read_at_version=read_at_version, values=fields, person=person, by=by)


def add_identifier(*, person: Person, kind: str, value: str, by, from_date: dt.date | None = None) -> Identifier:
    """Add a number the person is known by; the same number again is no new one. Refuses another person's number."""
    with trail.written("add_identifier", Verb.CREATED, by=by, person=person) as entry:
        ((identifier, made),) = _add_numbers([NewNumber(person, kind, value, from_date)])
        entry.subject, entry.needed = identifier, made
        return identifier


def add_identifiers(*, numbers: Sequence[NewNumber], by) -> list[tuple[Identifier, bool]]:
    """As `add_identifier` for each, in a fixed number of statements: the number on record, and whether it is new."""
    with trail.written("add_identifiers", Verb.CREATED, by=by) as entry:
        added = _add_numbers(numbers)
        entry.after = {"numbers": sum(made for _, made in added)}
        entry.needed = bool(entry.after["numbers"])
        return added


def _register(newcomers: Sequence[Newcomer]) -> list[Person]:
    for place, newcomer in enumerate(newcomers):
        _check_birth_date(newcomer.fields.get("birth_date"), place=place)
    wait_in_line(REGISTERING, shared=True)
    people = [
        Person(**newcomer.fields, **({"pk": newcomer.new_id} if newcomer.new_id else {})) for newcomer in newcomers
    ]
    Person.objects.bulk_create(people)
    places = [place for place, newcomer in enumerate(newcomers) if newcomer.number]
    _add_numbers(
        [NewNumber(people[place], newcomers[place].number_kind, newcomers[place].number) for place in places], places
    )
    return people


def _add_numbers(numbers: Sequence[NewNumber], places: Sequence[int] = ()) -> list[tuple[Identifier, bool]]:
    """`places` are those that a refusal names; without any, those in `numbers`."""
    places = places or range(len(numbers))
    rows = []
    for place, number in zip(places, numbers, strict=True):
        value = canonical(number.kind, number.value)
        if not 1 <= len(value) <= LONGEST_NUMBER:
            # Signs that cannot be seen are dropped, and one sign on the screen may stand for many.
            raise RuleBroken("The prison number cannot be read. Type it again, in letters and digits.", place=place)
        rows.append(Identifier(person=number.person, kind=number.kind, value=value, from_date=number.from_date))
    # Of two people who enter the same number at the same moment, the second finds what the first made.
    Identifier.objects.bulk_create(rows, ignore_conflicts=True)
    stored = {(row.kind, row.value): row for row in Identifier.objects.filter(value__in={row.value for row in rows})}
    added = []
    for place, row in zip(places, rows, strict=True):
        there = stored[row.kind, row.value]
        if there.person_id != row.person_id:
            raise RuleBroken(
                "This prison number already belongs to someone on record. Search for it first.", place=place
            )
        added.append((there, there.pk == row.pk))
    return added


def _check_birth_date(birth_date: dt.date | None, *, place: int | None = None) -> None:
    if birth_date and not is_plausible(birth_date, on=timezone.localdate()):
        raise RuleBroken("Check the date of birth: it would make them younger than 12 or older than 110.", place=place)
