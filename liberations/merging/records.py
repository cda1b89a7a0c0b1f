"""What two records hold, read at once: for the page that compares them and for the rules of merging."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from core.templatetags.ui import day
from liberations.models import Appointment, GateLiberation
from mentoring.models import Case
from people.models import EmergencyContact, Person
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Custody:
    """One time in custody with where they are held, the liberation day that counts, the plan for the gate, and whether
    anything stands in a plan for the day."""

    episode: CustodialEpisode
    stays: list[PrisonStay]
    ledger: ReleaseDate | None
    gate: GateLiberation | None = None
    day_planned: bool = False

    @property
    def is_open(self) -> bool:
        return self.episode.released_date is None

    @property
    def prison(self):
        return next((stay.prison for stay in self.stays if stay.to_date is None), None)

    @property
    def from_date(self) -> dt.date | None:
        return self.episode.admitted_date or min((stay.from_date for stay in self.stays), default=None)

    @property
    def liberation_date(self) -> dt.date | None:
        return self.ledger.liberation_date if self.ledger else None

    @property
    def span(self) -> str:
        return f"{day(self.from_date) or 'a day not known'} to {day(self.episode.released_date) or 'now'}"

    @property
    def in_words(self) -> str:
        if not self.is_open:
            return self.span
        place = f", {self.prison.name}" if self.prison else ""
        date = f"liberation {day(self.liberation_date)}" if self.liberation_date else "no liberation day yet"
        return f"{self.span}{place}, {date}"


@dataclass(frozen=True, slots=True)
class Record:
    """A person with their times in custody, the present one first, their support and their referrals, the newest first, and the
    names of whom we may ask about them."""

    person: Person
    custody: list[Custody] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    may_ask: set[str] = field(default_factory=set)

    @property
    def present(self) -> Custody | None:
        return next((each for each in self.custody if each.is_open), None)


def records_of(people: Collection[Person]) -> dict[uuid.UUID, Record]:
    """The records by the key of the person. Seven queries."""
    found = {person.pk: Record(person) for person in people}
    planned = Exists(Appointment.objects.standing().filter(plan__episode=OuterRef("pk")))
    episodes = CustodialEpisode.objects.filter(person__in=found).select_related("gate").annotate(day_planned=planned)
    episodes = episodes.prefetch_related("stays__prison", "release_dates")
    for episode in sorted(episodes, key=lambda each: each.admitted_date or dt.date.min, reverse=True):
        current = next((row for row in episode.release_dates.all() if row.is_current), None)
        found[episode.person_id].custody.append(
            Custody(
                episode,
                list(episode.stays.all()),
                current,
                getattr(episode, "gate", None),
                episode.day_planned,
            )
        )
    for record in found.values():
        record.custody.sort(key=lambda each: not each.is_open)
    for case in Case.objects.filter(person__in=found).select_related("programme").order_by("-number"):
        found[case.person_id].cases.append(case)
    for referral in (
        Referral.objects.filter(person__in=found).select_related("programme").order_by("-referred_date", "pk")
    ):
        found[referral.person_id].referrals.append(referral)
    for key, name in EmergencyContact.objects.kept().filter(person__in=found).values_list("person_id", "name"):
        found[key].may_ask.add(name)
    return found
