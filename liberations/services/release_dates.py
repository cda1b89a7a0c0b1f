"""A release date comes in, and everything that hangs on it is planned again in the same transaction."""

import dataclasses
import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from liberations.enums import GateState
from liberations.models import GateLiberation
from liberations.notifications import tell_liberation_day_moved
from liberations.services.sweeps import flag_passed_liberations, plan_reminders
from mentoring.models import Case, Meeting
from mentoring.services.sweeps import refresh_meeting_flags
from prisons.models import CustodialEpisode, ReleaseDate
from prisons.services.episodes import edit_episode
from prisons.services.release_dates import record_release_date, work_out_again


@dataclasses.dataclass(frozen=True)
class Replanned:
    """What followed from a row of the ledger. `needs_decision` are sentences for the person who recorded it."""

    row: ReleaseDate
    before: dt.date | None
    after: dt.date | None
    needs_decision: list[str]

    @property
    def moved(self) -> bool:
        return self.before != self.after

    @property
    def moved_days(self) -> int | None:
        """Days moved, negative when brought forward; None when there was no day before or is none now."""
        return (self.after - self.before).days if self.before and self.after else None


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
        return _plan_again(episode, former, row)


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
        row = work_out_again(episode=episode, by=by)
        return _plan_again(episode, former, row) if row else None


def _plan_again(episode: CustodialEpisode, former: ReleaseDate | None, row: ReleaseDate) -> Replanned:
    before = former.liberation_date if former else None
    replanned = Replanned(row, before, row.liberation_date, _needs_decision(episode, row) if row != former else [])
    if replanned.moved:
        _expect_again(episode, row.liberation_date)
        cases = list(Case.objects.open().filter(episode=episode).select_related("programme"))
        replan(cases)
        if before is not None:
            for case in cases:
                tell_liberation_day_moved(case, ledger_row=row)
    return replanned


def replan(cases: list[Case]) -> None:
    """Put reminders and flags of these cases right for what the ledger says now."""
    keys = [case.pk for case in cases]
    plan_reminders(case_keys=keys)
    refresh_meeting_flags(case_keys=keys)
    flag_passed_liberations(case_keys=keys)


def _expect_again(episode: CustodialEpisode, day: dt.date | None) -> None:
    """A person who did not come out on the old day is expected at the gate on the new one; the trail keeps what happened."""
    if day and day >= timezone.localdate():
        GateLiberation.objects.filter(episode=episode, state=GateState.NOT_MET, out_at=None).update(
            state=GateState.PLANNED, not_met_reason="", outcome_note="", outcome_at=None, outcome_by=None
        )


def _needs_decision(episode: CustodialEpisode, row: ReleaseDate) -> list[str]:
    sentences = []
    if row.differs_from_prison:
        sentences.append(
            f"The prison says {_day(row.stated_date)}; by the rules it would be {_day(row.worked_out_date)}. "
            "The prison's day counts. Ask the prison to confirm it."
        )
    if row.liberation_date is None:
        return sentences
    if row.liberation_date < timezone.localdate():
        sentences.append("This day has passed. Record what happened at the gate.")
    late = Meeting.objects.planned().filter(episode=episode, on_date__gte=row.liberation_date).count()
    if late:
        sentences.append(
            f"{late} planned {'visit is' if late == 1 else 'visits are'} now on or after the liberation day."
        )
    gate = GateLiberation.objects.filter(episode=episode, mentor__isnull=False).select_related("mentor__user").first()
    if gate:
        clash = (
            GateLiberation.objects.filter(
                mentor=gate.mentor,
                episode__released_date=None,
                episode__release_dates__is_current=True,
                episode__release_dates__liberation_date=row.liberation_date,
            )
            .exclude(pk=gate.pk)
            .exists()
        )
        sentences.append(
            f"{gate.mentor.user.name} already stands at another gate that day. Choose who meets them."
            if clash
            else f"Ask {gate.mentor.user.name} whether they can be at the gate on {_day(row.liberation_date)}."
        )
    return sentences


def _day(date: dt.date) -> str:
    return f"{date:%a} {date.day} {date:%b %Y}"
