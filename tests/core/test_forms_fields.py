import datetime

import pytest
import time_machine
from django import forms

from core.forms import DayField, TimeField

TODAY = datetime.date(2026, 11, 22)


def days(*parts, **options):
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        return DayField(label="Date of the visit", **options).clean(list(parts))


@pytest.mark.parametrize(
    "parts",
    [
        ("29", "11", "2026"),
        ("29", "11", "26"),
        (" 29 ", "Nov", "2026"),
        ("29", "november", "26"),
        ("29/11/2026", "", ""),
        ("29.11.26", "", ""),
        ("29-11-2026", "", ""),
        ("29 Nov 2026", "", ""),
        ("29th November 2026", "", ""),
        ("Sun 29 Nov 2026", "", ""),
        ("29nov2026", "", ""),
        ("2026-11-29", "", ""),
        ("29112026", "", ""),
        ("291126", "", ""),
    ],
)
def test_day_in_any_usual_writing_is_read(parts):
    assert days(*parts) == datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("year", "past", "expected"),
    [("46", False, 2046), ("47", False, 1947), ("26", True, 2026), ("27", True, 1927), ("85", True, 1985)],
)
def test_day_with_two_digit_year_is_the_nearest_sensible_one(year, past, expected):
    assert days("1", "5", year, past=past) == datetime.date(expected, 5, 1)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("", "", ""), "Enter the date of the visit"),
        (("29", "", "2026"), "The date of the visit must have a month"),
        (("29", "", ""), "The date of the visit must have a month and a year"),
        (("31", "2", "2026"), "The date of the visit must be a real date, like 29 11 2026"),
        (("29", "13", "2026"), "The date of the visit must be a real date, like 29 11 2026"),
        (("²9", "11", "2026"), "The date of the visit must be a real date, like 29 11 2026"),
        (("29", "11", "0226"), "The date of the visit must be a real date, like 29 11 2026"),
        (("29", "11", "9" * 5000), "The date of the visit must be a real date, like 29 11 2026"),
        (("1 2 3 4 5", "", ""), "The date of the visit must be a real date, like 29 11 2026"),
        (("\x00", "11", "2026"), "The date of the visit must be a real date, like 29 11 2026"),
    ],
)
def test_day_that_cannot_be_read_is_answered_with_a_sentence(parts, sentence):
    field = DayField(label="Date of the visit", error_messages={"required": "Enter the date of the visit"})
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(list(parts))
    assert refusal.value.messages == [sentence]


def test_day_left_empty_is_none_when_optional():
    assert days("", "", "", required=False) is None


def test_day_unchanged_in_another_writing_has_not_changed():
    assert DayField(label="Day").has_changed(TODAY, ["22", "Nov", "26"]) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9.30", (9, 30)),
        ("930", (9, 30)),
        ("0930", (9, 30)),
        ("9:30am", (9, 30)),
        ("9:30 AM", (9, 30)),
        ("9.30 a.m.", (9, 30)),
        ("9", (9, 0)),
        ("2pm", (14, 0)),
        ("2:05p", (14, 5)),
        ("14:00", (14, 0)),
        ("1400", (14, 0)),
        ("12am", (0, 0)),
        ("12pm", (12, 0)),
        ("noon", (12, 0)),
        ("01:30", (1, 30)),
        ("0:15", (0, 15)),
    ],
)
def test_time_in_any_usual_writing_is_read(text, expected):
    assert TimeField(label="Time").clean(text) == datetime.time(*expected)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2.30", "Morning or afternoon? Enter 2:30am or 2:30pm"),
        ("25:00", "The time must be a time, like 9:30am"),
        ("9:75", "The time must be a time, like 9:30am"),
        ("13pm", "The time must be a time, like 9:30am"),
        ("soon", "The time must be a time, like 9:30am"),
    ],
)
def test_time_that_cannot_be_read_is_answered_with_a_sentence(text, sentence):
    with pytest.raises(forms.ValidationError) as refusal:
        TimeField(label="Time").clean(text)
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize(("hour", "shown"), [(0, "12:05am"), (9, "9:05am"), (12, "12:05pm"), (14, "2:05pm")])
def test_time_shown_can_be_read_again(hour, shown):
    field = TimeField(label="Time")
    assert field.prepare_value(datetime.time(hour, 5)) == shown
    assert field.clean(shown) == datetime.time(hour, 5)
