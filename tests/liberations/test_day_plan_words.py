import pytest

from liberations.day_plan import FindingCode, check_day
from liberations.enums import TravelMode
from liberations.first_day.suggesting import SuggestionKind
from liberations.first_day.words import (
    _FINDINGS,
    _SUGGESTIONS,
    BY,
    finding_words,
    hop_words,
    minutes_words,
    verdict_words,
)
from tests.liberations.hand_made_days import DAYS


def test_everything_found_has_words():
    assert (set(_FINDINGS), set(_SUGGESTIONS), set(BY)) == (set(FindingCode), set(SuggestionKind), set(TravelMode))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "two appointments that overlap",
            "jobcentre is not reached: they get there at 11:10am, 40 minutes after it begins.",
        ),
        ("reached only if they are out early", "housing is reached only if they are out by 10:10am."),
        (
            "eight minutes late where they wait for ten",
            "clinic: they come 8 minutes late, and are taken only because the office waits.",
        ),
        ("nine minutes to spare are tight", "court: only 9 minutes to spare."),
        ("shut all day for a local holiday", "housing is shut that day."),
        ("given a time at which it is shut", "bank is shut at that time."),
        ("closes early on the eve of a holiday", "housing is not reached: they get there at 10:35am, too late."),
        ("the last boat comes in after midnight", "hostel is not reached before midnight."),
        (
            "out on a Friday",
            "Offices are closed after this until Monday 30 November: what is not done today waits 3 days.",
        ),
        ("the fare is more than they have", "The fares are £1.60 more than they have in hand."),
        (
            "nobody knows what money they have",
            "The fares are £2.80, and nobody has written down what money they will have.",
        ),
        ("a call without a phone", "jobcentre is a call, and they have no phone."),
        ("nobody knows the way to the second place", "Nobody has written down how they get to cafe."),
        ("nowhere to sleep", "The plan does not say where they sleep tonight."),
        ("offices before the prescription", "chemist comes after an office. Put it first."),
        (
            "five appointments at fixed times",
            "5 appointments at fixed times are a lot for one day. Which of them can wait, or be a call?",
        ),
    ],
)
def test_finding_is_a_sentence_a_mentor_can_act_on(name, said):
    assert finding_words(check_day(DAYS[name].day).findings[0]) == said


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("reached only if they are out early", ["by 10:10am", ""]),
        ("two appointments that overlap", ["", "by 40 minutes", ""]),
        ("nine minutes to spare are tight", ["9 minutes to spare", ""]),
        ("eight minutes late where they wait for ten", ["8 minutes late", ""]),
        ("shut all day for a local holiday", ["that day", ""]),
        ("nobody knows the way to the second place", ["", "", ""]),
    ],
)
def test_tags_of_a_day(name, tags):
    assert [verdict_words(each) for each in check_day(DAYS[name].day).planned.timed] == tags


def test_way_in_words():
    (first, *_) = check_day(DAYS["a way put together from two that are known"].day).planned.timed

    assert hop_words(first.hop, {"town": "Marl Station"}) == "25 minutes by bus or train, £2.40, by way of Marl Station"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (125, "2 hours 5 minutes")]
)
def test_minutes_in_words(minutes, words):
    assert minutes_words(minutes) == words
