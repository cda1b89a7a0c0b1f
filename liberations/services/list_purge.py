"""What prisons told us of people whom we do not work with is not kept: rows nobody decided about or that were left out."""

import dataclasses
import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from liberations.enums import ListState, RowDifference
from liberations.models import LiberationList, ListFile, ListRow

# Applied or taken back: what was done stays on record, what was not done goes.
DONE_STATES = (ListState.APPLIED, ListState.UNDONE)
WAITING_STATES = (ListState.READ, ListState.COLUMNS)


@dataclasses.dataclass(frozen=True)
class Purged:
    """How many lists were thrown away unapplied, and how many rows and files were deleted."""

    lists: int = 0
    rows: int = 0
    files: int = 0


def purge_lists(*, by, at: dt.datetime | None = None) -> Purged:
    """Delete what stands unused on lists uploaded LIST_ROWS_KEPT_DAYS ago or longer; a list that still waits is thrown away.

    A handful of statements over all lists, part of the timetable: late or twice, it does the same. Lists that somebody is
    working on just now are left to the next run.
    """
    before = (at or timezone.now()) - dt.timedelta(days=settings.LIST_ROWS_KEPT_DAYS)
    with trail.written("purge_lists", Verb.CHANGED, by=by) as entry:
        old = LiberationList.objects.filter(uploaded_at__lt=before)
        waiting = old.filter(state__in=WAITING_STATES).select_for_update(of=("self",), skip_locked=True)
        thrown_away = list(waiting.values_list("pk", flat=True))
        if thrown_away:
            LiberationList.objects.filter(pk__in=thrown_away).update(
                state=ListState.DISCARDED, file_name="", remarks=[]
            )
        done = old.filter(state__in=DONE_STATES)
        unused = Q(list__in=done) & (
            Q(person=None)
            | Q(left_out=True)
            | Q(difference__in=[RowDifference.DECIDE, RowDifference.UNREADABLE, RowDifference.NOT_LISTED])
        )
        files, _ = ListFile.objects.filter(Q(list__in=thrown_away) | Q(list__in=done)).delete()
        rows = ListRow.objects.filter(unused | Q(list__in=thrown_away))
        deleted = rows.delete()[1].get(ListRow._meta.label, 0)
        purged = Purged(len(thrown_away), deleted, files)
        entry.after, entry.needed = dataclasses.asdict(purged), purged != Purged()
        return purged
