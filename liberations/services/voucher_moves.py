"""The one way in which a voucher changes its state: a move is added and the voucher follows it, for many at once."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums.vouchers import BY_TWO, FOR_A_CASE, STATES_BY_MOVE, VoucherMoveKind, VoucherState
from liberations.models import PackItem, Voucher, VoucherMove
from mentoring.models import Case


def move_vouchers(
    *,
    vouchers: Sequence[Voucher],
    kind: VoucherMoveKind,
    to: VoucherState,
    by,
    case: Case | None = None,
    items: Sequence[PackItem] = (),
    second=None,
    note: str = "",
    at: dt.datetime | None = None,
) -> list[Voucher]:
    """Bring vouchers, held by the caller, to another state; all or none. `case` is who they are for from now on.

    `items` are their places in a pack, in the same order. Three statements, however many there are.
    """
    with trail.written(f"voucher_{kind}".replace("-", "_"), Verb.CHANGED, by=by) as entry:
        entry.needed = bool(vouchers)
        if not vouchers:
            return []
        if kind in BY_TWO and (second is None or second.pk == by.pk):
            raise RuleBroken("Choose the second person: two people see what comes in and what is written off.")
        for voucher in vouchers:
            if (voucher.state, to) not in STATES_BY_MOVE[kind]:
                raise RuleBroken(f"{voucher.serial} is “{voucher.get_state_display().lower()}” now. Open it again.")
        at = at or timezone.now()
        kept = case if to in FOR_A_CASE else None
        VoucherMove.objects.bulk_create(
            VoucherMove(
                voucher=voucher,
                number=voucher.moves + 1,
                follows=voucher.moves,
                kind=kind,
                from_state=voucher.state,
                to_state=to,
                case_id=kept.pk if kept else voucher.case_id,
                at=at,
                by=by,
                second=second,
                note=note,
            )
            for voucher in vouchers
        )
        places = {voucher.pk: item for voucher, item in zip(vouchers, items, strict=False)}
        keep_place = to in FOR_A_CASE and not places
        for voucher in vouchers:
            voucher.state, voucher.state_at, voucher.moves = to, at, voucher.moves + 1
            voucher.case = kept
            if not keep_place:
                voucher.pack_item = places.get(voucher.pk)
        _follow(vouchers, to=to, case=kept, at=at, keep_place=keep_place, placed=bool(places))
        entry.after = {"vouchers": [voucher.pk for voucher in vouchers], "state": to}
        return list(vouchers)


def _follow(vouchers, *, to, case, at, keep_place, placed) -> None:
    rows = Voucher.objects.filter(pk__in=[voucher.pk for voucher in vouchers])
    values = {"state": to, "state_at": at, "moves": F("moves") + 1, "case": case}
    rows.update(**values if keep_place or placed else values | {"pack_item": None})
    if placed:
        Voucher.objects.bulk_update(vouchers, ["pack_item"])
