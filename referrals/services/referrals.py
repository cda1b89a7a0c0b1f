"""A referral from the day it comes in to the decision: taken in, decided about. Offers and answers: services/offers.py."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Team
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.enums import AccessReason
from people.models import Person
from people.services.access import grant_access_to_many
from prisons.models import CustodialEpisode
from referrals.enums import WAITING_STATES, DeclineReason, ReferralState, Source
from referrals.models import Agency, Programme, Referral
from referrals.moving import need_move
from referrals.notifications import tell_other_teams

# What a move writes by itself: it differs each time that the same answers are sent.
WRITTEN_BY_US = ("decided_at",)


@dataclasses.dataclass(frozen=True)
class NewReferral:
    """Somebody put forward for a programme, in a time in custody."""

    person: Person
    programme: Programme
    episode: CustodialEpisode
    source: Source | str
    referred_date: dt.date
    source_note: str = ""
    agency: Agency | None = None
    new_id: uuid.UUID | None = None


@dataclasses.dataclass(frozen=True)
class Received:
    """The referral that waits, and whether it is new: one to the same programme that waited already stays the only one."""

    referral: Referral
    is_new: bool


def receive_referral(
    *, person: Person, by, new_id: uuid.UUID | None = None, at: dt.datetime | None = None, **asked
) -> Referral:
    """Take in a referral (`asked`: see NewReferral). The managers and prison mentors of the programme's team may open the
    record from now on.

    A referral to the same programme that still waits is returned instead of a second one; where it came in an earlier time in
    custody that has ended, it is about the present one from now on.
    """
    with trail.written("receive_referral", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(Referral, new_id, person=person, received_by=by):
            entry.needed = False
            return made
        (received,) = _receive([NewReferral(person, new_id=new_id, **asked)], by=by, at=at)
        referral = received.referral
        entry.subject, entry.needed = referral, received.is_new
        entry.after = {"programme": referral.programme_id, "source": referral.source}
        return referral


def receive_referrals(*, referrals: Sequence[NewReferral], by, at: dt.datetime | None = None) -> list[Received]:
    """As `receive_referral` for each, in a fixed number of statements; in the same order."""
    with trail.written("receive_referrals", Verb.CREATED, by=by) as entry:
        received = _receive(referrals, by=by, at=at)
        entry.after = {"referrals": sum(each.is_new for each in received)}
        entry.needed = bool(entry.after["referrals"])
        return received


def _receive(asked: Sequence[NewReferral], *, by, at: dt.datetime | None) -> list[Received]:
    today, at = timezone.localdate(), at or timezone.now()
    people = {each.person.pk: each.person for each in asked}
    Person.objects.hold(people)
    there = Referral.objects.filter(person__in=people, state__in=WAITING_STATES).select_related("programme", "episode")
    waiting = {(referral.person_id, referral.programme_id): referral for referral in there}
    received = []
    for place, each in enumerate(asked):
        if each.referred_date > today:
            raise RuleBroken("The day of the referral cannot be in the future.", place=place)
        key = (each.person.pk, each.programme.pk)
        is_new = key not in waiting
        if is_new:
            waiting[key] = _new_referral(each, by=by, at=at)
        elif waiting[key].episode.released_date and waiting[key].episode_id != each.episode.pk:
            waiting[key].episode = each.episode
            waiting[key].save(update_fields=["episode"])
        received.append(Received(waiting[key], is_new))
    new = [each.referral for each in received if each.is_new]
    Referral.objects.bulk_create(new)
    tell_other_teams(new)
    for team, put_forward in _by_team(new).items():
        for role, reason in ((Role.MANAGER, AccessReason.TEAM), (Role.PRISON_MENTOR, AccessReason.TRIAGE)):
            grant_access_to_many(people=put_forward, team=team, role=role, reason=reason, by=by, at=at)
    return received


def _new_referral(asked: NewReferral, *, by, at: dt.datetime) -> Referral:
    return Referral(
        pk=asked.new_id or uuid.uuid4(),
        person=asked.person,
        programme=asked.programme,
        episode=asked.episode,
        source=asked.source,
        source_note=asked.source_note,
        agency=asked.agency if asked.source == Source.PARTNER else None,
        referred_date=asked.referred_date,
        received_by=by,
        received_at=at,
    )


def _by_team(referrals: Sequence[Referral]) -> dict[Team, list[Person]]:
    found: dict[Team, list[Person]] = {}
    for referral in referrals:
        found.setdefault(referral.programme.team, []).append(referral.person)
    return found


def accept_referral(*, referral: Referral, by, at: dt.datetime | None = None) -> Referral:
    """Eligible: to be offered the service. Decided at `at` (now)."""
    return _move(referral, ReferralState.ELIGIBLE, by=by, decided_by=by, decided_at=at or timezone.now())


def decline_referral(
    *, referral: Referral, reason: DeclineReason | str, by, note: str = "", at: dt.datetime | None = None
) -> Referral:
    """Not for this service, because of `reason`; counted by reason. Decided at `at` (now)."""
    if not reason:
        raise RuleBroken("Choose why this service is not for them.")
    return _move(
        referral,
        ReferralState.DECLINED,
        by=by,
        decline_reason=reason,
        decline_note=note,
        decided_by=by,
        decided_at=at or timezone.now(),
    )


def reconsider_referral(*, referral: Referral, by) -> Referral:
    """Look at a declined referral again; the reason stays on the trail."""
    return _move(
        referral, ReferralState.RECEIVED, by=by, decline_reason="", decline_note="", decided_by=None, decided_at=None
    )


def _move(referral: Referral, state: ReferralState, *, by, **fields) -> Referral:
    action = f"referral_{state.name.lower()}"
    with trail.written(action, Verb.CHANGED, by=by, subject=referral, person=referral.person) as entry:
        locked = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
        if _is_said_again(locked, state, fields):
            entry.needed = False
            return locked
        need_move(locked, state)
        entry.before, entry.after = {"state": locked.state}, {"state": state}
        if fields.get("decline_reason"):
            entry.after["decline_reason"] = fields["decline_reason"]
        for name, value in {"state": state, **fields}.items():
            setattr(locked, name, value)
        locked.save(update_fields=["state", *fields])
        return locked


def _is_said_again(locked, state, fields):
    """A button pressed twice: the same move with the same answers."""
    if locked.state != state:
        return False
    return all(getattr(locked, name) == value for name, value in fields.items() if name not in WRITTEN_BY_US)
