"""The link by which a partner agency without an account reads one referral and answers it, once (ADR 28).

It is the only way to what we hold about a person without signing in. Whatever is not right about a link is said to nobody: a
link that never was, one that is over, one that was used and one that was taken back all are NoSuchLink.
"""

import contextlib
import datetime as dt
import hmac
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import one_at_a_time
from people.enums import Purpose
from people.models import Person
from people.services.consents import need_consent
from referrals.enums import AGENCY_ANSWERS, ANSWERABLE_STATES, Condition, OnwardDecline, OnwardState
from referrals.models import AgencyLink, LinkTries, OnwardMove, OnwardReferral
from referrals.models.agency_links import digest_of
from referrals.onward_days import programme_of, standing_at
from referrals.services.onward import check_answer, lock_onward, need_onward_move
from referrals.services.onward_moves import revoke_links, stand_at

# Who acts on the trail: an agency, which no user stands for (accounts.views.trail names it).
AGENCY_ROLE = "partner-agency"
MOST_TRIES = 20
TRIES_WINDOW = dt.timedelta(hours=1)


class NoSuchLink(RuleBroken):
    """There is no link by this secret, or none that opens anything now; then `link` is that one, for the trail. Which of them it
    is, is told to nobody."""

    def __init__(self, link: AgencyLink | None = None):
        super().__init__("This link does not open anything, or not any more.")
        self.link = link


class TooManyTries(NoSuchLink):
    """Links that are none were tried too often from one place."""


@dataclass(frozen=True)
class _Agency:
    """The agency, for the trail. Managers of whoever sent the link see what came of it."""

    pk: uuid.UUID
    team_id: uuid.UUID | None
    role: str = AGENCY_ROLE


def send_agency_link(*, onward: OnwardReferral, by) -> AgencyLink:
    """Have a link sent to the agency of a referral that waits for its answer. The beat sends the e-mail. A link that is still in
    use and on its way stays the only one: asked again within the minute, it is sent once; later, it is replaced.

    Needs the consent to sharing with the agency (ConsentNeeded), and its e-mail address.
    """
    with trail.written("send_agency_link", Verb.SHARED, by=by, subject=onward, person=onward.person) as entry:
        Person.objects.hold([onward.person_id])
        locked = lock_onward(onward=onward, by=by)
        now = timezone.now()
        agency = locked.service.agency
        if locked.state not in ANSWERABLE_STATES:
            raise RuleBroken("This referral does not wait for an answer any more.")
        if not agency.email:
            raise RuleBroken(
                "The agency has no email address on record. Ring them, or ask an administrator to add one."
            )
        need_consent(person=locked.person, purpose=Purpose.SHARING, recipient=agency)
        in_use = locked.links.usable(now).filter(address=agency.email, sent_at=None).first()
        if in_use is not None and not in_use.given_up:
            entry.needed = False
            return in_use
        revoke_links(onward_referrals=OnwardReferral.objects.filter(pk=locked.pk), by=by)
        days = programme_of(locked.person).onward_link_days
        link = AgencyLink(
            onward=locked,
            address=agency.email,
            made_by=by,
            made_at=now,
            retry_at=now,
            expires_at=now + dt.timedelta(days=days),
        )
        link.digest = digest_of(link.secret_by(settings.SECRET_KEY))
        link.save(force_insert=True)
        entry.after = {"link": link, "agency": agency, "days": days}
        return link


def take_back_agency_link(*, onward: OnwardReferral, by) -> int:
    """Whatever link of this referral is in use opens nothing from now on. Returns how many there were; none is no change."""
    with trail.written("take_back_agency_link", Verb.CHANGED, by=by, subject=onward, person=onward.person) as entry:
        lock_onward(onward=onward, by=by)
        taken_back = revoke_links(onward_referrals=OnwardReferral.objects.filter(pk=onward.pk), by=by)
        entry.after, entry.needed = {"taken_back": taken_back}, bool(taken_back)
        return taken_back


def open_agency_link(*, secret: str, place: str, by=None) -> AgencyLink:
    """The link that opens with `secret`, tried from a `place` on the network, with the referral it is about. Nobody is signed in,
    so `by` is None. That the agency read it is on the trail, as shared. It is not used up: it may be read again until it is
    answered. Raises NoSuchLink.
    """
    with _guesses_counted(place), transaction.atomic():
        link = _locked(secret)
        agency = _agency_of(link)
        with trail.written(
            "open_agency_link", Verb.SHARED, by=agency, subject=link.onward, person=link.onward.person
        ) as entry:
            entry.after = {"link": link}
            if link.opened_at is None:
                link.opened_at = timezone.now()
                link.save(update_fields=["opened_at"])
        return link


def answer_by_link(
    *,
    secret: str,
    place: str,
    state: OnwardState | str,
    note: str = "",
    decline_reason: OnwardDecline | str = "",
    decline_condition: Condition | str = "",
    ask_again_date: dt.date | None = None,
    new_id: uuid.UUID | None = None,
    by=None,
) -> OnwardMove:
    """The agency's one answer; the link is used up by it. The same form sent twice (`new_id`) answers once.

    Raises NoSuchLink, and RuleBroken for an answer that lacks something: the link then still is good.
    """
    with _guesses_counted(place), transaction.atomic():
        if made := _answered_before(secret, new_id):
            return made
        link = _locked(secret)
        onward, agency = link.onward, _agency_of(link)
        with trail.written("answer_by_link", Verb.CHANGED, by=agency, subject=onward, person=onward.person) as entry:
            if state not in AGENCY_ANSWERS:
                raise RuleBroken("Choose one of the answers.")
            on = timezone.localdate()
            said = {
                "state": state,
                "on": on,
                "decline_reason": decline_reason,
                "decline_condition": decline_condition,
                "ask_again_date": ask_again_date,
            }
            check_answer(by=None, **said)
            if state != onward.state:
                need_onward_move(onward=onward, state=state, by=None)
            entry.before, entry.after = {"state": onward.state}, {"state": state, "why": decline_reason, "link": link}
            link.answered_at = timezone.now()
            link.save(update_fields=["answered_at"])
            standing = standing_at(person=onward.person, note=note, **said)
            return stand_at(onward=onward, standing=standing, link=link, new_id=new_id, by=None)


def _locked(secret: str) -> AgencyLink:
    """The link, if it opens something at this moment, with its referral and the person held: a withdrawal of consent comes
    before or after, never between. The consent is asked for again: one that ran out has told nobody."""
    links = AgencyLink.objects.select_related("onward__person", "onward__service", "made_by")
    found = links.filter(digest=digest_of(secret)).first()
    if found is None:
        raise NoSuchLink
    try:
        Person.objects.hold([found.onward.person_id])
        onward = lock_onward(onward=found.onward, by=None)
        need_consent(person=onward.person, purpose=Purpose.SHARING, recipient=onward.service.agency)
    except RuleBroken:
        raise NoSuchLink(found) from None
    usable = AgencyLink.objects.usable(timezone.now()).select_for_update(of=("self",)).select_related("made_by")
    link = usable.filter(pk=found.pk).first()
    if link is None or onward.state not in ANSWERABLE_STATES:
        raise NoSuchLink(found)
    link.onward = onward
    return link


def _answered_before(secret, new_id):
    """The answer that this very form gave before; somebody who pressed twice is thanked, not refused."""
    if new_id is None:
        return None
    one_at_a_time(new_id)
    made = OnwardMove.objects.select_related("link").filter(pk=new_id).first()
    if made is not None and (made.link is None or made.link.digest != digest_of(secret)):
        raise NoSuchLink
    return made


def _agency_of(link):
    return _Agency(pk=link.onward.service.agency_id, team_id=link.made_by.team_id)


@contextlib.contextmanager
def _guesses_counted(place: str) -> Iterator[None]:
    """Counts what turns out to be no link, by where it was tried; after too many the answer is that there were too many.

    A link that is one opens whatever others have tried from the same place, for behind a proxy everybody is in one place. It
    cannot be guessed: the limit spares us the guessing, and protects nothing that 256 bits do not. That a link of ours was
    tried when it opened nothing any more is on the trail.
    """
    try:
        yield
    except NoSuchLink as refusal:
        if not _claim_try(place):
            raise TooManyTries from None
        if refusal.link is not None:
            about = {"subject": refusal.link.onward, "person": refusal.link.onward.person_id}
            trail.record("open_agency_link", Verb.REFUSED, by=_agency_of(refusal.link), **about)
        raise


def _claim_try(place) -> bool:
    """Count one more; False when there were too many within the hour."""
    now = timezone.now()
    digest = hmac.new(settings.SECRET_KEY.encode(), place.encode(), sha256).hexdigest()
    with transaction.atomic():
        LinkTries.objects.filter(since_at__lt=now - TRIES_WINDOW).delete()
        LinkTries.objects.get_or_create(pk=digest, defaults={"since_at": now})
        counted = LinkTries.objects.select_for_update().get(pk=digest)
        if counted.tries >= MOST_TRIES:
            return False
        counted.tries += 1
        counted.save(update_fields=["tries"])
    return True
