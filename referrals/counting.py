"""Referrals counted: how many came, for how many this service was not the right one, and why. Figures only, no names."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from referrals.enums import WAITING_STATES, DeclineReason, ReferralState, Source
from referrals.models import Referral

# Below so many, a percentage says more than there is (domain.md section 3.5).
FEWEST_FOR_A_SHARE = 10
OF_BROUGHT = "programme", "programme__name", "prison_then", "prison_then_name", "source", "agency", "agency__name"


@dataclass(frozen=True, slots=True)
class Cut:
    """What is counted: referrals received from the first day to the last, of one programme, prison, source or agency."""

    first: dt.date
    last: dt.date
    programme: object | None = None
    prison: object | None = None
    source: str = ""
    agency: object | None = None

    def address(self, **more) -> str:
        """The list of the referrals behind a figure: this cut with `more` of its filters."""
        parts = {
            "state": "all",
            "own": "yes",
            **_day("received_from", self.first),
            **_day("received_until", self.last),
            "programme": getattr(self.programme, "pk", ""),
            "prison_then": getattr(self.prison, "pk", ""),
            "source": self.source,
            "agency": getattr(self.agency, "pk", ""),
        }
        return f"{reverse('referrals:referral_list')}?{urlencode({k: v for k, v in (parts | more).items() if v})}"


def _day(name: str, value: dt.date) -> dict[str, int]:
    """A day as the three boxes of a form send it."""
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what it counts, how many, and where the referrals behind each figure are listed."""

    label: str
    counts: tuple[tuple[int, str], ...]
    places: int | None = None

    @property
    def share(self) -> str:
        """The last figure of a hundred of the first; nothing where there are too few to say."""
        return in_percent(self.counts[-1][0], self.counts[0][0])


@dataclass(frozen=True, slots=True)
class Counts:
    """What the page shows."""

    received: int
    declined: int
    inappropriate: int
    agreed: int
    waiting: int
    reasons: list[Line]
    tables: list[tuple[str, list[Line]]]

    @property
    def share(self) -> str:
        return in_percent(self.declined, self.received)


def in_percent(part: int, whole: int) -> str:
    """ "12.5 %", rounded half up to one place; nothing of fewer than FEWEST_FOR_A_SHARE."""
    if whole < FEWEST_FOR_A_SHARE:
        return ""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10} %"


def received_in(user: User, cut: Cut) -> QuerySet[Referral]:
    """The referrals of the cut to programmes of the user's team whose people they may open, and those of whom nothing is
    left but that they count."""
    visible = Referral.objects.visible_to(user).values("pk")
    rows = Referral.objects.filter(
        Q(pk__in=visible) | Q(person__details_removed_date__isnull=False),
        programme__team=user.team_id,
        referred_date__range=(cut.first, cut.last),
    )
    rows = rows.with_prison_then()
    for name, value in (
        ("programme", cut.programme),
        ("prison_then", getattr(cut.prison, "pk", None)),
        ("source", cut.source),
        ("agency", cut.agency),
    ):
        if value:
            rows = rows.filter(**{name: value})
    return rows


def grouped(user: User, cut: Cut) -> list[dict]:
    """The referrals of the cut by everything they are counted by, with `referrals` (how many). One query."""
    rows = received_in(user, cut).order_by()
    return list(
        rows.values(*OF_BROUGHT, "programme__contract_places", "state", "decline_reason").annotate(
            referrals=Count("pk")
        )
    )


def counts(user: User, cut: Cut) -> Counts:
    """Everything of the page. One query."""
    groups = grouped(user, cut)
    reasons = _tally((group for group in groups if _is_declined(group)), lambda group: group["decline_reason"])
    return Counts(
        received=_sum(groups),
        declined=sum(reasons.values()),
        inappropriate=reasons[DeclineReason.INAPPROPRIATE],
        agreed=_sum(group for group in groups if group["state"] == ReferralState.AGREED),
        waiting=_sum(group for group in groups if group["state"] in WAITING_STATES),
        reasons=[
            Line(reason.label, ((reasons[reason], cut.address(state=ReferralState.DECLINED, reason=reason)),))
            for reason in sorted(DeclineReason, key=lambda each: (-reasons[each], each.label))
            if reasons[reason]
        ],
        tables=[
            ("Programme", _table(groups, cut, "programme", lambda group: group["programme__name"])),
            (
                "Prison",
                _table(groups, cut, "prison_then", lambda group: group["prison_then_name"] or "No prison on record"),
            ),
            ("Who referred them", _table(groups, cut, "source", lambda group: Source(group["source"]).label)),
            (
                "Partner agency",
                _table(
                    [group for group in groups if group["source"] == Source.PARTNER],
                    cut,
                    "agency",
                    lambda group: group["agency__name"] or "Agency not on our list",
                ),
            ),
        ],
    )


def _table(groups: list[dict], cut: Cut, key: str, label: Callable[[dict], str]) -> list[Line]:
    """Received, not appropriate and declined by one thing, the most first."""
    labels = {group[key]: label(group) for group in groups}
    places = {group[key]: group["programme__contract_places"] for group in groups} if key == "programme" else {}
    received = _tally(groups, lambda group: group[key])
    declined = _tally(filter(_is_declined, groups), lambda group: group[key])
    not_right = _tally(
        (group for group in groups if group["decline_reason"] == DeclineReason.INAPPROPRIATE), lambda group: group[key]
    )
    state = ReferralState.DECLINED
    lines = []
    for value in sorted(labels, key=lambda each: (-received[each], labels[each])):
        # Nothing on record cannot be asked for in the list: such a figure opens nothing.
        one = {key: value} if value else None
        lines.append(
            Line(
                labels[value],
                (
                    (received[value], cut.address(**one) if one else ""),
                    (
                        not_right[value],
                        cut.address(state=state, reason=DeclineReason.INAPPROPRIATE, **one) if one else "",
                    ),
                    (declined[value], cut.address(state=state, **one) if one else ""),
                ),
                places.get(value),
            )
        )
    return lines


def _is_declined(group: dict) -> bool:
    return group["state"] == ReferralState.DECLINED


def _tally(groups: Iterable[dict], key: Callable[[dict], object]) -> Counter:
    found: Counter = Counter()
    for group in groups:
        found[key(group)] += group["referrals"]
    return found


def _sum(groups: Iterable[dict]) -> int:
    return sum(group["referrals"] for group in groups)
