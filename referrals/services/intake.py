"""Taking in a referral by hand: the person, their time in custody, the date we were told and the referral, all or nothing."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.enums import IdentifierKind
from people.models import Person
from people.services.people import add_identifier, register_person
from prisons.enums import DateKind, DateSource
from prisons.models import CustodialEpisode, Prison
from prisons.services.episodes import add_past_episode, begin_episode
from prisons.services.release_dates import record_release_date
from referrals.eligibility import last_released
from referrals.enums import ReferralState, Source
from referrals.models import Agency, Programme, Referral
from referrals.services.referrals import receive_referral


def take_in_referral(
    *,
    programme: Programme,
    source: Source | str,
    referred_date: dt.date,
    by,
    person: Person | None = None,
    person_details: dict | None = None,
    number: str = "",
    number_kind: IdentifierKind | str = IdentifierKind.SPS,
    prison: Prison | None = None,
    custody: dict | None = None,
    released_date: dt.date | None = None,
    sentence_date: dt.date | None = None,
    stated_date: dt.date | None = None,
    date_source: DateSource | str = "",
    source_note: str = "",
    agency: Agency | None = None,
    new_id: uuid.UUID | None = None,
) -> Referral:
    """Take in a referral for someone new (`person_details`) or already on record (`person`). One transaction, one trail row.

    `custody` is what begin_episode takes besides person and prison; it is left alone when they are on record as being in
    custody. A date given goes on the ledger as what `date_source` told us. Refuses what the services it calls refuse, a
    date without its source, and someone who agreed already in this time in custody. Sent twice with one `new_id`, it is one
    referral.

    Somebody who is out may ask for themselves (Source.SELF) as long after release as the programme allows: give no prison. If
    their release is not on record, give the `released_date` they tell us, and the `prison` and `return_area` (in `custody`)
    if known.
    """
    with trail.written("take_in_referral", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(Referral, new_id, received_by=by):
            entry.needed = False
            return made
        if programme.team_id != by.team_id:
            raise RuleBroken("Choose a programme of your own team.")
        person = person or register_person(by=by, **(person_details or {}))
        if number:
            add_identifier(person=person, kind=number_kind, value=number, by=by)
        if released_date:
            _check_may_ask(programme, released_date, source)
            episode = add_past_episode(
                person=person, released_date=released_date, prison=prison, by=by, **(custody or {})
            )
        else:
            episode = _episode(person, prison, custody or {}, source=source, programme=programme, by=by)
        if Referral.objects.filter(programme=programme, episode=episode, state=ReferralState.AGREED).exists():
            raise RuleBroken(
                "They agreed to take part in this programme already, in this time in custody. "
                "If their support has ended, a manager can reopen it."
            )
        if sentence_date or stated_date:
            if not date_source:
                raise RuleBroken("Choose who told us the date.")
            record_release_date(
                episode=episode,
                kind=DateKind.PRISON_STATED if stated_date else DateKind.SENTENCE,
                source=date_source,
                sentence_date=sentence_date,
                stated_date=stated_date,
                by=by,
            )
        referral = receive_referral(
            person=person,
            programme=programme,
            episode=episode,
            source=source,
            source_note=source_note,
            agency=agency,
            referred_date=referred_date,
            new_id=new_id,
            by=by,
        )
        entry.subject, entry.person = referral, person
        entry.after = {"programme": programme, "source": source}
        return referral


def _episode(
    person: Person, prison: Prison | None, custody: dict, *, source, programme: Programme, by
) -> CustodialEpisode:
    """The present time in custody, begun now unless it is on record; of somebody who is out and asks, the one that ended."""
    episode = CustodialEpisode.objects.filter(person=person, released_date=None).first()
    if episode:
        return episode
    if prison is None:
        last = last_released(person)
        if last is None:
            raise RuleBroken("Choose the prison they are in.")
        _check_may_ask(programme, last.released_date, source)
        return last
    return begin_episode(person=person, prison=prison, by=by, **custody)


def _check_may_ask(programme: Programme, released: dt.date, source: Source | str) -> None:
    if source != Source.SELF:
        raise RuleBroken("Once somebody is out, only they themselves can ask for support.")
    if not programme.may_ask_on(timezone.localdate(), released=released):
        raise RuleBroken("They were released too long ago for this programme.")
