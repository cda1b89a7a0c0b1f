"""What stands apart from the lives: answers to the equality questions, staff who know somebody, an alert nobody has read yet."""

from itertools import cycle

from demo.days import Days
from demo.scene import OUR_TEAM, Scene
from demo.teller import OFFICE_HOUR
from mentoring.models import Case
from people.enums import AlertKind, EqualityOutcome, HowKnown
from people.equality.codes import PREFER_NOT
from people.models import Person
from people.services.alerts import add_alert
from people.services.connections import declare_connection
from people.services.equality import record_equality_offer

# By turns; nothing at all stands for "No, thank you".
ANSWERS = (
    {"age": ["25-34"], "religion": ["none"], "conditions": ["learning-difficulty", "mental-health"], "care": ["yes"]},
    {"age": ["35-44"], "religion": ["roman-catholic"], "conditions": ["none"], "care": ["no"], "forces": ["no"]},
    {"age": ["25-34"], "religion": [PREFER_NOT], "conditions": ["physical"], "limited": ["a-little"]},
    {},
    {"age": ["45-54"], "religion": ["church-of-scotland"], "care": ["no"], "forces": ["yes"], "children": ["no"]},
    {"age": ["25-34"], "religion": ["none"], "conditions": ["none"], "care": ["yes"], "children": ["yes"]},
)


def tell_apart(scene: Scene, days: Days) -> None:
    """Told through the services once the lives are, as nothing in them hangs on it."""
    _questions_offered(days)
    _people_known(scene, days)
    person = Person.objects.get(identifiers__value="097731")
    add_alert(
        person=person,
        kind=AlertKind.HEALTH,
        text="Asthma: carries an inhaler. Ask whether he has it with him.",
        source="Health centre, by phone",
        review_date=days.ahead(21),
        told_person=True,
        at=days.moment(days.ago(2), OFFICE_HOUR),
        by=scene.users["donna"],
    )


def _questions_offered(days: Days) -> None:
    cases = Case.objects.filter(programme__team__name=OUR_TEAM).select_related("person").order_by("number")
    for case, answers in zip(cases, cycle(ANSWERS), strict=False):
        lead = case.assignments.lead().order_by("from_date").first()
        if lead:
            record_equality_offer(
                person=case.person,
                outcome=EqualityOutcome.ANSWERED if answers else EqualityOutcome.NO,
                offered_date=case.opened_date,
                answers=answers,
                at=days.moment(case.opened_date, OFFICE_HOUR),
                by=lead.mentor.user,
            )


def _people_known(scene: Scene, days: Days) -> None:
    """Neither mentors them, so nothing has to move."""
    for number, name, how in (("121950", "callum", HowKnown.CUSTODY), ("129903", "yusuf", HowKnown.FAMILY)):
        user = scene.users[name]
        person = Person.objects.get(identifiers__value=number)
        declare_connection(person=person, user=user, how=how, at=days.moment(days.ago(30), OFFICE_HOUR), by=user)
