"""Time in custody: admission, moves between prisons, release."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.models import Person
from prisons.enums import LegalStatus, ReleasedHow, SentenceBand
from prisons.models import CustodialEpisode, LocalAuthority, Prison, PrisonStay


@dataclasses.dataclass(frozen=True)
class Admission:
    """Somebody in custody, in `prison`, and what is known of it."""

    person: Person
    prison: Prison
    admitted_date: dt.date | None = None
    legal_status: LegalStatus | str = LegalStatus.SENTENCED
    sentence_band: SentenceBand | str = SentenceBand.NOT_KNOWN
    statutory_supervision: bool | None = None
    return_area: LocalAuthority | None = None
    hall: str = ""
    new_id: uuid.UUID | None = None


def begin_episode(
    *,
    person: Person,
    prison: Prison,
    by,
    new_id: uuid.UUID | None = None,
    **custody,
) -> CustodialEpisode:
    """The person is in custody, in `prison` (`custody`: see Admission). Refuses a second episode while one is open, and an
    admission in the future."""
    with trail.written("begin_episode", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(CustodialEpisode, new_id, person=person):
            entry.needed = False
            return made
        admission = Admission(person, prison, new_id=new_id, **custody)
        (episode,) = _begin([admission])
        entry.subject, entry.after = episode, {"prison": prison, "admitted_date": admission.admitted_date}
        return episode


def add_past_episode(
    *,
    person: Person,
    released_date: dt.date,
    by,
    prison: Prison | None = None,
    return_area: LocalAuthority | None = None,
) -> CustodialEpisode:
    """A time in custody that was over before we heard of it, as the person tells us: when they came out, from which prison.

    Of its prison only the last day is known. Refuses a release in the future, somebody on record as being in custody, and a
    day not after their last release on record.
    """
    with trail.written("add_past_episode", Verb.CREATED, by=by, person=person) as entry:
        if released_date > timezone.localdate():
            raise RuleBroken("The day they came out cannot be in the future.")
        Person.objects.hold([person.pk])
        earlier = CustodialEpisode.objects.filter(person=person)
        if earlier.filter(released_date=None).exists():
            raise RuleBroken("They are already recorded as being in custody.")
        if earlier.filter(released_date__gte=released_date).exists():
            raise RuleBroken("They are on record as released on that day or later. Check the day they came out.")
        episode = CustodialEpisode.objects.create(
            person=person,
            sentence_band=SentenceBand.NOT_KNOWN,
            return_area=return_area,
            released_date=released_date,
            released_how=ReleasedHow.TOLD,
        )
        if prison:
            PrisonStay.objects.create(episode=episode, prison=prison, from_date=released_date, to_date=released_date)
        entry.subject, entry.after = episode, {"prison": prison, "released_date": released_date}
        return episode


def begin_episodes(*, admissions: Sequence[Admission], by) -> list[CustodialEpisode]:
    """As `begin_episode` for each, in a fixed number of statements; in the same order. What is refused of one refuses all."""
    with trail.written("begin_episodes", Verb.CREATED, by=by) as entry:
        episodes = _begin(admissions)
        entry.after, entry.needed = {"episodes": len(episodes)}, bool(episodes)
        return episodes


def _begin(admissions: Sequence[Admission]) -> list[CustodialEpisode]:
    today = timezone.localdate()
    people = [admission.person.pk for admission in admissions]
    Person.objects.hold(people)
    inside = set(
        CustodialEpisode.objects.filter(person__in=people, released_date=None).values_list("person_id", flat=True)
    )
    episodes, stays = [], []
    for place, admission in enumerate(admissions):
        if admission.admitted_date and admission.admitted_date > today:
            raise RuleBroken("The day of admission cannot be in the future.", place=place)
        if admission.person.pk in inside:
            raise RuleBroken("They are already recorded as being in custody.", place=place)
        inside.add(admission.person.pk)
        episode = CustodialEpisode(
            pk=admission.new_id or uuid.uuid4(),
            person=admission.person,
            legal_status=admission.legal_status,
            sentence_band=admission.sentence_band,
            statutory_supervision=admission.statutory_supervision,
            return_area=admission.return_area,
            admitted_date=admission.admitted_date,
        )
        episodes.append(episode)
        since = admission.admitted_date or today
        stays.append(PrisonStay(episode=episode, prison=admission.prison, hall=admission.hall, from_date=since))
    CustodialEpisode.objects.bulk_create(episodes)
    PrisonStay.objects.bulk_create(stays)
    return episodes


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


@dataclasses.dataclass(frozen=True)
class Transfer:
    """A move to another prison; to the same prison it only changes the hall."""

    episode: CustodialEpisode
    prison: Prison
    on: dt.date
    hall: str = ""


@dataclasses.dataclass(frozen=True)
class Transferred:
    """Where they are now and where they were: the same stay if only the hall changed, or nothing (`changed` says)."""

    stay: PrisonStay
    former: PrisonStay | None
    former_hall: str = ""

    @property
    def moved(self) -> bool:
        return self.former is None or self.stay.pk != self.former.pk

    @property
    def changed(self) -> bool:
        return self.moved or self.stay.hall != self.former_hall


def transfer_to_prison(*, episode: CustodialEpisode, prison: Prison, on: dt.date, by, hall: str = "") -> PrisonStay:
    """End the present stay and begin one in `prison` on the same day. To the same prison it only changes the hall.

    Refuses a day in the future or before the present stay began, and someone who has been released.
    """
    with trail.written("transfer_to_prison", Verb.CHANGED, by=by, person=episode.person) as entry:
        (done,) = _transfer([Transfer(episode, prison, on, hall)])
        entry.subject, entry.needed = done.stay, done.changed
        if done.moved:
            entry.before = {"prison": done.former and done.former.prison_id}
            entry.after = {"prison": prison, "on": on}
        else:
            entry.before, entry.after = {"hall": done.former_hall}, {"hall": done.stay.hall}
        return done.stay


def transfer_to_prisons(*, transfers: Sequence[Transfer], by) -> list[Transferred]:
    """As `transfer_to_prison` for each, in a fixed number of statements; one transfer for each episode."""
    with trail.written("transfer_to_prisons", Verb.CHANGED, by=by) as entry:
        done = _transfer(transfers)
        entry.after = {"transfers": sum(each.moved for each in done), "halls": sum(not each.moved for each in done)}
        entry.needed = any(each.changed for each in done)
        return done


def take_back_transfers(*, transfers: Sequence[Transferred], by) -> list[PrisonStay | None]:
    """Take back moves that never were. Returns for each the stay that goes on where they were before, None if it was nowhere.

    That stay is a row of its own with the facts of the former, so that those concerned are told of it as of any move.
    Refuses a move they have moved on from.
    """
    with trail.written("take_back_transfers", Verb.CHANGED, by=by) as entry:
        _locked(each.stay.episode_id for each in transfers)
        made = PrisonStay.objects.filter(pk__in=[each.stay.pk for each in transfers], to_date=None)
        still_there = set(made.values_list("pk", flat=True))
        for place, each in enumerate(transfers):
            if each.stay.pk not in still_there:
                raise RuleBroken("They have moved again since.", place=place)
        former = [each.former for each in transfers if each.former]
        PrisonStay.objects.filter(pk__in=[stay.pk for stay in (*former, *(each.stay for each in transfers))]).delete()
        back = [each.former and _going_on(each.former) for each in transfers]
        PrisonStay.objects.bulk_create([stay for stay in back if stay])
        entry.after, entry.needed = {"transfers": len(transfers)}, bool(transfers)
        return back


def _going_on(stay: PrisonStay) -> PrisonStay:
    return PrisonStay(episode_id=stay.episode_id, prison=stay.prison, hall=stay.hall, from_date=stay.from_date)


def _transfer(transfers: Sequence[Transfer]) -> list[Transferred]:
    today = timezone.localdate()
    episodes = _locked(transfer.episode.pk for transfer in transfers)
    now = {stay.episode_id: stay for stay in PrisonStay.objects.filter(episode__in=episodes, to_date=None)}
    done = []
    for place, transfer in enumerate(transfers):
        stay = now.get(transfer.episode.pk)
        if episodes[transfer.episode.pk].released_date:
            raise RuleBroken("They have been released, so they cannot move between prisons.", place=place)
        if transfer.on > today:
            raise RuleBroken("The day of the move cannot be in the future.", place=place)
        former_hall = stay.hall if stay else ""
        if stay and stay.prison_id == transfer.prison.pk:
            stay.hall = transfer.hall or stay.hall
            done.append(Transferred(stay, stay, former_hall))
            continue
        if stay and transfer.on < stay.from_date:
            raise RuleBroken("The day of the move is before they came to the present prison.", place=place)
        new = PrisonStay(episode=transfer.episode, prison=transfer.prison, hall=transfer.hall, from_date=transfer.on)
        if stay:
            stay.to_date = transfer.on
        done.append(Transferred(new, stay, former_hall))
    _set_all("to_date", [each.former for each in done if each.moved and each.former])
    _set_all("hall", [each.stay for each in done if not each.moved and each.changed])
    PrisonStay.objects.bulk_create(each.stay for each in done if each.moved)
    return done


def _set_all(field: str, stays: Sequence[PrisonStay]) -> None:
    """Write one field of many stays: a statement for each value, and the values are few."""
    by_value: dict[object, list[uuid.UUID]] = {}
    for stay in stays:
        by_value.setdefault(getattr(stay, field), []).append(stay.pk)
    for value, keys in by_value.items():
        PrisonStay.objects.filter(pk__in=keys).update(**{field: value})


def _locked(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, CustodialEpisode]:
    found = CustodialEpisode.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk")
    return {episode.pk: episode for episode in found}


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


def drop_episode(*, episode: CustodialEpisode, by) -> None:
    """A time in custody that never was: it goes with its stays. Raises ProtectedError once anything else hangs on it."""
    with trail.written("drop_episode", Verb.CHANGED, by=by, person=episode.person) as entry:
        entry.before = {"admitted_date": episode.admitted_date}
        episode.stays.all().delete()
        episode.delete()
