"""Who is on our record in the prison, with a liberation day in the span of the list, and is not on it."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef, Q

from liberations.enums import RowDifference
from liberations.models import LiberationList, ListRow
from liberations.weekly_list.comparing import Comparison
from mentoring.models import Case
from prisons.models import PrisonStay, ReleaseDate
from referrals.models import Referral


def not_listed(
    liberation_list: LiberationList, rows: Sequence[ListRow], compared: Sequence[Comparison]
) -> list[ListRow]:
    """One unsaved row for each: only people whom our team supports or has been asked to. One query.

    Nothing follows by itself: they may be released or moved, the date may have moved out of the span, or the list may
    have left them out. Whoever a doubtful row may be about is not missed.
    """
    days = [row.liberation_date for row in rows if row.liberation_date and row.difference != RowDifference.UNREADABLE]
    if not days:
        return []
    doubtful = [what for what in compared if what.difference == RowDifference.DECIDE]
    there = {what.person_id for what in compared} | {key for what in doubtful for key in what.candidates}
    return [
        ListRow(
            list=liberation_list,
            person_id=person_id,
            difference=RowDifference.NOT_LISTED,
            before_date=day,
            before_prison_id=liberation_list.prison_id,
        )
        for person_id, day in _expected(liberation_list, min(days), max(days))
        if person_id not in there
    ]


def _expected(liberation_list: LiberationList, first: dt.date, last: dt.date) -> Collection[tuple[uuid.UUID, dt.date]]:
    """Indexes: stay_current_in_prison, one_current_release_date."""
    team = liberation_list.team_id
    person = OuterRef("episode__person")
    supported = Case.objects.open().filter(person=person, programme__team=team)
    asked = Referral.objects.waiting().filter(person=person, programme__team=team)
    date = ReleaseDate.objects.current().filter(episode=OuterRef("episode"), liberation_date__range=(first, last))
    stays = PrisonStay.objects.filter(
        Exists(date), Q(Exists(supported)) | Q(Exists(asked)),
        prison=liberation_list.prison_id, to_date=None, episode__released_date=None, episode__release_dates__is_current=True,
    )  # fmt: skip
    return stays.order_by("episode__release_dates__liberation_date", "pk").values_list(
        "episode__person_id", "episode__release_dates__liberation_date"
    )
