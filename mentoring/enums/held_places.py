from django.db import models


class HeldPlaceKind(models.TextChoices):
    """What a partner agency holds for people of ours."""

    ROOM = "room", "Room in a shared house"
    FLAT = "flat", "Supported flat"
    BED = "bed", "Bed"


class StayState(models.TextChoices):
    """How it stands between a place and the person it is for. Free is a place with no stay that runs."""

    OFFERED = "offered", "Offered"
    TAKEN = "taken", "Taken"
    HELD = "held", "Kept while in custody"
    LEFT = "left", "Left"
    SAID_NO = "said-no", "Said no"
    WITHDRAWN = "withdrawn", "Offer taken back"


STAY_MOVES = {
    StayState.OFFERED: {StayState.TAKEN, StayState.SAID_NO, StayState.WITHDRAWN},
    StayState.TAKEN: {StayState.HELD, StayState.LEFT},
    StayState.HELD: {StayState.TAKEN, StayState.LEFT},
    StayState.LEFT: set(),
    StayState.SAID_NO: set(),
    StayState.WITHDRAWN: set(),
}
# While a stay is in one of these nobody else can have the place.
RUNNING_STAYS = frozenset({StayState.OFFERED, StayState.TAKEN, StayState.HELD})
# Somebody lives there, or comes back to it.
LIVED_IN = frozenset({StayState.TAKEN, StayState.HELD})


class LeaveReason(models.TextChoices):
    OWN_HOME = "own-home", "Moved to a home of their own"
    ELSEWHERE = "elsewhere", "Moved somewhere else"
    CUSTODY = "custody", "Back in custody for longer"
    ASKED_TO_LEAVE = "asked-to-leave", "Was asked to leave"
    HOSPITAL = "hospital", "In hospital or treatment"
    DIED = "died", "Died"
    OTHER = "other", "Another reason"


class SeeTo(models.TextChoices):
    """What somebody has to see to about a place; worked out, never stored."""

    ANSWER = "answer", "Offer not answered"
    BACK_INSIDE = "back-inside", "Back in custody: keep it or give it up"
    RUNS_OUT = "runs-out", "No longer kept soon"
    OUT_AGAIN = "out-again", "Out again: have they moved back in?"
    ENDED = "ended", "Support has ended"
