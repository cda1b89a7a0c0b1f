"""Who a doubtful row may be, side by side with what the list says. Of people whom the reader may not open it says what agrees
and no more (ADR 10)."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from core.templatetags.ui import day
from liberations.models import ListRow
from liberations.weekly_list.known import Custody, agreement_of, custody_of, is_sure
from liberations.weekly_list.previewing import Support, support_of
from people.enums import IdentifierKind
from people.models import Person
from prisons.models import Prison

STRANGER = "Someone others work with"


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One thing the list says, beside what is on record; `same` is None where one of the two is not known."""

    label: str
    listed: str
    recorded: str
    same: bool | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class MayBe:
    """Someone on record whom a row may be about; `is_sure` if only the row itself is in doubt. A stranger has no facts."""

    key: uuid.UUID
    person: Person | None
    title: str
    answer: str
    agrees: str
    is_sure: bool
    facts: Sequence[Fact] = ()
    support: Sequence[Support] = ()


def who_it_may_be(row: ListRow, user) -> list[MayBe]:
    """The candidates of a row as `user` may see them, the likeliest first. Five queries, however many they are."""
    may_open = Exists(Person.objects.visible_to(user).filter(pk=OuterRef("pk")))
    people = Person.objects.annotate(may_open=may_open).prefetch_related("identifiers").in_bulk(row.candidates)
    mine = {key for key, person in people.items() if person.may_open}
    custody = custody_of(mine)
    prisons = Prison.objects.in_bulk({each.prison_id for each in custody.values() if each.prison_id})
    support = support_of(mine)
    found = []
    for key in row.candidates:
        person = people.get(key)
        if person is None:
            continue
        agreement = agreement_of(row, person, number=row.number in _numbers(person))
        agrees, sure = agreement.in_words, is_sure(agreement)
        if key in mine:
            facts = _facts(row, person, custody.get(key), prisons)
            answer = f"{person.full_name}{f', born {day(person.birth_date)}' if person.birth_date else ''}"
            found.append(MayBe(key, person, person.full_name, answer, agrees, sure, facts, support.get(key, ())))
        else:
            found.append(MayBe(key, None, STRANGER, f"{STRANGER}. {agrees}", agrees, sure))
    return found


def _numbers(person: Person) -> dict[str, dt.date | None]:
    return {each.value: each.from_date for each in person.identifiers.all() if each.kind == IdentifierKind.SPS}


def _facts(row: ListRow, person: Person, custody: Custody | None, prisons: dict) -> list[Fact]:
    numbers = _numbers(person)
    also = ", ".join(name for name in (person.known_as, person.other_names) if name)
    listed_name = f"{row.given_names} {row.family_name}"
    recorded_day = custody.liberation_date if custody and not custody.released_date else None
    prison = prisons.get(custody.prison_id) if custody else None
    return [
        Fact(
            "Name",
            listed_name,
            f"{person.full_name}{f' (also {also})' if also else ''}",
            listed_name.casefold() == person.full_name.casefold(),
        ),
        Fact("Date of birth", _day(row.birth_date), _day(person.birth_date), _same(row.birth_date, person.birth_date)),
        Fact(
            "Prison number",
            row.number or "None given",
            ", ".join(f"{number}{f' from {day(since)}' if since else ''}" for number, since in numbers.items())
            or "None",
            row.number in numbers if row.number and numbers else None,
        ),
        Fact(
            "Where",
            row.list.prison.name,
            _where(custody, prison),
            prison.pk == row.list.prison_id if prison else None,
        ),
        Fact("Liberation day", _day(row.liberation_date), _day(recorded_day), _same(row.liberation_date, recorded_day)),
    ]


def _where(custody: Custody | None, prison: Prison | None) -> str:
    if custody is None:
        return "Not recorded as in custody"
    if custody.released_date:
        return f"Released on {day(custody.released_date)}"
    return prison.name if prison else "In custody, prison not known"


def _day(date: dt.date | None) -> str:
    return day(date) if date else "Not known"


def _same(one, other) -> bool | None:
    return one == other if one and other else None
