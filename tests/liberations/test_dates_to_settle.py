"""The queue of dates to settle, against the same rules said in plain Python, over many random lives."""

import datetime as dt
import random

import pytest
import time_machine
from django.utils import timezone

from liberations.enums import DateMatter
from liberations.selectors import count_dates_to_settle, dates_to_settle
from mentoring.date_asking import ask_again_on
from mentoring.models import Case
from prisons.enums import CheckOutcome, DateKind, ReleasedHow
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import DateCheckFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def days(number):
    return dt.timedelta(days=number)


def ago(number, hours=0):
    return NOON - days(number) - dt.timedelta(hours=hours)


@pytest.fixture
def manager():
    with time_machine.travel(NOON, tick=False):
        yield ManagerFactory()


@pytest.fixture
def make(manager):
    programme = ProgrammeFactory(team=manager.team)

    def make(*, told=None, day=None, checks=(), **fields):
        """A case; `told` so many days ago (None: never) of `day` days ahead (None: not known); (outcome, days ago)."""
        case = CaseFactory(referral__programme=fields.pop("programme", programme))
        if told is not None:
            ReleaseDateFactory(
                episode=case.episode,
                stated_date=None if day is None else TODAY + days(day),
                recorded_at=ago(told),
                **fields,
            )
        answers = [when for outcome, when in checks if outcome != CheckOutcome.NO_ANSWER]
        for number, (outcome, when) in enumerate(checks):
            latest = outcome != CheckOutcome.NO_ANSWER and when == min(answers)
            if latest:
                case.episode.date_checks.update(is_latest=False)
            DateCheckFactory(
                episode=case.episode,
                outcome=outcome,
                # Two of one day in the order they were written down.
                checked_at=ago(when) + dt.timedelta(minutes=number),
                is_latest=latest,
            )
        return case

    return make


def matters(manager):
    return {case.pk: case.matter for case in dates_to_settle(manager, TODAY)}


@pytest.mark.parametrize(
    ("day", "told", "checks", "matter"),
    [
        (60, 27, [], None),
        (60, 28, [], "not-confirmed"),
        (60, 90, [("confirmed", 27)], None),
        (60, 90, [("no-answer", 1)], "not-confirmed"),
        (28, 6, [], None),
        (28, 7, [], "not-confirmed"),
        (7, 0, [], None),
        (7, 1, [], "not-confirmed"),
        (0, 1, [], "not-confirmed"),
        (0, 0, [], None),
        (-1, 0, [], "passed"),
        (None, None, [], "unknown"),
        (None, 13, [], None),
        (None, 14, [], "unknown"),
        (None, None, [("still-unknown", 13)], None),
        (None, None, [("still-unknown", 14)], "unknown"),
        (None, 40, [("still-unknown", 2)], None),
    ],
)
def test_date_is_asked_about_again_as_the_programme_says(make, manager, day, told, checks, matter):
    case = make(told=told, day=day, checks=checks)

    assert matters(manager).get(case.pk) == matter


def test_day_of_the_prison_that_differs_is_settled_by_their_saying_so_again(make, manager):
    differing = {"worked_out_date": TODAY + days(59), "sentence_date": TODAY + days(60)}
    asked = make(told=3, day=60, checks=[("confirmed", 2)], **differing)
    case = make(told=3, day=60, checks=[("confirmed", 4)], **differing)

    assert matters(manager) == {case.pk: DateMatter.DIFFERS}
    assert asked.pk not in matters(manager)


def test_row_worked_out_again_counts_as_told_when_it_was_told(make, manager):
    case = make(told=0, day=60, told_at=ago(30))

    assert matters(manager) == {case.pk: DateMatter.NOT_CONFIRMED}


def test_who_is_out_or_whose_support_has_ended_or_is_of_another_team_is_not_asked_about(make, manager):
    out, ended = make(), make()
    out.episode.released_date, out.episode.released_how = TODAY, ReleasedHow.GATE
    out.episode.save()
    Case.objects.filter(pk=ended.pk).update(closed_date=TODAY)
    CaseFactory()

    assert matters(manager) == {}


def test_programme_says_how_often(make, manager):
    often = ProgrammeFactory(
        team=manager.team, confirm_days=3, confirm_days_near=2, confirm_days_last_week=1, unknown_days=5
    )
    due = [make(programme=often, day=60, told=3), make(programme=often, day=20, told=2)]
    make(programme=often, day=60, told=2)
    make(programme=often, told=4)

    assert set(matters(manager)) == {case.pk for case in due}


def test_counts_equal_the_queue(make, manager):
    make()
    make(told=1, day=-2)
    make(told=90, day=60)
    make(told=91, day=61)

    assert count_dates_to_settle(manager, TODAY) == {
        "passed": 1,
        "differs": 0,
        "not-confirmed": 2,
        "unknown": 1,
    }


def expected_matter(case, today):
    """The rule by hand, from the rows themselves."""
    row = case.episode.release_dates.current().first()
    checks = list(case.episode.date_checks.all())
    heard = [check.checked_at for check in checks if check.outcome != CheckOutcome.NO_ANSWER]
    if row:
        heard.append(row.told_at or row.recorded_at)
    asked = timezone.localdate(max(heard)) if heard else None
    day = row.liberation_date if row else None
    if day and day < today:
        return DateMatter.PASSED
    sure = any(check.outcome == CheckOutcome.CONFIRMED and check.checked_at >= row.recorded_at for check in checks)
    if day and row.stated_date and row.worked_out_date and row.stated_date != row.worked_out_date and not sure:
        return DateMatter.DIFFERS
    programme = case.programme
    if asked is None:
        return DateMatter.UNKNOWN
    if day is None:
        every = programme.unknown_days
    else:
        away = (day - today).days
        every = programme.confirm_days
        if away <= 28:
            every = programme.confirm_days_near
        if away <= 7:
            every = programme.confirm_days_last_week
    if (today - asked).days < every:
        return None
    return DateMatter.UNKNOWN if day is None else DateMatter.NOT_CONFIRMED


@pytest.mark.parametrize("seed", range(3))
def test_queue_of_many_days_equals_the_oracle(make, manager, seed):
    dice = random.Random(seed)
    cases = []
    for _ in range(40):
        day = dice.choice([None, *range(-10, 95)])
        fields = {}
        if day is not None and dice.random() < 0.3:
            fields = {
                "kind": DateKind.SENTENCE,
                "sentence_date": TODAY + days(day),
                "worked_out_date": TODAY + days(day - dice.choice([0, 1])),
            }
        if dice.random() < 0.2:
            fields["told_at"] = ago(dice.randint(40, 70))
        outcomes = [
            dice.choice([CheckOutcome.NO_ANSWER, CheckOutcome.STILL_UNKNOWN if day is None else CheckOutcome.CONFIRMED])
            for _ in range(dice.randint(0, 3))
        ]
        checks = [(outcome, dice.randint(0, 45)) for outcome in outcomes]
        cases.append(make(told=dice.choice([None, *range(0, 40)]), day=day, checks=checks, **fields))

    for ahead in range(0, 60, 7):
        today = TODAY + days(ahead)
        expected = {case.pk: matter for case in cases if (matter := expected_matter(case, today))}
        assert {case.pk: case.matter for case in dates_to_settle(manager, today)} == expected, today


def test_day_to_ask_again_in_sql_is_the_one_in_python(make, manager):
    dice = random.Random(7)
    for _ in range(60):
        make(told=dice.choice([None, *range(0, 60)]), day=dice.choice([None, *range(-5, 95)]))

    for case in Case.objects.with_liberation().with_asked().select_related("programme"):
        assert case.ask_again_on == ask_again_on(case.programme, case.liberation_day, case.asked_on)
