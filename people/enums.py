from django.db import models


class Sex(models.TextChoices):
    """As the prison records it; decides which programmes may take the person."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    NOT_KNOWN = "not-known", "Not known"


class IdentifierKind(models.TextChoices):
    SPS = "sps", "Prison number (Scotland)"
    NOMIS = "nomis", "Prison number (England and Wales)"


class AccessReason(models.TextChoices):
    REFERRAL = "referral", "Took in the referral"
    TRIAGE = "triage", "Offers the service in this team"
    TEAM = "team", "Manages this team"
    ALLOCATION = "allocation", "Is the mentor"
    FURTHER_ROLE = "further-role", "Works with them beside the mentor"
    COVER = "cover", "Covers for the mentor"
    GATE = "gate", "Meets them at the gate"
    HANDOVER = "handover", "Is handing over"
    EMERGENCY = "emergency", "Opened in an emergency"


class AlertKind(models.TextChoices):
    RISK_TO_STAFF = "risk-to-staff", "Risk to staff"
    RISK_TO_SELF = "risk-to-self", "Risk to self"
    RISK_FROM_OTHERS = "risk-from-others", "Risk from others"
    HEALTH = "health", "Health"
    COMMUNICATION = "communication", "Communication"
    OTHER = "other", "Other"


# What staff must know before they meet somebody, and so may stand on paper. Health, and who is a danger to whom, do not.
ON_PAPER = (AlertKind.RISK_TO_STAFF, AlertKind.COMMUNICATION)


class HowKnown(models.TextChoices):
    """How a member of staff knows somebody outside their work here. No more is asked: it is their own life too."""

    SELF = "self", "The record is about them"
    FAMILY = "family", "Family"
    PARTNER = "partner", "Partner or former partner"
    FRIEND = "friend", "Friend or neighbour"
    CUSTODY = "custody", "Were in custody together"
    CASE = "case", "Through what happened: harmed, a witness, or accused with them"
    OTHER = "other", "In another way"


class EqualityCodeList(models.TextChoices):
    """Whose questions are asked. Answers of one list are never turned into those of the other."""

    SCOTLAND_2022 = "scotland-2022", "Scotland’s Census 2022"
    ENGLAND_AND_WALES_2021 = "england-and-wales-2021", "Census 2021 (England and Wales)"


class EqualityOutcome(models.TextChoices):
    """What came of offering the equality questions."""

    ANSWERED = "answered", "Answered some or all"
    NOT_NOW = "not-now", "Not today"
    NO = "no", "No, thank you"
    TAKEN_OUT = "taken-out", "Asked us to take the answers out"


class Purpose(models.TextChoices):
    TAKING_PART = "taking-part", "Taking part"
    SHARING = "sharing", "Sharing with a partner agency"
    TEXTS = "texts", "Contact by text"
    EMAILS = "emails", "Contact by e-mail"


class Decision(models.TextChoices):
    GIVEN = "given", "Agreed"
    REFUSED = "refused", "Said no"
    WITHDRAWN = "withdrawn", "Withdrawn"


class HowGiven(models.TextChoices):
    SIGNED = "signed", "Signed on paper"
    SPOKEN = "spoken", "Said aloud"
    LETTER = "letter", "In a letter or Email a Prisoner"
    PHONE = "phone", "By phone or video"
    TEXT = "text", "By text or e-mail"
