from django.db import models


class GateDecision(models.TextChoices):
    """What the person says to being met at the gate: the answer to the offer that counts (GateOffer), kept on the gate."""

    UNDECIDED = "undecided", "Not offered yet"
    OFFERED = "offered", "Offered, no answer yet"
    WANTED = "wanted", "Wants to be met"
    DECLINED = "declined", "Does not want to be met"


# As long as it is one of these, somebody has to ask.
NOT_ANSWERED = frozenset({GateDecision.UNDECIDED, GateDecision.OFFERED})


class OfferedHow(models.TextChoices):
    """How the person was offered that somebody meets them."""

    IN_PERSON = "in-person", "In person"
    PHONE = "phone", "By phone or video"
    LETTER = "letter", "By letter or e-mail"
    PRISON_STAFF = "prison-staff", "Through prison staff"
    OTHER = "other", "Through somebody else"


class GateState(models.TextChoices):
    PLANNED = "planned", "Coming"
    MET = "met", "Met"
    NOT_MET = "not-met", "Not met"


GATE_MOVES = {
    GateState.PLANNED: {GateState.MET, GateState.NOT_MET},
    # Undo of an outcome pressed in haste.
    GateState.MET: {GateState.PLANNED},
    # Not out yet, and met or missed later that day; or a new day was named.
    GateState.NOT_MET: {GateState.PLANNED, GateState.MET, GateState.NOT_MET},
}


class NotMetReason(models.TextChoices):
    RELEASED_EARLY = "released-early", "Released early"
    RELEASED_LATE = "released-late", "Not out yet"
    NOT_RELEASED = "not-released", "Not released"
    MOVED = "moved", "Moved to another prison"
    ANOTHER_DOOR = "another-door", "Released to another address or door"
    DECLINED = "declined", "Did not want to be met"
    WITH_FAMILY = "with-family", "Went with family or friends"
    ARRESTED = "arrested", "Arrested at the gate"
    WE_WERE_LATE = "we-were-late", "We were late or could not come"
    OTHER = "other", "Another reason"


# With these the person is out, whoever met them; with the others they are still inside.
OUT_REASONS = frozenset(
    {
        NotMetReason.RELEASED_EARLY,
        NotMetReason.ANOTHER_DOOR,
        NotMetReason.DECLINED,
        NotMetReason.WITH_FAMILY,
        NotMetReason.WE_WERE_LATE,
        NotMetReason.OTHER,
    }
)


class Transport(models.TextChoices):
    MENTOR_CAR = "mentor-car", "Mentor's car"
    PUBLIC = "public", "Bus or train"
    TAXI = "taxi", "Taxi"
    FAMILY = "family", "Family or friends"
    WALK = "walk", "On foot"
    NOT_KNOWN = "not-known", "Not known yet"


class BedTonight(models.TextChoices):
    NOT_ASKED = "not-asked", "Not asked yet"
    SAFE = "safe", "Yes, and the person calls it safe"
    UNSAFE = "unsafe", "Yes, but the person does not call it safe"
    NOWHERE = "nowhere", "Nowhere to stay yet"


class SchemeState(models.TextChoices):
    DRAFT = "draft", "Not shifted yet"
    APPLIED = "applied", "Dates shifted"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Thrown away"


SCHEME_MOVES = {
    SchemeState.DRAFT: {SchemeState.APPLIED, SchemeState.DISCARDED},
    SchemeState.APPLIED: {SchemeState.UNDONE},
    SchemeState.UNDONE: set(),
    SchemeState.DISCARDED: set(),
}


class SchemeShift(models.TextChoices):
    """How the new day of each person in an early-release scheme is found."""

    DAYS = "days", "So many days earlier for everyone"
    DAY = "day", "To one day for everyone"
    TRANCHES = "tranches", "In tranches: who would leave between two days leaves on a named day"


class WhyNotShifted(models.TextChoices):
    """Why somebody an early-release scheme was made for is left as they are unless a person takes them in (domain.md 1.6)."""

    LIFE = "life", "Life sentence or order for lifelong restriction"
    UNTRIED = "untried", "On remand: not sentenced"
    RECALLED = "recalled", "Recalled to custody"
    SUPERVISED = "supervised", "Statutory supervision after release"
    COURT = "court", "Freed by a court"
    PAROLE = "parole", "The Parole Board chose the day"
    HDC = "hdc", "Leaves on home detention curfew"
    OTHER_SCHEME = "other-scheme", "Already in an early release scheme"
    NO_DATE = "no-date", "No liberation day known"
    PASSED = "passed", "Liberation day has passed"
    NO_TRANCHE = "no-tranche", "In no tranche"
    NOT_EARLIER = "not-earlier", "The new day is not earlier"


class SchemeDecision(models.TextChoices):
    """What a person decided about somebody in a draft; empty where the reasons decide."""

    IN = "in", "Taken in"
    OUT = "out", "Left out"


class OfferStanding(models.TextChoices):
    """Where somebody of a cohort stands with the offer of the service; worked out from referral and case, never stored."""

    NOT_OFFERED = "not-offered", "Not yet offered"
    OFFERED = "offered", "Offered"
    AGREED = "agreed", "Agreed to take part"
    SAID_NO = "said-no", "Said no for now"
    NOT_FOR_THEM = "not-for-them", "Not for this service"


class DateMatter(models.TextChoices):
    """Why somebody must ask about a release date; of several reasons the first."""

    PASSED = "passed", "Day has passed"
    DIFFERS = "differs", "Prison’s day differs from ours"
    NOT_CONFIRMED = "not-confirmed", "Not confirmed"
    UNKNOWN = "unknown", "Not known"


class ListState(models.TextChoices):
    COLUMNS = "columns", "Columns to be chosen"
    READ = "read", "Waiting to be applied"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNDONE = "undone", "Taken back"
    DISCARDED = "discarded", "Discarded"
    REFUSED = "refused", "Could not be read"


LIST_MOVES = {
    ListState.COLUMNS: {ListState.READ, ListState.DISCARDED},
    ListState.READ: {ListState.APPLYING, ListState.APPLIED, ListState.DISCARDED},
    # Back to waiting when applying is refused, or keeps stopping part-way.
    ListState.APPLYING: {ListState.APPLIED, ListState.READ},
    ListState.APPLIED: {ListState.UNDONE},
    ListState.UNDONE: set(),
    ListState.DISCARDED: set(),
    ListState.REFUSED: set(),
}
# Of these nothing but the fact is kept; the same file may come again.
GONE_STATES = frozenset({ListState.UNDONE, ListState.DISCARDED, ListState.REFUSED})


class ListColumn(models.TextChoices):
    """What a column of a prison's list says."""

    NUMBER = "number", "Prison number"
    FAMILY_NAME = "family_name", "Surname"
    GIVEN_NAMES = "given_names", "Forenames"
    NAME = "name", "Full name"
    BIRTH_DATE = "birth_date", "Date of birth"
    LIBERATION_DATE = "liberation_date", "Liberation date"
    HALL = "hall", "Hall"
    SEX = "sex", "Sex"


class RowDifference(models.TextChoices):
    """What a row of a list would change, or why it changes nothing."""

    NEW_PERSON = "new-person", "New person"
    RETURNER = "returner", "Back in custody"
    BROUGHT_FORWARD = "brought-forward", "Date brought forward"
    PUT_BACK = "put-back", "Date put back"
    NEW_DATE = "new-date", "Date now known"
    TRANSFER = "transfer", "Moved to this prison"
    NOT_LISTED = "not-listed", "No longer on the list"
    STILL_LISTED = "still-listed", "Released, still on the list"
    SAME = "same", "No change"
    DECIDE = "decide", "A person must decide"
    UNREADABLE = "unreadable", "Could not be read"


# What applying does something about. A row without change is applied only where it brings a referral (ListRow.to_apply).
APPLICABLE = frozenset(
    {
        RowDifference.NEW_PERSON,
        RowDifference.RETURNER,
        RowDifference.BROUGHT_FORWARD,
        RowDifference.PUT_BACK,
        RowDifference.NEW_DATE,
        RowDifference.TRANSFER,
    }
)
# How a date moves; on a transfer it may move as well (ListRow.also).
DATE_CHANGES = frozenset({RowDifference.BROUGHT_FORWARD, RowDifference.PUT_BACK, RowDifference.NEW_DATE})


class RowDecision(models.TextChoices):
    """A person's answer about a doubtful row: who it is."""

    SAME_PERSON = "same-person", "It is this person"
    NEW_PERSON = "new-person", "It is someone new"
    LEAVE = "leave", "Left out"


class ReplanItemKind(models.TextChoices):
    """What followed from a moved day or a transfer: what was done by itself, then what somebody decides."""

    FLAG_RAISED = "flag-raised", "Flag raised"
    FLAG_CLEARED = "flag-cleared", "Flag cleared"
    EXPECTED_AGAIN = "expected-again", "Expected at the gate"
    MENTOR_ASKED = "mentor-asked", "Mentor asked about the gate"
    DAY_PASSED = "day-passed", "Day has passed"
    PRISON_DIFFERS = "prison-differs", "Prison’s day differs"
    VISIT_TOO_LATE = "visit-too-late", "Visit after liberation"
    VISIT_TOO_EARLY = "visit-too-early", "Contact outside before liberation"
    VISIT_AT_OLD_PRISON = "visit-at-old-prison", "Visit at the old prison"
    TOO_FEW_VISITS = "too-few-visits", "Visits to book"
    VISITS_NOT_POSSIBLE = "visits-not-possible", "Not enough visiting days"
    GATE_TIME_AND_PLACE = "gate-time-and-place", "Gate time and place"
    GATE_NOBODY = "gate-nobody", "Nobody named for the gate"
    GATE_CLASH = "gate-clash", "Diary clash at the gate"
    PACK_AT_OLD_PRISON = "pack-at-old-prison", "Pack at the old prison"
    NO_CLEARANCE = "no-clearance", "No clearance"
    OUTSIDE_AREAS = "outside-areas", "Prison is out of the mentor’s areas"
    APPOINTMENTS_TO_MOVE = "appointments-to-move", "Appointments of the day of release"
    DAY_STARTS_ELSEWHERE = "day-starts-elsewhere", "Day of release from another gate"


DONE_BY_ITSELF = frozenset(
    {
        ReplanItemKind.FLAG_RAISED,
        ReplanItemKind.FLAG_CLEARED,
        ReplanItemKind.EXPECTED_AGAIN,
        ReplanItemKind.MENTOR_ASKED,
    }
)
# Decisions about who does what are a manager's; the others are the mentor's own work.
FOR_MANAGERS = frozenset(
    {
        ReplanItemKind.VISITS_NOT_POSSIBLE,
        ReplanItemKind.GATE_NOBODY,
        ReplanItemKind.GATE_CLASH,
        ReplanItemKind.NO_CLEARANCE,
        ReplanItemKind.OUTSIDE_AREAS,
    }
)
# These stand until the next transfer; every other decision hangs on the day and is overtaken by the next moved day.
ABOUT_THE_PRISON = frozenset(
    {
        ReplanItemKind.PACK_AT_OLD_PRISON,
        ReplanItemKind.VISIT_AT_OLD_PRISON,
        ReplanItemKind.GATE_TIME_AND_PLACE,
        ReplanItemKind.NO_CLEARANCE,
        ReplanItemKind.OUTSIDE_AREAS,
        ReplanItemKind.DAY_STARTS_ELSEWHERE,
    }
)
# What the next transfer asks anew.
OVERTAKEN_BY_TRANSFER = ABOUT_THE_PRISON | {
    ReplanItemKind.TOO_FEW_VISITS,
    ReplanItemKind.VISITS_NOT_POSSIBLE,
    ReplanItemKind.GATE_CLASH,
}


class ReplanItemState(models.TextChoices):
    DONE = "done", "Done by itself"
    OPEN = "open", "Needs a decision"
    SETTLED = "settled", "Decided"
    LEFT = "left", "Left as it is"
    OVERTAKEN = "overtaken", "Overtaken by a later change"


REPLAN_ITEM_MOVES = {
    ReplanItemState.DONE: set(),
    ReplanItemState.OPEN: {ReplanItemState.SETTLED, ReplanItemState.LEFT, ReplanItemState.OVERTAKEN},
    # What was put right may come undone: a visit moved back behind the liberation day.
    ReplanItemState.SETTLED: {ReplanItemState.OPEN},
    # Undo of "leave as it is".
    ReplanItemState.LEFT: {ReplanItemState.OPEN},
    ReplanItemState.OVERTAKEN: set(),
}


class GateAnswer(models.TextChoices):
    """What the mentor said when asked whether they can be at the gate that day."""

    NOT_YET = "not-yet", "Not answered yet"
    GOING = "going", "I’m going"
    CANNOT = "cannot", "I can’t"


class AppointmentKind(models.TextChoices):
    """What a stop on the first day is for. The order is that of the form: what a body needs first, then the offices."""

    PHARMACY = "pharmacy", "Pharmacy or prescription"
    FOOD = "food", "Something to eat"
    BREAK = "break", "A rest"
    BED = "bed", "Where they sleep tonight"
    HOUSING = "housing", "Housing office"
    BENEFITS = "benefits", "Jobcentre or benefits"
    JUSTICE = "justice", "Justice social work"
    HEALTH = "health", "GP, clinic or treatment"
    MONEY = "money", "Bank, money or ID"
    SERVICE = "service", "Partner agency"
    FAMILY = "family", "Family or friends"
    OTHER = "other", "Something else"


# What comes before any office; where a plan leaves time to sit down; what never waits over a weekend.
NEEDS_FIRST = frozenset({AppointmentKind.PHARMACY, AppointmentKind.FOOD})
RESTING = frozenset({AppointmentKind.FOOD, AppointmentKind.BREAK, AppointmentKind.FAMILY})
NEVER_OVER_A_WEEKEND = frozenset({AppointmentKind.PHARMACY, AppointmentKind.BED, AppointmentKind.HOUSING})
OFFICES = frozenset(
    {
        AppointmentKind.HOUSING,
        AppointmentKind.BENEFITS,
        AppointmentKind.JUSTICE,
        AppointmentKind.MONEY,
        AppointmentKind.SERVICE,
    }
)


class TravelMode(models.TextChoices):
    """How somebody gets about on the first day; the codes are those of `Transport`."""

    WALK = "walk", "On foot"
    PUBLIC = "public", "Bus or train"
    TAXI = "taxi", "Taxi"
    MENTOR_CAR = "mentor-car", "Mentor's car"
