"""An early-release scheme: made, changed and decided about as a draft, then all its dates shifted at once, and put back."""

import datetime as dt
import itertools
import uuid
from collections.abc import Sequence

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from audit import trail
from audit.changes import changed_fields
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made
from liberations.early_release.facts import as_shifted, built_since
from liberations.early_release.previewing import PREVIEWED, members_now, same_preview, what_shifts
from liberations.enums import SCHEME_MOVES, SchemeDecision, SchemeShift, SchemeState
from liberations.models import Scheme, SchemeMember, SchemeTranche
from liberations.services.replanning import Move, replan_moves
from prisons.models import Prison, ReleaseDate
from prisons.services.release_dates import Told, record_release_dates

ROWS_A_STATEMENT = 1000
CHANGED = "Something on record has changed since this preview was made. It has been made anew: look again."
Tranche = tuple[dt.date, dt.date, dt.date]


class _PreviewIsOld(Exception):
    """The record would give other dates than those that were shown."""


def make_scheme(
    *, by, new_id: uuid.UUID | None = None, prisons: Sequence[Prison] = (), tranches: Sequence[Tranche] = (), **terms
) -> Scheme:
    """Keep a draft with everybody it is for, and what it would do to each (`terms`: the fields of Scheme).

    `tranches` are (first day, last day, new day). Refuses a scheme that is for nobody in particular.
    """
    with trail.written("make_scheme", Verb.CREATED, by=by) as entry:
        if made := already_made(Scheme, new_id, made_by=by):
            entry.needed = False
            return made
        _check(prisons, tranches, terms)
        scheme = Scheme(team_id=by.team_id, made_by=by, made_at=timezone.now(), **terms)
        if new_id:
            scheme.pk = new_id
        scheme.save(force_insert=True)
        _set_parts(scheme, prisons, tranches)
        preview_again(scheme=scheme, by=by)
        entry.subject = scheme
        return scheme


def change_scheme(
    *,
    scheme: Scheme,
    read_at_version: int,
    by,
    prisons: Sequence[Prison] = (),
    tranches: Sequence[Tranche] = (),
    **terms,
) -> Scheme:
    """Change a draft and preview it anew; what was decided about a person stands while they are still in it.

    Raises EditedMeanwhile for an old version.
    """
    with trail.written("change_scheme", Verb.CHANGED, by=by, subject=scheme) as entry:
        stored = _lock(scheme)
        _check(prisons, tranches, terms)
        before, after = changed_fields(stored, terms)
        if not after and _parts(stored) == (set(prisons), set(tranches)):
            entry.needed = False
            return stored
        _check_draft(stored)
        if stored.version != read_at_version:
            raise EditedMeanwhile
        for name, value in terms.items():
            setattr(stored, name, value)
        stored.save_version(read_at_version=read_at_version, update_fields=list(terms))
        _set_parts(stored, prisons, tranches)
        preview_again(scheme=stored, by=by)
        entry.before, entry.after = before, {**after, **entry.after}
        return stored


def decide_member(*, member: SchemeMember, decision: SchemeDecision | str, by) -> SchemeMember:
    """Take somebody in or leave them out, whatever the reasons say; said again, nothing changes.

    Refuses to take in somebody to whom no new day can be given.
    """
    with trail.written("decide_member", Verb.CHANGED, by=by, subject=member.scheme) as entry:
        scheme = _lock(member.scheme)
        _check_draft(scheme)
        stored = SchemeMember.objects.select_related("episode").get(pk=member.pk)
        if decision == SchemeDecision.IN and stored.after_date is None:
            raise RuleBroken("No new day can be given to them, so they cannot be taken in.")
        entry.person, entry.needed = stored.episode.person_id, stored.decision != decision
        if not entry.needed:
            return stored
        entry.before, entry.after = {"decision": stored.decision}, {"decision": decision}
        stored.decision, stored.decided_by = decision, by
        stored.save(update_fields=["decision", "decided_by"])
        _touch(scheme)
        return stored


def discard_scheme(*, scheme: Scheme, by) -> Scheme:
    """Throw a draft away: whom it was for goes, that it was there stays."""
    with trail.written("discard_scheme", Verb.CHANGED, by=by, subject=scheme) as entry:
        stored = _lock(scheme)
        if stored.state == SchemeState.DISCARDED:
            entry.needed = False
            return stored
        _check_draft(stored)
        stored.members.all().delete()
        _move(stored, SchemeState.DISCARDED)
        return stored


def apply_scheme(*, scheme: Scheme, read_at_version: int, by) -> Scheme:
    """Shift every date the preview shows, all or nothing; those concerned are told. Applied twice, it is applied once.

    Refuses when a colleague changed the draft since it was read, and when the record has changed so that the preview no
    longer holds; the preview is then made anew.
    """
    try:
        return _apply(scheme, read_at_version, by)
    except _PreviewIsOld:
        preview_again(scheme=scheme, by=by)
        raise RuleBroken(CHANGED) from None


def undo_scheme(*, scheme: Scheme, by) -> Scheme:
    """Put the former facts back, as new rows of the ledger, for all on whom nothing has been built since; once.

    Who keeps the new day has the reason with them (`SchemeMember.undo_refused`). Refuses when nobody's can be put back.
    """
    with trail.written("undo_scheme", Verb.CHANGED, by=by, subject=scheme) as entry:
        locked = _lock(scheme)
        if locked.state == SchemeState.UNDONE:
            entry.needed = False
            return locked
        _check_move(locked, SchemeState.UNDONE)
        members = list(locked.members.filter(after_row__isnull=False).select_related("episode", "before_row"))
        refused = built_since(locked, members, today=timezone.localdate()) | _closed_to(by, members)
        back = [member for member in members if member.pk not in refused]
        if not back:
            raise RuleBroken(
                "Nobody’s former day can be put back any more: newer dates were recorded, or they have left. "
                "Change what is wrong on each record."
            )
        _move(locked, SchemeState.UNDONE, undone_by=by, undone_at=timezone.now())
        _shift(
            [(member, Told.of(member.before_row, member.episode)) for member in back], by=by, counting="after_row_id"
        )
        _keep_refusals(members, refused)
        entry.shown = [member.episode.person_id for member in back]
        entry.after = {"put_back": len(back), "kept": len(refused)}
        return locked


def preview_again(*, scheme: Scheme, by) -> bool:
    """Compare a draft with the record as it is now and keep what it would do. Returns whether other dates would shift."""
    with trail.written("preview_again", Verb.CHANGED, by=by, subject=scheme) as entry:
        locked = _lock(scheme)
        if locked.state != SchemeState.DRAFT:
            entry.needed = False
            return False
        stored = {member.episode_id: member for member in scheme.members.all()}
        now = members_now(scheme, stored.values(), by, today=timezone.localdate())
        gone = [member.pk for key, member in stored.items() if key not in now]
        new = [member for key, member in now.items() if key not in stored]
        changed = [member for key, member in now.items() if key in stored and not same_preview(member, stored[key])]
        SchemeMember.objects.filter(pk__in=gone).delete()
        SchemeMember.objects.bulk_create(new, batch_size=ROWS_A_STATEMENT)
        SchemeMember.objects.bulk_update(
            changed, [name.removesuffix("_id") for name in PREVIEWED], batch_size=ROWS_A_STATEMENT
        )
        entry.needed = bool(gone or new or changed)
        entry.after = {"gone": len(gone), "new": len(new), "changed": len(changed)}
        differs = what_shifts(stored.values()) != what_shifts(now.values())
        if differs and stored:
            _touch(locked)
        return differs


def _apply(scheme: Scheme, read_at_version: int, by) -> Scheme:
    with trail.written("apply_scheme", Verb.CHANGED, by=by, subject=scheme) as entry:
        locked = _lock(scheme)
        if locked.state == SchemeState.APPLIED:
            entry.needed = False
            return locked
        _check_draft(locked)
        if locked.version != read_at_version:
            raise RuleBroken("Somebody changed this scheme while you were looking at it. Look again.")
        stored = list(locked.members.select_related("episode", "before_row"))
        now = members_now(locked, stored, by, today=timezone.localdate())
        if what_shifts(stored) != what_shifts(now.values()):
            raise _PreviewIsOld
        members = [member for member in stored if member.shifts]
        if not members:
            raise RuleBroken("Nobody’s day would shift. Take somebody in, or change the scheme.")
        try:
            _shift([(member, as_shifted(locked, member)) for member in members], by=by, counting="before_row_id")
        except RuleBroken:
            # Released or moved by somebody between the look and the lock.
            raise _PreviewIsOld from None
        current = ReleaseDate.objects.current().filter(episode=OuterRef("episode")).values("pk")
        locked.members.to_shift().update(after_row=Subquery(current))
        _move(locked, SchemeState.APPLIED, applied_by=by, applied_at=timezone.now())
        entry.shown = [member.episode.person_id for member in members]
        entry.after = {"shifted": len(members)}
        return locked


def _shift(told: Sequence[tuple[SchemeMember, Told]], *, by, counting: str) -> None:
    """Record and plan again. Refuses if for anyone another row than the member's `counting` was the one that counted."""
    recorded = record_release_dates(told=[each for _, each in told], by=by)
    for (member, _), each in zip(told, recorded, strict=True):
        if each.former is None or each.former.pk != getattr(member, counting):
            raise RuleBroken("Somebody recorded a date at the same moment. Press the button again.")
    replan_moves(
        [
            Move(each.row.episode, each.former.liberation_date, each.row.liberation_date, ledger_row=each.row)
            for each in recorded
        ],
        by=by,
    )


def _closed_to(user, members: Sequence[SchemeMember]) -> dict[uuid.UUID, str]:
    keys = [member.pk for member in members]
    may_open = set(SchemeMember.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return {key: "Somebody who may open the record has to change the date." for key in keys if key not in may_open}


def _keep_refusals(members: Sequence[SchemeMember], refused: dict[uuid.UUID, str]) -> None:
    kept = [member for member in members if member.pk in refused]
    for member in kept:
        member.undo_refused = refused[member.pk][:300]
    SchemeMember.objects.bulk_update(kept, ["undo_refused"], batch_size=ROWS_A_STATEMENT)


def _lock(scheme: Scheme) -> Scheme:
    """The stored row, locked until the transaction ends: of two who press at once, one waits for the other."""
    return Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)


def _touch(scheme: Scheme) -> None:
    """What was seen is no longer what is there: a button of a page opened before is refused."""
    scheme.save_version(read_at_version=scheme.version, update_fields=["state"])


def _check_draft(scheme: Scheme) -> None:
    if scheme.state != SchemeState.DRAFT:
        raise RuleBroken(f"This scheme is no longer a draft: “{scheme.get_state_display()}”.")


def _move(scheme: Scheme, state: SchemeState, **fields) -> None:
    """To another state, with the moment and author that belong to it."""
    _check_move(scheme, state)
    for name, value in {"state": state, **fields}.items():
        setattr(scheme, name, value)
    scheme.save_version(read_at_version=scheme.version, update_fields=["state", *fields])


def _check_move(scheme: Scheme, state: SchemeState) -> None:
    if state not in SCHEME_MOVES[scheme.state]:
        raise RuleBroken(f"This scheme is at “{scheme.get_state_display()}”, so this cannot be done.")


def _check(prisons, tranches, terms) -> None:
    chosen = [*prisons, *(terms.get(name) for name in ("programme", "liberation_list", "from_day", "until_day"))]
    if not any(chosen) and not terms.get("sentence_bands"):
        raise RuleBroken("Choose whom the scheme is for: a prison, a sentence, a programme, a list or liberation days.")
    if terms["shift"] == SchemeShift.TRANCHES:
        _check_tranches(sorted(tranches))


def _check_tranches(tranches) -> None:
    if not tranches:
        raise RuleBroken("Enter the tranches: who leaves on which day.")
    for first, last, _ in tranches:
        if last < first:
            raise RuleBroken("A tranche ends before it begins. Check its first and last day.")
    for (_, last, _), (first, _, _) in itertools.pairwise(tranches):
        if first <= last:
            raise RuleBroken("Two tranches overlap: a liberation day may be in one of them only.")


def _parts(scheme) -> tuple[set, set]:
    return set(scheme.prisons.all()), set(scheme.tranches.values_list("from_day", "until_day", "to_day"))


def _set_parts(scheme, prisons, tranches) -> None:
    scheme.prisons.set(prisons)
    scheme.tranches.all().delete()
    SchemeTranche.objects.bulk_create(
        SchemeTranche(scheme=scheme, from_day=first, until_day=last, to_day=to_day) for first, last, to_day in tranches
    )
