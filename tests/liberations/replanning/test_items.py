"""What a moved day or a transfer asks of people, and what settles it."""

import datetime as dt

import pytest

from core.errors import RuleBroken
from liberations.enums import REPLAN_ITEM_MOVES, ReplanItemKind, ReplanItemState
from liberations.models import FollowUp, GateLiberation, Replan, ReplanItem
from liberations.services.replan_decisions import decide_again, leave_as_it_is, settle_decisions
from liberations.services.transfers import transfer_person
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import Channel
from mentoring.models import Flag, PrisonClearance
from mentoring.services.bookings import move_meeting
from people.models import Access
from tests.factories.liberations import GateLiberationFactory, ReplanItemFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
DAY, EARLIER, LATER = dt.date(2026, 12, 17), dt.date(2026, 12, 8), dt.date(2026, 12, 29)
Kind, State = ReplanItemKind, ReplanItemState


def open_kinds(case):
    return sorted(ReplanItem.objects.filter(replan__case=case).open().values_list("kind", flat=True))


def visit(case, day, **fields):
    fields = {"prison": case.episode.stays.get(to_date=None).prison, "mentor": case.assignments.get().mentor} | fields
    return MeetingFactory(case=case, on_date=day, **fields)


@pytest.fixture
def cleared_everywhere(mentor):
    def clear(prison):
        PrisonClearance.objects.create(mentor=mentor, prison=prison, from_date=dt.date(2026, 1, 5))
        return prison

    return clear


@pytest.mark.parametrize(
    ("channel", "day", "new", "kind"),
    [
        (Channel.IN_PRISON, dt.date(2026, 12, 8), EARLIER, Kind.VISIT_TOO_LATE),
        (Channel.VIDEO, dt.date(2026, 12, 10), EARLIER, Kind.VISIT_TOO_LATE),
        (Channel.GATE, dt.date(2026, 12, 17), EARLIER, Kind.VISIT_TOO_LATE),
        (Channel.COMMUNITY, dt.date(2026, 12, 18), LATER, Kind.VISIT_TOO_EARLY),
        (Channel.ACCOMPANIED, dt.date(2026, 12, 18), LATER, Kind.VISIT_TOO_EARLY),
        (Channel.IN_PRISON, dt.date(2026, 12, 7), EARLIER, None),
        (Channel.PHONE, dt.date(2026, 12, 20), EARLIER, None),
        (Channel.COMMUNITY, dt.date(2026, 12, 20), EARLIER, None),
    ],
)
def test_contact_out_of_place_after_a_move_is_a_decision(case, move, channel, day, new, kind):
    meeting = visit(case, day, channel=channel)

    move(case, new)

    items = ReplanItem.objects.filter(replan__case=case).open()
    assert [(item.kind, item.meeting) for item in items] == ([(kind, meeting)] if kind else [])


def test_visit_moved_to_a_day_in_time_settles_itself(case, move, manager):
    meeting = visit(case, dt.date(2026, 12, 10))
    move(case, EARLIER)
    assert open_kinds(case) == [Kind.VISIT_TOO_LATE]

    move_meeting(meeting=meeting, on_date=dt.date(2026, 12, 3), by=manager, read_at_version=1)

    assert open_kinds(case) == []
    assert settle_decisions().settled == 1
    assert ReplanItem.objects.get().state == State.SETTLED
    assert settle_decisions().settled == 0


def test_visit_moved_back_behind_the_day_needs_a_decision_again(case, move, manager):
    meeting = visit(case, dt.date(2026, 12, 10))
    move(case, EARLIER)
    moved = move_meeting(meeting=meeting, on_date=dt.date(2026, 12, 3), by=manager, read_at_version=1)
    settle_decisions()

    move_meeting(meeting=moved, on_date=dt.date(2026, 12, 9), by=manager, read_at_version=2)

    assert settle_decisions().reopened == 1
    assert open_kinds(case) == [Kind.VISIT_TOO_LATE]


def test_later_move_overtakes_the_open_decisions_of_the_one_before(case, move):
    visit(case, dt.date(2026, 12, 10))
    move(case, EARLIER)
    move(case, dt.date(2026, 12, 9))

    states = list(ReplanItem.objects.order_by("replan__recorded_at", "state").values_list("state", flat=True))
    assert sorted(states) == sorted([State.OVERTAKEN, State.OPEN])
    assert open_kinds(case) == [Kind.VISIT_TOO_LATE]


def test_what_was_left_as_it_is_stays_so_when_the_day_moves_again(case, move, manager):
    visit(case, dt.date(2026, 12, 10))
    move(case, EARLIER)
    leave_as_it_is(item=ReplanItem.objects.get(), by=manager)

    move(case, LATER)

    assert ReplanItem.objects.get(kind=Kind.VISIT_TOO_LATE).state == State.LEFT


@pytest.mark.parametrize(
    ("needed", "new", "kind"),
    [
        (0, EARLIER, None),
        (3, EARLIER, Kind.TOO_FEW_VISITS),
        # Tue 24 to Thu 26 November are three working days.
        (3, dt.date(2026, 11, 27), Kind.TOO_FEW_VISITS),
        (4, dt.date(2026, 11, 27), Kind.VISITS_NOT_POSSIBLE),
        # Put further back, nothing has become less possible.
        (3, LATER, None),
    ],
)
def test_whether_the_minimum_of_visits_is_still_possible(case, move, programme, needed, new, kind):
    programme.minimum_meetings = needed
    programme.save()

    move(case, new)

    about_visits = {Kind.TOO_FEW_VISITS, Kind.VISITS_NOT_POSSIBLE}
    assert sorted(about_visits & set(open_kinds(case))) == ([kind] if kind else [])


def test_visiting_days_of_the_prison_and_holidays_count(case, move, programme):
    programme.minimum_meetings = 1
    programme.save()
    prison = case.episode.stays.get().prison
    prison.visiting_weekdays = [1]
    prison.save()

    # The only Monday before Tuesday 1 December is St Andrew's Day.
    move(case, dt.date(2026, 12, 1))

    assert open_kinds(case) == [Kind.VISITS_NOT_POSSIBLE]


def test_visits_booked_settle_that_too_few_are(case, move, programme):
    programme.minimum_meetings = 1
    programme.save()
    move(case, EARLIER)
    assert open_kinds(case) == [Kind.TOO_FEW_VISITS]

    visit(case, dt.date(2026, 12, 1))

    assert open_kinds(case) == []


def test_visit_booked_with_others_there_settles_it_where_the_programme_counts_it(case, move, programme):
    programme.minimum_meetings, programme.company_counts = 1, True
    programme.save()
    visit(case, dt.date(2026, 12, 1), one_to_one=False)

    move(case, EARLIER)

    assert open_kinds(case) == []


def test_day_that_has_passed_asks_only_what_happened(case, move):
    visit(case, dt.date(2026, 12, 10))

    move(case, dt.date(2026, 11, 20))

    assert open_kinds(case) == [Kind.DAY_PASSED]


def test_flags_a_move_raises_and_clears_are_on_record(case, move, programme):
    programme.minimum_meetings = 3
    programme.save()
    move(case, dt.date(2027, 2, 1))
    move(case, EARLIER)
    move(case, dt.date(2027, 2, 1))

    done = ReplanItem.objects.filter(state=State.DONE, detail=FlagKind.FEWER_MEETINGS).order_by("replan__recorded_at")
    assert sorted(done.values_list("kind", flat=True)) == [Kind.FLAG_CLEARED, Kind.FLAG_RAISED]
    assert Flag.objects.open().count() == 0


def test_person_recorded_as_not_out_is_expected_on_the_new_day(case, move, manager):
    GateLiberationFactory(
        case=case,
        state="not-met",
        not_met_reason="not-released",
        outcome_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
        outcome_by=manager,
    )

    move(case, EARLIER)

    assert GateLiberation.objects.get().state == "planned"
    assert ReplanItem.objects.get(kind=Kind.EXPECTED_AGAIN).state == State.DONE


def test_transfer_rehomes_only_what_belongs_to_the_prison(case, mentor, manager):
    GateLiberationFactory(
        case=case, mentor=mentor, decision="wanted", meet_time=dt.time(8), meeting_point="Car park", transport="taxi"
    )
    meeting = visit(case, dt.date(2026, 12, 1))
    by_phone = visit(case, dt.date(2026, 12, 2), channel=Channel.PHONE, prison=None)
    access = list(Access.objects.values())
    prison = PrisonFactory()

    transfer_person(episode=case.episode, prison=prison, on=TODAY, by=manager)

    gate = GateLiberation.objects.get()
    assert (gate.mentor, gate.decision, gate.transport, gate.meet_time, gate.meeting_point) == (
        mentor,
        "wanted",
        "taxi",
        None,
        "",
    )
    assert list(Access.objects.values()) == access
    items = ReplanItem.objects.filter(replan__case=case).open()
    assert {(item.kind, item.meeting_id or item.mentor_id) for item in items} == {
        (Kind.GATE_TIME_AND_PLACE, None),
        (Kind.NO_CLEARANCE, mentor.pk),
        (Kind.VISIT_AT_OLD_PRISON, meeting.pk),
    }
    by_phone.refresh_from_db()
    assert (by_phone.state, FollowUp.objects.count()) == ("planned", 0)


def test_clearance_entered_settles_that_there_is_none(case, mentor, manager, cleared_everywhere):
    prison = PrisonFactory()
    transfer_person(episode=case.episode, prison=prison, on=TODAY, by=manager)
    assert open_kinds(case) == [Kind.NO_CLEARANCE]

    cleared_everywhere(prison)

    assert open_kinds(case) == []


def test_mentor_at_the_gate_needs_clearance_too(case, manager, team, cleared_everywhere):
    second = MentorFactory(user__team=team)
    GateLiberationFactory(case=case, mentor=second, decision="wanted")

    transfer_person(episode=case.episode, prison=cleared_everywhere(PrisonFactory()), on=TODAY, by=manager)

    assert [item.mentor for item in ReplanItem.objects.filter(kind=Kind.NO_CLEARANCE)] == [second]


def test_prison_out_of_the_mentors_areas_is_a_decision(case, mentor, manager, cleared_everywhere):
    near, far = LocalAuthorityFactory(), LocalAuthorityFactory()
    mentor.areas.add(near)
    old = case.episode.stays.get().prison
    old.area = near
    old.save()

    transfer_person(episode=case.episode, prison=cleared_everywhere(PrisonFactory(area=far)), on=TODAY, by=manager)

    assert open_kinds(case) == [Kind.OUTSIDE_AREAS]


def test_prison_whose_area_nobody_entered_is_not_called_far(case, mentor, manager, cleared_everywhere):
    mentor.areas.add(LocalAuthorityFactory())

    transfer_person(episode=case.episode, prison=cleared_everywhere(PrisonFactory()), on=TODAY, by=manager)

    assert open_kinds(case) == []


def test_moved_to_another_hall_is_no_replan(case, manager):
    prison = case.episode.stays.get().prison

    transfer_person(episode=case.episode, prison=prison, on=TODAY, by=manager, hall="C hall")

    assert Replan.objects.count() == 0


def test_decisions_are_over_when_the_person_is_out_or_support_has_ended(programme):
    items = [ReplanItemFactory(replan__case__referral__programme=programme) for _ in range(3)]
    programme.minimum_meetings = 3
    programme.save()
    assert ReplanItem.objects.open().count() == 3

    items[0].replan.case.__class__.objects.filter(pk=items[0].replan.case_id).update(closed_date=TODAY)
    items[1].replan.episode.__class__.objects.filter(pk=items[1].replan.episode_id).update(released_date=TODAY)

    assert list(ReplanItem.objects.open()) == [items[2]]


def test_left_as_it_is_keeps_who_and_when_and_can_be_undone(case, move, manager):
    visit(case, dt.date(2026, 12, 10))
    move(case, EARLIER)
    item = ReplanItem.objects.get()

    left = leave_as_it_is(item=item, by=manager)
    assert (left.state, left.decided_by, open_kinds(case)) == (State.LEFT, manager, [])

    again = decide_again(item=left, by=manager)
    assert (again.state, again.decided_by, open_kinds(case)) == (State.OPEN, None, [Kind.VISIT_TOO_LATE])


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(("press", "to"), [(leave_as_it_is, State.LEFT), (decide_again, State.OPEN)])
def test_only_moves_of_the_table_are_made(state, press, to, manager):
    decided = {"decided_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC), "decided_by": manager}
    item = ReplanItemFactory(state=state, **(decided if state in (State.SETTLED, State.LEFT) else {}))
    allowed = to == state or (to in REPLAN_ITEM_MOVES[state] and not (press is decide_again and state != State.LEFT))

    if allowed:
        assert press(item=item, by=manager).state == to
    else:
        with pytest.raises(RuleBroken):
            press(item=item, by=manager)


def test_two_programmes_of_one_person_each_have_their_replan(case, move, programme):
    other = CaseFactory(referral__episode=case.episode, referral__programme__minimum_meetings=0)

    move(case, EARLIER)

    assert {replan.case for replan in Replan.objects.all()} == {case, other}
