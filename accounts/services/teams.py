"""Teams: made, renamed, closed and reopened by an administrator."""

import datetime as dt
import uuid

from accounts.models import Team
from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made

TAKEN = "There is already a team with this name."


def add_team(*, name: str, by, new_id: uuid.UUID | None = None) -> Team:
    """Make a team. The same `new_id` and name again gives the one made before; refuses the name of another team."""
    with trail.written("add_team", Verb.CREATED, by=by) as entry:
        made = already_made(Team, new_id, name=name)
        entry.needed = made is None
        if made is None:
            _check_name(name)
            made = Team.objects.create(pk=new_id or uuid.uuid4(), name=name)
            entry.after = {"name": name}
        entry.subject = made
    return made


def edit_team(*, team: Team, name: str, read_at_version: int, by) -> Team:
    """Rename a team. Raises EditedMeanwhile for an old version; refuses the name of another team."""
    return edit_row(
        "edit_team",
        team,
        read_at_version=read_at_version,
        values={"name": name},
        check=lambda stored: _check_name(name, but=stored),
        by=by,
    )


def close_team(*, team: Team, on: dt.date, by) -> Team:
    """Close a team on `on`. Refuses one that somebody still works in."""
    with trail.written("close_team", Verb.CHANGED, by=by, subject=team) as entry:
        stored = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
        if stored.closed_date:
            entry.needed = False
            return stored
        if stored.users.active().exists():
            raise RuleBroken("People still work in this team. Move or deactivate them first.")
        entry.before, entry.after = {"closed_date": stored.closed_date}, {"closed_date": on}
        stored.closed_date = on
        stored.save_version(read_at_version=stored.version, update_fields=["closed_date"])
    return stored


def reopen_team(*, team: Team, by) -> Team:
    """Take the closing day away."""
    with trail.written("reopen_team", Verb.CHANGED, by=by, subject=team) as entry:
        stored = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
        if stored.closed_date is None:
            entry.needed = False
            return stored
        entry.before, entry.after = {"closed_date": stored.closed_date}, {"closed_date": None}
        stored.closed_date = None
        stored.save_version(read_at_version=stored.version, update_fields=["closed_date"])
    return stored


def _check_name(name, but=None):
    if Team.objects.filter(name__iexact=name).exclude(pk=but and but.pk).exists():
        raise RuleBroken(TAKEN)
