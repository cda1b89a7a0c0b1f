"""A prison's list: read and compared, or discarded. Nothing changes before it is applied (list_apply.py)."""

import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.collector import collector_paused
from core.errors import RuleBroken
from core.once import one_at_a_time
from liberations.enums import GONE_STATES, LIST_MOVES, ListState
from liberations.models import ColumnMapping, LiberationList, ListFile
from liberations.weekly_list.keeping import compare_again, keep_rows
from liberations.weekly_list.reading import Reading, file_hash, read_list_file
from prisons.models import Prison
from referrals.models import Programme

LONGEST_FILE_NAME = 200


class NoLongerWaiting(RuleBroken):
    """The list has been applied, handed over, thrown away or taken back meanwhile."""

    def __init__(self, liberation_list: LiberationList):
        super().__init__(f"This list is no longer waiting: it is {liberation_list.get_state_display().lower()}.")


class NotAsSeen(RuleBroken):
    """A colleague, or another tab, has changed the preview since it was looked at."""

    def __init__(self):
        super().__init__("This preview has changed while you were looking at it. Look again, then apply it.")


@collector_paused()
def read_list(*, prison: Prison, programme: Programme, file_name: str, content: bytes, by) -> LiberationList:
    """Read a file and keep its rows with what each would change.

    Where the columns are not recognised the list waits for somebody to choose them (state COLUMNS, `choose_columns`). Of a
    file that cannot be read nothing is kept but that fact and why (state REFUSED). The same file again for the same prison
    and programme returns the list that waits, or that was applied; unless it was thrown away or taken back.
    """
    with trail.written("read_list", Verb.CREATED, by=by) as entry:
        digest = file_hash(content)
        one_at_a_time(uuid.uuid5(prison.pk, f"{programme.pk} {digest}"))
        of_file = LiberationList.objects.filter(prison=prison, programme=programme, file_hash=digest)
        # Locked before it is compared again: somebody may be applying it.
        known = of_file.exclude(state__in=GONE_STATES).select_for_update(of=("self",)).first()
        if known:
            entry.needed = False
            if known.state == ListState.READ:
                compare_again(known)
            return known
        made = LiberationList(
            prison=prison,
            programme=programme,
            team=programme.team,
            file_hash=digest,
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


def discard_list(*, liberation_list: LiberationList, by) -> LiberationList:
    """Throw the list away: its rows go, that it was there stays."""
    with trail.written("discard_list", Verb.CHANGED, by=by, subject=liberation_list) as entry:
        locked = LiberationList.objects.lock(liberation_list.pk)
        if locked.state == ListState.DISCARDED:
            entry.needed = False
            return locked
        if ListState.DISCARDED not in LIST_MOVES[locked.state]:
            raise NoLongerWaiting(locked)
        locked.rows.all().delete()
        locked.forget_file()
        locked.state, locked.file_name, locked.remarks = ListState.DISCARDED, "", []
        locked.save(update_fields=["state", "file_name", "remarks"])
        return locked
