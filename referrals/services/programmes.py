import uuid
from collections.abc import Iterable, Mapping

from django.db import IntegrityError

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from prisons.models import LocalAuthority, Prison
from referrals.models import Programme

TAKEN_MEANWHILE = "Someone else just used this name. Look at the list again."


def add_programme(
    *,
    new_id: uuid.UUID,
    details: Mapping[str, object],
    prisons: Iterable[Prison],
    areas: Iterable[LocalAuthority],
    by,
) -> Programme:
    """Make a programme. No prisons, or no areas, means all. The same `new_id` and name again gives the one made before."""
    try:
        with trail.written("add_programme", Verb.CREATED, by=by) as entry:
            if made := already_made(Programme, new_id, name=details["name"]):
                entry.needed = False
                return made
            programme = Programme(pk=new_id, **details)
            _refuse_taken_name(programme)
            programme.save(force_insert=True)
            programme.prisons.set(prisons)
            programme.areas.set(areas)
            entry.subject = programme
            entry.after = {
                **details,
                "prisons": [prison.name for prison in prisons],
                "areas": [area.name for area in areas],
            }
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash
    return programme


def edit_programme(
    *,
    programme: Programme,
    read_at_version: int,
    details: Mapping[str, object],
    prisons: Iterable[Prison],
    areas: Iterable[LocalAuthority],
    by,
) -> Programme:
    """Change a programme read at `read_at_version`: who may take part and its thresholds. The sweeps go by them from then on.

    Raises EditedMeanwhile for an old version; refuses the name of another programme.
    """
    try:
        return edit_row(
            "edit_programme",
            programme,
            read_at_version=read_at_version,
            values=details,
            lists={"prisons": prisons, "areas": areas},
            check=_refuse_taken_name,
            by=by,
        )
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash


def set_programme_rules(*, programme: Programme, rules: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change a group of the programme's settings, by the names of its abstract model (CountingRules, ContactRules, ...).

    Pages go by them at once, what jobs make with their next run; what was recorded stays. Raises EditedMeanwhile for an old
    version.
    """
    return edit_row("set_programme_rules", programme, read_at_version=read_at_version, values=rules, by=by)


def _refuse_taken_name(programme):
    if Programme.objects.exclude(pk=programme.pk).filter(name__iexact=programme.name).exists():
        raise RuleBroken("There is already a programme of this name. Choose another name.")
