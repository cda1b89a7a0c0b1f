"""What comes into the drawer, and counting it by two."""

import uuid
from collections.abc import Mapping, Sequence

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made, wait_in_line
from liberations.enums.vouchers import STOCK_COUNT_MOVES, StockCountState, VoucherMoveKind, VoucherState
from liberations.models import Delivery, StockCount, StockCountLine, Voucher, VoucherKind, VoucherMove
from liberations.notifications import tell_count_answered, tell_count_asked
from liberations.packing.serials import serials_between
from liberations.packing.stock import in_drawer
from liberations.services.voucher_moves import move_vouchers
from liberations.services.vouchers import check_second


def receive_vouchers(
    *,
    team,
    kind: VoucherKind,
    first_serial: str,
    last_serial: str,
    second,
    by,
    note: str = "",
    new_id: uuid.UUID | None = None,
    at=None,
) -> Delivery:
    """Take a range of serial numbers into the team's stock, seen by two. Refuses a serial number that is on record already, and a
    kind that no longer comes in.

    What was entered by mistake before and now really comes is taken in again.
    """
    with trail.written("receive_vouchers", Verb.CREATED, by=by) as entry:
        if made := already_made(Delivery, new_id, team=team, received_by=by):
            entry.needed = False
            return made
        check_second(second=second, team=team.pk, by=by)
        at = at or timezone.now()
        if not VoucherKind.objects.open_on(timezone.localdate(at)).filter(pk=kind.pk).exists():
            raise RuleBroken(f"No more of “{kind}” is taken in. Choose another kind.")
        serials = serials_between(first_serial, last_serial)
        # Two deliveries with the same numbers at the same moment: the second is told, not stopped by an error.
        wait_in_line(f"vouchers received/{kind.pk}")
        known = {
            voucher.serial: voucher
            for voucher in Voucher.objects.select_for_update(of=("self",)).filter(kind=kind, serial__in=serials)
        }
        _refuse_known(known.values(), team)
        delivery = Delivery.objects.create(
            pk=new_id or uuid.uuid4(),
            team=team,
            kind=kind,
            first_serial=serials[0],
            last_serial=serials[-1],
            count=len(serials),
            note=note,
            received_at=at,
            received_by=by,
            second=second,
        )
        _take_in([serial for serial in serials if serial not in known], delivery)
        _take_in_again(list(known.values()), delivery)
        entry.subject, entry.after = delivery, {"kind": kind.pk, "count": len(serials), "second": second.pk}
        return delivery


def strike_delivery(*, delivery: Delivery, by) -> Delivery:
    """Undo of a delivery entered by mistake. Refuses once any of its vouchers has left the drawer."""
    with trail.written("strike_delivery", Verb.CHANGED, by=by, subject=delivery) as entry:
        delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
        entry.needed = delivery.struck_at is None
        if not entry.needed:
            return delivery
        vouchers = list(delivery.vouchers.select_for_update(of=("self",)).order_by("pk"))
        if any(voucher.state != VoucherState.IN_STOCK for voucher in vouchers):
            raise RuleBroken("Some of these vouchers are no longer in the drawer. Take them back first.")
        move_vouchers(vouchers=vouchers, kind=VoucherMoveKind.STRUCK, to=VoucherState.STRUCK, by=by)
        delivery.struck_at = timezone.now()
        delivery.save(update_fields=["struck_at"])
        entry.after = {"count": delivery.count}
        return delivery


def record_count(
    *,
    team,
    counted: Mapping[VoucherKind, int],
    expected: Mapping[VoucherKind, int],
    explanations: Mapping[VoucherKind, str],
    second,
    by,
    new_id: uuid.UUID | None = None,
    at=None,
) -> StockCount:
    """What two people found in the drawer, kind by kind; `expected` is what the page said when they began.

    The second person is asked by a notice. Refuses when the stock has changed since, and a difference without an
    explanation. Changes nothing in the stock: what is missing is written off voucher by voucher.
    """
    with trail.written("record_count", Verb.CREATED, by=by) as entry:
        if made := already_made(StockCount, new_id, team=team, counted_by=by):
            entry.needed = False
            return made
        check_second(second=second, team=team.pk, by=by)
        now = in_drawer(team)
        for kind, number in expected.items():
            if now.get(kind.pk, 0) != number:
                raise RuleBroken(f"The stock of “{kind}” has changed since you began. Count it again.")
            if counted[kind] != number and not explanations.get(kind):
                raise RuleBroken(f"Say why there are {counted[kind]} of “{kind}” and not {number}.")
        count = StockCount.objects.create(
            pk=new_id or uuid.uuid4(), team=team, counted_at=at or timezone.now(), counted_by=by, second=second
        )
        StockCountLine.objects.bulk_create(
            StockCountLine(
                count=count,
                kind=kind,
                expected=number,
                counted=counted[kind],
                explanation=explanations.get(kind, "") if counted[kind] != number else "",
            )
            for kind, number in expected.items()
        )
        tell_count_asked(count)
        entry.subject, entry.after = count, {"kinds": len(expected), "second": second.pk}
        return count


def answer_count(*, count: StockCount, agreed: bool, by, note: str = "", at=None) -> StockCount:
    """The second person says whether they counted the same. Refuses anybody else; not agreed, the drawer is counted again."""
    with trail.written("answer_count", Verb.CHANGED, by=by, subject=count) as entry:
        count = StockCount.objects.select_for_update(of=("self",)).get(pk=count.pk)
        state = StockCountState.AGREED if agreed else StockCountState.REFUSED
        if by.pk != count.second_id:
            raise RuleBroken("Only the person who counted with them can say so.")
        entry.needed = count.state != state
        if entry.needed:
            if state not in STOCK_COUNT_MOVES[count.state]:
                raise RuleBroken("You have answered already. Count again if it was not so.")
            entry.before, entry.after = {"state": count.state}, {"state": state}
            count.state, count.answered_at, count.answer_note = state, at or timezone.now(), note
            count.save(update_fields=["state", "answered_at", "answer_note"])
            tell_count_answered(count)
        return count


def _refuse_known(known, team) -> None:
    taken = sorted(
        voucher.serial for voucher in known if voucher.state != VoucherState.STRUCK or voucher.team_id != team.pk
    )
    if taken:
        several = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
        raise RuleBroken(f"{taken[0]}{several} of this kind is on record already. Check the serial numbers.")


def _take_in(serials: Sequence[str], delivery: Delivery) -> None:
    vouchers = [
        Voucher(
            team_id=delivery.team_id,
            kind=delivery.kind,
            serial=serial,
            value_pence=delivery.kind.value_pence,
            delivery=delivery,
            state_at=delivery.received_at,
        )
        for serial in serials
    ]
    Voucher.objects.bulk_create(vouchers)
    VoucherMove.objects.bulk_create(
        VoucherMove(
            voucher=voucher,
            number=1,
            kind=VoucherMoveKind.RECEIVED,
            to_state=VoucherState.IN_STOCK,
            at=delivery.received_at,
            by=delivery.received_by,
            second=delivery.second,
        )
        for voucher in vouchers
    )


def _take_in_again(vouchers: Sequence[Voucher], delivery: Delivery) -> None:
    move_vouchers(
        vouchers=vouchers,
        kind=VoucherMoveKind.RECEIVED,
        to=VoucherState.IN_STOCK,
        by=delivery.received_by,
        second=delivery.second,
        at=delivery.received_at,
    )
    Voucher.objects.filter(pk__in=[voucher.pk for voucher in vouchers]).update(delivery=delivery)
