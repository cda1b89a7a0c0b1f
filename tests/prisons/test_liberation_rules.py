import subprocess
import sys
from datetime import date, datetime, timedelta
from functools import cache

import holidays as holiday_library
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prisons.liberation_rules import LiberationDay, Rule, liberation_day

YEARS = range(2023, 2030)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2032, 12, 31))
ANY_HOLIDAYS = st.frozensets(DAYS, max_size=400)
# Holidays close enough together to make runs of closed days, which the free choice above seldom does.
CLUSTERED = st.frozensets(st.dates(min_value=date(2026, 12, 1), max_value=date(2027, 1, 15)), max_size=30)
NEAR_CLUSTER = st.dates(min_value=date(2026, 12, 10), max_value=date(2027, 1, 20))


@cache
def national(subdivision):
    return frozenset(holiday_library.country_holidays("GB", subdiv=subdivision, years=YEARS))


def in_scotland(text, rule=Rule.SCOTLAND):
    return liberation_day(date.fromisoformat(text), rule=rule, holidays=national("SCT"))


def in_england(text, rule=Rule.ENGLAND_WALES):
    return liberation_day(date.fromisoformat(text), rule=rule, holidays=national("ENG"))


def test_module_imports_without_django():
    check = "import sys, prisons.liberation_rules; sys.exit('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", check], check=False)

    assert done.returncode == 0


def test_rule_values_are_the_names_used_in_commands():
    assert [rule.value for rule in Rule] == ["scotland", "scotland-section-8", "england-wales", "england-wales-policy"]


def test_liberation_day_when_boxing_day_is_a_saturday():
    assert in_scotland("2026-12-26") == LiberationDay(
        day=date(2026, 12, 24),
        moved_by=-2,
        reason="Sentence ends Sat 26 Dec 2026; offices are closed Fri 25 to Mon 28 Dec; so Thu 24 Dec 2026.",
        holiday=date(2026, 12, 25),
    )


def test_liberation_day_on_an_ordinary_day_stays():
    assert in_scotland("2026-12-24") == LiberationDay(
        day=date(2026, 12, 24),
        moved_by=0,
        reason="Sentence ends Thu 24 Dec 2026; an ordinary working day, so it stays.",
        holiday=None,
    )


@pytest.mark.parametrize(
    ("sentence_date", "day"),
    [
        ("2026-07-03", "2026-07-03"),  # Friday is a lawful and common liberation day in Scotland
        ("2026-07-04", "2026-07-03"),
        ("2026-07-05", "2026-07-03"),
        ("2026-06-15", "2026-06-12"),  # World Cup, by Royal Proclamation
        ("2026-04-06", "2026-04-06"),  # Easter Monday is no bank holiday in Scotland
        ("2026-08-31", "2026-08-31"),  # nor is the last Monday of August
        ("2025-12-01", "2025-11-28"),  # substitute for St Andrew's Day on a Sunday
        ("2024-12-25", "2024-12-24"),
        ("2024-12-26", "2024-12-24"),
        ("2025-01-01", "2024-12-31"),
        ("2025-01-02", "2024-12-31"),
        ("2025-12-25", "2025-12-24"),
        ("2025-12-28", "2025-12-24"),
        ("2026-01-04", "2025-12-31"),
        ("2026-12-28", "2026-12-24"),
        ("2027-01-04", "2026-12-31"),
        ("2027-12-28", "2027-12-24"),
        ("2028-01-04", "2027-12-31"),
        ("2028-12-25", "2028-12-22"),
        ("2028-12-26", "2028-12-22"),
    ],
)
def test_liberation_day_in_scotland(sentence_date, day):
    assert in_scotland(sentence_date).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("sentence_date", "moved_by", "day"),
    [
        # The five examples of the Explanatory Notes to the 2023 Act, paragraphs 35 to 38.
        ("2026-07-03", -1, "2026-07-02"),  # Friday to Thursday
        ("2026-07-04", -2, "2026-07-02"),  # Saturday to Thursday
        ("2026-07-05", -3, "2026-07-02"),  # Sunday to Thursday
        ("2026-06-15", -4, "2026-06-11"),  # public-holiday Monday to Thursday
        ("2026-07-02", -1, "2026-07-01"),  # ordinary Thursday to Wednesday
        # A Thursday that is the day before a holiday is excepted, not ordinary.
        ("2026-12-24", -1, "2026-12-23"),
        # An excepted day may go back to a Thursday; a Thursday may not.
        ("2027-11-30", -5, "2027-11-25"),
        ("2027-11-29", -4, "2027-11-25"),
        ("2026-12-31", -1, "2026-12-30"),
        ("2027-01-05", 0, "2027-01-05"),
        ("2028-01-04", -5, "2027-12-30"),
        ("2026-07-01", 0, "2026-07-01"),
    ],
)
def test_liberation_day_under_section_8(sentence_date, moved_by, day):
    answer = in_scotland(sentence_date, rule=Rule.SCOTLAND_SECTION_8)

    assert (answer.moved_by, answer.day) == (moved_by, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("sentence_date", "day"),
    [
        ("2026-07-03", "2026-07-03"),
        ("2026-07-04", "2026-07-03"),
        ("2026-07-05", "2026-07-03"),
        ("2026-06-15", "2026-06-15"),  # proclaimed for Scotland only
        ("2026-04-06", "2026-04-02"),  # Easter Monday, then the weekend, then Good Friday
        ("2026-08-31", "2026-08-28"),
        ("2026-12-26", "2026-12-24"),
        ("2026-01-02", "2026-01-02"),
    ],
)
def test_liberation_day_in_england_and_wales(sentence_date, day):
    assert in_england(sentence_date).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("sentence_date", "day"),
    [
        ("2026-07-03", "2026-07-02"),
        ("2026-07-04", "2026-07-02"),
        ("2026-07-05", "2026-07-02"),
        ("2026-07-02", "2026-07-02"),
        ("2026-04-06", "2026-04-01"),
        ("2026-08-31", "2026-08-27"),
        ("2026-12-24", "2026-12-23"),
        ("2026-12-26", "2026-12-23"),
    ],
)
def test_liberation_day_in_england_and_wales_by_policy(sentence_date, day):
    assert in_england(sentence_date, rule=Rule.ENGLAND_WALES_POLICY).day == date.fromisoformat(day)


@pytest.mark.parametrize("rule", [Rule.ENGLAND_WALES, Rule.ENGLAND_WALES_POLICY])
@pytest.mark.parametrize("sentence_date", [date(2024, 12, 25), date(2026, 4, 3)])
def test_christmas_day_and_good_friday_without_a_list_are_not_working_days_in_england(rule, sentence_date):
    assert liberation_day(sentence_date, rule=rule, holidays=()).day < sentence_date


def test_good_friday_is_the_library_s_for_two_centuries():
    fridays = holiday_library.country_holidays("GB", subdiv="ENG", years=range(1950, 2150))

    for day in fridays.get_named("Good Friday"):
        assert liberation_day(day, rule=Rule.ENGLAND_WALES, holidays=()).moved_by == -1
        for week in (-7, 7):
            other = day + timedelta(days=week)
            assert liberation_day(other, rule=Rule.ENGLAND_WALES, holidays=()).moved_by == 0


@pytest.mark.parametrize(
    ("rule", "sentence_date", "reason"),
    [
        (
            Rule.SCOTLAND,
            date(2026, 10, 31),
            "Sentence ends Sat 31 Oct 2026; offices are closed Sat 31 Oct and Sun 1 Nov; so Fri 30 Oct 2026.",
        ),
        (
            Rule.SCOTLAND,
            date(2027, 11, 30),
            "Sentence ends Tue 30 Nov 2027; offices are closed Tue 30 Nov; so Mon 29 Nov 2027.",
        ),
        (
            Rule.SCOTLAND_SECTION_8,
            date(2026, 7, 3),
            "Sentence ends Fri 3 Jul 2026; section 8 rules out Fri 3 to Sun 5 Jul "
            "(Fridays, weekends, public holidays and the day before one); so Thu 2 Jul 2026.",
        ),
        (
            Rule.SCOTLAND_SECTION_8,
            date(2026, 7, 2),
            "Sentence ends Thu 2 Jul 2026; section 8 moves an ordinary Thursday to the last day before it "
            "that is not ruled out; so Wed 1 Jul 2026.",
        ),
        (
            Rule.ENGLAND_WALES,
            date(2024, 1, 1),
            "Sentence ends Mon 1 Jan 2024; Sat 30 Dec to Mon 1 Jan are not working days; so Fri 29 Dec 2023.",
        ),
        (
            Rule.ENGLAND_WALES,
            date(2025, 1, 1),
            "Sentence ends Wed 1 Jan 2025; Wed 1 Jan is not a working day; so Tue 31 Dec 2024.",
        ),
        (
            Rule.ENGLAND_WALES_POLICY,
            date(2026, 7, 4),
            "Sentence ends Sat 4 Jul 2026; Sat 4 and Sun 5 Jul are not working days; "
            "by policy a working day follows the day of release; so Thu 2 Jul 2026.",
        ),
        (
            Rule.ENGLAND_WALES_POLICY,
            date(2026, 7, 3),
            "Sentence ends Fri 3 Jul 2026; by policy a working day follows the day of release; so Thu 2 Jul 2026.",
        ),
        (
            Rule.ENGLAND_WALES_POLICY,
            date(2026, 7, 2),
            "Sentence ends Thu 2 Jul 2026; a working day with another after it, so it stays.",
        ),
    ],
)
def test_reason_says_what_happened(rule, sentence_date, reason):
    subdivision = "SCT" if rule.value.startswith("scotland") else "ENG"

    assert liberation_day(sentence_date, rule=rule, holidays=national(subdivision)).reason == reason


def test_holiday_is_none_when_a_weekend_explains_the_move():
    assert in_scotland("2026-07-05").holiday is None


def test_holiday_under_section_8_is_the_one_on_the_next_day():
    assert in_scotland("2026-12-24", rule=Rule.SCOTLAND_SECTION_8).holiday == date(2026, 12, 25)


def test_liberation_day_for_a_moment_is_refused():
    with pytest.raises(TypeError, match="not at a moment"):
        liberation_day(datetime(2026, 12, 26, 9, 0), rule=Rule.SCOTLAND, holidays=())  # noqa: DTZ001 the mistake itself


def test_liberation_day_for_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="wales"):
        liberation_day(date(2026, 12, 26), rule="wales", holidays=())


def test_liberation_day_before_the_calendar_begins_is_refused():
    with pytest.raises(ValueError, match="no lawful liberation day"):
        liberation_day(date.min, rule=Rule.SCOTLAND, holidays=[date.min])


@pytest.mark.parametrize("rule", Rule)
def test_liberation_day_on_the_last_day_of_the_calendar_answers(rule):
    assert liberation_day(date.max, rule=rule, holidays=()).day <= date.max


# What must hold for every date and every list of holidays. The oracles below are written apart from the code.


def scottish_closed(day, holidays):
    return day.isoweekday() in (6, 7) or day in holidays


def excepted(day, holidays):
    return day.isoweekday() in (5, 6, 7) or day in holidays or day + timedelta(days=1) in holidays


def not_working(day, holidays):
    christmas = (day.month, day.day) == (12, 25)
    return day.isoweekday() in (6, 7) or christmas or day in holidays or day in national_good_fridays()


@cache
def national_good_fridays():
    return frozenset(
        holiday_library.country_holidays("GB", subdiv="ENG", years=range(2019, 2034)).get_named("Good Friday")
    )


def lawful(rule, sentence_date, day, holidays):
    if rule == Rule.SCOTLAND:
        return not scottish_closed(day, holidays)
    if rule == Rule.SCOTLAND_SECTION_8:
        from_ordinary_thursday = sentence_date.isoweekday() == 4 and not excepted(sentence_date, holidays)
        return not excepted(day, holidays) and not (from_ordinary_thursday and day.isoweekday() == 4)
    if rule == Rule.ENGLAND_WALES:
        return not not_working(day, holidays)
    return not not_working(day, holidays) and not not_working(day + timedelta(days=1), holidays)


@pytest.mark.parametrize("rule", Rule)
@given(case=st.one_of(st.tuples(DAYS, ANY_HOLIDAYS), st.tuples(NEAR_CLUSTER, CLUSTERED)))
def test_liberation_day_is_the_last_lawful_day(rule, case):
    sentence_date, holidays = case

    answer = liberation_day(sentence_date, rule=rule, holidays=holidays)

    assert answer.day <= sentence_date
    assert answer.moved_by == (answer.day - sentence_date).days
    assert lawful(rule, sentence_date, answer.day, holidays)
    passed_over = [answer.day + timedelta(days=n) for n in range(1, -answer.moved_by + 1)]
    assert [day for day in passed_over if lawful(rule, sentence_date, day, holidays)] == []
    assert len(answer.reason) <= 300


@pytest.mark.parametrize("rule", [Rule.SCOTLAND, Rule.ENGLAND_WALES, Rule.ENGLAND_WALES_POLICY])
@given(case=st.one_of(st.tuples(DAYS, ANY_HOLIDAYS), st.tuples(NEAR_CLUSTER, CLUSTERED)))
def test_liberation_day_of_a_liberation_day_is_itself(rule, case):
    sentence_date, holidays = case
    once = liberation_day(sentence_date, rule=rule, holidays=holidays).day

    assert liberation_day(once, rule=rule, holidays=holidays).day == once


def test_liberation_day_under_section_8_moves_its_own_answer():
    once = in_scotland("2026-07-03", rule=Rule.SCOTLAND_SECTION_8).day
    twice = in_scotland(once.isoformat(), rule=Rule.SCOTLAND_SECTION_8).day

    assert (once, twice) == (date(2026, 7, 2), date(2026, 7, 1))


@pytest.mark.parametrize("rule", [Rule.SCOTLAND, Rule.SCOTLAND_SECTION_8])
@given(sentence_date=st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31)))
@example(sentence_date=date(2027, 12, 24))
def test_real_dates_of_holidays_on_weekends_change_no_answer(rule, sentence_date):
    listed = national("SCT")
    on_weekdays = frozenset(day for day in listed if day.isoweekday() < 6)

    assert (
        liberation_day(sentence_date, rule=rule, holidays=listed).day
        == liberation_day(sentence_date, rule=rule, holidays=on_weekdays).day
    )


@pytest.mark.parametrize("rule", [Rule.SCOTLAND, Rule.ENGLAND_WALES, Rule.ENGLAND_WALES_POLICY])
@given(case=st.one_of(st.tuples(DAYS, ANY_HOLIDAYS, DAYS), st.tuples(NEAR_CLUSTER, CLUSTERED, NEAR_CLUSTER)))
def test_one_holiday_more_never_moves_a_day_later(rule, case):
    sentence_date, holidays, more = case

    before = liberation_day(sentence_date, rule=rule, holidays=holidays).day

    assert liberation_day(sentence_date, rule=rule, holidays=holidays | {more}).day <= before


@given(case=st.one_of(st.tuples(DAYS, ANY_HOLIDAYS, DAYS), st.tuples(NEAR_CLUSTER, CLUSTERED, NEAR_CLUSTER)))
def test_one_holiday_more_under_section_8_moves_no_day_later_but_that_of_an_ordinary_thursday(case):
    sentence_date, holidays, more = case
    ordinary_thursday = sentence_date.isoweekday() == 4 and not excepted(sentence_date, holidays)

    before = liberation_day(sentence_date, rule=Rule.SCOTLAND_SECTION_8, holidays=holidays).day
    after = liberation_day(sentence_date, rule=Rule.SCOTLAND_SECTION_8, holidays=holidays | {more}).day

    assert after <= before or ordinary_thursday


def test_thursday_before_a_new_holiday_may_go_back_to_a_thursday_under_section_8():
    # Monday to Wednesday are holidays. An ordinary Thursday may not go back to a Thursday, so it goes back eight days;
    # made the day before a holiday it is excepted, and the Thursday a week before will do.
    thursday = date(2026, 7, 9)
    holidays = [date(2026, 7, 6), date(2026, 7, 7), date(2026, 7, 8)]

    ordinary = liberation_day(thursday, rule=Rule.SCOTLAND_SECTION_8, holidays=holidays)
    before_a_holiday = liberation_day(thursday, rule=Rule.SCOTLAND_SECTION_8, holidays=[*holidays, date(2026, 7, 10)])

    assert (ordinary.day, before_a_holiday.day) == (date(2026, 7, 1), date(2026, 7, 2))
