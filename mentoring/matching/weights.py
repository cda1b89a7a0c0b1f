"""What a person weighs in a mentor's caseload: need × phase × travel, with the arithmetic in words.

The factors are the manager's settings (`CaseloadWeights`). Each person is rounded to one decimal place, so that what is
shown adds up. `mentoring.models.loads` works out the same in SQL.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mentoring.enums.matching import Need, Phase
from mentoring.models import CaseloadWeights

ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one person weighs for one mentor, with the three factors it is made of."""

    need: Need
    phase: Phase
    is_far: bool
    of_need: Decimal
    of_phase: Decimal
    of_travel: Decimal

    @property
    def weight(self) -> Decimal:
        return rounded(self.of_need * self.of_phase * self.of_travel)

    @property
    def sum(self) -> str:
        """Such as "1.5 × 1 × 1.25 = 1.9"."""
        factors = " × ".join(plain(each) for each in (self.of_need, self.of_phase, self.of_travel))
        return f"{factors} = {plain(self.weight)}"

    @property
    def words(self) -> str:
        """Such as "More than usual support × liberation near × outside their areas"."""
        return " × ".join(
            (
                NEED_WORDS[self.need],
                Phase(self.phase).label[:1].lower() + Phase(self.phase).label[1:],
                "outside their areas" if self.is_far else "no far travel",
            )
        )


NEED_WORDS = {
    Need.NOT_JUDGED: "Support not judged yet",
    Need.LIGHT: "Less support than usual",
    Need.USUAL: "Usual support",
    Need.HIGH: "More support than usual",
}


def weighted_load(weights: CaseloadWeights, *, need, phase, is_far: bool) -> Weighed:
    """What somebody weighs for a mentor: who needs `need`, is in `phase`, and is outside the mentor's areas or not."""
    return Weighed(
        need=Need(need),
        phase=Phase(phase),
        is_far=is_far,
        of_need=weights.of_need(need),
        of_phase=weights.of_phase(phase),
        of_travel=weights.of_travel(far=is_far),
    )


def phase_of(
    weights: CaseloadWeights, *, liberation_day: dt.date | None, released_date: dt.date | None, on: dt.date
) -> Phase:
    """Where somebody is on the walk through the gate on a day."""
    if released_date:
        return Phase.FIRST if (on - released_date).days <= weights.first_days else Phase.LATER
    if liberation_day is None:
        return Phase.UNKNOWN
    return Phase.AHEAD if (liberation_day - on).days > weights.near_days else Phase.NEAR


def is_far(*, where, areas) -> bool:
    """Whether the mentor would have to leave the `areas` they cover; nobody's areas, or nowhere known, is not far."""
    return where is not None and bool(areas) and where not in areas


def weights_of(team) -> CaseloadWeights:
    """The team's settings, or the defaults while nobody has changed them. One query."""
    return CaseloadWeights.objects.filter(team=team).first() or CaseloadWeights(team_id=getattr(team, "pk", team))


def rounded(weight: Decimal) -> Decimal:
    return weight.quantize(ONE_PLACE, ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """Without needless zeros: 1.50 is 1.5, 2.0 is 2."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def capacity_of(weights: CaseloadWeights, *, capacity: int, days: int) -> Decimal:
    """What a mentor who works so many days a week has room for; `capacity` is for a full week."""
    share = Decimal(min(days, weights.full_week_days)) / weights.full_week_days
    return rounded(capacity * share)
