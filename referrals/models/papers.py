from django.contrib.postgres.fields import ArrayField
from django.db import models


def default_help_lines():
    return [
        "You feel ill: NHS 24, phone 111, day and night",
        "You need to talk: Samaritans, phone 116 123, free, day and night",
    ]


class PaperRules(models.Model):
    """What a programme prints on the plan for the first day that a person takes along."""

    paper_office_line = models.CharField(
        "our own line, when the mentor does not answer",
        max_length=160,
        blank=True,
        help_text="Who answers, the number, what it costs, and when. For example: “Our office: 0800 496 0000, free, "
        "Monday to Friday, 9am to 5pm”.",
    )
    paper_help_lines = ArrayField(
        models.CharField(max_length=160),
        blank=True,
        default=default_help_lines,
        verbose_name="if it goes wrong",
        help_text="One a line: what has happened, who helps, the number, when. Add the council’s line for people with "
        "nowhere to sleep.",
    )

    class Meta:
        abstract = True
