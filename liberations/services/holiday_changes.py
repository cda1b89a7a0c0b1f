"""Holidays and rules are changed together with the days they move: first seen, then done, in one transaction.

Each service makes its change, works out everyone's day anew and looks whom that concerns. Unless exactly that has been
seen before (`seen`), nothing is kept and WouldMove says what would have happened: that is the preview. What concerns
nobody is done at once. Changing it back goes the same way.
"""

import contextlib
import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator

from audit import trail
from audit.enums import Verb
from core.collector import collector_paused
from core.once import wait_in_line
from liberations.services.replanning import Move, replan_moves
from prisons.liberation_rules import spell_day
from prisons.models import CustodialEpisode, Holiday, LiberationRulePeriod, LocalAuthority
from prisons.services.holidays import add_holiday, remove_holiday, switch_off_day
from prisons.services.rules import edit_rule_period
from prisons.services.working_out import WorkedOutAgain, work_out_many_again


@dataclasses.dataclass(frozen=True)
class Effects:
    """Whom a change moves; whom it does not move because the prison named the day, but whose day now differs from ours."""

    moved: list[WorkedOutAgain]
    differing: list[WorkedOutAgain]

    @classmethod
    def of(cls, worked_out: list[WorkedOutAgain]) -> "Effects":
        return cls(
            [each for each in worked_out if each.moved],
            [each for each in worked_out if not each.moved and each.newly_differs],
        )

    @property
    def fingerprint(self) -> str:
        """The same for the same people moved from and to the same days; empty when nobody is concerned."""
        lines = sorted(
            f"{each.row.episode_id} {each.former.liberation_date} {each.former.worked_out_date} {each.row.worked_out_date}"
            for each in (*self.moved, *self.differing)
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""


class WouldMove(Exception):
    """The change would move people, and that has not been seen; nothing has been kept. `stale`: something else was seen."""

    def __init__(self, effects: Effects, *, stale: bool):
        super().__init__("This change moves people whose move has not been looked at.")
        self.effects = effects
        self.stale = stale


@dataclasses.dataclass
class Change:
    """What a service below did: set `because` to say in the ledger what was changed. `effects` follow from it."""

    because: str = ""
    effects: Effects = dataclasses.field(default_factory=lambda: Effects([], []))


def enter_holiday(
    *, jurisdiction: str, local_authority: LocalAuthority | None, first_day: dt.date, name: str, seen: str, by, **more
) -> tuple[list[Holiday], Effects]:
    """Enter days on which offices are closed (see prisons add_holiday) and move whom they move."""
    with _changed("enter_holiday", local_authority, seen=seen, by=by) as change:
        entered = add_holiday(
            jurisdiction=jurisdiction, local_authority=local_authority, first_day=first_day, name=name, by=by, **more
        )
        days = spell_day(entered[0].day)
        if len(entered) > 1:
            days = f"{days} to {spell_day(entered[-1].day)}"
        change.because = f"{name} entered: offices closed {days}, {_where(local_authority)}"
    return entered, change.effects


def open_on_day(
    *, jurisdiction: str, local_authority: LocalAuthority | None, day: dt.date, name: str, source: str, seen: str, by
) -> tuple[Holiday, Effects]:
    """Say that offices are open on a national holiday (see prisons switch_off_day) and move whom that moves."""
    with _changed("open_on_day", local_authority, seen=seen, by=by) as change:
        holiday = switch_off_day(
            jurisdiction=jurisdiction, local_authority=local_authority, day=day, name=name, source=source, by=by
        )
        change.because = f"{name} switched off: offices open {spell_day(day)}, {_where(local_authority)}"
    return holiday, change.effects


def take_out_holiday(*, holiday: Holiday, seen: str, by) -> Effects:
    """Take an entry out of a calendar (see prisons remove_holiday) and move whom that moves."""
    with _changed("take_out_holiday", holiday.local_authority, seen=seen, by=by) as change:
        remove_holiday(holiday=holiday, by=by)
        done = "removed" if holiday.observed else "switched on again"
        change.because = f"{holiday.name} {done}: {spell_day(holiday.day)}, {_where(holiday.local_authority)}"
    return change.effects


def change_rule_period(
    *,
    period: LiberationRulePeriod,
    read_at_version: int,
    from_date: dt.date | None,
    to_date: dt.date | None,
    seen: str,
    by,
) -> Effects:
    """Say when a rule is in force (see prisons edit_rule_period) and move whom that moves."""
    with _changed("change_rule_period", None, seen=seen, by=by) as change:
        edit_rule_period(period=period, read_at_version=read_at_version, from_date=from_date, to_date=to_date, by=by)
        change.because = f"{period} is in force {_when(from_date, to_date)}"
    return change.effects


@contextlib.contextmanager
def _changed(action: str, local_authority: LocalAuthority | None, *, seen: str, by) -> Iterator[Change]:
    """Around a change of calendar or rules: afterwards everyone it may concern is worked out anew and planned again.

    Changes wait for each other. An area's holidays concern those who return there; all others may concern anybody.
    """
    with collector_paused(), trail.written(action, Verb.CHANGED, by=by) as entry:
        wait_in_line("holidays and rules")
        change = Change()
        yield change
        if "also" not in entry.after:
            # Nothing was changed: the same form sent twice.
            entry.needed = False
            return
        episodes = CustodialEpisode.objects.all()
        if local_authority is not None:
            episodes = episodes.filter(return_area=local_authority)
        change.effects = Effects.of(work_out_many_again(episodes=episodes, because=change.because, by=by))
        if change.effects.fingerprint != seen:
            raise WouldMove(change.effects, stale=bool(seen))
        replan_moves([_move(each) for each in change.effects.moved], by=by)
        entry.shown = [each.row.episode.person_id for each in (*change.effects.moved, *change.effects.differing)]
        entry.after |= {"moved": len(change.effects.moved), "differing": len(change.effects.differing)}


def _move(worked_out: WorkedOutAgain) -> Move:
    former, row = worked_out.former, worked_out.row
    return Move(row.episode, former.liberation_date, row.liberation_date, ledger_row=row)


def _where(local_authority: LocalAuthority | None) -> str:
    return local_authority.name if local_authority else "everywhere"


def _when(from_date: dt.date | None, to_date: dt.date | None) -> str:
    if from_date is None:
        return "no longer"
    until = f" until {spell_day(to_date)}" if to_date else ""
    return f"from {spell_day(from_date)}{until}"
