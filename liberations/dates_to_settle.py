"""The queue of release dates that somebody must ask about. Nothing is stored: a date settled anywhere leaves it at once."""

import datetime as dt

from django.db.models import Case as Case_
from django.db.models import CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from liberations.enums import DateMatter
from mentoring.models import Case, Mentor
from prisons.models import Prison


def dates_to_settle(user: User, today: dt.date) -> QuerySet[Case]:
    """Open cases `user` may open, of people inside, whose date somebody must ask about, with `matter` (DateMatter).

    Beside it `liberation_day`, `now_at`, `now_at_name`, `asked_on`, and `asked` (the same, with the first day of all for
    never, to sort by).
    """
    differs = Q(ledger__stated_date__lt=F("ledger__worked_out_date")) | Q(
        ledger__stated_date__gt=F("ledger__worked_out_date")
    )
    # An answer about a known date can only be that it is still right.
    not_said_again = Q(answer__checked_at=None) | Q(answer__checked_at__lt=F("ledger__recorded_at"))
    due = Q(ask_again_on=None) | Q(ask_again_on__lte=today)
    return (
        Case.objects.visible_to(user)
        .open()
        .filter(episode__released_date=None)
        .with_liberation()
        .with_asked()
        .annotate(
            asked=Coalesce("asked_on", Value(dt.date.min)),
            matter=Case_(
                When(ledger__liberation_date__lt=today, then=Value(DateMatter.PASSED)),
                When(differs & not_said_again, then=Value(DateMatter.DIFFERS)),
                When(due & Q(ledger__liberation_date__isnull=False), then=Value(DateMatter.NOT_CONFIRMED)),
                When(due, then=Value(DateMatter.UNKNOWN)),
                output_field=CharField(),
            ),
        )
        .filter(matter__isnull=False)
        .order_by()
    )


def count_dates_to_settle(user: User, today: dt.date) -> dict[str, int]:
    """How many of each matter, those that there are none of too. One query."""
    found = dict(
        dates_to_settle(user, today).values("matter").annotate(people=Count("pk")).values_list("matter", "people")
    )
    return {matter.value: found.get(matter, 0) for matter in DateMatter}


def places_and_mentors(user: User) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What the filters of the queue offer: prisons that are open, and the mentors of the user's team. One query."""
    prisons = Prison.objects.open_on(timezone.localdate()).annotate(what=Value("prison"), label=F("name"))
    mentors = Mentor.objects.filter(user__team=user.team_id).annotate(what=Value("mentor"), label=F("user__name"))
    found: dict[str, list[tuple[str, str]]] = {"prison": [], "mentor": []}
    shown = [rows.order_by().values_list("what", "pk", "label") for rows in (prisons, mentors)]
    for what, key, label in shown[0].union(shown[1], all=True).order_by("label"):
        found[what].append((str(key), label))
    return found["prison"], found["mentor"]
