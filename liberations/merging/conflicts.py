"""What stands in the way of merging two records, each as a sentence that says what to settle first. Reads and changes nothing."""

import datetime as dt
from dataclasses import dataclass
from itertools import product

from core.templatetags.ui import day
from mentoring.models import Case
from people.models import Person
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Custody:
    """One time in custody with where they are held and the liberation day that counts."""

    episode: CustodialEpisode
    stay: PrisonStay | None
    ledger: ReleaseDate | None

    @property
    def is_open(self) -> bool:
        return self.episode.released_date is None

    @property
    def from_date(self) -> dt.date | None:
        first = min((stay.from_date for stay in self.episode.stays.all()), default=None)
        return self.episode.admitted_date or first

    @property
    def liberation_date(self) -> dt.date | None:
        return self.ledger.liberation_date if self.ledger else None

    @property
    def span(self) -> str:
        return f"{day(self.from_date) or 'a day not known'} to {day(self.episode.released_date) or 'now'}"

    @property
    def in_words(self) -> str:
        if not self.is_open:
            return f"In custody from {self.span}"
        since = f"since {day(self.from_date)}" if self.from_date else "now"
        place = f", {self.stay.prison.name}" if self.stay else ""
        date = f", liberation {day(self.liberation_date)}" if self.liberation_date else ", no liberation day yet"
        return f"In custody {since}{place}{date}"


def custody_of(person: Person) -> list[Custody]:
    """Their times in custody, the present one first. Three queries."""
    episodes = person.episodes.prefetch_related("stays__prison", "release_dates").order_by("-admitted_date", "pk")
    found = [
        Custody(
            episode,
            next((stay for stay in episode.stays.all() if stay.to_date is None), None),
            next((row for row in episode.release_dates.all() if row.is_current), None),
        )
        for episode in episodes
    ]
    return sorted(found, key=lambda each: not each.is_open)


def conflicts(survivor: Person, merged: Person) -> list[str]:
    """Why the two cannot be merged as they are; empty when they can. A fixed number of queries."""
    return [
        *_custody(custody_of(survivor), custody_of(merged)),
        *_cases(survivor, merged),
        *_waiting_referrals(survivor, merged),
    ]


def same_present_custody(survivor: Person, merged: Person) -> tuple[CustodialEpisode, CustodialEpisode] | None:
    """The present time in custody when both records have one: the survivor's, and the other's that is the same one."""
    ours, theirs = (person.episodes.filter(released_date=None).first() for person in (survivor, merged))
    return (ours, theirs) if ours and theirs else None


def _custody(ours: list[Custody], theirs: list[Custody]):
    for one, other in product(ours, theirs):
        if one.is_open and other.is_open:
            yield from _both_present(one, other)
        elif _overlap(one, other):
            yield (
                f"Their times in custody overlap: {one.span}, and {other.span}. "
                "Correct the day of admission or of release first."
            )


def _both_present(ours: Custody, theirs: Custody):
    """In custody on both records: the same time entered twice, if prison and liberation day agree."""
    here, there = (each.stay.prison if each.stay else None for each in (ours, theirs))
    if here and there and here != there:
        yield (
            f"Both records say they are in custody now: one in {here.name}, the other in {there.name}. "
            "Record the move on the one that is behind, so that both say the same prison."
        )
    if theirs.liberation_date and ours.liberation_date != theirs.liberation_date:
        days = " and ".join(day(each.liberation_date) or "not known" for each in (ours, theirs))
        yield (
            f"Both records say they are in custody now, and their liberation days differ: {days}. Find out which is right "
            "and enter it on both first."
        )


def _overlap(one: Custody, other: Custody) -> bool:
    if one.from_date is None or other.from_date is None:
        return False
    ends = [each.episode.released_date or dt.date.max for each in (one, other)]
    return one.from_date < ends[1] and other.from_date < ends[0]


def _cases(survivor: Person, merged: Person):
    for programme in _on_both(Case.objects.open().filter(person__in=[survivor, merged])):
        yield f"Both have open support in {programme}. End one of the two first."


def _waiting_referrals(survivor: Person, merged: Person):
    for programme in _on_both(Referral.objects.waiting().filter(person__in=[survivor, merged])):
        yield (
            f"Both have a referral to {programme} waiting. Decide about one of them first: not for this service, because "
            "they were referred twice."
        )


def _on_both(rows) -> list[str]:
    """The names of the programmes in which both people have one of the rows."""
    people: dict[str, set] = {}
    for name, person_id in rows.order_by("programme__name").values_list("programme__name", "person_id"):
        people.setdefault(name, set()).add(person_id)
    return [name for name, both in people.items() if len(both) > 1]
