import datetime as dt

import pytest
import time_machine

from audit.models import Event
from core.errors import RuleBroken
from liberations.at_gate.complete import OFFER, still_missing
from liberations.enums import GateAnswer, GateDecision, OfferedHow
from liberations.models import GateLiberation, GateOffer, GateQuestion
from liberations.moving_on.absences import gates_elsewhere
from liberations.services.gate_mentors import leave_as_second
from liberations.services.gate_offers import OfferMade
from liberations.services.gate_questions import cover_gate
from liberations.services.gates import plan_gate
from liberations.services.release_dates import move_release_date
from notifications.enums import Kind
from notifications.models import Message
from people.enums import AccessReason
from people.models import Access
from prisons.enums import DateKind
from prisons.models import Prison
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.moving_on import AbsenceFactory
from tests.factories.referrals import ProgrammeFactory

DAY = dt.date(2026, 12, 17)


@pytest.fixture(autouse=True)
def fortnight_before():
    with time_machine.travel(dt.datetime(2026, 12, 14, 10, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def mentor(db):
    return MentorFactory()


@pytest.fixture
def second(mentor):
    return MentorFactory(user__team=mentor.user.team)


@pytest.fixture
def case(mentor):
    programme = ProgrammeFactory(team=mentor.user.team)
    return CaseFactory(liberation_date=DAY, lead=mentor, referral__programme=programme)


def plan(case, by, version=None, **fields):
    return plan_gate(case=case, read_at_version=version, by=by.user, **{"decision": "wanted", **fields})


def test_offers_are_rows_and_the_last_one_counts(case, mentor, second):
    gate = plan(case, mentor, decision="offered", offered=OfferMade(dt.date(2026, 12, 1), mentor.user, "letter"))
    plan(case, mentor, gate.version, mentor=mentor, offered=OfferMade(dt.date(2026, 12, 8), second.user, "phone"))

    rows = GateOffer.objects.order_by("offered_date").values_list("answer", "offered_by", "offered_how", "is_current")
    assert list(rows) == [
        (GateDecision.OFFERED, mentor.user.pk, OfferedHow.LETTER, False),
        (GateDecision.WANTED, second.user.pk, OfferedHow.PHONE, True),
    ]
    assert GateLiberation.objects.get().decision == GateDecision.WANTED


def test_same_offer_and_plan_again_is_once(case, mentor):
    said = {"mentor": mentor, "offered": OfferMade(dt.date(2026, 12, 1), mentor.user)}
    gate = plan(case, mentor, **said)
    rows = Event.objects.count()

    plan(case, mentor, gate.version, **said)

    assert (GateOffer.objects.count(), Event.objects.count()) == (1, rows)


def test_change_of_the_plan_alone_is_no_new_offer(case, mentor):
    gate = plan(case, mentor, mentor=mentor)

    plan(case, mentor, gate.version, mentor=mentor, meeting_point="By the blue door")

    assert GateOffer.objects.count() == 1


def test_offer_written_down_by_mistake_no_longer_counts_and_stays_on_record(case, mentor):
    gate = plan(case, mentor, decision="offered")

    plan(case, mentor, gate.version, decision="undecided")

    assert list(GateOffer.objects.values_list("answer", "is_current")) == [(GateDecision.OFFERED, False)]


def test_offer_of_a_day_to_come_is_refused_and_nothing_kept(case, mentor):
    with pytest.raises(RuleBroken, match="cannot be in the future"):
        plan(case, mentor, offered=OfferMade(dt.date(2026, 12, 15)))

    assert (GateLiberation.objects.count(), GateOffer.objects.count()) == (0, 0)


def test_second_may_open_the_record_and_both_are_asked(case, mentor, second):
    plan(case, mentor, mentor=mentor, second=second)

    assert Access.objects.filter(user=second.user, reason=AccessReason.GATE, until_at=None).count() == 1
    asked = GateQuestion.objects.about_coming_gates().values_list("mentor", "answer")
    assert set(asked) == {(mentor.pk, GateAnswer.GOING), (second.pk, GateAnswer.NOT_YET)}


def test_who_goes_along_no_more_is_let_out_and_not_asked(case, mentor, second):
    gate = plan(case, mentor, mentor=mentor, second=second)

    plan(case, mentor, gate.version, mentor=mentor, second=None)

    assert not Access.objects.in_force().filter(user=second.user, reason=AccessReason.GATE).exists()
    assert list(GateQuestion.objects.about_coming_gates().values_list("mentor", flat=True)) == [mentor.pk]


def test_mentor_and_second_change_places_and_both_still_may_open_the_record(case, mentor, second):
    gate = plan(case, mentor, mentor=second, second=mentor)

    plan(case, mentor, gate.version, mentor=mentor, second=second)

    assert Access.objects.in_force().filter(user=second.user, reason=AccessReason.GATE).exists()


@pytest.mark.parametrize("who", ["nobody", "the same"])
def test_second_needs_somebody_else_who_meets_them(case, mentor, who):
    with pytest.raises(RuleBroken):
        plan(case, mentor, mentor=None if who == "nobody" else mentor, second=mentor)


def test_second_who_takes_over_leaves_the_place_of_the_second_empty(case, mentor, second):
    gate = plan(case, mentor, mentor=mentor, second=second)

    gate = cover_gate(case=case, mentor=second, read_at_version=gate.version, by=mentor.user)

    assert (gate.mentor, gate.second) == (second, None)


def test_moved_day_asks_the_second_too(case, mentor, second):
    plan(case, mentor, mentor=mentor, second=second)
    Message.objects.all().delete()

    moved = {"kind": DateKind.PRISON_STATED, "stated_date": dt.date(2026, 12, 16), "source": "phone"}
    move_release_date(episode=case.episode, by=mentor.user, **moved)

    asked = GateQuestion.objects.about_coming_gates().filter(liberation_date=dt.date(2026, 12, 16))
    assert set(asked.values_list("mentor", "answer")) == {
        (mentor.pk, GateAnswer.NOT_YET),
        (second.pk, GateAnswer.NOT_YET),
    }
    told = Message.objects.exclude(question_path="").filter(recipient=second.user, kind=Kind.RELEASE_DATE_MOVED)
    assert told.count() == 1


def test_second_who_leaves_us_goes_along_no_more(case, mentor, second):
    plan(case, mentor, mentor=mentor, second=second)

    assert leave_as_second(mentor=second, by=mentor.user) == 1
    assert leave_as_second(mentor=second, by=mentor.user) == 0
    assert GateLiberation.objects.get().second is None


WANTED = {"decision": "wanted", "mentor_id": 1, "meet_time": dt.time(8, 30), "meeting_point": "Blue door"}
WHOLE = {**WANTED, "fallback_phone": "01632 960001", "if_nobody": "Ring the desk."}
PRISON = Prison(gate_arrangements="The blue door.", gate_phone="01632 960001", if_nobody="Ask at the desk.")


@pytest.mark.parametrize(
    ("fields", "facts", "missing"),
    [
        ({"decision": "undecided"}, {}, [OFFER]),
        ({"decision": "offered"}, {}, [OFFER]),
        ({"decision": "declined"}, {"in_twos": True, "threatened": True}, []),
        (WHOLE, {}, []),
        ({**WANTED, "meeting_point": ""}, {"prison": PRISON}, []),
        (WHOLE, {"in_twos": True}, ["a second member of staff"]),
        ({**WHOLE, "second_id": 2}, {"in_twos": True}, []),
        (WHOLE, {"threatened": True}, ["another door or time"]),
        ({**WHOLE, "meeting_point": "", "other_door": "Side door"}, {"threatened": True}, []),
        (
            {"decision": "wanted"},
            {"prison": Prison()},
            [
                "who meets them",
                "the time",
                "where to stand",
                "a phone if nobody comes out",
                "what to do if nobody comes out",
            ],
        ),
    ],
)
def test_what_a_plan_still_needs(fields, facts, missing):
    gate = GateLiberation(**fields)

    assert still_missing(gate, **{"in_twos": False, "threatened": False, **facts}) == missing


def test_without_any_plan_the_offer_is_missing():
    assert still_missing(None, in_twos=True, threatened=True) == [OFFER]


@pytest.mark.parametrize("role", ["mentor", "second"])
def test_gate_of_somebody_else_is_found_again_for_who_goes_there_and_is_away(case, mentor, second, role):
    third = MentorFactory(user__team=mentor.user.team)
    plan(
        case,
        mentor,
        **({"mentor": second, "second": third} if role == "mentor" else {"mentor": mentor, "second": second}),
    )
    absence = AbsenceFactory(mentor=second, from_date=DAY, until_date=DAY)

    found = gates_elsewhere(absence, ManagerFactory(team=mentor.user.team))

    assert [gate.case for gate in found] == [case]
