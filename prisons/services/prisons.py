from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from audit import trail
from audit.changes import changed_fields
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made
from prisons.models import Prison, PrisonAlias

# What an administrator types; the closing day has services of its own.
PRISON_FIELDS = (
    "code",
    "name",
    "town",
    "postcode",
    "area",
    "jurisdiction",
    "holds",
    "operator",
    "opened_date",
    "is_building",
    "gate_address",
    "gate_phone",
    "gate_arrangements",
    "if_nobody",
    "visiting_arrangements",
    "visiting_weekdays",
    "visit_notice_days",
    "directions",
)
TAKEN_MEANWHILE = "Someone else just gave this code or name to another prison. Check the list of prisons."


def add_prison(*, new_id: UUID, details: Mapping[str, object], aliases: Sequence[str], by) -> Prison:
    """Make a prison with the names it also goes by. `details` holds the PRISON_FIELDS.

    The same `new_id` and code again gives the prison made before. Refuses a code, name or alias of another prison.
    """
    details = _only_prison_fields(details)
    try:
        with transaction.atomic():
            made = already_made(Prison, new_id)
            if made is not None:
                if made.code == details["code"]:
                    return made
                raise RuleBroken(f"This form has already added {made.name}. Go back to the list to add another prison.")
            prison = Prison(pk=new_id, **details)
            _refuse_names_of_others(prison, aliases)
            with trail.written("add_prison", Verb.CREATED, by=by, subject=prison) as entry:
                prison.save(force_insert=True)
                names = _keep_aliases(prison, aliases)
                entry.after = {**details, "aliases": names}
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash
    return prison


def edit_prison(
    *, prison: Prison, read_at_version: int, details: Mapping[str, object], aliases: Sequence[str], by
) -> Prison:
    """Change a prison read at `read_at_version`, and the names it also goes by. No trail row when nothing is different.

    Raises EditedMeanwhile for an old version; refuses a code, name or alias of another prison, an opening day after the
    closing day, or other visiting days than those of its visiting times.
    """
    details = _only_prison_fields(details)
    try:
        with transaction.atomic():
            stored = Prison.objects.select_for_update(of=("self",)).get(pk=prison.pk)
            before, after = changed_fields(stored, details)
            for name, value in details.items():
                setattr(stored, name, value)
            _refuse_closing_before_opening(stored)
            _refuse_other_days_than_its_slots(stored)
            _refuse_names_of_others(stored, aliases)
            known = [alias.name for alias in stored.aliases.all()]
            wanted = _distinct(aliases, besides=stored.name)
            if not after and sorted(known) == sorted(wanted):
                return stored
            if stored.version != read_at_version:
                raise EditedMeanwhile
            with trail.written("edit_prison", Verb.CHANGED, by=by, subject=stored) as entry:
                stored.save_version(read_at_version=read_at_version, update_fields=PRISON_FIELDS)
                names = _keep_aliases(stored, aliases)
                if sorted(known) != sorted(names):
                    before["aliases"], after["aliases"] = known, names
                entry.before, entry.after = before, after
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash
    return stored


def close_prison(*, prison: Prison, closed_date: date, by) -> Prison:
    """Close a prison from `closed_date` on; the day may lie ahead. People held there stay where they are recorded.

    Refuses a prison that has a closing day already, and a day before it opened.
    """
    with trail.written("close_prison", Verb.CHANGED, by=by, subject=prison) as entry:
        stored = Prison.objects.select_for_update(of=("self",)).get(pk=prison.pk)
        if stored.closed_date == closed_date:
            entry.needed = False
            return stored
        if stored.closed_date is not None:
            raise RuleBroken(f"{stored.name} already has a closing day. Reopen it first to change the day.")
        stored.closed_date = closed_date
        _refuse_closing_before_opening(stored)
        stored.save_version(read_at_version=stored.version, update_fields=["closed_date"])
        entry.before, entry.after = {"closed_date": None}, {"closed_date": closed_date}
    return stored


def reopen_prison(*, prison: Prison, by) -> Prison:
    """Take the closing day away. A prison that has none stays as it is, without a trail row."""
    with transaction.atomic():
        stored = Prison.objects.select_for_update(of=("self",)).get(pk=prison.pk)
        if stored.closed_date is None:
            return stored
        with trail.written("reopen_prison", Verb.CHANGED, by=by, subject=stored) as entry:
            entry.before, entry.after = {"closed_date": stored.closed_date}, {"closed_date": None}
            stored.closed_date = None
            stored.save_version(read_at_version=stored.version, update_fields=["closed_date"])
    return stored


def _only_prison_fields(details):
    if set(details) != set(PRISON_FIELDS):
        raise TypeError("A prison is made of exactly the PRISON_FIELDS.")
    return dict(details)


def _refuse_closing_before_opening(prison):
    if prison.closed_date and prison.opened_date and prison.closed_date < prison.opened_date:
        raise RuleBroken("A prison cannot close before it opens. Check both days.")


def _refuse_other_days_than_its_slots(prison):
    days = prison.visit_slots.weekdays()
    if days and sorted(prison.visiting_weekdays) != days:
        raise RuleBroken("The visiting days follow from this prison's visiting times. Change those instead.")


def _refuse_names_of_others(prison, aliases):
    """A name read from a prison's list must mean one prison: codes, names and aliases are one set of names."""
    others = Prison.objects.exclude(pk=prison.pk).order_by().prefetch_related("aliases")
    owners = {}
    for other in others:
        for name in (other.code, other.name, *(alias.name for alias in other.aliases.all())):
            owners[name.casefold()] = other.name
    for name in (prison.code, prison.name, *aliases):
        if name.casefold() in owners:
            raise RuleBroken(f"“{name}” already means {owners[name.casefold()]}. Choose another, or change it there.")


def _distinct(aliases, *, besides):
    """Each name once whatever its capitals, in the order typed, without the prison's own name."""
    seen, names = {besides.casefold()}, []
    for alias in aliases:
        if alias.casefold() not in seen:
            seen.add(alias.casefold())
            names.append(alias)
    return names


def _keep_aliases(prison, aliases):
    names = _distinct(aliases, besides=prison.name)
    prison.aliases.exclude(name__in=names).delete()
    known = set(prison.aliases.values_list("name", flat=True))
    PrisonAlias.objects.bulk_create(PrisonAlias(prison=prison, name=name) for name in names if name not in known)
    return names
