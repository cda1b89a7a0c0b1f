import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.models import ClosingQuerySet, VersionedModel
from core.months import months_after
from people.enums import Sex
from prisons.enums import SentenceBand
from referrals.models.contacting import ContactRules
from referrals.models.counting import CountingRules
from referrals.models.day_limits import DayLimits
from referrals.models.linking import LinkingRules
from referrals.models.money import MoneyRules
from referrals.models.onward_rules import OnwardRules
from referrals.models.outcomes import OutcomeRules
from referrals.models.papers import PaperRules
from referrals.models.waiting import WaitingRules


def default_reminder_days():
    return [84, 42, 28, 14, 7, 1, 0]


def default_follow_up_days():
    return [2, 7, 14, 21, 28, 42, 56, 70, 84, 112, 140, 168, 182]


class Programme(
    ContactRules,
    CountingRules,
    DayLimits,
    LinkingRules,
    MoneyRules,
    OnwardRules,
    OutcomeRules,
    PaperRules,
    WaitingRules,
    VersionedModel,
):
    """A service under contract: who may take part and every threshold its work is measured by. Settings, never constants."""

    name = models.CharField(max_length=120, unique=True)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="programmes")
    sexes = ArrayField(
        models.CharField(max_length=10, choices=Sex), blank=True, default=list, help_text="Empty: everyone."
    )
    youngest_age = models.PositiveSmallIntegerField(null=True, blank=True, help_text="At liberation. Empty: any age.")
    oldest_age = models.PositiveSmallIntegerField(null=True, blank=True, help_text="At liberation. Empty: any age.")
    sentence_bands = ArrayField(
        models.CharField(max_length=16, choices=SentenceBand),
        blank=True,
        default=list,
        help_text="Empty: any sentence.",
    )
    takes_remand = models.BooleanField("takes people on remand", default=True)
    takes_recall = models.BooleanField("takes people who were recalled", default=True)
    takes_statutory = models.BooleanField("takes people under statutory supervision", default=False)
    prisons = models.ManyToManyField("prisons.Prison", blank=True, related_name="+", help_text="Empty: every prison.")
    areas = models.ManyToManyField(
        "prisons.LocalAuthority", blank=True, related_name="+", help_text="Empty: every area of return."
    )
    sign_up_weeks = models.PositiveSmallIntegerField("sign-up opens, weeks before liberation", default=12)
    minimum_lead_days = models.PositiveSmallIntegerField("shortest time before liberation, in days", default=0)
    minimum_meetings = models.PositiveSmallIntegerField("pre-release meetings needed", default=3)
    meetings_flag_days = models.PositiveSmallIntegerField("flag too few meetings, days before liberation", default=28)
    gate_answer_days = models.PositiveSmallIntegerField(
        "ask who meets them, days before liberation",
        default=7,
        help_text="From then on, or when the day is brought forward, the mentor says whether they can be at the gate.",
    )
    gate_answer_hours = models.PositiveSmallIntegerField("hours to answer before managers are told", default=24)
    quiet_move_days = models.PositiveSmallIntegerField(
        "moves further ahead tell nobody, days",
        default=84,
        help_text="A moved day that far ahead, with nothing booked on it, is shown and not sent.",
    )
    confirm_days = models.PositiveSmallIntegerField("ask again about a date not confirmed for, days", default=28)
    confirm_days_near = models.PositiveSmallIntegerField("the same in the last four weeks", default=7)
    confirm_days_last_week = models.PositiveSmallIntegerField("the same in the last week", default=1)
    unknown_days = models.PositiveSmallIntegerField("ask again about a date that is not known, days", default=14)
    readiness_due_days = models.PositiveSmallIntegerField(
        "show what has to be in place before liberation as due, days ahead", default=14
    )
    readiness_settle_days = models.PositiveSmallIntegerField(
        "days after sign-up before any of it is overdue",
        default=7,
        help_text="Somebody who signs up late has this long, whatever the usual time before liberation.",
    )
    plan_review_days = models.PositiveSmallIntegerField("a plan is looked at again within, days", default=90)
    plan_review_after_change_days = models.PositiveSmallIntegerField(
        "the same once the day has moved or they are back in custody", default=14
    )
    promise_late_days = models.PositiveSmallIntegerField("managers see a promise that is late by, days", default=7)
    handover_access_days = models.PositiveSmallIntegerField(
        "after a handover the former mentor may open the record, days",
        default=14,
        help_text="To finish writing up and to answer what the next mentor asks. 0: it closes at once.",
    )
    ending_access_days = models.PositiveSmallIntegerField(
        "after support ends the mentor may open the record, days",
        default=28,
        help_text="To finish writing up. 0: it closes at once.",
    )
    months_of_support = models.PositiveSmallIntegerField(default=6)
    reminder_days = ArrayField(models.PositiveSmallIntegerField(), default=default_reminder_days)
    follow_up_days = ArrayField(models.PositiveSmallIntegerField(), default=default_follow_up_days)
    self_referral_months = models.PositiveSmallIntegerField(
        "people may ask for themselves after release, months",
        default=6,
        help_text="Counted from the day of release. 0: only before release.",
    )
    refusal_kept_months = models.PositiveSmallIntegerField(
        "keep who said no, or was declined, months",
        default=12,
        help_text="After that nothing stays that says who they were; they stay counted.",
    )
    sharing_consent_months = models.PositiveSmallIntegerField(
        "consent to sharing holds, months",
        null=True,
        blank=True,
        help_text="Empty: until it is taken back. Each consent may end on another day.",
    )
    contract_places = models.PositiveIntegerField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            *ContactRules.Meta.constraints,
            *CountingRules.Meta.constraints,
            *OnwardRules.Meta.constraints,
            *OutcomeRules.Meta.constraints,
            *LinkingRules.Meta.constraints,
            models.CheckConstraint(
                name="youngest_is_not_older_than_oldest",
                condition=models.Q(youngest_age=None)
                | models.Q(oldest_age=None)
                | models.Q(oldest_age__gte=models.F("youngest_age")),
            ),
        ]

    def __str__(self):
        return self.name

    def may_ask_on(self, day: dt.date, *, released: dt.date) -> bool:
        """Whether somebody released on a day may still ask for themselves."""
        return self.self_referral_months > 0 and day <= months_after(released, self.self_referral_months)

    def sharing_ends(self, agreed_date: dt.date) -> dt.date | None:
        """The last day of a consent to sharing given on a day; None if it holds until it is taken back."""
        months = self.sharing_consent_months
        return months_after(agreed_date, months) if months else None
