import datetime as dt

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from prisons.liberation_rules import Rule
from prisons.models import LiberationRulePeriod
from prisons.selectors import rule_in_force
from prisons.services.reference_data import load_reference_data
from prisons.services.rules import edit_rule_period
from tests.factories.accounts import AdministratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference_data():
    load_reference_data()


def period(rule):
    return LiberationRulePeriod.objects.get(rule=rule.value)


def edit(rule, *, from_date=None, to_date=None, read_at_version=1):
    return edit_rule_period(
        period=period(rule),
        read_at_version=read_at_version,
        from_date=from_date,
        to_date=to_date,
        by=AdministratorFactory(),
    )


def test_section_8_given_a_first_day_holds_from_then_on():
    edit(Rule.SCOTLAND_SECTION_8, from_date=dt.date(2027, 4, 1))

    assert [rule_in_force("scotland", day) for day in (dt.date(2027, 3, 31), dt.date(2027, 4, 1))] == [
        Rule.SCOTLAND,
        Rule.SCOTLAND_SECTION_8,
    ]


def test_edited_rule_leaves_one_trail_row_with_both_dates():
    edit(Rule.SCOTLAND_SECTION_8, from_date=dt.date(2027, 4, 1))

    event = Event.objects.get(action="edit_rule_period")
    assert event.subject_key == period(Rule.SCOTLAND_SECTION_8).pk
    assert (event.before, event.after) == ({"from_date": None}, {"from_date": "2027-04-01"})


def test_edit_that_changes_nothing_leaves_no_trail_row():
    edit(Rule.SCOTLAND, from_date=dt.date(1993, 10, 1))

    assert (period(Rule.SCOTLAND).version, Event.objects.filter(action="edit_rule_period").count()) == (1, 0)


@pytest.mark.parametrize(
    ("rule", "dates", "sentence"),
    [
        (Rule.SCOTLAND, {}, "No other rule has a first day"),
        (Rule.SCOTLAND, {"to_date": dt.date(2027, 4, 1)}, "must also begin"),
        (
            Rule.SCOTLAND,
            {"from_date": dt.date(2027, 4, 1), "to_date": dt.date(2027, 3, 31)},
            "The last day is before the first day",
        ),
    ],
)
def test_dates_that_leave_no_rule_are_refused(rule, dates, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        edit(rule, **dates)

    assert period(Rule.SCOTLAND).from_date == dt.date(1993, 10, 1)


def test_edit_of_an_old_version_is_refused():
    edit(Rule.SCOTLAND_SECTION_8, from_date=dt.date(2027, 4, 1))

    with pytest.raises(EditedMeanwhile):
        edit(Rule.SCOTLAND_SECTION_8, from_date=dt.date(2027, 6, 1))

    assert period(Rule.SCOTLAND_SECTION_8).from_date == dt.date(2027, 4, 1)
