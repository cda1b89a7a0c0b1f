from django.db import models


class AssignmentRole(models.TextChoices):
    LEAD = "lead", "Mentor"
    SUPPORT = "support", "Also works with"


class FurtherRole(models.TextChoices):
    """What somebody who is not the mentor does on the case."""

    PRISON = "prison", "Mentor in prison"
    EMPLOYMENT = "employment", "Employment consultant"
    FAMILY = "family", "Family support"
    OTHER = "other", "Works with them too"


class MatchEnd(models.TextChoices):
    """Why a mentor stopped working with somebody. None of it blames anybody; what the person chooses is always enough."""

    PERSONS_CHOICE = "persons-choice", "The person would like another mentor"
    NOT_THE_MATCH = "not-the-match", "It is not the right match"
    NEXT_MENTOR = "next-mentor", "Passed on to the next mentor, as planned"
    WORKLOAD = "workload", "The work is shared out anew"
    AWAY = "away", "The mentor is away for a long time"
    LEAVES = "leaves", "The mentor is leaving us"
    CANNOT_REACH = "cannot-reach", "The mentor cannot get to the prison or the area"
    KNOWS_THEM = "knows-them", "The mentor knows the person"
    SUPPORT_ENDED = "support-ended", "Support ended"
    OTHER = "other", "Another reason"


# What somebody may choose; that the support ended is said by ending it.
REASONS_FOR_CHANGE = [(each.value, each.label) for each in MatchEnd if each != MatchEnd.SUPPORT_ENDED]


class EndingKind(models.TextChoices):
    PLANNED = "planned", "Planned"
    UNPLANNED = "unplanned", "Unplanned"


class EndingReason(models.TextChoices):
    COMPLETED = "completed", "Support completed"
    AGREED_EARLY = "agreed-early", "Agreed to end early"
    NO_CONTACT = "no-contact", "Lost contact"
    NO_LONGER_WANTS = "no-longer-wants", "No longer wants support"
    RETURNED = "returned", "Returned to custody"
    MOVED_AWAY = "moved-away", "Moved away"
    OTHER_SERVICE = "other-service", "Another service took over"
    DIED = "died", "Died"
    OTHER = "other", "Another reason"


# Who ended so is not asked any more how things are.
NOT_ASKED_AFTERWARDS = frozenset({EndingReason.DIED, EndingReason.NO_LONGER_WANTS, EndingReason.RETURNED})


class HowTalked(models.TextChoices):
    IN_PERSON = "in-person", "In person"
    PHONE = "phone", "By phone"
    VIDEO = "video", "By video"


class ReopenReason(models.TextChoices):
    """Why support goes on after it had ended."""

    ASKED = "asked", "They asked for help again"
    FOUND = "found", "We are in touch again"
    RETURNED = "returned", "They are back in custody"
    MISTAKE = "mistake", "It was ended by mistake"


# What somebody may choose; that they are back in custody is said by writing that down.
REASONS_TO_REOPEN = [(each.value, each.label) for each in ReopenReason if each != ReopenReason.RETURNED]


class OfferedAgain(models.TextChoices):
    """What the mentor they had says when they are back in custody."""

    YES = "yes", "Is their mentor again"
    CANNOT = "cannot", "Cannot this time"
