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
    SAID_NO = "said-no", "Said no for now"
    NOT_REACHED = "not-reached", "Not seen"


REFERRAL_MOVES = {
    ReferralState.RECEIVED: {ReferralState.ELIGIBLE, ReferralState.DECLINED},
    ReferralState.ELIGIBLE: {ReferralState.OFFERED, ReferralState.DECLINED},
    ReferralState.OFFERED: {ReferralState.AGREED, ReferralState.SAID_NO, ReferralState.NOT_REACHED},
    ReferralState.SAID_NO: {ReferralState.OFFERED},
    ReferralState.NOT_REACHED: {ReferralState.OFFERED},
    ReferralState.DECLINED: {ReferralState.RECEIVED},
    ReferralState.AGREED: set(),
}
WAITING_STATES = frozenset(
    {ReferralState.RECEIVED, ReferralState.ELIGIBLE, ReferralState.OFFERED, ReferralState.NOT_REACHED}
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
