from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from core.models import KeyedModel
from liberations.keeping_contact.enums import SAID_RUNGS, LostEnd, Rung, RungAnswer
from people.models import AboutPersonQuerySet


class LostContactQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def open(self):
        return self.filter(ended_at=None)

    def on_hold(self, on):
        return self.open().filter(hold_until__gte=on)


class LostContact(KeyedModel):
    """Nobody reaches somebody who is out, and we look for them, step by step, until one of the ends in LostEnd.

    Begun by the clock when a promised contact stays overdue, or by a mentor who is worried (then the manager knows at once).
    The steps and their days are the programme's (referrals.models.ContactRules).
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="lost_contacts")
    began_at = models.DateTimeField(db_default=Now())
    began_date = models.DateField(help_text="The steps are counted from this day.")
    since_date = models.DateField(help_text="The last day anybody spoke with them, or the day of release.")
    worried_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    worry = models.CharField(max_length=500, blank=True, db_default="")
    hold_until = models.DateField(null=True, help_text="Nobody is told anything up to this day.")
    hold_reason = models.CharField(max_length=300, blank=True, db_default="")
    hold_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    manager_told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=14, choices=LostEnd, blank=True, db_default="")
    ended_note = models.CharField(max_length=500, blank=True, db_default="")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", help_text="Null: by the clock."
    )

    objects = LostContactQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="looked_for_once_at_a_time"),
            models.CheckConstraint(
                name="lost_contact_ends_in_some_way",
                condition=Q(ended_at=None, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
            ),
            models.CheckConstraint(
                name="worry_has_an_author",
                condition=Q(worry="", worried_by=None) | (~Q(worry="") & Q(worried_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="hold_of_lost_contact_has_a_reason",
                condition=Q(hold_until=None) | (~Q(hold_reason="") & Q(hold_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["began_date"], name="lost_contact_open", condition=Q(ended_at=None))]

    def __str__(self):
        return f"Lost contact {self.pk}"

    @property
    def is_open(self):
        return self.ended_at is None

    def is_on_hold(self, on):
        return self.hold_until is not None and self.hold_until >= on

    def get_absolute_url(self):
        return reverse("liberations:lost_contact", args=[self.case_id])


class LostContactStep(KeyedModel):
    """Somebody said of a step of looking for somebody what came of it. Taken back, it stays on record."""

    lost_contact = models.ForeignKey(LostContact, on_delete=models.PROTECT, related_name="steps")
    rung = models.CharField(max_length=10, choices=Rung)
    answer = models.CharField(max_length=12, choices=RungAnswer)
    note = models.CharField(max_length=500)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lost_contact", "rung"], condition=Q(taken_back_at=None), name="one_answer_in_force_per_rung"
            ),
            models.CheckConstraint(
                name="only_what_is_said_of_a_rung", condition=Q(rung__in=[rung.value for rung in SAID_RUNGS])
            ),
            models.CheckConstraint(name="what_came_of_a_rung_is_said", condition=~Q(note="")),
        ]

    def __str__(self):
        return f"Step of lost contact {self.pk}"
