from django.db import models


class PackState(models.TextChoices):
    PREPARING = "preparing", "Being prepared"
    PREPARED = "prepared", "Prepared"
    LEFT = "left", "Left with the prison"
    HANDED_OVER = "handed-over", "Handed over"
    CONFIRMED = "confirmed", "Confirmed by the person"
    TAKEN_APART = "taken-apart", "Taken apart"


# Forward. An undo goes to wherever the pack was before, by its steps.
PACK_MOVES = {
    PackState.PREPARING: {PackState.PREPARED, PackState.TAKEN_APART},
    # A mentor may bring it to the gate without leaving it with the prison.
    PackState.PREPARED: {PackState.LEFT, PackState.HANDED_OVER, PackState.TAKEN_APART},
    # Prepared again: fetched back from the prison.
    PackState.LEFT: {PackState.HANDED_OVER, PackState.PREPARED, PackState.TAKEN_APART},
    PackState.HANDED_OVER: {PackState.CONFIRMED},
    PackState.CONFIRMED: set(),
    PackState.TAKEN_APART: set(),
}
# Taken back, these are packed anew, wherever the pack was before.
PACKED_ANEW = frozenset({PackState.PREPARED, PackState.TAKEN_APART})
# The person has it.
GIVEN = frozenset({PackState.HANDED_OVER, PackState.CONFIRMED})


class PackItemState(models.TextChoices):
    TO_DO = "to-do", "Not yet"
    IN = "in", "In the pack"
    NOT_NEEDED = "not-needed", "Not needed"
    OUT_OF_STOCK = "out-of-stock", "None left"
