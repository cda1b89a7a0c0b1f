import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums import BedTonight, GateDecision, GateState, NotMetReason
from liberations.models import FollowUp, GateLiberation
from liberations.selectors import follow_up_steps
from liberations.services import gates
from liberations.services.sweeps import flag_passed_liberations
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import Channel
from mentoring.models import Meeting
from notifications.enums import Kind
from notifications.models import Message
from prisons.models import PrisonStay
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DAY = dt.date(2026, 12, 17)


@pytest.fixture
def morning():
    with time_machine.travel(dt.datetime(2026, 12, 17, 8, 40, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(liberation_date=DAY, lead=mentor)


def met(case, mentor):
    return gates.record_met(case=case, out_at=timezone.now(), by=mentor.user)


def test_met_at_the_gate_is_out_with_follow_up_planned(case, mentor):
    gate = met(case, mentor)

    case.episode.refresh_from_db()
    assert (gate.state, case.episode.released_date) == (GateState.MET, DAY)
    assert list(PrisonStay.objects.values_list("to_date", flat=True)) == [DAY]
    assert (gate.meeting.channel, gate.meeting.on_date, gate.meeting.mentor) == (Channel.GATE, DAY, mentor)
    assert list(FollowUp.objects.values_list("days_after", flat=True)) == case.programme.follow_up_days


def test_first_step_needs_a_word_after_the_gate(case, mentor):
    met(case, mentor)

    first = follow_up_steps(case)[0]

    assert (first.window_from_date, first.due_date) == (dt.date(2026, 12, 18), dt.date(2026, 12, 19))
    assert first.contact_date is None


def test_met_pressed_twice_is_once(case, mentor):
    met(case, mentor)
    met(case, mentor)

    assert (Meeting.objects.count(), GateLiberation.objects.get().version) == (1, 2)


def test_undo_takes_back_release_contact_and_follow_up(case, mentor):
    met(case, mentor)

    gates.undo_outcome(case=case, by=mentor.user)

    case.episode.refresh_from_db()
    gate = GateLiberation.objects.get()
    assert (gate.state, gate.out_at, gate.meeting, case.episode.released_date) == (GateState.PLANNED, None, None, None)
    assert (Meeting.objects.count(), FollowUp.objects.count()) == (0, 0)
    assert PrisonStay.objects.get().to_date is None


@pytest.mark.parametrize("reason", [NotMetReason.RELEASED_LATE, NotMetReason.MOVED, NotMetReason.NOT_RELEASED])
def test_not_met_and_still_inside_plans_nothing_and_tells_the_manager(case, mentor, reason):
    manager = ManagerFactory(team=case.programme.team)

    gates.record_not_met(case=case, reason=reason, by=mentor.user)

    case.episode.refresh_from_db()
    assert (case.episode.released_date, FollowUp.objects.count()) == (None, 0)
    told = Message.objects.filter(kind=Kind.GATE_NOT_MET)
    assert {message.recipient for message in told} == {manager, mentor.user}


def test_not_met_but_out_begins_the_48_hours(case, mentor):
    gates.record_not_met(case=case, reason=NotMetReason.WITH_FAMILY, by=mentor.user)

    case.episode.refresh_from_db()
    assert (case.episode.released_date, FollowUp.objects.count()) == (DAY, len(case.programme.follow_up_days))


def test_not_out_yet_can_still_be_met_later(case, mentor):
    gates.record_not_met(case=case, reason=NotMetReason.RELEASED_LATE, by=mentor.user)

    gate = met(case, mentor)

    assert (gate.state, gate.not_met_reason) == (GateState.MET, "")


@pytest.mark.parametrize("first", [GateState.MET, GateState.NOT_MET])
@pytest.mark.parametrize("second", [GateState.MET, GateState.NOT_MET])
def test_gate_moves_follow_the_table(case, mentor, first, second):
    moves = {
        GateState.MET: lambda: met(case, mentor),
        GateState.NOT_MET: lambda: gates.record_not_met(case=case, reason=NotMetReason.WITH_FAMILY, by=mentor.user),
    }
    moves[first]()

    if first == second:
        assert moves[second]().state == first
    else:
        with pytest.raises(RuleBroken):
            moves[second]()


def test_out_in_the_future_is_refused(case, mentor):
    with pytest.raises(RuleBroken) as refusal:
        gates.record_met(case=case, out_at=timezone.now() + dt.timedelta(hours=1), by=mentor.user)

    assert str(refusal.value) == "The time they came out cannot be in the future."
    assert GateLiberation.objects.count() == 0


def test_not_met_without_a_reason_is_refused(case, mentor):
    with pytest.raises(RuleBroken, match="Choose why"):
        gates.record_not_met(case=case, reason="", by=mentor.user)


def test_released_from_court_begins_the_48_hours(case, mentor):
    gates.released_from_court(case=case, out_at=timezone.now(), by=mentor.user)

    case.episode.refresh_from_db()
    assert (case.episode.released_date, case.episode.released_how) == (DAY, "court")


def test_two_people_planning_the_same_gate_clash(case, mentor):
    plan = {"decision": GateDecision.WANTED, "mentor": mentor}
    gate = gates.plan_gate(case=case, read_at_version=None, by=mentor.user, **plan)
    gates.plan_gate(case=case, read_at_version=gate.version, by=mentor.user, **plan, meeting_point="Car park")

    with pytest.raises(EditedMeanwhile):
        gates.plan_gate(case=case, read_at_version=gate.version, by=mentor.user, **plan, meeting_point="Front door")

    assert GateLiberation.objects.get().meeting_point == "Car park"


def test_first_48_hours_ask_three_things(case, mentor, morning):
    met(case, mentor)
    gates.record_bed(case=case, bed=BedTonight.SAFE, note="Sister's", by=mentor.user)
    case.episode.refresh_from_db()
    case.episode.gate.refresh_from_db()

    before = follow_up_steps(case)[0].contact_date
    MeetingFactory(case=case, held=True, channel=Channel.PHONE, place="", on_date=dt.date(2026, 12, 18))
    after = [step.contact_date for step in follow_up_steps(case)][:2]

    assert (case.episode.gate.bed_tonight, before) == (BedTonight.SAFE, None)
    assert after == [dt.date(2026, 12, 18), None]


def test_liberation_that_passed_is_no_longer_flagged_once_recorded(case, mentor, morning):
    morning.move_to(dt.datetime(2026, 12, 18, 9, tzinfo=dt.UTC))
    flag_passed_liberations()
    raised = list(case.flags.open().values_list("kind", flat=True))
    gates.record_not_met(case=case, reason=NotMetReason.WITH_FAMILY, by=mentor.user)

    assert FlagKind.LIBERATION_PASSED in raised
    assert FlagKind.LIBERATION_PASSED not in case.flags.open().values_list("kind", flat=True)


def test_second_reason_follows_while_they_are_inside(case, mentor):
    gates.record_not_met(case=case, reason=NotMetReason.RELEASED_LATE, by=mentor.user)
    gates.record_not_met(case=case, reason=NotMetReason.WITH_FAMILY, note="His sister came.", by=mentor.user)

    gate = GateLiberation.objects.get()
    case.episode.refresh_from_db()
    assert (gate.not_met_reason, gate.outcome_note) == (NotMetReason.WITH_FAMILY, "His sister came.")
    assert case.episode.released_date == DAY


def test_second_reason_is_refused_once_they_are_out(case, mentor):
    gates.record_not_met(case=case, reason=NotMetReason.WITH_FAMILY, by=mentor.user)

    with pytest.raises(RuleBroken, match="Undo it first"):
        gates.record_not_met(case=case, reason=NotMetReason.RELEASED_LATE, by=mentor.user)

    assert GateLiberation.objects.get().not_met_reason == NotMetReason.WITH_FAMILY


def test_not_met_pressed_twice_is_once(case, mentor):
    for _ in range(2):
        gates.record_not_met(case=case, reason=NotMetReason.RELEASED_LATE, by=mentor.user)

    assert GateLiberation.objects.get().version == 2


def test_someone_in_two_programmes_leaves_prison_for_both(case, mentor):
    other = CaseFactory(referral__episode=case.episode)

    met(case, mentor)
    planned = FollowUp.objects.values_list("case").distinct().count()
    gates.undo_outcome(case=other, by=mentor.user)

    assert (planned, FollowUp.objects.count()) == (2, 0)
