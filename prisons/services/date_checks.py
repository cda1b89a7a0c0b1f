"""Asking again about release dates: what was heard is a row, for one person or for everyone a phone call settled."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from prisons.enums import ANSWERS, CheckOutcome, DateSource
from prisons.models import CustodialEpisode, DateCheck, ReleaseDate


def record_date_check(
    *,
    episode: CustodialEpisode,
    outcome: CheckOutcome | str,
    source: DateSource | str,
    by,
    at: dt.datetime | None = None,
) -> DateCheck:
    """Write down that we asked about the date of one person and what we heard; the date itself stays.

    The same answer again on the same day adds no row. Refuses for someone who is out, to confirm a day that is not known
    or has passed, and to call a day not known that is known: that is a new row of the ledger.
    """
    with trail.written("record_date_check", Verb.CHANGED, by=by, person=episode.person) as entry:
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        if episode.released_date:
            raise RuleBroken("They have been released, so there is no date to ask about.")
        current = episode.release_dates.current().first()
        at = at or timezone.now()
        if refusal := _refusal(outcome, current, timezone.localdate(at)):
            raise RuleBroken(refusal)
        last = episode.date_checks.first()
        if _said_before(outcome, source, at, last, current):
            entry.subject, entry.needed = last, False
            return last
        check = DateCheck(episode=episode, outcome=outcome, source=source, checked_at=at, checked_by=by)
        _add([check])
        entry.subject, entry.after = check, {"outcome": outcome, "source": source}
        return check


def record_date_checks(
    *, episodes: Collection[CustodialEpisode], answered: bool, source: DateSource | str, by
) -> list[DateCheck]:
    """One call about many people: nothing has changed, or with `answered` false nobody answered. Constant statements.

    Known days to come are confirmed, unknown ones still not known. People who are out by now, or whose day has passed,
    are left: the answer holds those who were written down. The same answer again on the same day adds no row.
    """
    with trail.written("record_date_checks", Verb.CHANGED, by=by) as entry:
        now, today = timezone.now(), timezone.localdate()
        keys = {episode.pk for episode in episodes}
        inside = list(
            CustodialEpisode.objects.select_for_update(of=("self",))
            .filter(pk__in=keys, released_date=None)
            .order_by("pk")
        )
        rows = {row.episode_id: row for row in ReleaseDate.objects.current().filter(episode__in=inside)}
        latest = {}
        for check in DateCheck.objects.filter(episode__in=inside, checked_at__date=today).order_by("checked_at"):
            latest[check.episode_id] = check
        made = []
        for episode in inside:
            row = rows.get(episode.pk)
            known = row is not None and row.liberation_date is not None
            nothing_new = CheckOutcome.CONFIRMED if known else CheckOutcome.STILL_UNKNOWN
            outcome = nothing_new if answered else CheckOutcome.NO_ANSWER
            again = _said_before(outcome, source, now, latest.get(episode.pk), row)
            if not again and not _refusal(outcome, row, today):
                made.append(DateCheck(episode=episode, outcome=outcome, source=source, checked_at=now, checked_by=by))
        _add(made)
        entry.needed, entry.after = bool(made), {"answered": answered, "source": source, "people": len(made)}
        entry.shown = [check.episode.person_id for check in made]
        return made


def _add(checks: list[DateCheck]) -> None:
    """Add the rows, and make those that are answers the latest of theirs."""
    answers = [check for check in checks if check.outcome in ANSWERS]
    for check in answers:
        check.is_latest = True
    if answers:
        DateCheck.objects.filter(episode__in=[check.episode_id for check in answers], is_latest=True).update(
            is_latest=False
        )
    DateCheck.objects.bulk_create(checks)


def _refusal(outcome: CheckOutcome | str, row: ReleaseDate | None, today: dt.date) -> str:
    day = row.liberation_date if row else None
    if outcome == CheckOutcome.CONFIRMED and day is None:
        return "No date is known, so there is none to confirm."
    if day and day < today:
        return "The liberation day has passed. Say what happened at the gate, or enter the new date."
    if outcome == CheckOutcome.STILL_UNKNOWN and day is not None:
        return "A date is known. If it no longer holds, enter what you were told instead."
    return ""


def _said_before(
    outcome: CheckOutcome | str,
    source: DateSource | str,
    at: dt.datetime,
    last: DateCheck | None,
    row: ReleaseDate | None,
) -> bool:
    """The last check said the same today, about the row that counts now."""
    if last is None or (last.outcome, last.source) != (outcome, source):
        return False
    about_this = row is None or row.recorded_at <= last.checked_at
    return about_this and timezone.localdate(last.checked_at) == timezone.localdate(at)
