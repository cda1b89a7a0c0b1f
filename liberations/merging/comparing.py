"""The page that compares two records: what each says, line by line, and what merging would do."""

import uuid
from dataclasses import dataclass

from django.db.models import Count

from accounts.enums import Role
from core.templatetags.ui import day
from liberations.merging.records import Record
from mentoring.models import Meeting
from people.models import Access, Alert, Consent, Identifier, Merge, Person

# What the keys of Merge.moved are called on a page, in the order it lists them.
MOVED_WORDS = {
    "prisons.CustodialEpisode": "times in custody",
    "mentoring.Case": "support",
    "referrals.Referral": "referrals",
    "people.Identifier": "prison numbers",
    "people.Consent": "consents",
    "people.Alert": "alerts",
    "people.Access": "who may open the record",
    "liberations.ListRow": "rows of prisons’ lists",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: what each record says, as lines of text."""

    label: str
    left: list[str]
    right: list[str]
    must_agree: bool = False

    @property
    def differs(self) -> bool:
        """Both say something about a thing of which there is one, and not the same."""
        return self.must_agree and bool(self.left and self.right) and self.left != self.right


def compared(left: Record, right: Record) -> list[Line]:
    """What the two records say, but for what neither says. Five queries."""
    people = [left.person, right.person]
    numbers, teams = _numbers(people), _teams(people)
    counts = {
        "Contacts": _counted(Meeting.objects.filter(case__person__in=people), "case__person"),
        "Consents": _counted(Consent.objects.filter(person__in=people), "person"),
        "Alerts": _counted(Alert.objects.filter(person__in=people), "person"),
    }
    lines = [
        *(
            Line(label, _given(told(left.person)), _given(told(right.person)), must_agree=True)
            for label, told in ABOUT_PERSON.items()
        ),
        Line("Prison numbers", numbers[left.person.pk], numbers[right.person.pk]),
        Line("In custody", *([each.in_words for each in record.custody] for record in (left, right))),
        Line("Support", *([_case(case) for case in record.cases] for record in (left, right))),
        Line(
            "Referrals",
            *(
                [
                    f"{each.programme.name}, {day(each.referred_date)}: {each.get_state_display()}"
                    for each in record.referrals
                ]
                for record in (left, right)
            ),
        ),
        *(
            Line(label, *(_given(str(found.get(person.pk) or "")) for person in people))
            for label, found in counts.items()
        ),
        Line("Teams that may open it", teams[left.person.pk], teams[right.person.pk]),
        Line("On record since", *([day(person.created_at)] for person in people)),
    ]
    return [line for line in lines if line.left or line.right]


def moved_in_words(merge: Merge) -> list[str]:
    """How much of what was moved, as "2 referrals" and the like."""
    counts = {move["model"]: len(move["keys"]) for move in merge.moved if move["field"] == "person" and move["keys"]}
    return [f"{words}: {counts[label]}" for label, words in MOVED_WORDS.items() if label in counts]


ABOUT_PERSON = {
    "First names": lambda person: person.given_names,
    "Last name": lambda person: person.family_name,
    "Likes to be called": lambda person: person.known_as,
    "Other names": lambda person: person.other_names,
    "Date of birth": lambda person: day(person.birth_date),
    "Sex": lambda person: person.get_sex_display() if person.sex != "not-known" else "",
    "Language": lambda person: person.language,
    "Communication needs": lambda person: person.communication_needs,
    "Phone": lambda person: person.phone,
    "E-mail": lambda person: person.email,
}


def _given(text: str) -> list[str]:
    return [text] if text else []


def _case(case) -> str:
    end = f"ended {day(case.closed_date)}" if case.closed_date else "open"
    return f"{case.reference}, {case.programme.name}, {end}"


def _numbers(people: list[Person]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {person.pk: [] for person in people}
    for identifier in Identifier.objects.filter(person__in=people):
        found[identifier.person_id].append(identifier.value)
    return found


def _teams(people: list[Person]) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {person.pk: [] for person in people}
    rows = Access.objects.in_force().filter(person__in=people, role=Role.MANAGER).order_by("team__name")
    for person_id, name in rows.values_list("person_id", "team__name").distinct():
        found[person_id].append(name)
    return found


def _counted(rows, person: str) -> dict[uuid.UUID, int]:
    return dict(rows.order_by().values(person).annotate(rows=Count("pk")).values_list(person, "rows"))
