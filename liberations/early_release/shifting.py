"""From a person's liberation day to the one an early-release scheme gives them, or why it gives none. No database."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from liberations.enums import SchemeShift, WhyNotShifted
from prisons.enums import SET_KINDS, DateKind, LegalStatus, SentenceBand
from prisons.liberation_rules import spell_day
from prisons.selectors import LiberationDays

ONE_DAY = dt.timedelta(days=1)
# Within so many days there is always one on which people may leave, whatever is closed around the turn of the year.
LONGEST_CLOSED = dt.timedelta(days=31)
BY_LEGAL_STATUS = {LegalStatus.REMAND: WhyNotShifted.UNTRIED, LegalStatus.RECALL: WhyNotShifted.RECALLED}
BY_KIND = {
    DateKind.COURT: WhyNotShifted.COURT,
    DateKind.PAROLE: WhyNotShifted.PAROLE,
    DateKind.HDC: WhyNotShifted.HDC,
    DateKind.EMERGENCY: WhyNotShifted.OTHER_SCHEME,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in custody who fits what a scheme was made for, with the row of the ledger that counts now."""

    episode_id: uuid.UUID
    person_id: uuid.UUID
    legal_status: str
    sentence_band: str
    statutory_supervision: bool | None
    area_id: uuid.UUID | None
    jurisdiction: str
    row_id: uuid.UUID | None
    kind: str
    sentence_date: dt.date | None
    liberation_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """How a scheme shifts days. `tranches` are (first day, last day, new day)."""

    shift: str
    days_earlier: int | None = None
    to_day: dt.date | None = None
    earliest_day: dt.date | None = None
    puts_back: bool = False
    tranches: Sequence[tuple[dt.date, dt.date, dt.date]] = ()

    @classmethod
    def of(cls, scheme) -> "Terms":
        return cls(
            shift=scheme.shift,
            days_earlier=scheme.days_earlier,
            to_day=scheme.to_day,
            earliest_day=scheme.earliest_day,
            puts_back=scheme.puts_back,
            tranches=[(each.from_day, each.until_day, each.to_day) for each in scheme.tranches.all()],
        )

    def target(self, candidate: Candidate) -> dt.date | None:
        """The day the scheme names, before weekends and holidays; None for someone in no tranche."""
        if self.shift == SchemeShift.DAY:
            return self.to_day
        if self.shift == SchemeShift.DAYS:
            # Worked out from the sentence as the law says, never from a day already moved; chosen days shift themselves.
            from_sentence = candidate.kind not in SET_KINDS and candidate.sentence_date
            return (from_sentence or candidate.liberation_date) - self.days_earlier * ONE_DAY
        for first, last, to_day in self.tranches:
            if first <= candidate.liberation_date <= last:
                return to_day
        return None


@dataclass(frozen=True, slots=True)
class Shifted:
    """What a scheme makes of one candidate. Without `after` nobody can shift them, whatever they decide."""

    candidate: Candidate
    after: dt.date | None
    explanation: str = ""
    why_not: list[str] = field(default_factory=list)


def shift_all(candidates: Sequence[Candidate], terms: Terms, *, today: dt.date) -> list[Shifted]:
    """The new day of each candidate. Two queries for each jurisdiction among them, however many they are.

    A new day is lawful where the person returns to (never a weekend or holiday), never before today or the scheme's
    earliest day, and not later than the present one unless the scheme puts back too.
    """
    floor = max(today, terms.earliest_day or today)
    targets = {each.episode_id: _target(each, terms, today) for each in candidates}
    days = _days_by_jurisdiction(candidates, targets, floor)
    return [_shift(each, targets[each.episode_id], days, terms, floor, today) for each in candidates]


def against(candidate: Candidate) -> list[str]:
    """Why the law or the kind of date keeps them out of such a scheme (domain.md 1.6). What is not known is not held against them."""
    found = []
    if candidate.sentence_band == SentenceBand.LIFE:
        found.append(WhyNotShifted.LIFE)
    if candidate.legal_status in BY_LEGAL_STATUS:
        found.append(BY_LEGAL_STATUS[candidate.legal_status])
    if candidate.statutory_supervision:
        found.append(WhyNotShifted.SUPERVISED)
    if candidate.kind in BY_KIND:
        found.append(BY_KIND[candidate.kind])
    return found


def _target(candidate: Candidate, terms: Terms, today: dt.date) -> dt.date | None:
    day = candidate.liberation_date
    return terms.target(candidate) if day and day >= today else None


def _days_by_jurisdiction(candidates, targets, floor) -> Mapping[str, LiberationDays]:
    spans: dict[str, list[dt.date]] = {}
    for each in candidates:
        if target := targets[each.episode_id]:
            spans.setdefault(each.jurisdiction, [floor, floor + LONGEST_CLOSED]).append(target)
    return {
        jurisdiction: LiberationDays.between(min(span), max(span), jurisdiction=jurisdiction)
        for jurisdiction, span in spans.items()
    }


def _shift(candidate, target, days, terms, floor, today) -> Shifted:
    why_not = against(candidate)
    before = candidate.liberation_date
    if target is None:
        if before is None:
            why_not.append(WhyNotShifted.NO_DATE)
        else:
            why_not.append(WhyNotShifted.PASSED if before < today else WhyNotShifted.NO_TRANCHE)
        return Shifted(candidate, None, why_not=why_not)
    after, explanation = _lawful(candidate, target, days[candidate.jurisdiction], floor, today)
    if after == before or (after > before and not terms.puts_back):
        return Shifted(
            candidate, None, f"The new day would be {spell_day(after)}.", [*why_not, WhyNotShifted.NOT_EARLIER]
        )
    return Shifted(candidate, after, explanation, why_not)


def _lawful(candidate, target, days: LiberationDays, floor, today) -> tuple[dt.date, str]:
    """The lawful day on or before the target, or the first one on or after the floor; and why it is not the target."""
    _, worked = days.worked_out(target, local_authority_id=candidate.area_id)
    if worked.day >= floor:
        cause = worked.reason.partition("; ")[2]
        return worked.day, f"{spell_day(target)}: {cause}" if worked.moved_by else ""
    day = floor
    while days.worked_out(day, local_authority_id=candidate.area_id)[1].day != day:
        day += ONE_DAY
    cause = "is in the past" if worked.day < today else f"is before {spell_day(floor)}, when the scheme begins"
    return day, f"{spell_day(worked.day)} {cause}; so {spell_day(day)}."
