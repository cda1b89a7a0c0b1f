"""What may stand in a message to a person, to whom it may go, and when nobody is written to. No database."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from liberations.keeping_contact.neutral import filled, mobile, tells_too_much, unknown_placeholders
from liberations.keeping_contact.quiet import is_quiet, next_waking
from referrals.models import Programme

LONDON = ZoneInfo("Europe/London")
NAMES = ["HMP Barlinnie", "New Path Programme", "Clyde Money Advice"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, it’s {mentor}. Please ring me on {phone}.", []),
        ("Your appointment is at 10. Reply STOP to stop.", []),
        ("Hello from your mentor", ["mentor"]),
        ("After your LIBERATION on Friday", ["liberation"]),
        ("Now that you were released from prison", ["released", "prison"]),
        ("See you in Barlinnie", ["barlinnie"]),
        ("HMP Barlinnie says hello", ["hmp barlinnie", "barlinnie"]),
        ("Throughgate wishes you well", ["throughgate"]),
        ("Clyde Money Advice is open", ["clyde money advice"]),
        ("Money is at the post office", []),
        ("Come to the social work office", ["social work"]),
        ("Meet me at the gate", ["gate"]),
        ("Ring Margate council", []),
    ],
)
def test_words_that_tell_too_much_are_found(text, words):
    assert tells_too_much(text, NAMES) == words


def test_only_what_is_known_is_filled_in():
    assert unknown_placeholders("{mentor} {phone} {prison} {}") == ["prison", ""]
    assert (
        filled("It’s {mentor}, {phone}.", mentor="Amara Okafor", phone="0141 496 0100") == "It’s Amara, 0141 496 0100."
    )


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 7700-900123", "+447700900123"),
        ("0141 496 0000", ""),
        ("7700", ""),
        ("", ""),
    ],
)
def test_mobile_numbers_are_told_from_others(typed, number):
    assert mobile(typed) == number


@pytest.mark.parametrize(
    ("at", "waking"),
    [
        ("2026-11-20T08:59", "2026-11-20T09:00"),
        ("2026-11-20T09:00", "2026-11-20T09:00"),
        ("2026-11-20T19:59", "2026-11-20T19:59"),
        ("2026-11-20T20:00", "2026-11-21T09:00"),
        ("2026-11-20T23:59", "2026-11-21T09:00"),
        # The night the clocks go forward, and the one they go back.
        ("2027-03-27T23:00", "2027-03-28T09:00"),
        ("2026-10-24T23:00", "2026-10-25T09:00"),
    ],
)
def test_nobody_is_written_to_at_night(at, waking):
    rules = Programme()
    now, then = (dt.datetime.fromisoformat(each).replace(tzinfo=LONDON) for each in (at, waking))

    assert next_waking(rules, now) == then
    assert is_quiet(rules, now) == (now != then)
