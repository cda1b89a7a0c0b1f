from django.db import models


class ItemState(models.TextChoices):
    """How something that has to be in place before the gate stands (domain.md section 6)."""

    NOT_ASKED = "not-asked", "Not talked about yet"
    NOT_NEEDED = "not-needed", "Not needed"
    TO_DO = "to-do", "To do"
    ASKED = "asked", "Asked for"
    IN_PLACE = "in-place", "In place"
    FAILED = "failed", "Did not work"


# What was said may turn out otherwise; only "not talked about yet" is left for good, unless what was said
# is taken back or another time in custody begins (services.readiness.ask_anew).
ITEM_MOVES = {
    ItemState.NOT_ASKED: {
        ItemState.NOT_NEEDED,
        ItemState.TO_DO,
        ItemState.ASKED,
        ItemState.IN_PLACE,
        ItemState.FAILED,
    },
    ItemState.NOT_NEEDED: {ItemState.TO_DO, ItemState.ASKED, ItemState.IN_PLACE},
    ItemState.TO_DO: {ItemState.NOT_NEEDED, ItemState.ASKED, ItemState.IN_PLACE, ItemState.FAILED},
    ItemState.ASKED: {ItemState.NOT_NEEDED, ItemState.TO_DO, ItemState.IN_PLACE, ItemState.FAILED},
    ItemState.IN_PLACE: {ItemState.NOT_NEEDED, ItemState.TO_DO, ItemState.ASKED, ItemState.FAILED},
    ItemState.FAILED: {ItemState.NOT_NEEDED, ItemState.TO_DO, ItemState.ASKED, ItemState.IN_PLACE},
}
# Nothing is left to do. What did not work has to be tried another way, or said to be not needed.
SETTLED = frozenset({ItemState.NOT_NEEDED, ItemState.IN_PLACE})


class ItemOwner(models.TextChoices):
    """Who sees to it."""

    PERSON = "person", "The person"
    MENTOR = "mentor", "Mentor"
    CUSTODY = "custody", "Prison staff"
    HEALTH = "health", "Health centre"
    PARTNER = "partner", "Partner agency"
    FAMILY = "family", "Family"


class FailedReason(models.TextChoices):
    REFUSED = "refused", "Refused"
    NOT_ENTITLED = "not-entitled", "Not entitled to it"
    PAPER_MISSING = "paper-missing", "A paper is missing"
    NO_ANSWER = "no-answer", "Nobody answered"
    TOO_LATE = "too-late", "Too late for this day"
    FELL_THROUGH = "fell-through", "Was in place and fell through"
    OTHER = "other", "Another reason"


class HoldReason(models.TextChoices):
    """Why nothing can be done for the moment."""

    DATE = "date", "The liberation day is not settled"
    COURT = "court", "A court date comes first"
    ANOTHER_ITEM = "another-item", "Something else must be in place first"
    MOVE = "move", "They are being moved to another prison"
    NOT_WELL = "not-well", "They are not well enough"
    PERSON = "person", "They asked to wait"
    NO_ACCESS = "no-access", "We cannot get in to see them"
    OTHER = "other", "Another reason"


class Standing(models.TextChoices):
    """How urgent an item is on a day; worked out, never stored (mentoring/readiness/standing.py)."""

    OVERDUE = "overdue", "Overdue"
    DUE = "due", "Due"
    LATER = "later", "Later"
    NO_DAY = "no-day", "No liberation day yet"
    ON_HOLD = "on-hold", "On hold"
    SETTLED = "settled", "Settled"
    LEFT_OPEN = "left-open", "Open when they left"


class Lodging(models.TextChoices):
    """Where somebody sleeps the first night."""

    OWN_HOME = "own-home", "Their own home"
    FAMILY = "family", "With family or friends"
    SUPPORTED = "supported", "Supported accommodation"
    TEMPORARY = "temporary", "Temporary accommodation from the council"
    HOSTEL = "hostel", "Hostel"
    HOTEL = "hotel", "Bed and breakfast or hotel"
    NOWHERE = "nowhere", "Nowhere to stay yet"


class CalledSafe(models.TextChoices):
    """Whether the person calls the place safe. Asked again whenever the place changes."""

    NOT_ASKED = "not-asked", "Not asked yet"
    YES = "yes", "Yes"
    NOT_SURE = "not-sure", "Not sure"
    NO = "no", "No"
