"""Choices of keeping in touch after release: the first hours, contact that is lost, messages to the person."""

from django.db import models


class FirstStep(models.TextChoices):
    """What the first 48 hours ask for, in the order of the hours."""

    OUT = "out", "Out, and with whom"
    PRESCRIPTION = "prescription", "Prescription in hand"
    BED = "bed", "Bed they call safe"
    EVENING = "evening", "First evening call"
    MORNING = "morning", "Next morning call"
    BENEFITS = "benefits", "Benefits claim made"


# Worked out from the gate and from contacts; the others are said by somebody.
SAID_STEPS = (FirstStep.PRESCRIPTION, FirstStep.BENEFITS)


class StepAnswer(models.TextChoices):
    DONE = "done", "Done"
    NOT_NEEDED = "not-needed", "Not needed"
    NOT_YET = "not-yet", "Tried, did not work"


class HourState(models.TextChoices):
    """How an hour of the first 48 stands; worked out, never stored."""

    DONE = "done", "Done"
    NOT_NEEDED = "not-needed", "Not needed"
    OVERDUE = "overdue", "Overdue"
    DUE = "due", "Due today"
    LATER = "later", "Later"


class Rung(models.TextChoices):
    """The steps of looking for somebody, in their usual order."""

    TRY = "try", "Try again, at other hours"
    CHANNELS = "channels", "Try another way"
    PARTNERS = "partners", "Ask who else may have seen them"
    EMERGENCY = "emergency", "Ask whom they named for this"
    MANAGER = "manager", "The manager looks at it"
    WELFARE = "welfare", "Ask for a welfare check"


# Worked out from the tries; the others are said by somebody.
SAID_RUNGS = (Rung.PARTNERS, Rung.EMERGENCY, Rung.MANAGER, Rung.WELFARE)


class RungAnswer(models.TextChoices):
    DONE = "done", "Done"
    NOT_POSSIBLE = "not-possible", "Cannot be done"


class RungState(models.TextChoices):
    """How a step of looking for somebody stands; worked out, never stored."""

    DONE = "done", "Done"
    NOT_POSSIBLE = "not-possible", "Cannot be done"
    OVERDUE = "overdue", "Overdue"
    DUE = "due", "Due"
    LATER = "later", "Later"


class LostEnd(models.TextChoices):
    """Why nobody looks for somebody any more."""

    SPOKEN = "spoken", "We have spoken with them"
    SEEN = "seen", "Somebody has seen them"
    IN_CUSTODY = "in-custody", "Back in custody"
    ASKED_TO_STOP = "asked-to-stop", "They asked us to stop"
    SUPPORT_ENDED = "support-ended", "Support has ended"


# What a person says; the job finds the others out by itself.
SAID_ENDS = (LostEnd.SEEN, LostEnd.ASKED_TO_STOP)


class MessageChannel(models.TextChoices):
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"


class PersonMessageState(models.TextChoices):
    BY_HAND = "by-hand", "To be sent from the mentor’s phone"
    WAITING = "waiting", "Waiting to be sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent"
    STOPPED = "stopped", "Not sent"


class WhyStopped(models.TextChoices):
    CALLED_OFF = "called-off", "Called off"
    NO_CONSENT = "no-consent", "They no longer agree to it"
    IN_CUSTODY = "in-custody", "Back in custody"
    SUPPORT_ENDED = "support-ended", "Support has ended"
    NO_ADDRESS = "no-address", "No number or address any more"
