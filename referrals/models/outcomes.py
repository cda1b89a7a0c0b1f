from django.contrib.postgres.fields import ArrayField
from django.db import models


def default_outcome_weeks():
    return [0, 4, 12, 26, 52]


class OutcomeRules(models.Model):
    """When a programme asks how things are after release, and how it takes up with somebody who is back in custody.

    Defaults: at release, 4, 12, 26 and 52 weeks (product.md step 8).
    """

    outcome_weeks = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="ask how things are, weeks after release",
        default=default_outcome_weeks,
        blank=True,
        help_text="With commas between them; 0 is the day of release. Leave empty to ask nothing.",
    )
    outcome_early_days = models.PositiveSmallIntegerField(
        "it may be asked from, days before", default=7, help_text="An earlier answer speaks for an earlier time."
    )
    outcome_late_days = models.PositiveSmallIntegerField(
        "it is overdue after, days",
        default=14,
        help_text="It can still be written down then, with the day it is true of.",
    )
    outcomes_after_ending = models.BooleanField(
        "ask on once support has ended",
        default=True,
        help_text="Until it would be overdue. Not of who died, wanted no more support or is back in custody.",
    )
    sustained_weeks = models.PositiveSmallIntegerField(
        "a job, course or training has lasted once it is as old as, weeks", default=13
    )
    return_keeps_days = models.PositiveSmallIntegerField(
        "who is back in custody goes on in the same support, days after it ended",
        default=182,
        help_text="Whose support ended longer ago is referred anew. Support that has not ended always goes on.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_lasting_takes_some_weeks", condition=models.Q(sustained_weeks__gte=1)
            ),
        ]
