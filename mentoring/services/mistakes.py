"""What was entered by mistake: struck, not deleted, and put back the same way."""

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from mentoring.models import PvgMembership, SmallWin, Training


def strike_pvg(*, membership: PvgMembership, struck: bool, by) -> PvgMembership:
    """Say that a membership was entered by mistake, or take that back."""
    return _strike("strike_pvg", membership, struck=struck, by=by)


def strike_training(*, training: Training, struck: bool, by) -> Training:
    """Say that a training was entered by mistake, or take that back."""
    return _strike("strike_training", training, struck=struck, by=by)


def strike_small_win(*, win: SmallWin, struck: bool, by) -> SmallWin:
    """Say that a small win was entered by mistake, or take that back."""
    return _strike("strike_small_win", win, struck=struck, person=win.case.person, by=by)


def _strike(action, row, *, struck, by, person=None):
    with trail.written(action, Verb.CHANGED, by=by, subject=row, person=person) as entry:
        stored = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        if (stored.struck_at is not None) == struck:
            entry.needed = False
            return stored
        entry.before, entry.after = {"struck": not struck}, {"struck": struck}
        stored.struck_at = timezone.now() if struck else None
        stored.save(update_fields=["struck_at"])
        return stored
