"""The day sheet: whom to see in a prison on one day, in the order of the visits, for paper and for writing it up afterwards.

It says what a mentor needs inside, where phones stay at the gate: who, number, hall, time, and what staff must know first. No
offence is ever on it.
"""

import datetime as dt
from collections import defaultdict

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from mentoring.enums.meetings import Channel
from mentoring.models import Meeting
from mentoring.models.meetings import pre_release_meetings
from people.enums import IdentifierKind
from people.models import Alert, Identifier
from prisons.models import Prison, PrisonStay

# How far back a day waits to be written up, and how far ahead days are shown.
DAYS_BACK = 28
DAYS_AHEAD = 28


def sheet_days(user, today: dt.date) -> QuerySet:
    """Days with visits in a prison that wait for their outcome, as rows of `prison`, `prison__name`, `on_date`, `people`."""
    span = (today - dt.timedelta(days=DAYS_BACK), today + dt.timedelta(days=DAYS_AHEAD))
    visits = Meeting.objects.visible_to(user).planned().while_support_lasts()
    visits = visits.filter(channel=Channel.IN_PRISON, on_date__range=span)
    return (
        visits.exclude(prison=None)
        .order_by()
        .values("prison", "prison__name", "on_date")
        .annotate(people=Count("case__person", distinct=True))
    )


def day_sheet(user, prison: Prison, day: dt.date) -> list[Meeting]:
    """Every visit in this prison on this day that `user` may see, planned or written up, by time, hall and name. Two queries.

    Each has `number` (of the prison), `hall`, `now_at_name` (where they are now), `held_before` (visits that count so far) and `alerts`.
    """
    numbers = Identifier.objects.filter(person=OuterRef("case__person"), kind=IdentifierKind.SPS).order_by(
        "-from_date", "value"
    )
    now = PrisonStay.objects.filter(episode=OuterRef("episode"), to_date=None)
    rows = list(
        Meeting.objects.visible_to(user)
        .while_support_lasts()
        .filter(channel=Channel.IN_PRISON, prison=prison, on_date=day)
        .select_related("case__person", "case__programme", "case__episode", "mentor__user", "recorded_by")
        .annotate(
            number=Subquery(numbers.values("value")[:1]),
            hall=Subquery(now.values("hall")[:1]),
            now_at=Subquery(now.values("prison")[:1]),
            now_at_name=Subquery(now.values("prison__name")[:1]),
            held_before=pre_release_meetings(case=OuterRef("case")),
        )
        .order_by(F("at_time").asc(nulls_last=True), "hall", "case__person__sort_name", "pk")
    )
    found = defaultdict(list)
    for alert in Alert.objects.in_force().filter(person__in=[row.case.person_id for row in rows]):
        found[alert.person_id].append(alert)
    for row in rows:
        row.alerts = found[row.case.person_id]
    return rows
