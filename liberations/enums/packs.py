from django.db import models


class PackState(models.TextChoices):
    PREPARING = "preparing", "Being prepared"
    PREPARED = "prepared", "Prepared"
    LEFT = "left", "Left with the prison"
    HANDED_OVER = "handed-over", "Handed over"
    CONFIRMED = "confirmed", "Confirmed by the person"
    TAKEN_APART = "taken-apart", "Taken apart"


PACK_MOVES = {
    PackState.PREPARING: {PackState.PREPARED, PackState.TAKEN_APART},
    # A mentor may bring it to the gate without leaving it with the prison.
    PackState.PREPARED: {PackState.LEFT, PackState.HANDED_OVER, PackState.PREPARING, PackState.TAKEN_APART},
    # Fetched back from the prison, or undo.
    PackState.LEFT: {PackState.HANDED_OVER, PackState.PREPARED, PackState.TAKEN_APART},
    # Undo, to wherever it was before.
    PackState.HANDED_OVER: {PackState.CONFIRMED, PackState.LEFT, PackState.PREPARED},
    PackState.CONFIRMED: {PackState.HANDED_OVER},
    PackState.TAKEN_APART: {PackState.PREPARING},
}
# The person has it.
GIVEN = frozenset({PackState.HANDED_OVER, PackState.CONFIRMED})


class PackItemState(models.TextChoices):
    TO_DO = "to-do", "Not yet"
    IN = "in", "In the pack"
    NOT_NEEDED = "not-needed", "Not needed"
    OUT_OF_STOCK = "out-of-stock", "None left"


PACK_ITEM_MOVES = {state: set(PackItemState) - {state} for state in PackItemState}
