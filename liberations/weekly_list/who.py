"""Who a row of a list is. The prison number comes first; name and date of birth alone are never enough: then a person decides."""

import dataclasses
import uuid

from liberations.enums import RowDecision, RowDifference
from liberations.models import ListRow
from liberations.weekly_list.known import Known, OnRecord

MOST_CANDIDATES = 10


@dataclasses.dataclass(slots=True)
class Who:
    """Someone on record, someone new (then without `person`), or in doubt: then why, and who it may be."""

    person: OnRecord | None = None
    doubt: str = ""
    candidates: list[uuid.UUID] = dataclasses.field(default_factory=list)
    decided: bool = False


def who_is(row: ListRow, known: Known) -> Who:
    """What agrees without any contradiction is certain; else what a person decided counts; else there may be a doubt."""
    if row.difference == RowDifference.UNREADABLE:
        return Who()
    owner = known.owner_of(row.number)
    if owner and owner.is_sure(row):
        return Who(owner, decided=row.decided_person_id == owner.pk, candidates=[owner.pk] if row.decision else [])
    alike = [person for person in known.alike(row) if person is not owner][:MOST_CANDIDATES]
    candidates = [person.pk for person in ([owner] if owner else []) + alike]
    if row.decision == RowDecision.SAME_PERSON:
        return Who(known.people[row.decided_person_id], candidates=candidates, decided=True)
    if row.decision == RowDecision.NEW_PERSON:
        return Who(candidates=candidates, decided=True)
    if owner:
        return Who(doubt=_differs(row, owner), candidates=candidates)
    return Who(doubt=_resembles(row, alike) if alike else "", candidates=candidates)


def _differs(row: ListRow, owner: OnRecord) -> str:
    name, birth_date = not owner.has_name(row), not owner.has_birth_date(row)
    what = "name and date of birth" if name and birth_date else "name" if name else "date of birth"
    return f"The prison number is on record with another {what}."


def _resembles(row: ListRow, alike: list[OnRecord]) -> str:
    number = "but not this prison number" if row.number else "and the list gives no prison number"
    if len(alike) > 1:
        return f"{len(alike)} people on record have a name and date of birth like this, {number}."
    (person,) = alike
    name = "this name" if person.has_name(row) else "a name like this"
    if not (row.birth_date and person.birth_date):
        return f"Someone on record has {name}, {number}. There is no date of birth to compare."
    return f"Someone on record has {name} and this date of birth, {number}."
