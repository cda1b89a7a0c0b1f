"""Those concerned are told, once for each change, only when it matters, and of nothing that is no longer news."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from liberations.models import Replan, ReplanItem
from liberations.services.gate_questions import look_after_gates
from liberations.services.replan_decisions import settle_decisions
from liberations.services.replanning import Move, replan_moves
from liberations.services.sweeps import flag_passed_liberations, plan_reminders
from liberations.services.transfers import transfer_person
from mentoring.services.sweeps import refresh_meeting_flags
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import Confidence
from prisons.models import ReleaseDate
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
DAY, EARLIER, LATER = dt.date(2026, 12, 17), dt.date(2026, 12, 8), dt.date(2026, 12, 29)
FAR, FARTHER = dt.date(2027, 6, 1), dt.date(2027, 6, 15)
TOLD = [Kind.RELEASE_DATE_MOVED, Kind.RELEASE_DATE_KNOWN, Kind.TRANSFERRED]


def told(user, **state):
    rows = Message.objects.filter(recipient=user, kind__in=TOLD, **state)
    return [(row.kind, row.liberation_date) for row in rows.order_by("created_at", "liberation_date")]


def in_force(user):
    return told(user, withdrawn_at=None)


def read(user):
    Message.objects.filter(recipient=user).update(read_at=timezone.now())


def emailed(user):
    Message.objects.filter(recipient=user).update(emailed_at=timezone.now())


def test_mentor_is_told_once_of_one_change_and_no_job_repeats_it(case, mentor, move):
    move(case, LATER)

    for _ in range(3):
        plan_reminders()
        refresh_meeting_flags()
        flag_passed_liberations()
        look_after_gates()
        settle_decisions()

    assert told(mentor.user) == [(Kind.RELEASE_DATE_MOVED, LATER)]


def test_one_change_is_one_email_although_a_reminder_comes_with_it(case, mentor, move):
    move(case, EARLIER)

    by_email = Message.objects.filter(recipient=mentor.user, by_email=True, withdrawn_at=None)
    assert [row.kind for row in by_email] == [Kind.RELEASE_DATE_MOVED]
    assert Message.objects.filter(recipient=mentor.user, kind=Kind.RELEASE_REMINDER, by_email=False).count() == 1


def test_notice_leads_to_what_changed(case, mentor, move):
    move(case, LATER)

    assert Message.objects.get(recipient=mentor.user, kind=Kind.RELEASE_DATE_MOVED).path == f"/cases/{case.pk}/changes/"


def test_who_recorded_it_is_not_told_what_they_see(case, mentor, move):
    move(case, LATER, by=mentor.user)

    assert told(mentor.user) == []


def test_who_applied_a_list_is_told_of_their_own_people(mentor, programme):
    cases = [CaseFactory(referral__programme=programme, liberation_date=DAY, lead=mentor) for _ in range(2)]
    moves = []
    for case in cases:
        row = case.episode.release_dates.get()
        ReleaseDate.objects.filter(pk=row.pk).update(liberation_date=LATER, stated_date=LATER)
        row.refresh_from_db()
        moves.append(Move(case.episode, DAY, LATER, ledger_row=row))

    replan_moves(moves, by=mentor.user)

    assert len(told(mentor.user)) == 2


@pytest.mark.parametrize("change", [{"note": "Rang the hall."}, {"confidence": Confidence.PROVISIONAL}])
def test_a_note_or_the_confidence_alone_tells_nobody_and_is_no_replan(case, mentor, move, change):
    move(case, DAY, **change)

    assert (told(mentor.user), Replan.objects.count()) == ([], 0)


def test_a_far_move_with_nothing_booked_is_kept_and_shown_but_not_told(programme, mentor, move):
    case = CaseFactory(referral__programme=programme, liberation_date=FARTHER, lead=mentor)

    move(case, FAR)

    assert (told(mentor.user), Replan.objects.get().after_date) == ([], FAR)


def test_a_far_move_is_told_when_a_gate_hangs_on_it(programme, mentor, move):
    case = CaseFactory(referral__programme=programme, liberation_date=FARTHER, lead=mentor)
    GateLiberationFactory(case=case, decision="wanted", mentor=mentor)

    move(case, FAR)

    assert told(mentor.user) == [(Kind.RELEASE_DATE_MOVED, FAR)]


def test_managers_are_told_only_when_a_decision_is_theirs(case, mentor, move, team):
    other = ManagerFactory(team=team)

    move(case, LATER)
    assert told(other) == []

    transfer_person(
        episode=case.episode, prison=PrisonFactory(), on=dt.date(2026, 11, 23), by=ManagerFactory(team=team)
    )
    # No clearance for the new prison.
    assert [kind for kind, _ in told(other)] == [Kind.TRANSFERRED]


def test_a_second_move_takes_the_place_of_a_notice_nobody_has_read(case, mentor, move):
    move(case, LATER)
    move(case, EARLIER)

    assert in_force(mentor.user) == [(Kind.RELEASE_DATE_MOVED, EARLIER)]


def test_moved_and_moved_back_before_anyone_read_it_is_no_news(case, mentor, move):
    move(case, LATER)
    move(case, EARLIER)
    move(case, DAY)

    assert in_force(mentor.user) == []
    assert Replan.objects.count() == 3


def test_moved_back_after_an_email_went_out_is_said_in_the_product_only(case, mentor, move):
    move(case, LATER)
    emailed(mentor.user)
    move(case, DAY)

    assert in_force(mentor.user) == [(Kind.RELEASE_DATE_MOVED, DAY)]
    assert Message.objects.get(recipient=mentor.user, kind=Kind.RELEASE_DATE_MOVED, withdrawn_at=None).by_email is False


def test_moved_back_after_it_was_read_is_told(case, mentor, move):
    move(case, LATER)
    read(mentor.user)
    move(case, DAY)

    assert sorted(in_force(mentor.user)) == [(Kind.RELEASE_DATE_MOVED, DAY), (Kind.RELEASE_DATE_MOVED, LATER)]


def test_back_on_the_day_but_in_another_prison_is_news(case, mentor, move, manager):
    move(case, LATER)
    transfer_person(episode=case.episode, prison=PrisonFactory(), on=dt.date(2026, 11, 23), by=manager)
    move(case, DAY)

    assert in_force(mentor.user) == [(Kind.RELEASE_DATE_MOVED, DAY)]


def test_what_one_has_read_and_another_has_not_is_known_to_one_and_news_to_the_other(case, mentor, move, team):
    second = MentorFactory(user__team=team)
    GateLiberationFactory(case=case, decision="wanted", mentor=second)
    move(case, LATER)
    read(second.user)
    move(case, DAY)

    assert in_force(mentor.user) == []
    assert sorted(in_force(second.user)) == [(Kind.RELEASE_DATE_MOVED, DAY), (Kind.RELEASE_DATE_MOVED, LATER)]


def test_a_moved_day_and_a_transfer_at_once_are_one_notice(case, mentor, manager):
    stay = case.episode.stays.get()
    stay.to_date = dt.date(2026, 11, 23)
    stay.save()
    new = case.episode.stays.create(prison=PrisonFactory(), from_date=dt.date(2026, 11, 23))
    row = case.episode.release_dates.get()

    replan_moves([Move(case.episode, LATER, DAY, ledger_row=row, stay=new)], by=manager)
    replan_moves([Move(case.episode, LATER, DAY, ledger_row=row, stay=new)], by=manager)

    assert told(mentor.user) == [(Kind.RELEASE_DATE_MOVED, DAY)]
    assert Replan.objects.get().to_prison == new.prison


def test_someone_who_is_no_longer_the_mentor_is_told_nothing_more(case, mentor, move, team):
    move(case, LATER)
    case.assignments.update(until_date=dt.date(2026, 11, 23))

    move(case, EARLIER)

    assert in_force(mentor.user) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_notice_waits_exactly_while_its_reader_does_not_know_the_day(case, mentor, move, november, seed):
    """Any sequence of moves, some read and some not: one notice at most, and none when the day is as they know it."""
    chance = random.Random(seed)
    known = DAY
    day = DAY
    for _ in range(15):
        november.shift(dt.timedelta(minutes=1))
        if chance.random() < 0.3:
            read(mentor.user)
            known = day
        else:
            day = chance.choice([DAY, EARLIER, LATER, LATER + dt.timedelta(days=7)])
            move(case, day)

        waiting = told(mentor.user, withdrawn_at=None, read_at=None)
        assert waiting == ([] if day == known else [(Kind.RELEASE_DATE_MOVED, day)])
        open_replans = ReplanItem.objects.open().values("replan").distinct().count()
        assert open_replans <= 1
