from django.db import models


class Standard(models.TextChoices):
    """The minimum standards of mentoring through the gate (domain.md section 4; Clinks RR3 2016, New Routes, VOICES)."""

    CONSENT = "R1", "Agreed to take part, and to every sharing"
    EARLY_REFERRAL = "R2", "Referred early"
    NEEDS = "R3", "Needs talked through together"
    PLAN = "R4", "A plan of their own, agreed"
    PLAN_REVIEWED = "R5", "The plan is kept up to date"
    MEETINGS_OFFERED = "R6a", "Meetings offered before liberation"
    MEETINGS_HELD = "R6b", "Meetings held before liberation"
    SAME_MENTOR = "R7", "The same mentor through the gate"
    BEFORE_AND_AFTER = "R8", "Met before and after"
    RELEASE_DAY = "R9", "Met or spoken with on release"
    MONTHS = "R10", "Months of support"
    PRIVATE = "R11", "Somewhere private"
    MENTOR_READY = "R12", "A trained and supervised mentor"
    MATCHED = "R13", "The match was thought about"
    IDENTITY = "R14", "Asked who they are and what they need"
    SERVICES = "R15", "Linked with services"
    AGREEMENTS = "R16", "Sharing under an agreement"
    PLANNED_ENDING = "R17", "An ending they knew of"


class Verdict(models.TextChoices):
    """What a standard says of a case on a day. Only a waiver is stored."""

    MET = "met", "Met"
    NOT_MET = "not-met", "Not met"
    NOT_YET = "not-yet", "Not yet"
    NOT_APPLICABLE = "n/a", "Does not apply"
    WAIVED = "waived", "Set aside"


class Mark(models.TextChoices):
    """What is said beside a verdict, and counted apart in reports."""

    PRISON_CANCELLED = "prison-cancelled", "the prison cancelled"
    DATE_MOVED = "date-moved", "the day was brought forward"
    BY_PHONE = "by-phone", "a call instead of a visit"
    SHORT = "short", "too short for all the meetings"
    REMAND = "remand", "released from remand by a court"
    HANDOVER = "handover", "handed over with a joint meeting"
    AT_GATE = "at-gate", "at the gate"
    FIRST_DAYS = "first-days", "within the first two days"
    AGREED_EARLY = "agreed-early", "agreed to end early"
    RETURNED = "returned", "returned to custody"
    DIED = "died", "died"
    NO_SERVICE = "no-service", "no service could take them"
