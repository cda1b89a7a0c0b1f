import datetime as dt

import pytest

from mentoring.models import FirstNight
from mentoring.readiness.first_night import in_place, missing

FULL = {
    "lodging": "family",
    "address": "4 Mill Lane",
    "confirmed_by": "Her sister",
    "confirmed_date": dt.date(2026, 11, 20),
    "arrive_by": dt.time(16),
    "keys": "Her sister is in",
    "called_safe": "yes",
}


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ({}, []),
        ({"address": ""}, ["the address"]),
        ({"confirmed_by": ""}, ["who confirmed it"]),
        ({"confirmed_date": None}, ["when it was confirmed"]),
        ({"arrive_by": None}, ["when to be there"]),
        ({"keys": ""}, ["how they get in"]),
        ({"called_safe": "not-asked"}, ["whether they call it safe"]),
        ({"called_safe": "not-sure"}, ["whether they call it safe"]),
        ({"called_safe": "no"}, ["a place they call safe"]),
        (
            {"address": "", "keys": "", "called_safe": "no"},
            ["the address", "how they get in", "a place they call safe"],
        ),
        ({"lodging": "nowhere"}, ["somewhere to stay"]),
    ],
)
def test_bed_is_in_place_only_when_all_of_it_is_known(without, words):
    night = FirstNight(**{**FULL, **without})

    assert (missing(night), in_place(night)) == (words, not words)


def test_nobody_has_asked_about_the_bed():
    assert (missing(None), in_place(None)) == (["where they will sleep"], False)
