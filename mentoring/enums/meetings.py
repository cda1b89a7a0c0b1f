from django.db import models


class Channel(models.TextChoices):
    """How the contact was made (domain.md section 3.3)."""

    IN_PRISON = "in-prison", "In prison"
    VIDEO = "video", "Video call"
    PHONE = "phone", "Phone call"
    LETTER = "letter", "Letter or Email a Prisoner"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    GATE = "gate", "At the gate"
    COMMUNITY = "community", "In the community"
    ACCOMPANIED = "accompanied", "Went with them to an appointment"
    FAMILY = "family", "With their family"
    PROFESSIONAL = "professional", "With another professional"


# How somebody who is out may be tried in one press.
TRIED_WAYS = (Channel.PHONE, Channel.TEXT, Channel.EMAIL, Channel.COMMUNITY, Channel.LETTER)
# With somebody who is in prison.
INSIDE = frozenset({Channel.IN_PRISON, Channel.VIDEO})


class Place(models.TextChoices):
    """Where in the prison. A talk at the cell door is a contact, not a meeting: it is not private."""

    PRIVATE_ROOM = "private-room", "Private room"
    VISIT_ROOM = "visit-room", "Visit room"
    HALL = "hall", "Open hall"
    CELL_DOOR = "cell-door", "At the cell door"


class MeetingState(models.TextChoices):
    """How a contact stands. Any outcome may be corrected into any other or taken back to planned, so there is no table of moves."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    REFUSED = "refused", "Refused"
    NOT_ATTENDED = "not-attended", "Not attended"
    CANCELLED_BY_PRISON = "cancelled-by-prison", "Cancelled by the prison"
    CANCELLED_BY_US = "cancelled-by-us", "Cancelled by us"
    CANCELLED_BY_PERSON = "cancelled-by-person", "Cancelled by the person"


OUTCOMES = frozenset(MeetingState) - {MeetingState.PLANNED}
CANCELLED = frozenset(
    {MeetingState.CANCELLED_BY_PRISON, MeetingState.CANCELLED_BY_US, MeetingState.CANCELLED_BY_PERSON}
)


class CancelReason(models.TextChoices):
    REGIME = "regime", "Regime or safety"
    NO_ROOM = "no-room", "No room"
    MOVED = "moved", "Person had been moved"
    AT_COURT = "at-court", "Person was at court"
    STAFF = "staff", "No officer free"
    NO_ACCESS = "no-access", "We were not let in"
    OTHER = "other", "Another reason"


class MoveAsker(models.TextChoices):
    """Who wanted a planned visit on another day or at another time."""

    PERSON = "person", "The person"
    PRISON = "prison", "The prison"
    US = "us", "We did"
    OTHER = "other", "Somebody else"


class Concern(models.TextChoices):
    NONE = "none", "No concerns"
    MANAGER = "manager", "Something my manager should know"
    SAFEGUARDING = "safeguarding", "Someone may be in danger"
