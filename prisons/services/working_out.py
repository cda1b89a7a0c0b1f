"""What was told stays and the day is worked out anew: of one person after their area changed, of everyone concerned after
holidays or rules did."""

import dataclasses

from django.db.models import QuerySet
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from prisons.enums import SET_KINDS
from prisons.models import CustodialEpisode, ReleaseDate
from prisons.working_out import says_more, told_again, work_out


@dataclasses.dataclass(frozen=True)
class WorkedOutAgain:
    """The row of the ledger that counted before, and the one that counts now."""

    former: ReleaseDate
    row: ReleaseDate

    @property
    def moved(self) -> bool:
        """The liberation day moved. Where the prison stated the day, ours may differ and theirs stays."""
        return self.former.liberation_date != self.row.liberation_date

    @property
    def newly_differs(self) -> bool:
        """The prison's day stays, and ours is another than before and not theirs: worth asking about."""
        return self.row.differs_from_prison and self.former.worked_out_date != self.row.worked_out_date


def work_out_again(*, episode: CustodialEpisode, because: str, by) -> ReleaseDate | None:
    """Work the current date out anew, after the area of return changed. Returns the row that counts; None without any.

    What we were told stays as it was; the new row says `because` of what it was added. Nothing is added when the day and
    what was checked are the same. For many people at once: `work_out_many_again`.
    """
    with trail.written("work_out_again", Verb.CHANGED, by=by, person=episode.person) as entry:
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        current = episode.release_dates.current().first()
        entry.needed = False
        if current is None or not current.sentence_date or current.is_set or episode.released_date:
            return current
        row = told_again(current, episode=episode, because=because, by=by)
        work_out([row])
        row.liberation_date = row.stated_date or row.worked_out_date
        if not says_more(row, current):
            return current
        current.is_current = False
        current.save(update_fields=["is_current"])
        row.save(force_insert=True)
        entry.needed, entry.subject = True, row
        entry.before = {"liberation_date": current.liberation_date}
        entry.after = {"liberation_date": row.liberation_date, "because": because}
        return row


def work_out_many_again(*, episodes: QuerySet[CustodialEpisode], because: str, by) -> list[WorkedOutAgain]:
    """Work out anew the coming liberation days of `episodes` by the holidays and rules as they are now.

    Adds one row to each ledger where the day, or why it is that day, is different, and returns those. People who are out,
    dates that somebody set, and days that have passed stay as they are. The episodes are locked until the transaction
    ends, so that a date typed in meanwhile waits for the new calendar. The number of statements is constant.
    """
    with trail.written("work_out_many_again", Verb.CHANGED, by=by) as entry:
        entry.needed = False
        inside = episodes.filter(released_date=None)
        list(inside.select_for_update().order_by("pk").values_list("pk", flat=True))
        formers = _worked_out_rows(inside)
        rows = [told_again(former, episode=former.episode, because=because, by=by) for former in formers]
        work_out(rows)
        for row in rows:
            row.liberation_date = row.stated_date or row.worked_out_date
        pairs = zip(formers, rows, strict=True)
        found = [WorkedOutAgain(former, row) for former, row in pairs if says_more(row, former)]
        if found:
            ReleaseDate.objects.filter(pk__in=[each.former.pk for each in found]).update(is_current=False)
            ReleaseDate.objects.bulk_create([each.row for each in found])
            entry.needed, entry.after = True, {"rows": len(found), "because": because}
        return found


def _worked_out_rows(episodes: QuerySet[CustodialEpisode]) -> list[ReleaseDate]:
    """The rows that count, made of the end of a sentence, whose day is still to come."""
    return list(
        ReleaseDate.objects.current()
        .filter(
            episode__in=episodes.order_by(),
            sentence_date__isnull=False,
            liberation_date__gte=timezone.localdate(),
        )
        .exclude(kind__in=SET_KINDS)
        .select_related("episode")
        .order_by("episode_id")
    )
