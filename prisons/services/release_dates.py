"""The release-date ledger: every date we are told is a new row; the newest counts."""

import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from prisons.enums import Confidence, DateKind, DateSource, Jurisdiction
from prisons.models import CustodialEpisode, ReleaseDate
from prisons.selectors import worked_out_liberation

# A date further ahead is a slip of the keyboard: the services here are for sentences under four years.
FURTHEST_YEARS = 30


def record_release_date(
    *,
    episode: CustodialEpisode,
    kind: DateKind | str,
    source: DateSource | str,
    by,
    sentence_date: dt.date | None = None,
    stated_date: dt.date | None = None,
    confidence: Confidence | str = Confidence.CONFIRMED,
    note: str = "",
    at: dt.datetime | None = None,
) -> ReleaseDate:
    """Add what we were told to the ledger and make it the date that counts. Tells nobody; returns the row.

    The liberation day is the `stated_date` where the prison named one, else what the rule in force on the sentence date
    makes of it, with the holidays of the area of return (1993 Act s.27(7)-(8)). The same facts again add no row.
    Refuses a date before admission, after a release, or absurdly far off.
    """
    with trail.written("record_release_date", Verb.CHANGED, by=by, person=episode.person) as entry:
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        _check(episode, sentence_date, stated_date)
        current = episode.release_dates.current().first()
        told = {
            "kind": kind,
            "source": source,
            "confidence": confidence,
            "sentence_date": sentence_date,
            "stated_date": stated_date,
            "note": note,
        }
        if current and all(getattr(current, name) == value for name, value in told.items()):
            entry.subject, entry.needed = current, False
            return current
        row = ReleaseDate(episode=episode, recorded_at=at or timezone.now(), recorded_by=by, **told)
        if sentence_date:
            _work_out(row, episode)
        row.liberation_date = stated_date or row.worked_out_date
        if current:
            current.is_current = False
            current.save(update_fields=["is_current"])
        row.save(force_insert=True)
        entry.subject = row
        entry.before = {"liberation_date": current.liberation_date if current else None}
        entry.after = {"liberation_date": row.liberation_date, "kind": kind, "source": source}
        return row


def work_out_again(*, episode: CustodialEpisode, by) -> ReleaseDate | None:
    """Work the current date out anew, after the area of return changed. Returns the row that counts; None without any.

    What we were told stays as it was. Nothing is added when the day and what was checked are the same.
    """
    with trail.written("work_out_again", Verb.CHANGED, by=by, person=episode.person) as entry:
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        current = episode.release_dates.current().first()
        entry.needed = False
        if current is None or not current.sentence_date or episode.released_date:
            return current
        told = ("kind", "source", "confidence", "sentence_date", "stated_date", "note")
        row = ReleaseDate(episode=episode, **{name: getattr(current, name) for name in told})
        row.recorded_at, row.recorded_by = timezone.now(), by
        _work_out(row, episode)
        row.liberation_date = row.stated_date or row.worked_out_date
        same = ("worked_out_date", "area_checked", "reason", "rule")
        if all(getattr(row, name) == getattr(current, name) for name in same):
            return current
        current.is_current = False
        current.save(update_fields=["is_current"])
        row.save(force_insert=True)
        entry.needed, entry.subject = True, row
        entry.before = {"liberation_date": current.liberation_date}
        entry.after = {"liberation_date": row.liberation_date}
        return row


def _work_out(row: ReleaseDate, episode: CustodialEpisode) -> None:
    stay = episode.stays.select_related("prison").filter(to_date=None).first()
    rule, worked_out = worked_out_liberation(
        row.sentence_date,
        jurisdiction=stay.prison.jurisdiction if stay else Jurisdiction.SCOTLAND,
        local_authority=episode.return_area,
    )
    row.worked_out_date, row.rule, row.reason = worked_out.day, rule, worked_out.reason
    row.area_checked = episode.return_area_id is not None


def _check(episode: CustodialEpisode, *dates: dt.date | None) -> None:
    if episode.released_date:
        raise RuleBroken("They have been released. A new date belongs to a new time in custody.")
    for date in filter(None, dates):
        if episode.admitted_date and date < episode.admitted_date:
            raise RuleBroken(
                f"The release date is before the day they were admitted ({episode.admitted_date:%-d %b %Y})."
            )
        if date.year > timezone.localdate().year + FURTHEST_YEARS:
            raise RuleBroken("Check the year of the release date.")
