"""A prison's list: read and compared, then applied as a whole or discarded. Nothing changes before it is applied."""

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums import ListState, RowDifference
from liberations.models import ColumnMapping, LiberationList, ListFile, ListRow
from liberations.services.release_dates import move_release_date
from liberations.services.transfers import transfer_person
from liberations.weekly_list.keeping import compare_again, keep_rows
from liberations.weekly_list.reading import Reading, file_hash, read_list_file
from people.enums import IdentifierKind, Sex
from people.services.people import add_identifier, register_person
from prisons.enums import DateKind, DateSource
from prisons.models import Prison
from prisons.services.episodes import begin_episode
from prisons.services.release_dates import record_release_date
from referrals.enums import Source
from referrals.models import Programme
from referrals.services.referrals import receive_referral

LONGEST_FILE_NAME = 200


def read_list(*, prison: Prison, programme: Programme, file_name: str, content: bytes, by) -> LiberationList:
    """Read a file and keep its rows with what each would change.

    Where the columns are not recognised the list waits for somebody to choose them (state COLUMNS, `choose_columns`). Of a
    file that cannot be read nothing is kept but that fact and why (state REFUSED). The same file again for the same prison
    and programme returns the list that waits, or that was applied.
    """
    with trail.written("read_list", Verb.CREATED, by=by) as entry:
        of_file = LiberationList.objects.filter(prison=prison, programme=programme, file_hash=file_hash(content))
        known = of_file.exclude(state__in=[ListState.DISCARDED, ListState.REFUSED]).first()
        if known:
            entry.needed = False
            if known.state == ListState.READ:
                compare_again(known)
            return known
        made = LiberationList(
            prison=prison,
            programme=programme,
            team=programme.team,
            file_hash=file_hash(content),
            uploaded_by=by,
            uploaded_at=timezone.now(),
        )
        entry.subject, entry.after = made, {"prison": prison}
        choices = ColumnMapping.objects.latest_first(team=programme.team, prison=prison)
        try:
            reading = read_list_file(content, on=timezone.localdate(), choices=choices)
        except RuleBroken as refusal:
            return _refuse(made, str(refusal), entry)
        return _keep(made, file_name, content, reading, entry)


def _refuse(made: LiberationList, refusal: str, entry) -> LiberationList:
    refused_before = LiberationList.objects.filter(
        prison=made.prison, programme=made.programme, file_hash=made.file_hash, refusal=refusal
    ).first()
    if refused_before:
        entry.needed = False
        return refused_before
    made.state, made.refusal = ListState.REFUSED, refusal
    made.save()
    entry.after["refusal"] = refusal
    return made


def _keep(made: LiberationList, file_name: str, content: bytes, reading: Reading | None, entry) -> LiberationList:
    made.file_name = file_name[-LONGEST_FILE_NAME:]
    made.state = ListState.READ if reading else ListState.COLUMNS
    made.remarks = reading.remarks if reading else []
    made.save()
    ListFile.objects.create(list=made, content=content)
    if reading:
        keep_rows(made, reading.rows)
    entry.after["rows"] = len(reading.rows) if reading else "columns to be chosen"
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
        locked.forget_file()
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
        if locked.state != ListState.COLUMNS:
            _check_waiting(locked)
        locked.rows.all().delete()
        locked.forget_file()
        locked.state, locked.file_name, locked.remarks = ListState.DISCARDED, "", []
        locked.save(update_fields=["state", "file_name", "remarks"])
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
