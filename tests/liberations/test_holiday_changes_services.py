"""Changing holidays or rules and the people they move: nothing is kept that has not been seen."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from core.errors import RuleBroken
from liberations.services.holiday_changes import (
    WouldMove,
    change_rule_period,
    enter_holiday,
    open_on_day,
    take_out_holiday,
)
from liberations.services.release_dates import move_release_date
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import DateKind, DateSource
from prisons.liberation_rules import Rule
from prisons.models import Holiday, LiberationRulePeriod, ReleaseDate
from prisons.services.reference_data import load_reference_data
from tests.factories.accounts import AdministratorFactory, ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import LocalAuthorityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
FRIDAY, THURSDAY = dt.date(2027, 2, 12), dt.date(2027, 2, 11)


@pytest.fixture
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def area():
    return LocalAuthorityFactory()


@pytest.fixture
def administrator():
    return AdministratorFactory()


def ending(day, area, **told):
    """A case of somebody whose sentence ends on the day, with a mentor."""
    case = CaseFactory(lead=MentorFactory(), referral__episode__return_area=area)
    move_release_date(
        episode=case.episode,
        kind=DateKind.SENTENCE,
        source=DateSource.LETTER,
        sentence_date=day,
        by=ManagerFactory(),
        **told,
    )
    return case


def enter(area, by, *, day=FRIDAY, seen="", new_id=None, **more):
    return enter_holiday(
        new_id=new_id or uuid.uuid4(),
        jurisdiction="scotland",
        local_authority=area,
        first_day=day,
        name="Fair Friday",
        source="Council",
        seen=seen,
        by=by,
        **more,
    )


def looked_at(change):
    """The effects a change refuses to have unseen."""
    with pytest.raises(WouldMove) as would_move:
        change()
    return would_move.value.effects


def day_of(case):
    return ReleaseDate.objects.current().get(episode=case.episode).liberation_date


def test_holiday_that_moves_nobody_is_entered_at_once(area, administrator):
    ending(dt.date(2027, 3, 4), area)

    entered, effects = enter(area, administrator)

    assert (Holiday.objects.get(), effects.moved, effects.differing) == (entered[0], [], [])


def test_holiday_that_moves_somebody_is_shown_first_and_nothing_is_kept(area, administrator):
    case = ending(FRIDAY, area)
    rows, events = ReleaseDate.objects.count(), Event.objects.count()

    effects = looked_at(lambda: enter(area, administrator))

    assert [(each.former.liberation_date, each.row.liberation_date) for each in effects.moved] == [(FRIDAY, THURSDAY)]
    assert (Holiday.objects.count(), ReleaseDate.objects.count(), Event.objects.count()) == (0, rows, events)
    assert day_of(case) == FRIDAY


def test_holiday_that_was_seen_is_entered_and_moves_people_in_one_transaction(area, administrator):
    case = ending(FRIDAY, area)
    effects = looked_at(lambda: enter(area, administrator))
    events = Event.objects.count()

    enter(area, administrator, seen=effects.fingerprint)

    row = ReleaseDate.objects.current().get(episode=case.episode)
    assert (row.liberation_date, row.recorded_by) == (THURSDAY, administrator)
    assert row.because == f"Fair Friday entered: offices closed Fri 12 Feb 2027, {area.name}"
    told = Message.objects.filter(kind=Kind.RELEASE_DATE_MOVED)
    assert [message.recipient for message in told] == [case.assignments.get().mentor.user]
    assert Event.objects.count() == events + 1
    event = Event.objects.order_by("id").last()
    assert (event.action, event.shown, event.after["moved"]) == ("enter_holiday", [case.person_id], 1)


def test_form_sent_again_after_it_was_done_does_nothing(area, administrator):
    ending(FRIDAY, area)
    effects, new_id = looked_at(lambda: enter(area, administrator)), uuid.uuid4()
    enter(area, administrator, seen=effects.fingerprint, new_id=new_id)
    rows, events = ReleaseDate.objects.count(), Event.objects.count()

    _, again = enter(area, administrator, seen=effects.fingerprint, new_id=new_id)

    assert (again.moved, ReleaseDate.objects.count(), Event.objects.count()) == ([], rows, events)


def test_change_is_refused_if_the_world_has_changed_since_it_was_looked_at(area, administrator):
    ending(FRIDAY, area)
    effects = looked_at(lambda: enter(area, administrator))
    late = ending(FRIDAY, area)

    with pytest.raises(WouldMove) as refused:
        enter(area, administrator, seen=effects.fingerprint)

    assert (refused.value.stale, len(refused.value.effects.moved)) == (True, 2)
    assert (Holiday.objects.count(), day_of(late)) == (0, FRIDAY)


def test_change_that_now_moves_nobody_is_refused_until_that_is_seen(area, administrator):
    case = ending(FRIDAY, area)
    effects = looked_at(lambda: enter(area, administrator))
    move_release_date(
        episode=case.episode, kind="hdc", source="phone", stated_date=dt.date(2027, 1, 6), by=ManagerFactory()
    )

    with pytest.raises(WouldMove) as refused:
        enter(area, administrator, seen=effects.fingerprint)

    assert (refused.value.effects.moved, refused.value.effects.fingerprint) == ([], "")


def test_day_the_prison_named_stays_and_the_difference_is_shown(area, administrator):
    case = ending(FRIDAY, area, stated_date=FRIDAY)

    effects = looked_at(lambda: enter(area, administrator))
    enter(area, administrator, seen=effects.fingerprint)

    row = ReleaseDate.objects.current().get(episode=case.episode)
    assert (effects.moved, len(effects.differing)) == ([], 1)
    assert (row.liberation_date, row.worked_out_date, row.differs_from_prison) == (FRIDAY, THURSDAY, True)
    assert not Message.objects.filter(kind=Kind.RELEASE_DATE_MOVED).exists()


def test_changing_it_back_moves_everyone_back_through_the_same_preview(area, administrator):
    case = ending(FRIDAY, area)
    enter(area, administrator, seen=looked_at(lambda: enter(area, administrator)).fingerprint)
    holiday = Holiday.objects.get()

    effects = looked_at(lambda: take_out_holiday(holiday=holiday, seen="", by=administrator))
    assert day_of(case) == THURSDAY
    take_out_holiday(holiday=holiday, seen=effects.fingerprint, by=administrator)

    assert (day_of(case), Holiday.objects.count()) == (FRIDAY, 0)
    assert ReleaseDate.objects.current().get().because == f"Fair Friday removed: Fri 12 Feb 2027, {area.name}"


def test_national_day_switched_off_lets_people_out_on_it(area, administrator):
    may_day = dt.date(2027, 5, 3)
    case, elsewhere = ending(may_day, area), ending(may_day, LocalAuthorityFactory())
    assert day_of(case) == dt.date(2027, 4, 30)
    switch = {"local_authority": area, "day": may_day, "name": "May Day", "source": "Council", "by": administrator}

    effects = looked_at(lambda: open_on_day(jurisdiction="scotland", seen="", **switch))
    open_on_day(jurisdiction="scotland", seen=effects.fingerprint, **switch)

    assert (day_of(case), day_of(elsewhere)) == (may_day, dt.date(2027, 4, 30))


def test_rule_given_a_first_day_moves_whom_it_moves_and_taken_away_moves_them_back(area, administrator):
    load_reference_data()
    friday, tuesday = ending(FRIDAY, area), ending(dt.date(2027, 2, 9), area)
    period = LiberationRulePeriod.objects.get(rule=Rule.SCOTLAND_SECTION_8.value)

    def change(version, from_date, seen=""):
        return change_rule_period(
            period=period, read_at_version=version, from_date=from_date, to_date=None, seen=seen, by=administrator
        )

    first_day = dt.date(2027, 1, 1)
    change(1, first_day, seen=looked_at(lambda: change(1, first_day)).fingerprint)
    assert (day_of(friday), day_of(tuesday)) == (THURSDAY, dt.date(2027, 2, 9))

    change(2, None, seen=looked_at(lambda: change(2, None)).fingerprint)
    assert (day_of(friday), day_of(tuesday)) == (FRIDAY, dt.date(2027, 2, 9))


def test_refusal_of_the_calendar_comes_before_any_preview(area, administrator):
    with pytest.raises(RuleBroken, match="closed on Fri 25 Dec 2026 already"):
        enter(area, administrator, day=dt.date(2026, 12, 25))


def test_moving_forty_takes_as_many_statements_as_moving_one(area, administrator):
    def statements(number, day):
        for _ in range(number):
            ending(day, area)
        seen = looked_at(lambda: enter(area, administrator, day=day)).fingerprint
        with CaptureQueriesContext(connection) as captured:
            enter(area, administrator, day=day, seen=seen)
        return len(captured)

    assert statements(1, FRIDAY) == statements(40, FRIDAY - dt.timedelta(days=7))
