from django.db import models


class HandoverState(models.TextChoices):
    """How passing somebody on from one mentor to another stands."""

    PLANNED = "planned", "Planned"
    DONE = "done", "Done"
    CALLED_OFF = "called-off", "Called off"
    TAKEN_BACK = "taken-back", "Taken back"


HANDOVER_MOVES = {
    HandoverState.PLANNED: {HandoverState.DONE, HandoverState.CALLED_OFF},
    HandoverState.DONE: {HandoverState.TAKEN_BACK},
    HandoverState.CALLED_OFF: set(),
    HandoverState.TAKEN_BACK: set(),
}


class WithoutMeeting(models.TextChoices):
    """Why both mentors did not meet the person together before the change (domain.md section 4: that is reported apart)."""

    PERSONS_WISH = "persons-wish", "The person does not want it"
    MENTOR_GONE = "mentor-gone", "The former mentor has left or is away"
    NO_TIME = "no-time", "There is no time for it"
    NOT_POSSIBLE = "not-possible", "The prison or the distance does not allow it"
    OTHER = "other", "Another reason"
