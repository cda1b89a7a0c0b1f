import datetime as dt

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.models import AbsenceCover
from mentoring.services.absences import call_off_absence, cover_cases, move_absence_end, record_absence
from mentoring.services.assignments import allocate
from notifications.enums import Kind
from notifications.models import Message
from people.models import Person
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.moving_on import AbsenceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-25T10:00Z", tick=False)]
TODAY = dt.date(2026, 11, 25)
FIRST, LAST = dt.date(2026, 11, 30), dt.date(2026, 12, 11)


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(referral__programme__team=mentor.user.team, lead=mentor)


@pytest.fixture
def other(mentor):
    return MentorFactory(user__team=mentor.user.team)


@pytest.fixture
def manager(mentor):
    return ManagerFactory(team=mentor.user.team)


@pytest.fixture
def absence(mentor, manager):
    return record_absence(mentor=mentor, from_date=FIRST, until_date=LAST, kind="leave", by=manager)


def may_open(mentor, case):
    return Person.objects.visible_to(mentor.user).filter(pk=case.person_id).exists()


def visit_on(case, mentor, day):
    return MeetingFactory(case=case, mentor=mentor, on_date=day)


def whose(*visits):
    for visit in visits:
        visit.refresh_from_db()
    return [visit.mentor for visit in visits]


@pytest.mark.parametrize(
    ("from_date", "until_date", "sentence"),
    [
        (LAST, FIRST, "before the first day"),
        (dt.date(2026, 11, 2), dt.date(2026, 11, 24), "days are over"),
        (LAST, dt.date(2026, 12, 18), "away already"),
        (dt.date(2026, 11, 25), FIRST, "away already"),
    ],
)
def test_days_that_cannot_stand_are_refused(absence, mentor, manager, from_date, until_date, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        record_absence(mentor=mentor, from_date=from_date, until_date=until_date, kind="leave", by=manager)


def test_cover_opens_the_record_on_its_days_and_takes_its_visits(absence, case, mentor, other, manager, time_machine):
    before, within, after = (
        visit_on(case, mentor, day) for day in (TODAY, dt.date(2026, 12, 3), dt.date(2026, 12, 14))
    )

    cover_cases(absence=absence, choices=[(case, other)], by=manager)

    assert whose(before, within, after) == [mentor, other, mentor]
    message = Message.objects.get(kind=Kind.COVERING)
    assert (message.recipient, message.due_date, message.person_key) == (other.user, FIRST, None)
    seen = {}
    for moment in ("2026-11-29T23:59Z", "2026-11-30T00:00Z", "2026-12-11T23:59Z", "2026-12-12T00:00Z"):
        time_machine.move_to(moment, tick=False)
        seen[moment[5:10]] = (may_open(mentor, case), may_open(other, case))
    assert seen == {"11-29": (True, False), "11-30": (True, True), "12-11": (True, True), "12-12": (True, False)}


def test_the_same_again_is_no_change_and_one_notice(absence, case, other, manager):
    for _ in range(2):
        cover_cases(absence=absence, choices=[(case, other)], by=manager)

    assert AbsenceCover.objects.count() == Message.objects.count() == 1
    assert Event.objects.filter(action="cover_cases").count() == 1


def test_somebody_else_may_cover_instead_or_nobody(absence, case, mentor, other, manager, time_machine):
    visit = visit_on(case, mentor, dt.date(2026, 12, 3))
    third = MentorFactory(user__team=manager.team)
    cover_cases(absence=absence, choices=[(case, other)], by=manager)
    cover_cases(absence=absence, choices=[(case, third)], by=manager)
    assert whose(visit) == [third]
    time_machine.move_to("2026-12-01T10:00Z", tick=False)
    assert (may_open(other, case), may_open(third, case)) == (False, True)

    cover_cases(absence=absence, choices=[(case, None)], by=manager)

    assert whose(visit) == [mentor]
    assert may_open(third, case) is False
    assert AbsenceCover.objects.standing().count() == 0


def test_who_cannot_cover_is_refused_and_nothing_is_kept(absence, case, mentor, other, manager):
    away = AbsenceFactory(mentor__user__team=manager.team, from_date=LAST, until_date=LAST).mentor
    second = CaseFactory(referral__programme=case.programme, lead=mentor)
    elsewhere = CaseFactory(referral__programme=case.programme, lead=other)
    for refused, sentence in (
        ((second, away), "is away then too"),
        ((second, mentor), "another mentor of the programme"),
        ((second, MentorFactory()), "another mentor of the programme"),
        ((elsewhere, MentorFactory(user__team=manager.team)), "is not the mentor of"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            cover_cases(absence=absence, choices=[(case, other), refused], by=manager)
    assert AbsenceCover.objects.count() == 0


def test_back_sooner_the_rest_is_the_mentors_again(absence, case, mentor, other, manager, time_machine):
    early, late = visit_on(case, mentor, dt.date(2026, 12, 2)), visit_on(case, mentor, dt.date(2026, 12, 9))
    cover_cases(absence=absence, choices=[(case, other)], by=manager)
    time_machine.move_to("2026-12-04T10:00Z", tick=False)

    move_absence_end(absence=absence, until_date=dt.date(2026, 12, 3), read_at_version=1, by=manager)

    assert whose(early, late) == [other, mentor]
    assert may_open(other, case) is False
    assert AbsenceCover.objects.get().until_date == dt.date(2026, 12, 3)


def test_back_later_the_cover_goes_on(absence, case, mentor, other, manager, time_machine):
    late = visit_on(case, mentor, dt.date(2026, 12, 16))
    cover_cases(absence=absence, choices=[(case, other)], by=manager)

    move_absence_end(absence=absence, until_date=dt.date(2026, 12, 18), read_at_version=1, by=manager)

    assert whose(late) == [other]
    time_machine.move_to("2026-12-18T10:00Z", tick=False)
    assert may_open(other, case)


def test_cover_is_not_made_longer_by_somebody_who_is_away_then(absence, case, other, manager):
    cover_cases(absence=absence, choices=[(case, other)], by=manager)
    AbsenceFactory(mentor=other, from_date=dt.date(2026, 12, 14), until_date=dt.date(2026, 12, 14))

    move_absence_end(absence=absence, until_date=dt.date(2026, 12, 18), read_at_version=1, by=manager)

    assert AbsenceCover.objects.get().until_date == LAST


def test_end_of_an_absence_that_cannot_stand_is_refused(absence, manager):
    with pytest.raises(RuleBroken, match="before the first day"):
        move_absence_end(absence=absence, until_date=dt.date(2026, 11, 29), read_at_version=1, by=manager)
    with pytest.raises(EditedMeanwhile):
        move_absence_end(absence=absence, until_date=dt.date(2026, 12, 18), read_at_version=7, by=manager)


def test_called_off_every_visit_is_the_mentors_again(absence, case, mentor, other, manager, time_machine):
    visit = visit_on(case, mentor, dt.date(2026, 12, 3))
    cover_cases(absence=absence, choices=[(case, other)], by=manager)

    for _ in range(2):
        call_off_absence(absence=absence, by=manager)

    assert whose(visit) == [mentor]
    assert Event.objects.filter(action="call_off_absence").count() == 1
    time_machine.move_to("2026-12-03T10:00Z", tick=False)
    assert may_open(other, case) is False
    with pytest.raises(RuleBroken, match="called off"):
        cover_cases(absence=absence, choices=[(case, other)], by=manager)


def test_cover_ends_when_somebody_else_becomes_the_mentor(absence, case, mentor, other, manager):
    visit = visit_on(case, mentor, dt.date(2026, 12, 3))
    cover_cases(absence=absence, choices=[(case, other)], by=manager)
    third = MentorFactory(user__team=manager.team)

    allocate(case=case, mentor=third, by=manager)

    assert whose(visit) == [third]
    assert AbsenceCover.objects.standing().count() == 0


@pytest.mark.parametrize("day", [dt.date(9999, 12, 31), TODAY + dt.timedelta(days=367)])
def test_a_slip_in_the_year_is_refused(mentor, manager, absence, day):
    with pytest.raises(RuleBroken, match="Check the year"):
        record_absence(mentor=mentor, from_date=LAST + dt.timedelta(days=1), until_date=day, kind="leave", by=manager)
    with pytest.raises(RuleBroken, match="Check the year"):
        move_absence_end(absence=absence, until_date=day, read_at_version=1, by=manager)
