from django.db import models


class VoucherState(models.TextChoices):
    IN_STOCK = "in-stock", "In stock"
    ISSUED = "issued", "Put by for somebody"
    HANDED_OVER = "handed-over", "Handed over"
    LOST = "lost", "Lost"
    STRUCK = "struck", "Entered by mistake"


# With these a voucher is for one case; with the others for nobody.
FOR_A_CASE = frozenset({VoucherState.ISSUED, VoucherState.HANDED_OVER})


class VoucherMoveKind(models.TextChoices):
    """What happened to a voucher."""

    RECEIVED = "received", "Received"
    ISSUED = "issued", "Put by"
    HANDED_OVER = "handed-over", "Handed over"
    NOT_HANDED_OVER = "not-handed-over", "Handing over taken back"
    RETURNED = "returned", "Back in stock"
    LOST = "lost", "Lost"
    FOUND = "found", "Found"
    STRUCK = "struck", "Entered by mistake"


# From which state to which each of them leads; "" is before a voucher was there. The database holds to it.
STATES_BY_MOVE = {
    # Struck, it has now really come.
    VoucherMoveKind.RECEIVED: {("", VoucherState.IN_STOCK), (VoucherState.STRUCK, VoucherState.IN_STOCK)},
    VoucherMoveKind.ISSUED: {(VoucherState.IN_STOCK, VoucherState.ISSUED)},
    VoucherMoveKind.HANDED_OVER: {(VoucherState.ISSUED, VoucherState.HANDED_OVER)},
    VoucherMoveKind.NOT_HANDED_OVER: {(VoucherState.HANDED_OVER, VoucherState.ISSUED)},
    # It was only put by; or the person has given it back.
    VoucherMoveKind.RETURNED: {
        (VoucherState.ISSUED, VoucherState.IN_STOCK),
        (VoucherState.HANDED_OVER, VoucherState.IN_STOCK),
    },
    VoucherMoveKind.LOST: {(VoucherState.IN_STOCK, VoucherState.LOST), (VoucherState.ISSUED, VoucherState.LOST)},
    VoucherMoveKind.FOUND: {(VoucherState.LOST, VoucherState.IN_STOCK)},
    VoucherMoveKind.STRUCK: {(VoucherState.IN_STOCK, VoucherState.STRUCK)},
}
# What brings vouchers in or writes them off, two people see.
BY_TWO = frozenset({VoucherMoveKind.RECEIVED, VoucherMoveKind.LOST, VoucherMoveKind.FOUND})


class StockCountState(models.TextChoices):
    WAITING = "waiting", "Waiting for the second person"
    AGREED = "agreed", "Counted by two"
    REFUSED = "refused", "Not agreed"


STOCK_COUNT_MOVES = {
    StockCountState.WAITING: {StockCountState.AGREED, StockCountState.REFUSED},
    StockCountState.AGREED: set(),
    StockCountState.REFUSED: set(),
}
