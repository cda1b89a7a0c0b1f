from django.db import models


class MoneyKind(models.TextChoices):
    GRANT = "grant", "Grant or cash"
    FARE = "fare", "Fare"
    VOUCHER = "voucher", "Voucher from our stock"
    OTHER = "other", "Something bought for them"


class MoneyState(models.TextChoices):
    ASKED = "asked", "Waits for a manager"
    APPROVED = "approved", "Approved, not given yet"
    REFUSED = "refused", "Not approved"
    GIVEN = "given", "Given"
    TAKEN_BACK = "taken-back", "Taken back"


MONEY_MOVES = {
    MoneyState.ASKED: {MoneyState.APPROVED, MoneyState.REFUSED, MoneyState.TAKEN_BACK},
    MoneyState.APPROVED: {MoneyState.GIVEN, MoneyState.TAKEN_BACK},
    MoneyState.REFUSED: set(),
    MoneyState.GIVEN: {MoneyState.TAKEN_BACK},
    MoneyState.TAKEN_BACK: set(),
}
# What counts towards the limits of a person.
SPENT = frozenset({MoneyState.APPROVED, MoneyState.GIVEN})
DECIDED = frozenset({MoneyState.APPROVED, MoneyState.REFUSED})
