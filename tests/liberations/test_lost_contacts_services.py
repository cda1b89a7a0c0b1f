"""Looking for whom nobody reaches: begun, escalated and ended by the clock, and by people."""

import datetime as dt

import pytest

from core.errors import RuleBroken
from liberations.keeping_contact.enums import LostEnd, Rung, RungAnswer, RungState
from liberations.keeping_contact.ladder import Try, next_step, steps
from liberations.models import LostContact
from liberations.services.lost_contacts import (
    LookingChanges,
    answer_rung,
    begin_looking,
    end_looking,
    hold_looking,
    look_again,
    look_for_people,
    take_back_rung,
)
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.services.meetings import log_meeting
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import ReleasedHow
from referrals.models import Programme
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.keeping_contact import EmergencyContactFactory, LostContactFactory
from tests.factories.liberations import FollowUpFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.people import ConsentFactory
from tests.factories.prisons import EpisodeFactory

TODAY = dt.date(2026, 11, 20)
NOTHING = LookingChanges()

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-20T12:00Z", tick=False)]


def days(n):
    return dt.timedelta(days=n)


@pytest.fixture
def case():
    """Out for four weeks, with a mentor, a manager, and a contact that was due yesterday."""
    case = CaseFactory()
    mentor = MentorFactory(user=UserFactory(team=case.programme.team))
    case.assignments.create(
        mentor=mentor, from_date=TODAY - days(60), allocated_by=mentor.user, allocated_at=dt.datetime.now(dt.UTC)
    )
    ManagerFactory(team=case.programme.team)
    case.episode.released_date, case.episode.released_how = TODAY - days(28), ReleasedHow.GATE
    case.episode.save()
    FollowUpFactory(case=case, window_from_date=TODAY - days(7), due_date=TODAY - days(1))
    return case


def tried(case, *ago, channel=Channel.PHONE):
    for n in ago:
        MeetingFactory(
            case=case,
            channel=channel,
            state=MeetingState.NOT_ATTENDED,
            two_way=False,
            on_date=TODAY - days(n),
            recorded_by=ManagerFactory(),
            recorded_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        )


def told():
    return sorted(Message.objects.in_force().values_list("kind", flat=True))


def test_contact_overdue_for_as_many_days_as_the_programme_says_is_lost(case):
    before = look_for_people(today=TODAY + days(1))
    on = look_for_people(today=TODAY + days(2))
    again = look_for_people(today=TODAY + days(2))

    lost = case.lost_contacts.get()
    assert (before, on, again) == (NOTHING, LookingChanges(begun=1), NOTHING)
    assert (lost.began_date, lost.since_date, told()) == (TODAY + days(2), TODAY - days(28), [Kind.CONTACT_LOST])


@pytest.mark.parametrize(("ago", "begun"), [((0, 1, 2), 1), ((0, 0, 0), 0), ((0, 1), 0)])
def test_tries_on_enough_days_make_it_lost_sooner(case, ago, begun):
    tried(case, *ago)

    assert look_for_people().begun == begun


@pytest.mark.parametrize("channel", [Channel.FAMILY, Channel.PROFESSIONAL])
def test_talks_about_them_are_no_tries(case, channel):
    tried(case, 0, 1, 2, channel=channel)

    assert look_for_people() == NOTHING


def test_managers_are_told_once_it_lasts_and_not_while_on_hold(case):
    look_for_people(today=TODAY + days(2))
    lost = case.lost_contacts.get()
    hold_looking(lost=lost, until=TODAY + days(6), reason="With family", by=UserFactory())

    on_hold = look_for_people(today=TODAY + days(6))
    after = look_for_people(today=TODAY + days(7))
    again = look_for_people(today=TODAY + days(8))

    assert (on_hold, after, again) == (NOTHING, LookingChanges(told=1), NOTHING)
    assert told() == [Kind.CONTACT_LOST, Kind.CONTACT_STILL_LOST]


@pytest.mark.parametrize("end", ["spoken", "in-custody", "support-ended"])
def test_what_makes_it_over_ends_it(case, end):
    look_for_people(today=TODAY + days(2))
    if end == "spoken":
        log_meeting(case=case, channel=Channel.PHONE, on_date=TODAY, state=MeetingState.HELD, by=UserFactory())
    elif end == "in-custody":
        EpisodeFactory(person=case.person)
    else:
        case.closed_date = TODAY
        case.save()

    changes = look_for_people(today=TODAY + days(2))

    assert (changes, case.lost_contacts.get().ended_how, told()) == (LookingChanges(ended=1), end, [])


def test_a_try_is_no_contact(case):
    look_for_people(today=TODAY + days(2))
    tried(case, 0)

    assert look_for_people(today=TODAY + days(2)) == NOTHING


def test_who_was_seen_is_lost_again_only_by_what_falls_due_later(case):
    look_for_people(today=TODAY + days(2))
    end_looking(lost=case.lost_contacts.get(), how=LostEnd.SEEN, note="At the hostel", by=UserFactory())
    former = look_for_people(today=TODAY + days(10))
    FollowUpFactory(case=case, days_after=40, window_from_date=TODAY + days(1), due_date=TODAY + days(7))

    assert (former, look_for_people(today=TODAY + days(10))) == (NOTHING, LookingChanges(begun=1))


def test_who_asked_us_to_stop_is_left_alone_until_they_speak_with_us(case):
    look_for_people(today=TODAY + days(2))
    end_looking(lost=case.lost_contacts.get(), how=LostEnd.ASKED_TO_STOP, note="Rang in", by=UserFactory())
    FollowUpFactory(case=case, days_after=40, window_from_date=TODAY + days(3), due_date=TODAY + days(7))

    left_alone = look_for_people(today=TODAY + days(20))
    MeetingFactory(case=case, held=True, channel=Channel.PHONE, on_date=TODAY + days(2))

    assert (left_alone, look_for_people(today=TODAY + days(20))) == (NOTHING, LookingChanges(begun=1))


def test_worry_tells_the_managers_at_once_but_not_who_says_so(case):
    manager = ManagerFactory(team=case.programme.team)

    lost = begin_looking(case=case, worry="Not at the hostel", by=manager)
    again = begin_looking(case=case, worry="Not at the hostel", by=manager)

    assert (again.pk, LostContact.objects.count()) == (lost.pk, 1)
    assert [message.recipient == manager for message in Message.objects.all()] == [False]
    assert told() == [Kind.WORRIED]


def test_worry_about_somebody_inside_is_for_the_hall():
    with pytest.raises(RuleBroken, match="They are in prison"):
        begin_looking(case=CaseFactory(), worry="Not eating", by=ManagerFactory())


def test_whom_they_named_is_asked_only_while_they_agree(case):
    lost, by = LostContactFactory(case=case), UserFactory()
    EmergencyContactFactory(person=case.person, name="Ellen Boyd")
    ask = {"lost": lost, "rung": Rung.EMERGENCY, "answer": RungAnswer.DONE, "note": "Has not seen them", "by": by}

    with pytest.raises(RuleBroken, match="do not agree"):
        answer_rung(**ask)
    ConsentFactory(person=case.person, recipient_name="Ellen Boyd")
    step = answer_rung(**ask)
    take_back_rung(step=step, by=by)

    assert lost.steps.filter(taken_back_at=None).count() == 0


def test_the_managers_step_is_the_managers(case):
    said = {"lost": LostContactFactory(case=case), "rung": Rung.MANAGER, "answer": RungAnswer.DONE, "note": "Agreed"}

    with pytest.raises(RuleBroken, match="Your manager says this"):
        answer_rung(by=UserFactory(), **said)

    assert answer_rung(by=ManagerFactory(), **said).rung == Rung.MANAGER


def test_end_taken_back_goes_on_where_it_stood(case):
    lost, by = LostContactFactory(case=case), UserFactory()
    end_looking(lost=lost, how=LostEnd.SEEN, note="At the hostel", by=by)

    look_again(lost=lost, by=by)

    assert case.lost_contacts.open().get() == lost


@pytest.mark.parametrize(
    ("until", "reason", "refused"),
    [
        (TODAY, "Away", "after today"),
        (TODAY + days(60), "Away", "within 28 days"),
        (TODAY + days(2), " ", "Say why"),
    ],
)
def test_hold_needs_a_reason_and_an_end(case, until, reason, refused):
    with pytest.raises(RuleBroken, match=refused):
        hold_looking(lost=LostContactFactory(case=case), until=until, reason=reason, by=UserFactory())


def test_programme_says_for_how_long_looking_may_wait(case):
    Programme.objects.update(lost_hold_days=60)

    hold_looking(lost=LostContactFactory(case=case), until=TODAY + days(60), reason="Away", by=UserFactory())

    with pytest.raises(RuleBroken, match="within 60 days"):
        hold_looking(lost=case.lost_contacts.get(), until=TODAY + days(61), reason="Away", by=UserFactory())


@pytest.mark.parametrize(("lost_tries", "lost_tried_days"), [(2, 9), (None, 2)])
def test_trying_is_done_after_the_programmes_days_and_ways(lost_tries, lost_tried_days):
    lost = LostContact(began_date=TODAY, since_date=TODAY - days(14))
    tries = [Try(TODAY - days(n), Channel.PHONE) for n in (3, 2)]
    rules = Programme(lost_tries=lost_tries, lost_tried_days=lost_tried_days, lost_ways=1)

    found = steps(lost, rules, tries=tries, said={}, may_ask=0, today=TODAY)

    assert [step.state for step in found[:2]] == [RungState.DONE, RungState.DONE]


def test_steps_of_the_ladder_by_the_programmes_days():
    lost = LostContact(began_date=TODAY, since_date=TODAY - days(14))
    tries = [Try(TODAY - days(n), Channel.PHONE) for n in (3, 2, 2)]

    found = steps(lost, Programme(lost_partners_days=None), tries=tries, said={}, may_ask=0, today=TODAY + days(1))

    assert [(step.rung, step.state) for step in found] == [
        (Rung.TRY, RungState.OVERDUE),
        (Rung.CHANNELS, RungState.DUE),
        (Rung.EMERGENCY, RungState.NOT_POSSIBLE),
        (Rung.MANAGER, RungState.LATER),
        (Rung.WELFARE, RungState.LATER),
    ]
    assert (found[0].text, next_step(found).rung) == ("Tried on 2 of 3 days.", Rung.TRY)
