from django.db import models


class CourtState(models.TextChoices):
    COMING = "coming", "Coming"
    ATTENDED = "attended", "They were there"
    NOT_ATTENDED = "not-attended", "They were not there"
    PUT_OFF = "put-off", "Put off to another day"
    NOT_NEEDED = "not-needed", "Not needed any more"


# Any of them may be corrected into any other, or taken back.
COURT_OUTCOMES = frozenset(CourtState) - {CourtState.COMING}
# Said of a day that has come.
THERE_OR_NOT = frozenset({CourtState.ATTENDED, CourtState.NOT_ATTENDED})


class SummaryState(models.TextChoices):
    DRAFT = "draft", "Being written"
    WAITING = "waiting", "Waits for a manager"
    APPROVED = "approved", "Approved"


SUMMARY_MOVES = {
    SummaryState.DRAFT: {SummaryState.WAITING},
    # Approved, sent back with a word, or taken back by whoever wrote it.
    SummaryState.WAITING: {SummaryState.APPROVED, SummaryState.DRAFT},
    # What was approved stays as it is: a new version is another row.
    SummaryState.APPROVED: set(),
}
