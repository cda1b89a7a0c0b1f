"""Facts for the tables of the minimum standards: an ordinary life, from which each row of a table departs."""

import datetime as dt
import uuid

from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.standards.facts import AssignmentFact, CaseFacts, ConsentFact, MeetingFact
from referrals.models import Programme

ISLA, DONNA, NAMES = uuid.UUID(int=1), uuid.UUID(int=2), {1: "Isla Rennie", 2: "Donna Baird"}
# The day of liberation of every row that does not say otherwise.
DAY = dt.date(2026, 12, 17)


def before(days):
    """That many days before the day of liberation."""
    return DAY - dt.timedelta(days=days)


def after(days):
    return DAY + dt.timedelta(days=days)


DAY_AFTER = after(1)


def held(on_date, **fields):
    """A private talk inside with Isla, which counts."""
    usual = {"channel": Channel.IN_PRISON, "place": Place.PRIVATE_ROOM, "minutes": 45, "mentor": ISLA}
    return _meeting(on_date, MeetingState.HELD, usual | fields)


def booked(on_date, state=MeetingState.PLANNED, **fields):
    """A visit that was in the diary and not held."""
    return _meeting(on_date, state, {"channel": Channel.IN_PRISON, "mentor": ISLA} | fields)


def _meeting(on_date, state, fields):
    return MeetingFact(key=uuid.uuid4(), on_date=on_date, state=state, **fields)


def facts(*, today=DAY_AFTER, rules=(), **changes):
    """Signed up twelve weeks before liberation, three good visits, released, seen the day after; `rules` are settings."""
    usual = {
        "today": today,
        "rules": Programme(**dict(rules)),
        "minimum_meetings": 3,
        "referred_date": before(90),
        "opened_date": before(84),
        "admitted_date": before(200),
        "liberation_day": DAY,
        "released_date": DAY if today >= DAY else None,
        "meetings": (
            held(before(60)),
            held(before(40)),
            held(before(20)),
            held(after(1), channel=Channel.COMMUNITY, place=""),
        ),
        "taking_part": (ConsentFact("", before(84)),),
        "assignments": (AssignmentFact(ISLA, before(80)),),
    }
    return CaseFacts(**usual | changes)


BEFORE = {"today": before(10)}
"""Still inside, ten days to go."""
