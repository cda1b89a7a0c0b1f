import datetime as dt

import pytest
from django import forms

from referrals.forms.hours import HoursField
from referrals.opening import OpenSpan


def hours(text):
    spans = HoursField(label="Monday").clean(text)
    return " ".join(f"{span.from_time:%H:%M}-{span.until_time:%H:%M}" for span in spans)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ""),
        ("9 to 5", "09:00-17:00"),
        ("9am - 5pm", "09:00-17:00"),
        ("9:30am to 12:30pm, 1:30pm to 4pm", "09:30-12:30 13:30-16:00"),
        ("9.30–12 and 1.30–4", "09:30-12:00 13:30-16:00"),
        ("10 until 7", "10:00-19:00"),
        ("12 to 1", "12:00-13:00"),
        ("noon till 3", "12:00-15:00"),
        ("0800-2000", "08:00-20:00"),
        ("6pm to midnight", "18:00-23:59"),
    ],
)
def test_hours_are_read_as_they_stand_on_a_door(text, read):
    assert hours(text) == read


@pytest.mark.parametrize(
    "text", ["always", "9", "9 to", "9 to 5 to 7", "25 to 26", "9am to 8am", "9-10,10-11,11-12,12-1,1-2"]
)
def test_what_is_no_hours_is_refused_with_how_to_write_it(text):
    with pytest.raises(forms.ValidationError, match="Monday"):
        hours(text)


def test_hours_that_are_kept_come_back_as_they_can_be_typed():
    field = HoursField(label="Monday")

    shown = field.prepare_value([OpenSpan(dt.time(9), dt.time(12, 30)), OpenSpan(dt.time(13, 30), dt.time(17))])

    assert shown == "9:00am to 12:30pm, 1:30pm to 5:00pm"
    assert hours(shown) == "09:00-12:30 13:30-17:00"
