"""Rows of the ledger are worked out here before they are kept, one or ten thousand of them."""

from collections.abc import Sequence

from django.utils import timezone

from prisons.enums import Jurisdiction
from prisons.liberation_rules import LiberationDay, Rule
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from prisons.selectors import LiberationDays

# What we were told; everything else in a row follows from it.
TOLD_FIELDS = ("kind", "source", "confidence", "sentence_date", "stated_date", "note")
WORKED_OUT_FIELDS = ("worked_out_date", "rule", "reason", "area_checked")


def told_again(row: ReleaseDate, *, episode: CustodialEpisode, because: str, by) -> ReleaseDate:
    """A new row with what we had been told in `row`, and nothing worked out yet; it counts as told when that was."""
    return ReleaseDate(
        episode=episode,
        recorded_at=timezone.now(),
        recorded_by=by,
        told_at=row.told_at or row.recorded_at,
        because=because[:200],
        **{name: getattr(row, name) for name in TOLD_FIELDS},
    )


def work_out(rows: Sequence[ReleaseDate]) -> None:
    """Fill in what the rules make of the sentence dates of these rows, by the holidays as they are now.

    Rows without a sentence date, or of a kind that somebody sets, stay as they are. Three statements for each jurisdiction.
    """
    dated = [row for row in rows if row.sentence_date and not row.is_set]
    stays = PrisonStay.objects.filter(episode__in={row.episode_id for row in dated}, to_date=None)
    held_in = dict(stays.values_list("episode_id", "prison__jurisdiction")) if dated else {}
    by_jurisdiction: dict[str, list[ReleaseDate]] = {}
    for row in dated:
        by_jurisdiction.setdefault(held_in.get(row.episode_id, Jurisdiction.SCOTLAND), []).append(row)
    for jurisdiction, mine in by_jurisdiction.items():
        dates = [row.sentence_date for row in mine]
        days = LiberationDays.between(min(dates), max(dates), jurisdiction=jurisdiction)
        for row in mine:
            area = row.episode.return_area_id
            rule, worked_out = days.worked_out(row.sentence_date, local_authority_id=area)
            fill_in(row, rule, worked_out, area_checked=area is not None)


def fill_in(row: ReleaseDate, rule: Rule, worked_out: LiberationDay, *, area_checked: bool) -> None:
    """Put into the row what the rule made of its sentence date."""
    row.worked_out_date, row.rule, row.reason = worked_out.day, rule, worked_out.reason
    row.holiday, row.area_checked = worked_out.holiday, area_checked


def says_more(row: ReleaseDate, former: ReleaseDate) -> bool:
    """Whether working out anew changed anything: the day, the rule, why, or what was looked at."""
    return any(getattr(row, name) != getattr(former, name) for name in WORKED_OUT_FIELDS)
