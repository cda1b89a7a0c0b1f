from django.db import models


class MoneyRules(models.Model):
    """How much a mentor of a programme may give on their own; a manager decides about more."""

    money_once_pence = models.PositiveIntegerField(
        "a mentor may give at once up to", default=5000, help_text="Above it a manager decides. 0: always a manager."
    )
    money_person_pence = models.PositiveIntegerField(
        "and to one person in all up to", default=20000, help_text="Above it a manager decides."
    )
    money_days = models.PositiveSmallIntegerField("counted over the last, days", default=182)

    class Meta:
        abstract = True
