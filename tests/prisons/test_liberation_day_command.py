from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from prisons.models import Holiday, LocalAuthority

pytestmark = pytest.mark.django_db

NOT_CHECKED = "National holidays only: those of the area of return were not checked."


@pytest.fixture
def areas():
    return {
        name: LocalAuthority.objects.create(code=code, name=name)
        for code, name in [
            ("S12000049", "Glasgow City"),
            ("S12000047", "Fife"),
            ("S12000038", "Renfrewshire"),
            ("S12000011", "East Renfrewshire"),
            ("S12000010", "East Lothian"),
        ]
    }


def lines(*args, **options):
    out = StringIO()
    call_command("liberation_day", *args, stdout=out, **options)
    return out.getvalue().splitlines()


def test_liberation_day_prints_the_day_then_the_reason():
    assert lines("2026-12-26") == [
        "2026-12-24",
        "Sentence ends Sat 26 Dec 2026; offices are closed Fri 25 to Mon 28 Dec; so Thu 24 Dec 2026.",
        NOT_CHECKED,
    ]


def test_liberation_day_under_section_8_says_it_is_not_in_force():
    assert lines("2026-07-03", "--rule", "scotland-section-8") == [
        "2026-07-02",
        "Sentence ends Fri 3 Jul 2026; section 8 rules out Fri 3 to Sun 5 Jul "
        "(Fridays, weekends, public holidays and the day before one); so Thu 2 Jul 2026.",
        "Worked out by scotland-section-8; the rule in force on that day is scotland.",
        NOT_CHECKED,
    ]


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("scotland", "2026-04-06"),
        ("scotland-section-8", "2026-04-06"),
        ("england-wales", "2026-04-02"),
        ("england-wales-policy", "2026-04-01"),
    ],
)
def test_liberation_day_by_each_rule_uses_the_holidays_of_its_jurisdiction(rule, day):
    # Easter Monday: a bank holiday in England and Wales, none in Scotland.
    assert lines("2026-04-06", "--rule", rule)[0] == day


def test_liberation_day_in_an_area_with_a_holiday_of_its_own(areas):
    Holiday.objects.create(
        local_authority=areas["Glasgow City"], day=date(2026, 7, 20), name="Fair Monday", source="Council"
    )

    assert lines("2026-07-20", "--area", "Glasgow City") == [
        "2026-07-17",
        "Sentence ends Mon 20 Jul 2026; offices are closed Sat 18 to Mon 20 Jul; so Fri 17 Jul 2026.",
    ]
    assert lines("2026-07-20", "--area", "Fife")[0] == "2026-07-20"


@pytest.mark.parametrize("area", ["glasgow", "S12000049", " Glasgow city "])
def test_liberation_day_finds_the_area_by_part_of_its_name_or_its_code(areas, area):
    assert lines("2026-07-20", "--area", area)[0] == "2026-07-20"


def test_liberation_day_takes_the_exact_name_before_a_longer_one(areas):
    assert lines("2026-07-20", "--area", "renfrewshire")[0] == "2026-07-20"


def test_liberation_day_in_an_unknown_area_is_refused(areas):
    expected = "“Atlantis” is not an area we know. Choose one of: East Lothian, East Renfrewshire, Fife, Glasgow City, Renfrewshire."

    with pytest.raises(CommandError) as refusal:
        lines("2026-07-20", "--area", "Atlantis")

    assert str(refusal.value) == expected


def test_liberation_day_in_an_area_that_could_be_several_is_refused(areas):
    with pytest.raises(CommandError) as refusal:
        lines("2026-07-20", "--area", "East")

    assert str(refusal.value) == "“East” could be several areas. Choose one of: East Lothian, East Renfrewshire."


def test_liberation_day_before_the_areas_are_loaded_is_refused():
    with pytest.raises(CommandError, match="No local authorities are known yet"):
        lines("2026-07-20", "--area", "Fife")


def test_liberation_day_by_an_unknown_rule_is_refused():
    expected = (
        "There is no rule “wales”. The rules are scotland, scotland-section-8, england-wales, england-wales-policy."
    )

    with pytest.raises(CommandError) as refusal:
        lines("2026-07-20", "--rule", "wales")

    assert str(refusal.value) == expected


@pytest.mark.parametrize("text", ["2026-02-30", "26/12/2026", "tomorrow", ""])
def test_liberation_day_of_what_is_no_day_is_refused(text):
    with pytest.raises(CommandError) as refusal:
        lines(text)

    assert str(refusal.value) == f"“{text}” is not a day. Write year, month and day, such as 2026-12-26."


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_liberation_day_at_the_ends_of_the_calendar_answers(text):
    assert lines(text)[0] == text
