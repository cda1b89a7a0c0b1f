"""Two records of one person made one, and taken apart again. Everything a record holds is moved, so this stands where all of
it can be seen; nothing is deleted."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums import GateState
from liberations.merging.conflicts import conflicts
from liberations.merging.moving import fold, kept_of, move_all, move_back
from liberations.merging.records import records_of
from liberations.models import GateLiberation
from liberations.notifications import tell_merged
from liberations.services.gate_access import let_in_again
from mentoring.enums.cases import AssignmentRole
from mentoring.models import AbsenceCover, Assignment, Handover
from mentoring.services.access import OPENED_BY
from people.enums import AccessReason
from people.models import Access, Merge, Person, PersonalConnection
from people.services.access import end_access, grant_access, move_access_end
from people.services.connections import connections_follow_merge, connections_follow_unmerge
from people.services.merges import end_doubled_access, record_merge, record_merge_undone
from referrals.models import Referral
from referrals.services.decisions import follow_withdrawals

MERGED_ALREADY = "One of these records has been merged into another one. Open it again."


def merge_people(*, survivor: Person, merged: Person, note: str, by: User) -> Merge:
    """Move everything from `merged` to `survivor`, which stands for both from now on. Sent twice, it is done once.

    Refuses, with what to settle first, two times in custody that contradict each other, two open cases or two waiting
    referrals in one programme, and whoever may not open both. Where both hold the same present time in custody, our work
    goes on in the survivor's entry. One transaction, one trail row, which is found under either record.
    """
    with trail.written("merge_people", Verb.CHANGED, by=by, person=survivor) as entry:
        survivor, merged = _locked(survivor, merged)
        done = Merge.objects.in_force().filter(survivor=survivor, merged=merged).first()
        if done:
            entry.needed = False
            return done
        if survivor == merged or survivor.merged_into_id or merged.merged_into_id:
            raise RuleBroken(MERGED_ALREADY)
        if Person.objects.visible_to(by).filter(pk__in=[survivor.pk, merged.pk]).count() < 2:
            raise RuleBroken("You may merge two records only if you may open both.")
        records = records_of([survivor, merged])
        ours, theirs = records[survivor.pk], records[merged.pk]
        if against := conflicts(ours, theirs):
            raise RuleBroken(" ".join(against))
        could_open = Access.objects.in_force().filter(person__in=[survivor, merged], team__isnull=False)
        teams = set(could_open.values_list("team_id", flat=True))
        kept, ended = kept_of(survivor), end_doubled_access(survivor=survivor, merged=merged, by=by)
        moved, doubled = [], None
        if ours.present and theirs.present:
            # The other's entry stays with the record that is merged away: nobody is in custody twice.
            doubled = theirs.present.episode
            moved += fold(entry=doubled, into=ours.present.episode)
        moved += move_all(merged=merged, survivor=survivor, stays=doubled)
        merge = record_merge(
            survivor=survivor, merged=merged, note=note, moved=moved, kept=kept, ended_access=ended, by=by
        )
        connections_follow_merge(survivor=survivor, by=by)
        entry.subject, entry.shown = merge, [survivor.pk, merged.pk]
        entry.after = {
            "merged": merged,
            "moved": {f"{move['model']}.{move['field']}": len(move["keys"]) for move in moved},
        }
        follow_withdrawals(person=survivor, by=by)
        tell_merged(merge, teams=teams, by=by)
        return merge


def unmerge_people(*, merge: Merge, by: User) -> Merge:
    """Take two records apart again: what was moved goes back, with what was added to it since; the rest stays where it is.

    Refuses when the survivor itself was merged into another record since, and when what was on it before has grown together
    with what would go back. Undone twice, it is undone once.
    """
    with trail.written("unmerge_people", Verb.CHANGED, by=by, subject=merge, person=merge.survivor) as entry:
        survivor, merged = _locked(merge.survivor, merge.merged)
        merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        merge.survivor, merge.merged = survivor, merged
        if merge.undone_at:
            entry.needed = False
            return merge
        if survivor.merged_into_id:
            raise RuleBroken("This record has itself been merged into another one since. Take these two apart first.")
        entry.shown = [survivor.pk, merged.pk]
        gone = move_back(merge)
        entry.after = {"apart": merged, "roots": len(gone)}
        record_merge_undone(merge=merge, by=by)
        connections_follow_unmerge(merge=merge, by=by)
        for person in (survivor, merged):
            follow_withdrawals(person=person, by=by)
        _open_to_mentors(merge, by)
        _open_to_gate_mentors(merge, by)
        _open_to_teams(merge, by)
        _open_to_who_covers(merge, by)
        _open_to_who_hands_over(merge, by)
        return merge


def _open_to_mentors(merge: Merge, by: User) -> None:
    """Whoever was assigned to a case since it was moved may open the record it went back to, and no longer the other one unless
    they work there too."""
    assigned = Assignment.objects.current().filter(case__closed_date=None).select_related("mentor__user")
    elsewhere = set(assigned.filter(case__person=merge.survivor).values_list("mentor__user_id", "role"))
    had_before = set(
        Access.objects.filter(person=merge.survivor, from_at__lt=merge.merged_at).values_list("user_id", flat=True)
    )
    knows = PersonalConnection.objects.in_force().between(OuterRef("mentor__user"), merge.merged)
    for assignment in assigned.filter(~Exists(knows), case__person=merge.merged):
        user, reason = assignment.mentor.user, OPENED_BY[AssignmentRole(assignment.role)]
        grant_access(person=merge.merged, user=user, reason=reason, by=by)
        if (user.pk, assignment.role) not in elsewhere and user.pk not in had_before:
            end_access(person=merge.survivor, user=user, reason=reason, by=by)


def _open_to_gate_mentors(merge: Merge, by: User) -> None:
    """As those who were named since to go to the gate of the person."""
    named = GateLiberation.objects.filter(state=GateState.PLANNED, case__closed_date=None, mentor__isnull=False)
    named = named.select_related("case", "mentor__user", "second__user")
    elsewhere = {mentor for gate in named.filter(case__person=merge.survivor) for mentor in gate.goers}
    for gate in named.filter(case__person=merge.merged):
        for mentor in gate.goers:
            let_in_again(case=gate.case, mentor=mentor, by=by)
            if mentor not in elsewhere:
                end_access(person=merge.survivor, user=mentor.user, reason=AccessReason.GATE, by=by)


def _open_to_who_covers(merge: Merge, by: User) -> None:
    """As those who were chosen since to cover a case, on the days they cover."""
    chosen = AbsenceCover.objects.standing().filter(case__person=merge.merged, access__person=merge.survivor)
    for cover in chosen.filter(access__until_at__gt=timezone.now()).select_related("access__user"):
        cover.access = _open_instead(merge, cover.access, by) or cover.access
        cover.save(update_fields=["access"])


def _open_to_who_hands_over(merge: Merge, by: User) -> None:
    """As those who take a case over, or have passed one on lately."""
    back, stay = (_handing_over(person) for person in (merge.merged, merge.survivor))
    given = Access.objects.in_force().filter(person=merge.survivor, reason=AccessReason.HANDOVER)
    for access in given.filter(user__in=back - stay, from_at__gte=merge.merged_at).select_related("user"):
        _open_instead(merge, access, by)


def _handing_over(person: Person) -> set:
    pairs = Handover.objects.filter(case__person=person).values_list("from_mentor__user_id", "to_mentor__user_id")
    return {user for pair in pairs for user in pair}


def _open_instead(merge: Merge, access: Access, by: User) -> Access | None:
    """Access of one user to the surviving record is to the one taken from it; to neither for whoever knows that person."""
    now, from_at, until_at = timezone.now(), access.from_at, access.until_at
    move_access_end(access=access, until_at=now, by=by)
    if PersonalConnection.objects.in_force().between(access.user, merge.merged).exists():
        return None
    days = {"at": max(from_at, now), "until_at": until_at}
    return grant_access(person=merge.merged, user=access.user, reason=access.reason, by=by, **days)


def _open_to_teams(merge: Merge, by: User) -> None:
    """As teams to whom the person was referred since."""
    since = Access.objects.in_force().filter(person=merge.survivor, team__isnull=False, from_at__gte=merge.merged_at)
    referred = Referral.objects.filter(person__in=[merge.survivor_id, merge.merged_id])
    teams = {
        person: set(referred.filter(person=person).values_list("programme__team", flat=True))
        for person in (merge.survivor_id, merge.merged_id)
    }
    for access in since.select_related("team"):
        holder = {"team": access.team, "role": access.role, "reason": access.reason}
        if access.team_id in teams[merge.merged_id]:
            grant_access(person=merge.merged, **holder, by=by)
            if access.team_id not in teams[merge.survivor_id]:
                end_access(person=merge.survivor, **holder, by=by)


def _locked(*people: Person) -> list[Person]:
    """The rows as they are now, locked in the order of their keys, in the order they were given."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[person.pk for person in people]).order_by("pk")
    found = {person.pk: person for person in rows}
    return [found[person.pk] for person in people]
