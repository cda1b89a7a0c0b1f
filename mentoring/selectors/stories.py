"""What the record already says in a person's own words, to begin their story with. Nothing of it is told until they choose it."""

from mentoring.enums.needs import Answer
from mentoring.models import Case
from mentoring.selectors.needs import needs_of
from mentoring.selectors.plans import wanted, with_goals
from people.models import Person
from referrals.enums import StorySection

# Longer than a section may be (referrals.models.SharePackSection.text).
LONGEST = 2000


def from_the_record(person: Person, case: Case | None) -> dict[StorySection, str]:
    """A text for each section of which something is on record. Never health, custody, offences or what staff wrote. Three queries."""
    found = _of_person(person)
    if case is not None:
        found |= _of_needs(needs_of(case)) | _of_plan(case)
    return {section: text[:LONGEST] for section, text in found.items() if text}


def _of_person(person):
    language = f"I speak {person.language}." if person.language else ""
    return {
        StorySection.ABOUT_ME: f"Call me {person.known_as}." if person.known_as else "",
        StorySection.TALKING: _lines(person.communication_needs, language),
        StorySection.REACH: _lines(person.phone, person.phone_note),
    }


def _of_needs(needs):
    if needs is None:
        return {}
    help_with, going_well = [], []
    for area in needs.shown:
        if area.said is None or area.said.answer == Answer.NOT_APPLICABLE:
            continue
        (help_with if area.area in needs.need_areas else going_well).append(f"{area.label}: {area.said.words}")
    return {
        StorySection.MATTERS: needs.first.matters_first if needs.first else "",
        StorySection.HELP: _lines(*help_with),
        StorySection.WELL: _lines(*going_well),
    }


def _of_plan(case):
    plan = case.plans.filter(is_current=True).first()
    if plan is None:
        return {}
    with_goals([plan])
    return {StorySection.GOALS: _lines(*(goal.words for goal in wanted(plan)))}


def _lines(*texts):
    return "\n".join(text.strip() for text in texts if text.strip())
