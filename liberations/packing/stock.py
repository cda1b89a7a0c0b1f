"""What is in the drawer of a team, and what became of the rest."""

import dataclasses
import datetime as dt
import uuid

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from liberations.enums.vouchers import StockCountState, VoucherState
from liberations.models import StockCountLine, Voucher, VoucherKind


@dataclasses.dataclass
class StockLine:
    """One kind of voucher in a team's stock: how many are in each state, and when the drawer was last counted by two."""

    kind: VoucherKind
    numbers: dict[str, int] = dataclasses.field(default_factory=dict)
    counted_at: dt.datetime | None = None

    @property
    def in_stock(self) -> int:
        return self.numbers.get(VoucherState.IN_STOCK, 0)

    @property
    def issued(self) -> int:
        return self.numbers.get(VoucherState.ISSUED, 0)

    @property
    def handed_over(self) -> int:
        return self.numbers.get(VoucherState.HANDED_OVER, 0)

    @property
    def lost(self) -> int:
        return self.numbers.get(VoucherState.LOST, 0)

    @property
    def received(self) -> int:
        return self.in_stock + self.issued + self.handed_over + self.lost

    @property
    def in_stock_pence(self) -> int:
        return self.in_stock * self.kind.value_pence


def stock_of(team: uuid.UUID) -> list[StockLine]:
    """Every kind that is in use, or of which the team has any, by the team's key. Two statements."""
    numbers: dict = {}
    for row in Voucher.objects.filter(team=team).by_kind():
        numbers.setdefault(row["kind"], {})[row["state"]] = row["count"]
    agreed = StockCountLine.objects.filter(
        kind=OuterRef("pk"), count__team=team, count__state=StockCountState.AGREED
    ).order_by("-count__counted_at")
    kinds = VoucherKind.objects.annotate(counted_at=Subquery(agreed.values("count__counted_at")[:1]))
    lines = [StockLine(kind, numbers.get(kind.pk, {}), kind.counted_at) for kind in kinds]
    return [line for line in lines if line.kind.closed_date is None or line.received]


def kinds_to_give(team: uuid.UUID, today: dt.date) -> QuerySet[VoucherKind]:
    """Kinds in use, and those of which no more come in while the team still has some."""
    left = Voucher.objects.in_stock().filter(team=team, kind=OuterRef("pk"))
    return VoucherKind.objects.open_on(today) | VoucherKind.objects.filter(Exists(left))


def in_drawer(team) -> dict:
    """How many are in stock, by the key of the kind; kinds of which there are none are left out. One statement."""
    return {row["kind"]: row["count"] for row in Voucher.objects.filter(team=team).in_stock().by_kind()}
