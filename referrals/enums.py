from django.db import models


class Source(models.TextChoices):
    PRISON_LIST = "prison-list", "Prison's list"
    PRISON_STAFF = "prison-staff", "Prison staff"
    SELF = "self", "Themselves"
    SOCIAL_WORK = "social-work", "Justice social work"
    FAMILY = "family", "Family"
    PARTNER = "partner", "Partner agency"
    COURT = "court", "Court"


class ReferralState(models.TextChoices):
    RECEIVED = "received", "Waiting for a decision"
    ELIGIBLE = "eligible", "To be offered"
    DECLINED = "declined", "Not for this service"
    OFFERED = "offered", "Offered"
    AGREED = "agreed", "Agreed to take part"
    NOT_NOW = "not-now", "Not now"
    SAID_NO = "said-no", "Said no for now"
    NOT_REACHED = "not-reached", "Not seen"


REFERRAL_MOVES = {
    ReferralState.RECEIVED: {ReferralState.ELIGIBLE, ReferralState.DECLINED},
    ReferralState.ELIGIBLE: {ReferralState.OFFERED, ReferralState.DECLINED},
    ReferralState.OFFERED: {
        ReferralState.AGREED,
        ReferralState.NOT_NOW,
        ReferralState.SAID_NO,
        ReferralState.NOT_REACHED,
    },
    ReferralState.NOT_NOW: {ReferralState.OFFERED},
    ReferralState.SAID_NO: {ReferralState.OFFERED},
    ReferralState.NOT_REACHED: {ReferralState.OFFERED},
    ReferralState.DECLINED: {ReferralState.RECEIVED},
    ReferralState.AGREED: set(),
}
# Where one press says that the service was offered again.
OFFERED_AGAIN = frozenset({ReferralState.NOT_NOW, ReferralState.SAID_NO, ReferralState.NOT_REACHED})
WAITING_STATES = frozenset(
    {
        ReferralState.RECEIVED,
        ReferralState.ELIGIBLE,
        ReferralState.OFFERED,
        ReferralState.NOT_NOW,
        ReferralState.NOT_REACHED,
    }
)


class DeclineReason(models.TextChoices):
    SENTENCE = "sentence", "Sentence is too long"
    SUPERVISION = "supervision", "Will be under statutory supervision"
    SEX = "sex", "Programme is not for their sex"
    AGE = "age", "Programme is not for their age"
    AREA = "area", "Returns to an area we do not cover"
    PRISON = "prison", "In a prison we do not cover"
    REMAND = "remand", "On remand"
    RECALL = "recall", "Recalled"
    TOO_LATE = "too-late", "Too late before liberation"
    ALREADY_SUPPORTED = "already-supported", "Another service supports them"
    TWICE = "twice", "Referred twice"
    INAPPROPRIATE = "inappropriate", "Referral was not appropriate"
    OTHER = "other", "Another reason"


class RuleState(models.TextChoices):
    """How a rule of a programme answers about somebody; never stored."""

    MET = "met", "Met"
    NOT_MET = "not-met", "Not met"
    NOT_KNOWN = "not-known", "Not known"
    NOT_YET = "not-yet", "Not yet"


class OfferChannel(models.TextChoices):
    IN_PERSON = "in-person", "In person"
    LETTER = "letter", "Letter or Email a Prisoner"
    VIDEO = "video", "Video"
    PHONE = "phone", "Phone"


class OfferOutcome(models.TextChoices):
    """What came of one offer. Empty on an offer that waits for its answer, as after a letter."""

    AGREED = "agreed", "Agreed to take part"
    NOT_NOW = "not-now", "Not now"
    SAID_NO = "said-no", "Said no for now"
    NOT_SEEN = "not-seen", "Not seen"
    NO_ANSWER = "no-answer", "No answer"


STATE_AFTER = {
    "": ReferralState.OFFERED,
    OfferOutcome.AGREED: ReferralState.AGREED,
    OfferOutcome.NOT_NOW: ReferralState.NOT_NOW,
    OfferOutcome.SAID_NO: ReferralState.SAID_NO,
    OfferOutcome.NOT_SEEN: ReferralState.NOT_REACHED,
    OfferOutcome.NO_ANSWER: ReferralState.NOT_REACHED,
}


class Basis(models.TextChoices):
    """Why we may tell somebody outside about a person."""

    CONSENT = "consent", "They agreed to it"
    DANGER = "danger", "Somebody’s life or a child is in danger"


class OnwardState(models.TextChoices):
    """Where a referral to a partner agency stands. Each is said by somebody here, or by the agency through its link."""

    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    WAITING = "waiting", "On a waiting list"
    DECLINED = "declined", "Declined"
    ATTENDED = "attended", "Attended"
    NOT_ATTENDED = "not-attended", "Did not attend"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"


_ANSWERS = {OnwardState.ACCEPTED, OnwardState.WAITING, OnwardState.DECLINED}
_SEEN = {OnwardState.ATTENDED, OnwardState.NOT_ATTENDED}
ONWARD_MOVES = {
    OnwardState.SENT: {*_ANSWERS, *_SEEN, OnwardState.STOPPED},
    OnwardState.ACCEPTED: {*_SEEN, OnwardState.WAITING, OnwardState.DECLINED, OnwardState.DONE, OnwardState.STOPPED},
    OnwardState.WAITING: {OnwardState.ACCEPTED, OnwardState.DECLINED, *_SEEN, OnwardState.STOPPED},
    OnwardState.DECLINED: set(),
    OnwardState.ATTENDED: {OnwardState.NOT_ATTENDED, OnwardState.DONE, OnwardState.STOPPED},
    OnwardState.NOT_ATTENDED: {*_ANSWERS, OnwardState.ATTENDED, OnwardState.DONE, OnwardState.STOPPED},
    OnwardState.DONE: set(),
    OnwardState.STOPPED: set(),
}
OPEN_ONWARD_STATES = frozenset(state for state, moves in ONWARD_MOVES.items() if moves)
# What an agency without an account may say through its link, and while it may.
AGENCY_ANSWERS = (OnwardState.ACCEPTED, OnwardState.WAITING, OnwardState.DECLINED)
ANSWERABLE_STATES = frozenset({OnwardState.SENT, OnwardState.WAITING})


class Condition(models.TextChoices):
    """Something about a person or how they live by which services choose whom they take."""

    REMAND = "remand", "on remand"
    REGISTERED = "registered", "under notification requirements"
    FIRE = "fire", "with fire-raising in the past"
    VIOLENCE = "violence", "with violence in the past"
    USING = "using", "using drugs or alcohol now"
    PRESCRIBED = "prescribed", "on a methadone or buprenorphine prescription"
    TAGGED = "tagged", "on an electronic tag"
    PETS = "pets", "with a pet"
    CHILDREN = "children", "with children"
    COUPLE = "couple", "as a couple"
    UNDER_18 = "under-18", "under 18"
    ARREARS = "arrears", "with rent arrears"
    NO_LOCAL_LINK = "no-local-link", "without a local connection"
    NO_PUBLIC_FUNDS = "no-public-funds", "without recourse to public funds"
    NO_PAPERS = "no-papers", "without identity papers"
    STEP_FREE = "step-free", "who need step-free access"


class OnwardDecline(models.TextChoices):
    """Why a partner agency did not take somebody."""

    CONDITION = "condition", "They do not take people…"
    AREA = "area", "Outside the area they work in"
    NEED_TOO_HIGH = "need-too-high", "Needs more than they can give"
    NEED_TOO_LOW = "need-too-low", "Does not need it enough for them"
    FULL = "full", "Full"
    CLOSED_TO_NEW = "closed-to-new", "Taking nobody new"
    NO_CONTACT = "no-contact", "They could not reach the person"
    NOT_WANTED = "not-wanted", "The person did not want it"
    KNOWN_ALREADY = "known-already", "They help the person already"
    OTHER = "other", "Another reason"


# Declined because of who somebody is or how they live: the service's threshold, and nothing they or we did.
THRESHOLD_DECLINES = frozenset(
    {OnwardDecline.CONDITION, OnwardDecline.AREA, OnwardDecline.NEED_TOO_HIGH, OnwardDecline.NEED_TOO_LOW}
)
# Declined because there was no room, whoever had asked.
NO_ROOM_DECLINES = frozenset({OnwardDecline.FULL, OnwardDecline.CLOSED_TO_NEW})


class Availability(models.TextChoices):
    """Whether a service takes people just now."""

    OPEN = "open", "Takes people"
    FULL = "full", "Full"
    CLOSED_TO_NEW = "closed-to-new", "Takes nobody new"


class ServiceKind(models.TextChoices):
    ACCOMMODATION = "accommodation", "Accommodation"
    MONEY = "money", "Money and benefits"
    HEALTH = "health", "Health"
    MENTAL_HEALTH = "mental-health", "Mental health"
    SUBSTANCES = "substances", "Drugs and alcohol"
    WORK = "work", "Work"
    LEARNING = "learning", "Education and training"
    FAMILY = "family", "Family and relationships"
    LEGAL = "legal", "Legal advice"
    PRACTICAL = "practical", "Practical help"


class PlaceKind(models.TextChoices):
    """What people go there for. The order is that of the list to choose from."""

    HOUSING = "housing", "Housing office"
    BED = "bed", "Hostel, shelter or home"
    BENEFITS = "benefits", "Jobcentre or benefits office"
    HEALTH = "health", "Doctor, clinic or hospital"
    PHARMACY = "pharmacy", "Pharmacy"
    JUSTICE = "justice", "Justice social work or court"
    BANK = "bank", "Bank or post office"
    FOOD = "food", "Food or clothes"
    SUPPORT = "support", "Support service"
    TRAVEL = "travel", "Station or bus stop"
    OTHER = "other", "Another place"


class PictureKind(models.TextChoices):
    PHOTO = "photo", "Photo of the building or the door"
    MAP = "map", "Map of the way there"


class StoryState(models.TextChoices):
    """Of a share pack: being chosen with the person, agreed to as it stands, or no longer to be shown to anybody."""

    DRAFT = "draft", "Being written"
    AGREED = "agreed", "Agreed"
    STOPPED = "stopped", "No longer shared"


STORY_MOVES = {
    StoryState.DRAFT: {StoryState.AGREED},
    # Back to writing only while nobody was given it.
    StoryState.AGREED: {StoryState.STOPPED, StoryState.DRAFT},
    StoryState.STOPPED: {StoryState.AGREED},
}


class StorySection(models.TextChoices):
    """What a person may want told once, so that they need not tell it again. In the order it is read."""

    ABOUT_ME = "about-me", "About me"
    TALKING = "talking", "What helps when you talk with me"
    REACH = "reach", "How to reach me"
    MATTERS = "matters", "What matters to me first"
    HELP = "help", "What I would like help with"
    GOALS = "goals", "What I want to do"
    WELL = "well", "What is going well"
    HOME = "home", "Where I live"
    HEALTH = "health", "My health"
    PEOPLE = "people", "People who matter to me"
    TRIED = "tried", "What has been tried, and what helped"
    SAFE = "safe", "What keeps me safe"
    NOT_AGAIN = "not-again", "Please do not ask me again about"
