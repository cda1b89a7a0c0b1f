"""Applying a prison's list: everything its preview says in one transaction, or nothing.

The statements are over all rows at once, so that ten thousand rows take seconds. What each row made is kept beside it
(AppliedRow), so that the list can be taken back.
"""

import contextlib
import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.collector import collector_paused
from core.errors import RuleBroken
from core.once import wait_in_line
from core.progress import say_progress
from liberations.enums import LIST_MOVES, ListState, RowDifference
from liberations.models import AppliedRow, GateLiberation, LiberationList, ListRow
from liberations.services.lists import NoLongerWaiting, NotAsSeen
from liberations.services.replanning import Move, replan_moves
from liberations.weekly_list.keeping import compare_again
from mentoring.models import Case
from people.enums import IdentifierKind, Sex
from people.models import Person
from people.services.people import REGISTERING, Newcomer, NewNumber, add_identifiers, register_people
from prisons.enums import DateKind, DateSource
from prisons.models import CustodialEpisode, Prison, PrisonStay, ReleaseDate
from prisons.services.episodes import Admission, Transfer, begin_episodes, transfer_to_prisons
from prisons.services.release_dates import Told, record_release_dates
from referrals.enums import Source
from referrals.models import Programme
from referrals.services.referrals import NewReferral, receive_referrals

# What planning again may take from the plan for the gate, and taking the list back gives back.
GATE_FIELDS = ("meet_time", "meeting_point", "state", "not_met_reason", "outcome_note", "outcome_at", "outcome_by_id")

# Of a row, what applying needs: reading ten thousand rows with the rest takes twice as long.
ROW_FIELDS = (
    "list",
    "row_number",
    "number",
    "given_names",
    "family_name",
    "birth_date",
    "sex",
    "hall",
    "liberation_date",
    "person",
    "programme",
    "difference",
    "adds_number",
)
# What is done in turn, as the page of a long list names it.
STEPS = (
    "comparing with the record",
    "new people",
    "prison numbers",
    "times in custody",
    "moves between prisons",
    "dates",
    "referrals",
    "planning again",
    "keeping what was done",
)


class ChangedSincePreview(RuleBroken):
    """The record is no longer what the preview was made from."""

    def __init__(self):
        super().__init__(
            "Something on record has changed since this preview was made. It has been made anew: look again."
        )


@dataclasses.dataclass
class _Line:
    """A row on its way: who it is, their time in custody, and what has been recorded so far."""

    row: ListRow
    applied: AppliedRow
    person: Person | None
    episode: CustodialEpisode | None = None
    current: ReleaseDate | None = None
    ledger_row: ReleaseDate | None = None
    stay: PrisonStay | None = None


@collector_paused()
def apply_list(*, liberation_list: LiberationList, by, seen: int | None = None) -> LiberationList:
    """Do what the preview says, all of it or nothing. Applied twice, it is applied once.

    Everything it compares is locked first, so that nothing changes between comparing and writing. `seen` is the number of
    the preview that somebody looked at (None: the one that is kept). Refuses, with the preview made anew, when the record
    has changed since (ChangedSincePreview), when another preview was seen, and when a rule refuses a row, naming it.
    """
    try:
        with trail.written("apply_list", Verb.CHANGED, by=by) as entry:
            locked = LiberationList.objects.lock(liberation_list.pk)
            entry.subject, entry.needed = locked, locked.state != ListState.APPLIED
            if locked.state != ListState.APPLIED:
                if not locked.is_as_seen(seen):
                    raise NotAsSeen
                lines = _apply(locked, by=by)
                entry.shown = [line.person.pk for line in lines]
                entry.after = {"applied": len(lines), "prison": locked.prison}
            return locked
    except ChangedSincePreview:
        preview_anew(liberation_list=liberation_list, by=by)
        raise


def preview_anew(*, liberation_list: LiberationList, by) -> LiberationList:
    """Compare a waiting list with the record as it is now, and keep what that says."""
    with trail.written("preview_anew", Verb.CHANGED, by=by, subject=liberation_list) as entry:
        locked = LiberationList.objects.lock(liberation_list.pk)
        entry.needed = locked.state in (ListState.READ, ListState.APPLYING) and compare_again(locked)
        return locked


def _apply(locked: LiberationList, *, by) -> list[_Line]:
    if ListState.APPLIED not in LIST_MOVES[locked.state]:
        raise NoLongerWaiting(locked)
    if not Prison.objects.open_on(timezone.localdate()).filter(pk=locked.prison_id).exists():
        raise RuleBroken(
            "The prison of this list has been closed since. Throw the list away, or have the prison reopened."
        )
    at = timezone.now()
    say_progress(locked.pk, done=0, steps=len(STEPS))
    _hold(locked)
    if compare_again(locked):
        raise ChangedSincePreview
    lines = _lines(locked)
    steps = (_take_on, _number, _admit, _transfer, _date, _refer, _replan, _remember)
    for done, step in enumerate(steps, 1):
        say_progress(locked.pk, done=done, steps=len(STEPS))
        step(lines, locked, by=by, at=at)
    locked.state, locked.applied_by, locked.applied_at, locked.apply_problem = ListState.APPLIED, by, at, ""
    locked.save(update_fields=["state", "applied_by", "applied_at", "apply_problem"])
    locked.forget_file()
    return lines


def _hold(locked: LiberationList) -> None:
    """Lock everyone the list is about, and keep others from being registered, until it is written."""
    wait_in_line(REGISTERING)
    keys = list(locked.rows.filter(person__isnull=False).values_list("person", flat=True))
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    episodes = CustodialEpisode.objects.filter(person__in=keys, released_date=None)
    list(episodes.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _lines(locked: LiberationList) -> list[_Line]:
    """The rows to apply, in the order of the spreadsheet, with the time in custody of those on record."""
    rows = list(locked.rows.to_apply().only(*ROW_FIELDS).order_by("row_number"))
    people = Person.objects.only("pk").in_bulk([row.person_id for row in rows if row.person_id])
    programmes = Programme.objects.select_related("team").in_bulk({row.programme_id for row in rows})
    open_now = CustodialEpisode.objects.filter(person__in=[row.person_id for row in rows if row.person_id])
    episodes = {episode.person_id: episode for episode in open_now.filter(released_date=None)}
    current = {row.episode_id: row for row in ReleaseDate.objects.current().filter(episode__in=episodes.values())}
    lines = []
    for row in rows:
        row.programme = programmes.get(row.programme_id)
        line = _Line(row, AppliedRow(row=row), people.get(row.person_id), episodes.get(row.person_id))
        line.current = current.get(line.episode.pk) if line.episode else None
        lines.append(line)
    return lines


def _take_on(lines: Sequence[_Line], locked: LiberationList, *, by, at: dt.datetime) -> None:
    new = [line for line in lines if line.person is None]
    newcomers = [
        Newcomer(
            {
                "given_names": line.row.given_names,
                "family_name": line.row.family_name,
                "birth_date": line.row.birth_date,
                "sex": line.row.sex or Sex.NOT_KNOWN,
            },
            number=line.row.number if line.row.adds_number else "",
        )
        for line in new
    ]
    with _naming(new):
        people = register_people(newcomers=newcomers, by=by)
    for line, person in zip(new, people, strict=True):
        line.person, line.applied.made_person = person, True


def _number(lines: Sequence[_Line], locked: LiberationList, *, by, at: dt.datetime) -> None:
    """The numbers that those on record were not known by."""
    adding = [line for line in lines if line.row.adds_number and not line.applied.made_person]
    with _naming(adding):
        numbers = [NewNumber(line.person, IdentifierKind.SPS, line.row.number) for line in adding]
        added = add_identifiers(numbers=numbers, by=by)
    for line, (identifier, made) in zip(adding, added, strict=True):
        line.applied.number_key = identifier.pk if made else None


def _admit(lines: Sequence[_Line], locked: LiberationList, *, by, at: dt.datetime) -> None:
    """Those who are new, and those who are back."""
    outside = [line for line in lines if line.episode is None]
    with _naming(outside):
        admissions = [Admission(line.person, locked.prison, hall=line.row.hall) for line in outside]
        episodes = begin_episodes(admissions=admissions, by=by)
    for line, episode in zip(outside, episodes, strict=True):
        line.episode, line.applied.made_episode = episode, True


def _transfer(lines: Sequence[_Line], locked: LiberationList, *, by, at: dt.datetime) -> None:
    elsewhere = [line for line in lines if line.row.difference == RowDifference.TRANSFER]
    today = timezone.localdate()
    with _naming(elsewhere):
        transfers = [Transfer(line.episode, locked.prison, today, line.row.hall) for line in elsewhere]
        moved = transfer_to_prisons(transfers=transfers, by=by)
    for line, move in zip(elsewhere, moved, strict=True):
        line.stay, line.applied.stay_key = move.stay, move.stay.pk
        line.applied.former_stay_key = move.former.pk if move.former else None


def _date(lines: Sequence[_Line], locked: LiberationList, *, by, at: dt.datetime) -> None:
    dated = [line for line in lines if line.row.liberation_date and line.row.liberation_date != _day(line.current)]
    with _naming(dated):
        recorded = record_release_dates(told=[_told(line) for line in dated], by=by, at=at)
    for line, each in zip(dated, recorded, strict=True):
        if each.is_new:
            line.ledger_row, line.applied.date_key = each.row, each.row.pk
            line.applied.former_date_key = each.former.pk if each.former else None


def _told(line: _Line) -> Told:
    return Told(
        line.episode,
        kind=DateKind.PRISON_STATED,
        source=DateSource.PRISON_LIST,
        sentence_date=line.current.sentence_date if line.current else None,
        stated_date=line.row.liberation_date,
    )


def _refer(lines: Sequence[_Line], locked: LiberationList, *, by, at: dt.datetime) -> None:
    """To the programme that the preview names, but for those who take part in it."""
    named = [line for line in lines if line.row.programme_id]
    people = [line.person.pk for line in named]
    taking_part = set(Case.objects.open().filter(person__in=people).values_list("person_id", "programme_id"))
    new = [line for line in named if (line.person.pk, line.row.programme_id) not in taking_part]
    today = timezone.localdate()
    with _naming(new):
        referrals = [
            NewReferral(line.person, line.row.programme, line.episode, Source.PRISON_LIST, today) for line in new
        ]
        received = receive_referrals(referrals=referrals, by=by, at=at)
    for line, each in zip(new, received, strict=True):
        line.applied.referral_key = each.referral.pk if each.is_new else None


def _replan(lines: Sequence[_Line], locked: LiberationList, *, by, at: dt.datetime) -> None:
    moved = [line for line in lines if not line.applied.made_episode and (line.ledger_row or line.stay)]
    gates = _gates(moved)
    replan_moves(
        [
            Move(
                line.episode,
                _day(line.current),
                _day(line.ledger_row or line.current),
                ledger_row=line.ledger_row,
                stay=line.stay,
            )
            for line in moved
        ],
        by=by,
    )
    after = _gates(moved)
    for line in moved:
        before = gates.get(line.episode.pk, {})
        now = after.get(line.episode.pk, {})
        line.applied.gate = {name: value for name, value in before.items() if value != now[name]}


def _gates(lines: Sequence[_Line]) -> dict[uuid.UUID, dict[str, str | None]]:
    gates = GateLiberation.objects.filter(episode__in=[line.episode.pk for line in lines])
    return {
        gate.episode_id: {name: None if (value := getattr(gate, name)) is None else str(value) for name in GATE_FIELDS}
        for gate in gates
    }


def _remember(lines: Sequence[_Line], locked: LiberationList, *, by, at: dt.datetime) -> None:
    """Keep what each row made, and who the new people are."""
    for line in lines:
        line.applied.person_key, line.applied.episode_key = line.person.pk, line.episode.pk
    AppliedRow.objects.bulk_create([line.applied for line in lines], batch_size=5000)
    made = AppliedRow.objects.filter(row=OuterRef("pk")).values("person_key")
    locked.rows.filter(applied__made_person=True).update(person=Subquery(made))


@contextlib.contextmanager
def _naming(lines: Sequence[_Line]) -> Iterator[None]:
    """What is refused of one of these rows is refused with the spreadsheet's number of the row."""
    try:
        yield
    except RuleBroken as refusal:
        if refusal.place is None:
            raise
        raise RuleBroken(f"Row {lines[refusal.place].row.row_number}: {refusal}") from refusal


def _day(row: ReleaseDate | None) -> dt.date | None:
    return row.liberation_date if row else None
