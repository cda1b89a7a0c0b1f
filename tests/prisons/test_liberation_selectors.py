from datetime import date

import pytest

from prisons.enums import Jurisdiction
from prisons.liberation_rules import Rule, span_to_know
from prisons.models import Holiday, LiberationRulePeriod, LocalAuthority
from prisons.reference.rule_periods import RULE_PERIODS
from prisons.selectors import LiberationDays, rule_in_force, worked_out_liberation

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    LiberationRulePeriod.objects.bulk_create([LiberationRulePeriod(**period._asdict()) for period in RULE_PERIODS])


@pytest.mark.parametrize(
    ("jurisdiction", "on", "rule"),
    [
        ("scotland", date(1993, 10, 1), Rule.SCOTLAND),
        ("scotland", date(2026, 7, 3), Rule.SCOTLAND),
        ("scotland", date(2099, 7, 3), Rule.SCOTLAND),
        ("scotland", date(1980, 1, 1), Rule.SCOTLAND),
        ("england-wales", date(1980, 1, 1), Rule.ENGLAND_WALES),
        ("england-wales", date(2023, 12, 11), Rule.ENGLAND_WALES),
        ("england-wales", date(2023, 12, 12), Rule.ENGLAND_WALES_POLICY),
    ],
)
@pytest.mark.parametrize("stored", [True, False], ids=["stored", "nothing-loaded"])
def test_rule_in_force(request, jurisdiction, on, rule, stored):
    if stored:
        request.getfixturevalue("loaded")

    assert rule_in_force(jurisdiction, on) == rule


def test_rule_in_force_when_section_8_is_given_its_first_day(loaded):
    LiberationRulePeriod.objects.filter(rule=Rule.SCOTLAND_SECTION_8).update(from_date=date(2027, 4, 1))

    assert rule_in_force("scotland", date(2027, 3, 31)) == Rule.SCOTLAND
    assert rule_in_force("scotland", date(2027, 4, 1)) == Rule.SCOTLAND_SECTION_8


def test_rule_in_force_after_the_newer_rule_has_ended(loaded):
    LiberationRulePeriod.objects.filter(rule=Rule.ENGLAND_WALES_POLICY).update(to_date=date(2026, 12, 31))

    assert rule_in_force("england-wales", date(2027, 1, 1)) == Rule.ENGLAND_WALES


def test_rule_in_force_where_no_rule_has_a_first_day_is_refused(loaded):
    LiberationRulePeriod.objects.filter(jurisdiction="scotland").update(from_date=None)

    with pytest.raises(ValueError, match="No liberation rule"):
        rule_in_force("scotland", date(2026, 7, 3))


def test_worked_out_liberation_costs_two_queries(django_assert_num_queries, loaded):
    with django_assert_num_queries(2):
        rule, answer = worked_out_liberation(date(2026, 12, 26))

    assert (rule, answer.day) == (Rule.SCOTLAND, date(2026, 12, 24))


def test_worked_out_liberation_takes_the_holidays_of_the_area():
    area = LocalAuthority.objects.create(code="S12000049", name="Glasgow City")
    Holiday.objects.create(local_authority=area, day=date(2026, 7, 20), name="Fair Monday", source="Council")

    assert worked_out_liberation(date(2026, 7, 20))[1].day == date(2026, 7, 20)
    assert worked_out_liberation(date(2026, 7, 20), local_authority=area)[1].day == date(2026, 7, 17)


def test_worked_out_liberation_in_england_by_date():
    jurisdiction = Jurisdiction.ENGLAND_AND_WALES

    assert worked_out_liberation(date(2023, 12, 8), jurisdiction=jurisdiction)[1].day == date(2023, 12, 8)
    assert worked_out_liberation(date(2023, 12, 15), jurisdiction=jurisdiction)[1].day == date(2023, 12, 14)


def test_liberation_days_answer_as_one_by_one(django_assert_num_queries, loaded):
    area = LocalAuthority.objects.create(code="S12000049", name="Glasgow City")
    Holiday.objects.create(local_authority=area, day=date(2026, 12, 31), name="Hogmanay", source="Council")
    first, last = date(2026, 12, 1), date(2027, 1, 31)
    asked = [
        (date.fromordinal(day), each) for day in range(first.toordinal(), last.toordinal() + 1) for each in (None, area)
    ]
    expected = [worked_out_liberation(day, local_authority=each) for day, each in asked]

    with django_assert_num_queries(2):
        days = LiberationDays.between(first, last)
        answers = [days.worked_out(day, local_authority_id=each and each.pk) for day, each in asked]

    assert answers == expected


def test_liberation_days_outside_their_span_are_refused():
    days = LiberationDays.between(date(2026, 12, 1), date(2026, 12, 31))

    with pytest.raises(ValueError, match="outside the span"):
        days.worked_out(date(2027, 1, 1))


def test_span_to_know_at_the_ends_of_the_calendar():
    assert span_to_know(date.min, date.max) == (date.min, date.max)
    assert span_to_know(date(2026, 12, 26), date(2026, 12, 26)) == (date(2026, 11, 25), date(2027, 1, 9))
