from django.db import models


class Agreement(models.TextChoices):
    """How the person agreed to their plan."""

    SIGNED = "signed", "Signed on paper"
    SPOKEN = "spoken", "Said so, nothing signed"


class GoalState(models.TextChoices):
    OPEN = "open", "Working on it"
    REACHED = "reached", "Reached"
    LET_GO = "let-go", "No longer wanted"


GOAL_MOVES = {
    GoalState.OPEN: {GoalState.REACHED, GoalState.LET_GO},
    GoalState.REACHED: {GoalState.OPEN},
    GoalState.LET_GO: {GoalState.OPEN},
}


class Owner(models.TextChoices):
    """Who does a step of the plan."""

    PERSON = "person", "The person"
    MENTOR = "mentor", "Mentor"
    CUSTODY_WORKER = "custody-worker", "Custody worker"
    PARTNER = "partner", "Partner agency"


class ActionState(models.TextChoices):
    TO_DO = "to-do", "To do"
    DONE = "done", "Done"
    NOT_DONE = "not-done", "Could not be done"
    LET_GO = "let-go", "No longer needed"


ACTION_MOVES = {
    ActionState.TO_DO: {ActionState.DONE, ActionState.NOT_DONE, ActionState.LET_GO},
    ActionState.DONE: {ActionState.TO_DO},
    ActionState.NOT_DONE: {ActionState.TO_DO},
    ActionState.LET_GO: {ActionState.TO_DO},
}


class ReviewCause(models.TextChoices):
    """Why a plan is looked at again (minimum standard R5, domain.md section 4)."""

    TIME = "time", "It was time"
    DATE_MOVED = "date-moved", "The liberation day moved"
    RETURNED = "returned", "Back in custody"
    ASKED = "asked", "They asked for it"
    OTHER = "other", "Something else changed"


class ReviewOutcome(models.TextChoices):
    KEPT = "kept", "The plan stays as it is"
    CHANGED = "changed", "The plan changed"


class HoldReason(models.TextChoices):
    """Why a review that is due waits."""

    NO_ACCESS = "no-access", "The prison gives no access"
    AWAY = "away", "At court, in hospital or in another prison"
    NOT_NOW = "not-now", "They do not want to look at it now"
    NO_CONTACT = "no-contact", "We cannot reach them"
    NO_MENTOR = "no-mentor", "Their mentor is away"
    OTHER = "other", "Another reason"


class PromiseState(models.TextChoices):
    OPEN = "open", "Open"
    KEPT = "kept", "Kept"
    EXPLAINED = "explained", "Not kept, and told why"


PROMISE_MOVES = {
    PromiseState.OPEN: {PromiseState.KEPT, PromiseState.EXPLAINED},
    PromiseState.KEPT: {PromiseState.OPEN},
    PromiseState.EXPLAINED: {PromiseState.OPEN},
}
