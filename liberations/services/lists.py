"""A prison's list: read and compared, then applied as a whole or discarded. Nothing changes before it is applied."""

from django.utils import timezone

from accounts.models import Team
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums import ListState, RowDifference
from liberations.models import LiberationList, ListRow
from liberations.services.release_dates import move_release_date
from liberations.services.transfers import transfer_person
from liberations.weekly_list.keeping import compare_again, keep_rows
from liberations.weekly_list.reading import file_hash, read_rows
from people.enums import IdentifierKind, Sex
from people.services.people import add_identifier, register_person
from prisons.enums import DateKind, DateSource
from prisons.models import Prison
from prisons.services.episodes import begin_episode
from prisons.services.release_dates import record_release_date
from referrals.enums import Source
from referrals.models import Programme
from referrals.services.referrals import receive_referral


def read_list(*, prison: Prison, programme: Programme, file_name: str, content: bytes, by) -> LiberationList:
    """Read a file and keep its rows with what each would change. Refuses a file that cannot be read, and keeps nothing of it.

    The same file again for the same prison and programme returns the list that waits, or that was applied.
    """
    with trail.written("read_list", Verb.CREATED, by=by) as entry:
        rows = read_rows(file_name, content)
        same = LiberationList.objects.filter(prison=prison, programme=programme, file_hash=file_hash(content))
        known = same.exclude(state=ListState.DISCARDED).first()
        if known:
            entry.needed = False
            if known.state == ListState.READ:
                compare_again(known)
            return known
        team: Team = programme.team
        made = LiberationList.objects.create(
            prison=prison,
            programme=programme,
            team=team,
            file_hash=file_hash(content),
            file_name=file_name[-200:],
            uploaded_by=by,
            uploaded_at=timezone.now(),
        )
        keep_rows(made, rows)
        entry.subject, entry.after = made, {"rows": len(rows), "prison": prison}
        return made


def apply_list(*, liberation_list: LiberationList, by) -> LiberationList:
    """Do what the preview says, all of it or nothing. Applied twice, it is applied once.

    Refuses when the record has changed so that the preview no longer holds; the preview is then made anew.
    """
    if _changed_since_preview(liberation_list, by=by):
        raise RuleBroken(
            "Something on record has changed since this preview was made. It has been made anew: look again."
        )
    with trail.written("apply_list", Verb.CHANGED, by=by) as entry:
        locked = (
            LiberationList.objects.select_for_update(of=("self",))
            .select_related("prison", "programme__team")
            .get(pk=liberation_list.pk)
        )
        entry.subject = locked
        if locked.state == ListState.APPLIED:
            entry.needed = False
            return locked
        _check_waiting(locked)
        rows = locked.rows.to_apply().select_related("person", "programme__team").order_by("person", "row_number")
        for row in rows:
            _apply(row, locked, by)
        locked.state, locked.applied_by, locked.applied_at = ListState.APPLIED, by, timezone.now()
        locked.save(update_fields=["state", "applied_by", "applied_at"])
        entry.shown = [row.person_id for row in rows]
        entry.after = {"applied": len(rows), "prison": locked.prison}
        return locked


def discard_list(*, liberation_list: LiberationList, by) -> LiberationList:
    """Throw the list away: its rows go, that it was there stays."""
    with trail.written("discard_list", Verb.CHANGED, by=by, subject=liberation_list) as entry:
        locked = LiberationList.objects.select_for_update(of=("self",)).get(pk=liberation_list.pk)
        if locked.state == ListState.DISCARDED:
            entry.needed = False
            return locked
        _check_waiting(locked)
        locked.rows.all().delete()
        locked.state = ListState.DISCARDED
        locked.save(update_fields=["state"])
        return locked


def _apply(row: ListRow, liberation_list: LiberationList, by) -> None:
    prison = liberation_list.prison
    told = {
        "kind": DateKind.PRISON_STATED,
        "source": DateSource.PRISON_LIST,
        "stated_date": row.liberation_date,
        "by": by,
    }
    if row.difference == RowDifference.NEW_PERSON:
        row.person = register_person(
            number=row.number if row.adds_number else "",
            given_names=row.given_names,
            family_name=row.family_name,
            birth_date=row.birth_date,
            sex=row.sex or Sex.NOT_KNOWN,
            by=by,
        )
        row.save(update_fields=["person"])
    elif row.adds_number:
        add_identifier(person=row.person, kind=IdentifierKind.SPS, value=row.number, by=by)
    if row.difference in (RowDifference.NEW_PERSON, RowDifference.RETURNER):
        episode = begin_episode(person=row.person, prison=prison, hall=row.hall, by=by)
        if row.liberation_date:
            record_release_date(episode=episode, **told)
    else:
        episode = row.person.episodes.get(released_date=None)
        if row.difference == RowDifference.TRANSFER:
            transfer_person(episode=episode, prison=prison, on=timezone.localdate(), hall=row.hall, by=by)
        if row.liberation_date and row.liberation_date != row.before_date:
            current = episode.release_dates.current().first()
            told["sentence_date"] = current.sentence_date if current else None
            move_release_date(episode=episode, **told)
    if row.programme_id:
        receive_referral(
            person=row.person,
            programme=row.programme,
            episode=episode,
            source=Source.PRISON_LIST,
            referred_date=timezone.localdate(),
            by=by,
        )


def _changed_since_preview(liberation_list: LiberationList, *, by) -> bool:
    with trail.written("look_again", Verb.CHANGED, by=by, subject=liberation_list) as entry:
        locked = (
            LiberationList.objects.select_for_update(of=("self",)).select_related("prison").get(pk=liberation_list.pk)
        )
        changed = locked.state == ListState.READ and compare_again(locked)
        entry.needed, entry.after = changed, {"changed": changed}
        return changed


def _check_waiting(liberation_list: LiberationList) -> None:
    if liberation_list.state != ListState.READ:
        raise RuleBroken(f"This list is no longer waiting: it is {liberation_list.get_state_display().lower()}.")
