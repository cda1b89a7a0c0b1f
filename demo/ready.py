"""What has to be in place before the gate, in some of the lives: nearly all of it, half of it, or nothing but gaps.

Told through the services once the lives are, as it stands beside them and nothing in them hangs on it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from demo.days import Days
from demo.scene import CLYDE_MONEY, HARBOUR_HOMES, OPEN_DOOR
from demo.teller import OFFICE_HOUR
from mentoring.enums.readiness import CalledSafe, FailedReason, HoldReason, ItemState, Lodging
from mentoring.models import Case, ReadinessItem
from mentoring.services.first_nights import record_first_night
from mentoring.services.readiness import record_item

NOT_NEEDED = {"state": ItemState.NOT_NEEDED}
TO_DO = {"state": ItemState.TO_DO}


@dataclass(frozen=True, slots=True)
class Ready:
    """What was said on a day of things on the list: the code of each, and fields of ReadinessItem."""

    on: dt.date
    said: dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class FirstNightKnown:
    """Where they sleep the first night, as told on a day; `facts` are fields of FirstNight."""

    on: dt.date
    facts: dict[str, object]


Story = Callable[[Days], Iterator[Ready | FirstNightKnown]]


def in_place(evidence: str) -> dict[str, object]:
    return {"state": ItemState.IN_PLACE, "evidence": evidence}


def nearly_all(days: Days) -> Iterator[Ready | FirstNightKnown]:
    """Out within days: a bed, a script and the papers are in place, the bank said no."""
    yield from (
        Ready(
            on=days.ago(49),
            said={
                "id": in_place("Birth certificate seen; it is with his belongings"),
                "gp": in_place("Registered at Lantern Yard, letter seen"),
                "home-kept": NOT_NEEDED,
                "bank-account": {
                    "state": ItemState.FAILED,
                    "failed_reason": FailedReason.REFUSED,
                    "note": "Ask the credit union instead.",
                },
            },
        ),
        FirstNightKnown(
            on=days.ago(9),
            facts={
                "lodging": Lodging.SUPPORTED,
                "address": "14 Wherry Lane, Glasgow",
                "confirmed_by": f"Duty worker, {HARBOUR_HOMES}",
                "confirmed_date": days.ago(9),
                "arrive_by": dt.time(15),
                "keys": "Ring at the office, they let him in",
                "called_safe": CalledSafe.YES,
                "fallback": f"First nights at {HARBOUR_HOMES}",
                "fallback_phone": "0141 496 0140",
            },
        ),
        Ready(
            on=days.ago(8),
            said={
                "money": in_place("Discharge grant agreed with the hall"),
                "prescriptions": in_place("Three days' supply; next at Lantern Yard on the first afternoon"),
                "phone": TO_DO,
                "travel": in_place("By car with his mentor"),
                "naloxone": in_place("Trained; the kit comes with his belongings"),
                "licence": in_place("Copy held"),
                "liberation-letter": {
                    "state": ItemState.ASKED,
                    "asked_date": days.ago(8),
                    "asked_of": "Hall officer",
                    "owner": "custody",
                },
            },
        ),
    )


def half_of_it(days: Days) -> Iterator[Ready | FirstNightKnown]:
    """Some weeks to go: a bed that is not confirmed yet, and things that wait."""
    yield from (
        Ready(
            on=days.ago(29),
            said={
                "id": {"state": ItemState.ASKED, "asked_date": days.ago(29), "asked_of": "Registrar, by post"},
                "universal-credit": {
                    **TO_DO,
                    "hold_reason": HoldReason.ANOTHER_ITEM,
                    "hold_until": days.ahead(10),
                    "note": "Needs the bank account first.",
                },
                "bank-account": {
                    "state": ItemState.ASKED,
                    "asked_date": days.ago(29),
                    "asked_of": CLYDE_MONEY,
                    "owner": "partner",
                },
                "prescriptions": NOT_NEEDED,
                "naloxone": NOT_NEEDED,
            },
        ),
        FirstNightKnown(
            on=days.ago(15),
            facts={
                "lodging": Lodging.SUPPORTED,
                "address": "Shared flat, not named yet",
                "called_safe": CalledSafe.NOT_ASKED,
                "fallback": "His aunt in Airdrie, for a night or two",
            },
        ),
    )


def nowhere_to_stay(days: Days) -> Iterator[Ready | FirstNightKnown]:
    """Two weeks to go and nowhere to stay: the gate is required."""
    yield from (
        Ready(
            on=days.ago(34),
            said={
                "housing": {
                    "state": ItemState.ASKED,
                    "asked_date": days.ago(34),
                    "asked_of": "Council housing office",
                    "owner": "partner",
                },
                "safety": {**TO_DO, "note": "Her former partner must not learn the day."},
                "prescriptions": {
                    "state": ItemState.ASKED,
                    "asked_date": days.ago(34),
                    "asked_of": f"Health centre, then {OPEN_DOOR}",
                    "owner": "health",
                },
            },
        ),
        FirstNightKnown(on=days.ago(19), facts={"lodging": Lodging.NOWHERE}),
    )


# By prison number.
STORIES: dict[str, Story] = {"097731": nearly_all, "129903": half_of_it, "137011": nowhere_to_stay}


def tell_ready(days: Days) -> None:
    """Record what the stories say, each by the mentor who has the case now."""
    cases = Case.objects.open().with_lead().select_related("person", "programme")
    for number, story in STORIES.items():
        case = cases.get(person__identifiers__value=number)
        by = case.assignments.get(until_date=None).mentor.user
        kinds = {kind.code: kind for kind in case.programme.readiness_kinds.all()}
        for told in story(days):
            at = days.moment(told.on, OFFICE_HOUR)
            if isinstance(told, FirstNightKnown):
                record_first_night(case=case, read_at_number=0, at=at, by=by, **told.facts)
                continue
            for code, said in told.said.items():
                known = ReadinessItem.objects.filter(case=case, kind=kinds[code]).first()
                version = known.version if known else 0
                record_item(case=case, kind=kinds[code], read_at_version=version, at=at, by=by, **said)
