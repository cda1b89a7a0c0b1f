"""More vouchers, more counts, and more in a pack."""

from liberations.enums.vouchers import VoucherMoveKind, VoucherState
from liberations.models import (
    Delivery,
    LiberationPack,
    PackItem,
    PackStep,
    StockCount,
    StockCountLine,
    Voucher,
    VoucherMove,
)
from tests.crowds.world import NOON, rows
from tests.factories.packs import LiberationPackFactory, PackTemplateFactory, VoucherKindFactory, stock
from tests.factories.prisons import PrisonFactory


@rows
def vouchers(world, n):
    """A kind, a delivery of one, and a count of it."""
    kind = VoucherKindFactory.build()
    people = {"team": world.team, "second": world.prison_mentor}
    delivery = Delivery(
        kind=kind,
        first_serial=f"S{n}",
        last_serial=f"S{n}",
        count=1,
        received_at=NOON,
        received_by=world.manager,
        **people,
    )
    voucher = Voucher(
        team=world.team, kind=kind, serial=f"S{n}", value_pence=kind.value_pence, delivery=delivery, state_at=NOON
    )
    yield from (kind, delivery, voucher)
    yield VoucherMove(
        voucher=voucher,
        number=1,
        kind=VoucherMoveKind.RECEIVED,
        to_state=VoucherState.IN_STOCK,
        at=NOON,
        by=world.manager,
        second=world.prison_mentor,
    )
    counted = StockCount(counted_at=NOON, counted_by=world.manager, **people)
    yield counted
    for each in (counted, count(world)):
        yield StockCountLine(count=each, kind=kind, expected=1, counted=1)


@rows
def moves(world, n):
    """The same voucher is lost once more, and found again."""
    voucher = often_lost(world)
    kind, before, after = (
        (VoucherMoveKind.FOUND, VoucherState.LOST, VoucherState.IN_STOCK)
        if n % 2
        else (VoucherMoveKind.LOST, VoucherState.IN_STOCK, VoucherState.LOST)
    )
    yield VoucherMove(
        voucher=voucher,
        number=n + 2,
        follows=n + 1,
        kind=kind,
        from_state=before,
        to_state=after,
        at=NOON,
        by=world.manager,
        second=world.prison_mentor,
    )
    Voucher.objects.filter(pk=voucher.pk).update(moves=n + 2, state=after)


@rows
def items(world, n):
    """One more thing in a pack, and one more step of it."""
    found = pack(world)
    yield PackItem(pack=found, position=n + 1, name=f"Thing {n}")
    yield PackStep(pack=found, from_state="preparing", to_state="prepared", at=NOON, by=world.manager)


@rows
def templates(world, n):
    """A prison where other things go in."""
    yield PackTemplateFactory.build(programme=world.programme, prison=PrisonFactory.build())


def pack(world):
    """The pack that `items` is about."""
    found = LiberationPack.objects.filter(case=world.waiting).first()
    return found or LiberationPackFactory(case=world.waiting, state_by=world.manager)


def count(world):
    """The count that `vouchers` adds lines to."""
    found = StockCount.objects.filter(team=world.team, second=world.community_mentor).first()
    return found or StockCount.objects.create(
        team=world.team, counted_at=NOON, counted_by=world.manager, second=world.community_mentor
    )


def often_lost(world):
    """The voucher that `moves` is about."""
    found = Voucher.objects.filter(delivery__note="Often lost").first()
    if found is None:
        delivery = stock(world.team, count=1, first=9001, by=world.manager, second=world.prison_mentor)
        Delivery.objects.filter(pk=delivery.pk).update(note="Often lost")
        found = delivery.vouchers.get()
    return found
