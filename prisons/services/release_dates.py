"""The release-date ledger: every date we are told is a new row; the newest counts."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from prisons.enums import SET_KINDS, Confidence, DateKind, DateSource
from prisons.models import CustodialEpisode, ReleaseDate
from prisons.working_out import TOLD_FIELDS, work_out

# A date further ahead is a slip of the keyboard: the services here are for sentences under four years.
FURTHEST_YEARS = 30


@dataclasses.dataclass(frozen=True)
class Told:
    """What we were told of a release date, by whom. Both dates empty is a valid state, on remand for instance."""

    episode: CustodialEpisode
    kind: DateKind | str
    source: DateSource | str
    sentence_date: dt.date | None = None
    stated_date: dt.date | None = None
    confidence: Confidence | str = Confidence.CONFIRMED
    note: str = ""

    @classmethod
    def of(cls, row: ReleaseDate, episode: CustodialEpisode) -> "Told":
        """What we were told when this row of the ledger was added."""
        return cls(episode, **{name: getattr(row, name) for name in TOLD_FIELDS})

    def facts(self) -> dict:
        """The fields of the ledger that hold what we were told."""
        return {name: getattr(self, name) for name in TOLD_FIELDS}


@dataclasses.dataclass(frozen=True)
class Recorded:
    """The row that counts now and the one that did before: the same row where the facts were the same."""

    row: ReleaseDate
    former: ReleaseDate | None

    @property
    def is_new(self) -> bool:
        return self.former is None or self.row.pk != self.former.pk


def record_release_date(*, episode: CustodialEpisode, by, at: dt.datetime | None = None, **told) -> ReleaseDate:
    """Add what we were told (`told`: see Told) to the ledger and make it the date that counts. Tells nobody; returns the row.

    The liberation day is the `stated_date` where the prison named one, else what the rule in force on the sentence date
    makes of it, with the holidays of the area of return (1993 Act s.27(7)-(8)). Of a kind that somebody sets (SET_KINDS)
    nothing is worked out. The same facts again add no row. Refuses a date before admission, after a release, or absurdly
    far off, and the end of a sentence in place of a day that somebody sets.
    """
    with trail.written("record_release_date", Verb.CHANGED, by=by, person=episode.person) as entry:
        (recorded,) = _record([Told(episode, **told)], by=by, at=at)
        row, former = recorded.row, recorded.former
        entry.subject, entry.needed = row, recorded.is_new
        entry.before = {"liberation_date": former.liberation_date if former else None}
        entry.after = {"liberation_date": row.liberation_date, "kind": row.kind, "source": row.source}
        return row


def record_release_dates(*, told: Sequence[Told], by, at: dt.datetime | None = None) -> list[Recorded]:
    """As `record_release_date` for each, in a fixed number of statements; one for each episode. What is refused of one
    refuses all."""
    with trail.written("record_release_dates", Verb.CHANGED, by=by) as entry:
        recorded = _record(told, by=by, at=at)
        entry.after = {"rows": sum(each.is_new for each in recorded)}
        entry.needed = bool(entry.after["rows"])
        return recorded


def _record(told: Sequence[Told], *, by, at: dt.datetime | None) -> list[Recorded]:
    keys = [each.episode.pk for each in told]
    locked = CustodialEpisode.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    known = locked.only("person", "admitted_date", "released_date", "return_area")
    episodes = {episode.pk: episode for episode in known}
    current = {row.episode_id: row for row in ReleaseDate.objects.current().filter(episode__in=keys)}
    recorded = []
    for place, each in enumerate(told):
        _check(episodes[each.episode.pk], each.sentence_date, each.stated_date, place=place)
        if each.kind in SET_KINDS and each.sentence_date and not each.stated_date:
            raise RuleBroken(
                "This kind of date is set by somebody, not worked out. Enter the liberation day itself.", place=place
            )
        former = current.get(each.episode.pk)
        facts = each.facts()
        if former and all(getattr(former, name) == value for name, value in facts.items()):
            recorded.append(Recorded(former, former))
            continue
        row = ReleaseDate(episode=episodes[each.episode.pk], recorded_at=at or timezone.now(), recorded_by=by, **facts)
        recorded.append(Recorded(row, former))
    new = [each.row for each in recorded if each.is_new]
    work_out(new)
    for row in new:
        row.liberation_date = row.stated_date or row.worked_out_date
    replaced = [each.former.pk for each in recorded if each.is_new and each.former]
    ReleaseDate.objects.filter(pk__in=replaced).update(is_current=False)
    ReleaseDate.objects.bulk_create(new)
    return recorded


def _check(episode: CustodialEpisode, *dates: dt.date | None, place: int | None = None) -> None:
    if episode.released_date:
        raise RuleBroken("They have been released. A new date belongs to a new time in custody.", place=place)
    for date in filter(None, dates):
        if episode.admitted_date and date < episode.admitted_date:
            raise RuleBroken(
                f"The release date is before the day they were admitted ({episode.admitted_date:%-d %b %Y}).",
                place=place,
            )
        if date.year > timezone.localdate().year + FURTHEST_YEARS:
            raise RuleBroken("Check the year of the release date.", place=place)
