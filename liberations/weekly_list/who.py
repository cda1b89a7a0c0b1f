"""Who a row of a list is. The prison number comes first; name and date of birth alone are never enough: then a person decides."""

import dataclasses
import uuid

from liberations.enums import RowDecision, RowDifference
from liberations.models import ListRow
from liberations.weekly_list.known import Known, OnRecord
from people.selectors import Candidate

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
    alike = [each for each in known.alike.get(row.row_number, ()) if not owner or each.person.pk != owner.pk]
    candidates = [*([owner.pk] if owner else []), *(each.person.pk for each in alike)][:MOST_CANDIDATES]
    if row.decision == RowDecision.SAME_PERSON:
        return Who(known.person(row.decided_person_id), candidates=candidates, decided=True)
    if row.decision == RowDecision.NEW_PERSON:
        return Who(candidates=candidates, decided=True)
    answered = known.answered_before(row)
    if answered and not row.decision:
        return Who(answered, candidates=candidates)
    if owner:
        return Who(
            doubt=f"Someone on record has this prison number. {owner.agreement(row).in_words}", candidates=candidates
        )
    return Who(doubt=_resembles(row, alike) if alike else "", candidates=candidates)


def _resembles(row: ListRow, alike: list[Candidate]) -> str:
    number = "None has this prison number." if row.number else "The list gives no prison number."
    if len(alike) > 1:
        return f"{len(alike)} people on record may be this person. {number}"
    number = "Not this prison number." if row.number else number
    return f"Someone on record may be this person. {alike[0].agreement.in_words} {number}"
