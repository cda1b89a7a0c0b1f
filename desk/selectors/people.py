"""What the results of a search show of each person."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from desk.selectors.case_rows import CaseRow, case_rows
from mentoring.models import Case
from people.models import Person
from referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Found:
    """One person found, with their present case, or the state of their referral if there is none."""

    person: Person
    case: CaseRow | None
    referral: Referral | None

    @property
    def pk(self):
        return self.person.pk


def found_people(keys: Sequence[uuid.UUID], today: dt.date) -> list[Found]:
    """The people with their case or referral, in this order. Four queries; none for nobody."""
    if not keys:
        return []
    people = Person.objects.in_bulk(keys)
    newest = (
        Case.objects.filter(person__in=keys)
        .order_by("person_id", F("closed_date").desc(nulls_first=True), "-number")
        .distinct("person_id")
    )
    cases = {row.person_id: row for row in case_rows(list(newest.values_list("pk", flat=True)), today)}
    referrals = (
        Referral.objects.filter(person__in=keys).order_by("person_id", "-referred_date", "pk").distinct("person_id")
    )
    by_person = {referral.person_id: referral for referral in referrals}
    return [Found(people[key], cases.get(key), by_person.get(key)) for key in keys]
