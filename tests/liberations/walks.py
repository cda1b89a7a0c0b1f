"""Cases on their way to a liberation day, and what moves it; for the tests of the sweeps."""

import datetime as dt
from zoneinfo import ZoneInfo

from notifications.enums import Kind
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MentorFactory
from tests.factories.prisons import ReleaseDateFactory

LONDON = ZoneInfo("Europe/London")
DAY = dt.date(2026, 12, 17)


def days(n):
    return dt.timedelta(days=n)


def walking_case(day=DAY, known=dt.date(2026, 8, 10), **fields):
    """A case whose day has been known, and whose mentor allocated, since `known`."""
    case = CaseFactory(**fields)
    ReleaseDateFactory(episode=case.episode, stated_date=day, recorded_at=noon(known))
    AssignmentFactory(case=case, from_date=known, mentor=MentorFactory(user=UserFactory(team=case.programme.team)))
    return case


def noon(day):
    return dt.datetime.combine(day, dt.time(12), LONDON)


def move(case, day, on):
    case.episode.release_dates.update(is_current=False)
    ReleaseDateFactory(episode=case.episode, stated_date=day, recorded_at=noon(on))


def offsets(case, **filters):
    rows = Message.objects.in_force().filter(subject_key=case.pk, kind=Kind.RELEASE_REMINDER, **filters)
    return sorted(rows.values_list("offset_days", flat=True), reverse=True)
