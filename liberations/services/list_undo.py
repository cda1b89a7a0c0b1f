"""Taking an applied list back as a whole, while nothing has been built on what it made.

Who was new is removed; moved dates get a row of the ledger with the facts of before; transfers never were. Everyone
concerned is locked first, so that nothing is added between looking and removing.
"""

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.collector import collector_paused
from core.errors import RuleBroken
from liberations.enums import LIST_MOVES, ListState, SchemeState
from liberations.models import AppliedRow, GateLiberation, LiberationList, ListRow, Scheme, SchemeMember
from liberations.services.replanning import Move, replan_moves
from liberations.weekly_list.built_since import Made, in_the_way
from liberations.weekly_list.keeping import compare_again
from people.models import Access, Identifier, Person
from prisons.enums import DateKind, DateSource
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from prisons.services.episodes import Transferred, take_back_transfers
from prisons.services.release_dates import Told, record_release_dates
from referrals.models import Referral

# So many rows that stand in the way are named; of the others the number.
MOST_NAMED = 10


@collector_paused()
def undo_list(*, liberation_list: LiberationList, by) -> LiberationList:
    """Take back everything that applying the list did. Taken back twice, it is taken back once; the file may come again.

    Refuses when something has been built on it, and says which rows of the spreadsheet stand in the way and why.
    """
    with trail.written("undo_list", Verb.CHANGED, by=by) as entry:
        locked = LiberationList.objects.lock(liberation_list.pk)
        entry.subject, entry.needed = locked, locked.state != ListState.UNDONE
        if locked.state == ListState.UNDONE:
            return locked
        if ListState.UNDONE not in LIST_MOVES[locked.state]:
            raise RuleBroken("This list has not been applied, so there is nothing to take back.")
        applied = list(AppliedRow.objects.filter(row__list=locked).select_related("row").order_by("row__row_number"))
        _hold(applied)
        made = Made.by(locked, applied)
        _refuse_if_in_the_way(made)
        entry.shown = [row.person_key for row in applied]
        entry.after = {"rows": len(applied), "people": len(made.people), "prison": locked.prison}
        _put_back(made, by=by)
        others = _forget_in_other_lists(made)
        _remove(made)
        locked.rows.all().delete()
        locked.state, locked.undone_by, locked.undone_at = ListState.UNDONE, by, timezone.now()
        locked.file_name, locked.remarks = "", []
        locked.save(update_fields=["state", "undone_by", "undone_at", "file_name", "remarks"])
        for other in others:
            compare_again(other)
        return locked


def _hold(applied: Sequence[AppliedRow]) -> None:
    """Lock the people, their time in custody and their referrals: until this is done nothing new can point to them."""
    people = [row.person_key for row in applied]
    for rows in (
        Person.objects.filter(pk__in=people),
        CustodialEpisode.objects.filter(person__in=people),
        Referral.objects.filter(pk__in=[row.referral_key for row in applied if row.referral_key]),
    ):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _refuse_if_in_the_way(made: Made) -> None:
    reasons = in_the_way(made)
    if not reasons:
        return
    named = [f"Row {number}: {reason}." for number, reason in sorted(reasons.items())[:MOST_NAMED]]
    others = len(reasons) - len(named)
    if others:
        named.append(f"And {others} more row{'' if others == 1 else 's'}.")
    raise RuleBroken(
        "The list can no longer be taken back as a whole, because something has been built on it. " + " ".join(named)
    )


def _put_back(made: Made, *, by) -> None:
    """Dates and prisons of those who were in custody before, and what hangs on them."""
    dated, moved = made.dated, made.moved
    recorded = record_release_dates(told=[_told_before(made, row) for row in dated], by=by)
    ledger = {row.episode_key: each for row, each in zip(dated, recorded, strict=True)}
    stays = PrisonStay.objects.select_related("prison").in_bulk(
        [key for row in moved for key in (row.stay_key, row.former_stay_key) if key]
    )
    transfers = [Transferred(stays[row.stay_key], stays.get(row.former_stay_key)) for row in moved]
    back = dict(zip((row.episode_key for row in moved), take_back_transfers(transfers=transfers, by=by), strict=True))
    now = dict(ReleaseDate.objects.current().filter(episode__in=back).values_list("episode_id", "liberation_date"))
    moves = []
    for key in {**ledger, **back}:
        row = ledger.get(key)
        before, after = (row.former.liberation_date, row.row.liberation_date) if row else (now.get(key), now.get(key))
        counts = row.row if row else None
        moves.append(
            Move(made.episodes[key], before, after, ledger_row=counts, stay=back.get(key), left=made.list.prison)
        )
    replan_moves(moves, by=by)
    _put_gates_back(made)


def _told_before(made: Made, row: AppliedRow) -> Told:
    """What we had been told before the list; nothing, if it named the first date."""
    former = made.former_dates.get(row.former_date_key)
    episode = made.episodes[row.episode_key]
    if former is None:
        return Told(episode, kind=DateKind.PRISON_STATED, source=DateSource.PRISON_LIST)
    return Told.of(former, episode)


def _put_gates_back(made: Made) -> None:
    """What planning again had taken from a plan for the gate, where nobody has planned it since."""
    changed = {row.episode_key: row.gate for row in made.applied if row.gate}
    for gate in GateLiberation.objects.filter(episode__in=changed):
        facts = changed[gate.episode_id]
        for name, value in facts.items():
            setattr(gate, name, gate._meta.get_field(name.removesuffix("_id")).to_python(value))
        gate.save_version(read_at_version=gate.version, update_fields=list(facts))


def _forget_in_other_lists(made: Made) -> list[LiberationList]:
    """Lists that wait may be about people who are about to go. Returns those to be compared again."""
    gone = made.people
    theirs = ListRow.objects.exclude(list=made.list)
    waiting = LiberationList.objects.filter(state=ListState.READ).exclude(pk=made.list.pk)
    concerned = waiting.filter(rows__in=theirs.concerning(gone)).distinct()
    keys = list(concerned.values_list("pk", flat=True)) if gone else []
    others = list(LiberationList.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    theirs.filter(row_number=None, person__in=gone).delete()
    theirs.filter(decided_person__in=gone).update(decision="", decided_person=None, decided_by=None, decided_at=None)
    theirs.filter(person__in=gone).update(person=None)
    made.list.rows.filter(person__in=gone).update(person=None)
    return others


def _remove(made: Made) -> None:
    """What the list added: from what points to others to what is pointed to."""
    Referral.objects.filter(pk__in=made.referrals).delete()
    for referral in Referral.objects.filter(episode__in=made.new_episodes):
        ended = CustodialEpisode.objects.filter(person=referral.person_id, released_date__isnull=False)
        referral.episode = ended.order_by("-released_date").first()
        referral.save(update_fields=["episode"])
    _end_access(made)
    _leave_schemes(made)
    ReleaseDate.objects.filter(episode__in=made.new_episodes).delete()
    PrisonStay.objects.filter(episode__in=made.new_episodes).delete()
    CustodialEpisode.objects.filter(pk__in=made.new_episodes).delete()
    Identifier.objects.filter(pk__in=made.numbers).delete()
    Access.objects.filter(person__in=made.people).delete()
    Person.objects.filter(pk__in=made.people).delete()


def _leave_schemes(made: Made) -> None:
    """Early-release schemes that moved nothing of theirs; whoever looks at a draft that would have has to look again."""
    theirs = SchemeMember.objects.filter(episode__in=made.new_episodes)
    drafts = Scheme.objects.filter(members__in=theirs, state=SchemeState.DRAFT)
    Scheme.objects.filter(pk__in=drafts.values("pk")).update(version=F("version") + 1)
    theirs.delete()


def _end_access(made: Made) -> None:
    """Those who stay on record: what the referral had opened is closed again, unless another referral keeps it open."""
    referred = [row.person_key for row in made.applied if row.referral_key and not row.made_person]
    still = Referral.objects.filter(person__in=referred, programme__team=made.list.team_id).values("person")
    given = Access.objects.filter(person__in=referred, from_at=made.list.applied_at, until_at=None)
    given.exclude(person__in=still).update(until_at=timezone.now())
