"""Vouchers out of the team's stock: put by for somebody, handed over, back in stock, lost and found.

Whoever gives a voucher to a person, in a pack or by itself, goes through these. The case is held first, then the vouchers.
"""

import datetime as dt
from collections.abc import Sequence

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums.money import MoneyState
from liberations.enums.vouchers import VoucherMoveKind, VoucherState
from liberations.models import MoneyGiven, PackItem, Voucher, VoucherKind
from liberations.services.voucher_moves import move_vouchers
from mentoring.locks import locked_case, locked_open_case
from mentoring.models import Case


def issue_vouchers(
    *,
    case: Case,
    kind: VoucherKind,
    by,
    count: int = 1,
    items: Sequence[PackItem] = (),
    chosen: Voucher | None = None,
    at: dt.datetime | None = None,
) -> list[Voucher]:
    """Put by the next `count` vouchers of a kind in the stock of the case's team; with `items`, one for each of these places.

    Nobody waits for anybody: what another is just taking is passed over, so the same serial never goes out twice. `chosen`
    is the one in hand, if not simply the next. Refuses when there are not enough; then none is taken.
    """
    count = len(items) or count
    with trail.written("issue_vouchers", Verb.CHANGED, by=by, person=case.person) as entry:
        case = locked_open_case(case.pk)
        stock = Voucher.objects.in_stock().filter(team=case.programme.team_id, kind=kind)
        if chosen:
            stock = stock.filter(pk=chosen.pk)
        found = list(stock.order_by("serial").select_for_update(of=("self",), skip_locked=True)[:count])
        if chosen and not found:
            raise RuleBroken(f"{chosen.serial} is no longer in stock. Take another one.")
        if len(found) < count:
            raise RuleBroken(_too_few(kind, len(found), in_pack=bool(items)))
        moved = move_vouchers(
            vouchers=found,
            kind=VoucherMoveKind.ISSUED,
            to=VoucherState.ISSUED,
            case=case,
            items=items,
            by=by,
            at=at,
        )
        entry.subject, entry.after = case, {"kind": kind.pk, "count": len(moved)}
        return moved


def hand_over_vouchers(*, vouchers: Sequence[Voucher], by, at: dt.datetime | None = None) -> list[Voucher]:
    """The person has them. All of one case and put by for it; those handed over already stay as they are."""
    return _move_of_case("hand_over_vouchers", vouchers, VoucherMoveKind.HANDED_OVER, VoucherState.HANDED_OVER, by, at)


def take_back_handing_over(*, vouchers: Sequence[Voucher], by, at: dt.datetime | None = None) -> list[Voucher]:
    """Undo of handing over: they are put by for the person again."""
    return _move_of_case(
        "take_back_handing_over", vouchers, VoucherMoveKind.NOT_HANDED_OVER, VoucherState.ISSUED, by, at
    )


def return_vouchers(*, vouchers: Sequence[Voucher], by, note: str = "", at: dt.datetime | None = None) -> list[Voucher]:
    """Back into the drawer, whether they were only put by or the person has given them back. All of one case.

    Refuses one that stands as money given: taking the money back returns it, or the person would have both.
    """
    return _move_of_case("return_vouchers", vouchers, VoucherMoveKind.RETURNED, VoucherState.IN_STOCK, by, at, note)


def lose_voucher(*, voucher: Voucher, second, note: str, by) -> Voucher:
    """Not there any more, in the drawer or in a pack; two people have looked. Refuses what was handed over."""
    return _by_two("lose_voucher", voucher, VoucherMoveKind.LOST, VoucherState.LOST, second, note, by)


def find_voucher(*, voucher: Voucher, second, note: str, by) -> Voucher:
    """What was lost is there after all, and in stock again."""
    return _by_two("find_voucher", voucher, VoucherMoveKind.FOUND, VoucherState.IN_STOCK, second, note, by)


def _move_of_case(action, vouchers, kind, to, by, at, note="") -> list[Voucher]:
    with trail.written(action, Verb.CHANGED, by=by) as entry:
        cases = {voucher.case_id for voucher in vouchers} - {None}
        if len(cases) > 1:
            raise RuleBroken("These vouchers are for different people. Take one person after the other.")
        case = locked_case(cases.pop()) if cases else None
        held = _held(vouchers)
        waiting = [voucher for voucher in held if voucher.state != to]
        _refuse_others(waiting, case)
        if to == VoucherState.IN_STOCK:
            _refuse_money(waiting)
        entry.needed, entry.subject, entry.person = bool(waiting), case, case.person if case else None
        move_vouchers(vouchers=waiting, kind=kind, to=to, case=case, by=by, note=note, at=at)
        return held


def _refuse_others(vouchers, case) -> None:
    """Between looking at a voucher and pressing, it may have come back and been put by for somebody else."""
    for voucher in vouchers:
        if voucher.case_id and (case is None or voucher.case_id != case.pk):
            raise RuleBroken(f"{voucher.serial} is for somebody else by now. Open it again.")


def _refuse_money(vouchers) -> None:
    if MoneyGiven.objects.filter(voucher__in=vouchers, state=MoneyState.GIVEN).exists():
        raise RuleBroken("This voucher was given as money. Take the money back on their record: that returns it.")


def _by_two(action, voucher, kind, to, second, note, by) -> Voucher:
    with trail.written(action, Verb.CHANGED, by=by, subject=voucher) as entry:
        if voucher.case_id:
            entry.person = locked_case(voucher.case_id).person
        (held,) = _held([voucher])
        entry.needed = held.state != to
        if entry.needed:
            check_second(second=second, team=held.team_id, by=by)
            move_vouchers(vouchers=[held], kind=kind, to=to, second=second, note=note, by=by)
        return held


def check_second(*, second, team, by) -> None:
    """Refuse a second person who is not somebody else of the same team."""
    if second is None or second.pk == by.pk or not second.is_active or second.team_id != team:
        raise RuleBroken("Choose the second person: somebody else of your team, who was there.")


def _held(vouchers) -> list[Voucher]:
    keys = [voucher.pk for voucher in vouchers]
    return list(Voucher.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _too_few(kind: VoucherKind, left: int, *, in_pack: bool) -> str:
    said = {0: "None is", 1: "Only one is"}.get(left, f"Only {left} are")
    return f"{said} left of “{kind}”. Tell your manager{', or mark it as “None left”' if in_pack else ''}."
