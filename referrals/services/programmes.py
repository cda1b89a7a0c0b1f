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


def set_counting_rules(*, programme: Programme, rules: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change how the programme counts, by the names of CountingRules. Every page counts by it at once, flags with the next
    sweep. Raises EditedMeanwhile for an old version."""
    return edit_row("set_counting_rules", programme, read_at_version=read_at_version, values=rules, by=by)


def set_contact_rules(*, programme: Programme, rules: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change how the programme keeps in touch after release, by the names of ContactRules. Contacts to come are made anew by the
    next run of the job. Raises EditedMeanwhile for an old version."""
    return edit_row("set_contact_rules", programme, read_at_version=read_at_version, values=rules, by=by)


def set_day_limits(*, programme: Programme, limits: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change what the programme calls tight, too much and too long on a day of release, by the names of DayLimits.
    Raises EditedMeanwhile for an old version."""
    return edit_row("set_day_limits", programme, read_at_version=read_at_version, values=limits, by=by)


def set_paper_rules(*, programme: Programme, rules: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change what stands on the programme's papers, by the names of PaperRules; what is printed from now on says it.
    Raises EditedMeanwhile for an old version."""
    return edit_row("set_paper_rules", programme, read_at_version=read_at_version, values=rules, by=by)


def set_onward_rules(*, programme: Programme, rules: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change how long the programme waits for partner agencies, by the names of OnwardRules. Days that were set already stay.
    Raises EditedMeanwhile for an old version."""
    return edit_row("set_onward_rules", programme, read_at_version=read_at_version, values=rules, by=by)


def set_money_rules(*, programme: Programme, rules: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change how much a mentor may give on their own, by the names of MoneyRules. Raises EditedMeanwhile for an old version."""
    return edit_row("set_money_rules", programme, read_at_version=read_at_version, values=rules, by=by)


def set_linking_rules(*, programme: Programme, rules: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change what the programme expects of links to services and how long places are kept, by the names of LinkingRules.
    Raises EditedMeanwhile for an old version."""
    return edit_row("set_linking_rules", programme, read_at_version=read_at_version, values=rules, by=by)


def set_outcome_rules(*, programme: Programme, rules: Mapping[str, object], read_at_version: int, by) -> Programme:
    """Change when the programme asks how things are, by the names of OutcomeRules. Raises EditedMeanwhile for an old version."""
    return edit_row("set_outcome_rules", programme, read_at_version=read_at_version, values=rules, by=by)


def _refuse_taken_name(programme):
    if Programme.objects.exclude(pk=programme.pk).filter(name__iexact=programme.name).exists():
        raise RuleBroken("There is already a programme of this name. Choose another name.")
