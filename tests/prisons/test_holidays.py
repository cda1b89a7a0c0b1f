from datetime import date

import pytest

from prisons.enums import Jurisdiction
from prisons.holidays import holiday_calendar, holidays_for
from prisons.models import Holiday, LocalAuthority

pytestmark = pytest.mark.django_db

YEAR_2026 = (date(2026, 1, 1), date(2026, 12, 31))
SCOTLAND_2026 = {
    date(2026, 1, 1),
    date(2026, 1, 2),
    date(2026, 4, 3),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 6, 15),
    date(2026, 8, 3),
    date(2026, 11, 30),
    date(2026, 12, 25),
    date(2026, 12, 26),
    date(2026, 12, 28),
}
ENGLAND_2026 = {
    date(2026, 1, 1),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 26),
    date(2026, 12, 28),
}


@pytest.fixture
def glasgow():
    return LocalAuthority.objects.create(code="S12000049", name="Glasgow City")


@pytest.fixture
def fife():
    return LocalAuthority.objects.create(code="S12000047", name="Fife")


def enter(day, *, area=None, observed=True, jurisdiction=Jurisdiction.SCOTLAND):
    return Holiday.objects.create(
        jurisdiction=jurisdiction, local_authority=area, day=day, name="A holiday", observed=observed, source="Council"
    )


def test_holidays_for_scotland_in_2026():
    assert holidays_for("scotland", *YEAR_2026) == SCOTLAND_2026


def test_holidays_for_england_and_wales_in_2026():
    assert holidays_for(Jurisdiction.ENGLAND_AND_WALES, *YEAR_2026) == ENGLAND_2026


def test_holidays_for_includes_both_ends():
    assert holidays_for("scotland", date(2026, 12, 25), date(2026, 12, 26)) == {date(2026, 12, 25), date(2026, 12, 26)}


def test_holidays_for_over_a_new_year():
    assert holidays_for("scotland", date(2026, 12, 28), date(2027, 1, 1)) == {date(2026, 12, 28), date(2027, 1, 1)}


def test_holidays_for_an_empty_span():
    assert holidays_for("scotland", date(2026, 12, 26), date(2026, 12, 25)) == frozenset()


def test_holidays_for_an_unknown_jurisdiction_is_refused():
    with pytest.raises(ValueError, match="narnia"):
        holidays_for("narnia", *YEAR_2026)


def test_holidays_for_a_proclaimed_day_is_added():
    enter(date(2026, 9, 14))

    assert holidays_for("scotland", *YEAR_2026) == SCOTLAND_2026 | {date(2026, 9, 14)}


def test_holidays_for_a_national_day_not_observed_is_taken_away():
    enter(date(2026, 11, 30), observed=False)

    assert holidays_for("scotland", *YEAR_2026) == SCOTLAND_2026 - {date(2026, 11, 30)}


def test_holidays_for_the_other_jurisdiction_are_left_out():
    enter(date(2026, 9, 14))

    assert holidays_for("england-wales", *YEAR_2026) == ENGLAND_2026


def test_holidays_for_an_area_are_its_own(glasgow, fife):
    enter(date(2026, 7, 20), area=glasgow)
    enter(date(2026, 8, 3), area=glasgow, observed=False)
    enter(date(2026, 4, 20), area=fife)

    assert holidays_for("scotland", *YEAR_2026) == SCOTLAND_2026
    assert holidays_for("scotland", *YEAR_2026, local_authority=glasgow) == (
        SCOTLAND_2026 - {date(2026, 8, 3)} | {date(2026, 7, 20)}
    )
    assert holidays_for("scotland", *YEAR_2026, local_authority=fife) == SCOTLAND_2026 | {date(2026, 4, 20)}


def test_holidays_for_an_area_beats_the_entry_of_the_jurisdiction(glasgow, fife):
    enter(date(2026, 11, 30), observed=False)
    enter(date(2026, 11, 30), area=glasgow)
    enter(date(2026, 9, 14))
    enter(date(2026, 9, 14), area=fife, observed=False)

    assert date(2026, 11, 30) in holidays_for("scotland", *YEAR_2026, local_authority=glasgow)
    assert date(2026, 11, 30) not in holidays_for("scotland", *YEAR_2026, local_authority=fife)
    assert date(2026, 9, 14) in holidays_for("scotland", *YEAR_2026, local_authority=glasgow)
    assert date(2026, 9, 14) not in holidays_for("scotland", *YEAR_2026, local_authority=fife)


def test_holidays_for_entries_outside_the_span_are_left_out():
    enter(date(2025, 12, 31))
    enter(date(2027, 1, 5))

    assert holidays_for("scotland", *YEAR_2026) == SCOTLAND_2026


@pytest.mark.parametrize("entries", [0, 30])
def test_holidays_for_costs_one_query(django_assert_num_queries, glasgow, entries):
    for number in range(entries):
        enter(date(2026, 3, 1 + number), area=glasgow)

    with django_assert_num_queries(1):
        holidays_for("scotland", *YEAR_2026, local_authority=glasgow)


def test_holiday_calendar_answers_as_holidays_for_with_one_query(django_assert_num_queries, glasgow, fife):
    enter(date(2026, 9, 14))
    enter(date(2026, 7, 20), area=glasgow)
    enter(date(2026, 8, 3), area=glasgow, observed=False)
    enter(date(2026, 8, 3), area=fife, observed=False)
    expected = [holidays_for("scotland", *YEAR_2026, local_authority=area) for area in (None, glasgow, fife)]

    with django_assert_num_queries(1):
        calendar = holiday_calendar("scotland", *YEAR_2026)
        answers = [calendar.days_for(key) for key in (None, glasgow.pk, fife.pk)]

    assert answers == expected
