"""A release date comes in, and everything that hangs on it is planned again in the same transaction."""

from audit import trail
from audit.enums import Verb
from liberations.services.replanning import Move, Replanned, replan_moves
from prisons.models import CustodialEpisode, ReleaseDate
from prisons.services.episodes import edit_episode
from prisons.services.release_dates import record_release_date
from prisons.services.working_out import work_out_again


def move_release_date(*, episode: CustodialEpisode, by, **told) -> Replanned:
    """Record what we were told (`told`: see prisons record_release_date) and plan again what hangs on the liberation day.

    Reminders and flags of the open cases are put right at once and those concerned are told, all in one transaction.
    Where the day did not move nobody is told.
    """
    with trail.written("move_release_date", Verb.CHANGED, by=by, person=episode.person) as entry:
        # Locked before it is read: what was sent twice at once is told once.
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        former = episode.release_dates.current().first()
        row = record_release_date(episode=episode, by=by, **told)
        entry.subject, entry.needed = row, former is None or row.pk != former.pk
        return _plan_again(episode, former, row, by=by)


def correct_episode(*, episode: CustodialEpisode, read_at_version: int, by, **fields) -> Replanned | None:
    """Correct facts of the time in custody (see prisons edit_episode); a new area of return may move the worked-out day.

    Whatever hangs on the day is then planned again, as when a date comes in. None while no date is known.
    """
    with trail.written("correct_episode", Verb.CHANGED, by=by, subject=episode, person=episode.person) as entry:
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        former = episode.release_dates.current().first()
        version = episode.version
        episode = edit_episode(episode=episode, read_at_version=read_at_version, by=by, **fields)
        if episode.version == version:
            # The same facts sent again.
            entry.needed = False
            return None
        row = work_out_again(episode=episode, because="What we know of the time in custody was corrected", by=by)
        return _plan_again(episode, former, row, by=by) if row else None


def _plan_again(episode: CustodialEpisode, former: ReleaseDate | None, row: ReleaseDate, *, by) -> Replanned:
    before = former.liberation_date if former else None
    if row == former:
        return Replanned(row, before, before)
    move = Move(episode, before, row.liberation_date, ledger_row=row)
    return replan_moves([move], by=by)[episode.pk]
