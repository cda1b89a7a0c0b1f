"""Time in custody: admission, moves between prisons, release."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.models import Person
from prisons.enums import LegalStatus, ReleasedHow, SentenceBand
from prisons.models import CustodialEpisode, LocalAuthority, Prison, PrisonStay


def begin_episode(
    *,
    person: Person,
    prison: Prison,
    by,
    admitted_date: dt.date | None = None,
    legal_status: LegalStatus | str = LegalStatus.SENTENCED,
    sentence_band: SentenceBand | str = SentenceBand.NOT_KNOWN,
    statutory_supervision: bool | None = None,
    return_area: LocalAuthority | None = None,
    hall: str = "",
    new_id: uuid.UUID | None = None,
) -> CustodialEpisode:
    """The person is in custody, in `prison`. Refuses a second episode while one is open, and an admission in the future."""
    with trail.written("begin_episode", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(CustodialEpisode, new_id, person=person):
            entry.needed = False
            return made
        if admitted_date and admitted_date > timezone.localdate():
            raise RuleBroken("The day of admission cannot be in the future.")
        # Of two who record it at once, the second finds what the first made.
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if CustodialEpisode.objects.filter(person=person, released_date=None).exists():
            raise RuleBroken("They are already recorded as being in custody.")
        episode = CustodialEpisode(
            person=person,
            legal_status=legal_status,
            sentence_band=sentence_band,
            statutory_supervision=statutory_supervision,
            return_area=return_area,
            admitted_date=admitted_date,
        )
        if new_id:
            episode.pk = new_id
        episode.save(force_insert=True)
        PrisonStay.objects.create(
            episode=episode, prison=prison, hall=hall, from_date=admitted_date or timezone.localdate()
        )
        entry.subject, entry.after = episode, {"prison": prison, "admitted_date": admitted_date}
        return episode


def edit_episode(*, episode: CustodialEpisode, read_at_version: int, by, **fields) -> CustodialEpisode:
    """Correct sentence band, legal status, supervision, area of return or the day of admission.

    Raises EditedMeanwhile when someone else saved since the form was opened. Refuses an admission in the future, after the
    release or the liberation day, or after they had left their first prison. The first stay begins on the day of admission.
    """
    day = fields.get("admitted_date")
    moved = day is not None and day != episode.admitted_date
    return edit_row(
        "edit_episode",
        episode,
        read_at_version=read_at_version,
        values=fields,
        check=(lambda stored: _admit_on(stored, day)) if moved else None,
        person=episode.person,
        by=by,
    )


def _admit_on(episode: CustodialEpisode, day: dt.date) -> None:
    if day > timezone.localdate():
        raise RuleBroken("The day of admission cannot be in the future.")
    if episode.released_date and day > episode.released_date:
        raise RuleBroken("The day of admission is after the day they were released.")
    ledger = episode.release_dates.current().first()
    if ledger and any(date and date < day for date in (ledger.sentence_date, ledger.stated_date)):
        raise RuleBroken("The day of admission is after the release date. Check both.")
    first = episode.stays.order_by("from_date").first()
    if first and first.to_date and first.to_date < day:
        raise RuleBroken("They had moved to another prison before that day.")
    if first and first.from_date != day:
        first.from_date = day
        first.save(update_fields=["from_date"])


def transfer_to_prison(*, episode: CustodialEpisode, prison: Prison, on: dt.date, by, hall: str = "") -> PrisonStay:
    """End the present stay and begin one in `prison` on the same day. To the same prison it only changes the hall.

    Refuses a day in the future or before the present stay began, and someone who has been released.
    """
    with trail.written("transfer_to_prison", Verb.CHANGED, by=by, person=episode.person) as entry:
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        if episode.released_date:
            raise RuleBroken("They have been released, so they cannot move between prisons.")
        if on > timezone.localdate():
            raise RuleBroken("The day of the move cannot be in the future.")
        stay = episode.stays.filter(to_date=None).first()
        if stay and stay.prison_id == prison.pk:
            entry.subject, entry.needed = stay, stay.hall != hall and bool(hall)
            if entry.needed:
                entry.before, entry.after = {"hall": stay.hall}, {"hall": hall}
                stay.hall = hall
                stay.save(update_fields=["hall"])
            return stay
        if stay:
            if on < stay.from_date:
                raise RuleBroken("The day of the move is before they came to the present prison.")
            stay.to_date = on
            stay.save(update_fields=["to_date"])
        new = PrisonStay.objects.create(episode=episode, prison=prison, hall=hall, from_date=on)
        entry.subject = new
        entry.before, entry.after = {"prison": stay and stay.prison_id}, {"prison": prison, "on": on}
        return new


def record_release(*, episode: CustodialEpisode, on: dt.date, how: ReleasedHow, by) -> CustodialEpisode:
    """The person is out. Ends the stay. Refuses a day in the future or before admission. Again, with the same day, no change."""
    with trail.written("record_release", Verb.CHANGED, by=by, subject=episode, person=episode.person) as entry:
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        if on > timezone.localdate():
            raise RuleBroken("The day of release cannot be in the future.")
        if episode.admitted_date and on < episode.admitted_date:
            raise RuleBroken("The day of release is before the day of admission.")
        if (episode.released_date, episode.released_how) == (on, how):
            entry.needed = False
            return episode
        entry.before = {"released_date": episode.released_date}
        entry.after = {"released_date": on, "released_how": how}
        episode.released_date, episode.released_how = on, how
        episode.save(update_fields=["released_date", "released_how"])
        for stay in episode.stays.filter(to_date=None):
            stay.to_date = max(on, stay.from_date)
            stay.save(update_fields=["to_date"])
        return episode


def undo_release(*, episode: CustodialEpisode, by) -> CustodialEpisode:
    """Take back a release recorded by mistake: the person is in custody where they last were."""
    with trail.written("undo_release", Verb.CHANGED, by=by, subject=episode, person=episode.person) as entry:
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        entry.before, entry.needed = {"released_date": episode.released_date}, episode.released_date is not None
        if not entry.needed:
            return episode
        if CustodialEpisode.objects.filter(person=episode.person_id, released_date=None).exists():
            raise RuleBroken("They have been taken into custody again since, so this release stands.")
        episode.released_date, episode.released_how = None, ""
        episode.save(update_fields=["released_date", "released_how"])
        last = episode.stays.order_by("-from_date", "-to_date").first()
        if last:
            last.to_date = None
            last.save(update_fields=["to_date"])
        return episode
