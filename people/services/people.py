"""Taking someone onto the record, and correcting who they are."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
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
]
LONGEST_NUMBER = 20


def register_person(*, number: str = "", number_kind=IdentifierKind.SPS, new_id: uuid.UUID | None = None, by, **fields):
    """Take a new person onto the record, with their prison number if known. Access is granted by the caller.

    `fields` are names of EDITABLE. Refuses a number that already belongs to someone, and an impossible date of birth.
    """
    with trail.written("register_person", Verb.CREATED, by=by) as entry:
        if made := already_made(Person, new_id):
            entry.needed = False
            return made
        _check_birth_date(fields.get("birth_date"))
        person = Person(**fields)
        if new_id:
            person.pk = new_id
        person.save(force_insert=True)
        entry.subject = entry.person = person
        if number:
            add_identifier(person=person, kind=number_kind, value=number, by=by)
        return person


def edit_person(*, person: Person, read_at_version: int, by, **fields) -> Person:
    """Correct who a person is. Raises EditedMeanwhile when someone else saved since the form was opened."""
    _check_birth_date(fields.get("birth_date"))
    return edit_row("edit_person", person, read_at_version=read_at_version, values=fields, person=person, by=by)


def add_identifier(*, person: Person, kind: str, value: str, by, from_date: dt.date | None = None) -> Identifier:
    """Add a number the person is known by; the same number again is no new one. Refuses another person's number."""
    with trail.written("add_identifier", Verb.CREATED, by=by, person=person) as entry:
        value = canonical(kind, value)
        if not 1 <= len(value) <= LONGEST_NUMBER:
            # Signs that cannot be seen are dropped, and one sign on the screen may stand for many.
            raise RuleBroken("The prison number cannot be read. Type it again, in letters and digits.")
        # Of two people who enter the same number at the same moment, the second finds what the first made.
        identifier, made = Identifier.objects.get_or_create(
            kind=kind, value=value, defaults={"person": person, "from_date": from_date}
        )
        if identifier.person_id != person.pk:
            raise RuleBroken("This prison number already belongs to someone on record. Search for it first.")
        entry.subject, entry.needed = identifier, made
        return identifier


def _check_birth_date(birth_date: dt.date | None) -> None:
    if birth_date and not is_plausible(birth_date, on=timezone.localdate()):
        raise RuleBroken("Check the date of birth: it would make them younger than 12 or older than 110.")
