"""The first 48 hours by the hour: what is due when, and what settles it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from core.errors import RuleBroken
from liberations.enums import BedTonight, GateState
from liberations.keeping_contact.enums import FirstStep, HourState, StepAnswer
from liberations.keeping_contact.hours import FirstHours, Said, Spoken, hours
from liberations.keeping_contact.reading import first_hours_of
from liberations.models import GateLiberation
from liberations.services.first_hours import answer_first_step, take_back_first_step
from mentoring.enums.meetings import Channel
from mentoring.models import Case
from prisons.enums import ReleasedHow
from referrals.models import Programme
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory

LONDON = ZoneInfo("Europe/London")
DAY = dt.date(2026, 11, 20)
NEXT = DAY + dt.timedelta(days=1)


def at(hour, day=DAY):
    return dt.datetime.combine(day, dt.time(hour), LONDON)


def states(now, contacts=(), answers=None, gate=None, **rules):
    facts = FirstHours(DAY, gate, contacts, answers or {}, "Amara Okafor")
    return {hour.step: hour.state for hour in hours(facts, Programme(**rules), now)}


def test_hours_come_in_their_order_and_move_with_the_clock():
    early, late = states(at(12)), states(at(12, NEXT))

    assert list(early) == [
        FirstStep.OUT,
        FirstStep.PRESCRIPTION,
        FirstStep.BED,
        FirstStep.EVENING,
        FirstStep.MORNING,
        FirstStep.BENEFITS,
    ]
    assert [early[step] for step in early] == [HourState.DONE, *3 * [HourState.DUE], *2 * [HourState.LATER]]
    assert [late[step] for step in late] == [HourState.DONE, *4 * [HourState.OVERDUE], HourState.DUE]


def test_step_without_an_hour_is_not_asked():
    assert FirstStep.PRESCRIPTION not in states(at(12), prescription_by=None)


@pytest.mark.parametrize(
    ("contact", "evening", "morning"),
    [
        (Spoken(DAY, dt.time(9), Channel.GATE), HourState.OVERDUE, HourState.OVERDUE),
        (Spoken(DAY, dt.time(19), Channel.PHONE), HourState.DONE, HourState.OVERDUE),
        (Spoken(DAY, None, Channel.ACCOMPANIED), HourState.DONE, HourState.OVERDUE),
        (Spoken(NEXT, dt.time(10), Channel.PHONE), HourState.DONE, HourState.DONE),
    ],
)
def test_contacts_settle_the_calls(contact, evening, morning):
    found = states(at(23, NEXT), [contact])

    assert (found[FirstStep.EVENING], found[FirstStep.MORNING]) == (evening, morning)


@pytest.mark.parametrize(
    ("bed", "state"),
    [
        (BedTonight.NOT_ASKED, HourState.OVERDUE),
        (BedTonight.SAFE, HourState.DONE),
        (BedTonight.UNSAFE, HourState.OVERDUE),
        (BedTonight.NOWHERE, HourState.OVERDUE),
    ],
)
def test_only_a_bed_they_call_safe_is_done(bed, state):
    gate = GateLiberation(state=GateState.MET, out_at=at(9), bed_tonight=bed)

    assert states(at(19), gate=gate)[FirstStep.BED] == state


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (StepAnswer.DONE, HourState.DONE),
        (StepAnswer.NOT_NEEDED, HourState.NOT_NEEDED),
        (StepAnswer.NOT_YET, HourState.OVERDUE),
    ],
)
def test_what_was_said_counts(answer, state):
    said = Said(answer, "", at(12), "Jo", None)

    assert states(at(19), answers={FirstStep.PRESCRIPTION: said})[FirstStep.PRESCRIPTION] == state


@pytest.mark.django_db
@pytest.mark.time_machine("2026-11-20T12:00Z", tick=False)
def test_answer_said_again_and_taken_back_stays_on_record():
    case, by = CaseFactory(), ManagerFactory()
    case.episode.released_date, case.episode.released_how = DAY, ReleasedHow.GATE
    case.episode.save()
    said = {"case": case, "step": FirstStep.PRESCRIPTION, "by": by}
    with pytest.raises(RuleBroken, match="Say what did not work"):
        answer_first_step(answer=StepAnswer.NOT_YET, **said)
    answer_first_step(answer=StepAnswer.NOT_YET, note="Pharmacy closed", **said)
    second = answer_first_step(answer=StepAnswer.DONE, **said)

    read = first_hours_of([Case.objects.select_related("programme", "episode").get()], at(12))[case.pk]
    take_back_first_step(answer=second, by=by)

    assert [hour.state for hour in read if hour.step == FirstStep.PRESCRIPTION] == [HourState.DONE]
    rows = case.first_hour_answers.values_list("answer", flat=True)
    assert (list(rows), case.first_hour_answers.in_force().count()) == ([StepAnswer.NOT_YET, StepAnswer.DONE], 0)


@pytest.mark.django_db
def test_nothing_is_said_of_who_is_inside():
    with pytest.raises(RuleBroken, match="They are not out"):
        answer_first_step(case=CaseFactory(), step=FirstStep.BENEFITS, answer=StepAnswer.DONE, by=ManagerFactory())
