import datetime as dt

from django.db import models


def _hour(question, default, help_text=""):
    return models.TimeField(question, null=True, blank=True, default=default, help_text=help_text)


def _days(question, default, help_text=""):
    return models.PositiveSmallIntegerField(question, null=True, blank=True, default=default, help_text=help_text)


class ContactRules(models.Model):
    """How a programme keeps in touch after release: the first 48 hours by the hour, how often by how much support somebody
    needs, how it looks for somebody it has lost, and when nobody is texted. Every question is a setting.

    What is left empty is not a step of this programme. Read by `liberations/keeping_contact/`.
    """

    prescription_by = _hour(
        "prescription in hand by", dt.time(16), "On the day of release. Leave empty what you do not ask for."
    )
    bed_by = _hour("a bed they call safe by", dt.time(18), "On the day of release.")
    evening_call_by = _hour("first evening call by", dt.time(20), "On the day of release.")
    morning_call_by = _hour("next morning call by", dt.time(11), "On the day after.")
    benefits_by = _hour("benefits claim made by", dt.time(16), "On the day after.")
    contact_days_high = _days(
        "who needs more support than usual: a contact every, days",
        3,
        "Leave empty for the follow-up contacts that everybody is promised.",
    )
    contact_days_usual = _days("who needs the usual support: a contact every, days", None, "As above.")
    contact_days_light = _days("who needs less support than usual: a contact every, days", None, "As above.")
    lost_days = models.PositiveSmallIntegerField(
        "contact counts as lost when a promised one is overdue by, days", default=3
    )
    lost_tries = _days("or overdue at all and tried, on days", 3, "Leave empty to go by the days alone.")
    lost_channels_days = _days("try another way after, days", 1, "Counted from the day contact counts as lost.")
    lost_partners_days = _days("ask who else may have seen them after, days", 2)
    lost_emergency_days = _days("ask whom they named for this after, days", 3, "Only those they agreed we may ask.")
    lost_manager_days = models.PositiveSmallIntegerField("tell the managers after, days", default=3)
    lost_manager_tries = _days("or after tries since then, on days", 5, "Leave empty to go by the days alone.")
    lost_welfare_days = _days("ask for a welfare check after, days", 7)
    lost_tried_days = models.PositiveSmallIntegerField("where it goes by the days alone: try them, on days", default=3)
    lost_ways = models.PositiveSmallIntegerField("another way means ways, in all", default=2)
    lost_hold_days = models.PositiveSmallIntegerField(
        "looking for somebody may be put on hold for, days",
        default=28,
        help_text="At a time. It can be put on hold again then.",
    )
    lost_hold_usual_days = models.PositiveSmallIntegerField("usually for, days", default=3)
    quiet_from = models.TimeField("no texts or e-mails to people from", default=dt.time(20))
    quiet_until = models.TimeField("until", default=dt.time(9))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_contact_every_some_days",
                condition=(models.Q(contact_days_high=None) | models.Q(contact_days_high__gte=1))
                & (models.Q(contact_days_usual=None) | models.Q(contact_days_usual__gte=1))
                & (models.Q(contact_days_light=None) | models.Q(contact_days_light__gte=1)),
            ),
            models.CheckConstraint(
                name="%(class)s_usual_hold_is_one_that_may_be",
                condition=models.Q(lost_hold_usual_days__gte=1)
                & models.Q(lost_hold_usual_days__lte=models.F("lost_hold_days")),
            ),
            models.CheckConstraint(
                name="%(class)s_is_quiet_at_night_and_not_by_day",
                condition=models.Q(quiet_from__gt=models.F("quiet_until")),
            ),
        ]
