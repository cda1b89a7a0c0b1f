from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import VersionedModel
from liberations.enums.money import DECIDED, SPENT, MoneyKind, MoneyState
from people.models import AboutPersonQuerySet


class MoneyGivenQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def spent_since(self, day):
        """What counts towards the limits: approved or given from a day on."""
        return self.filter(state__in=SPENT, on_date__gte=day)


class MoneyGiven(VersionedModel):
    """A grant, a fare or a voucher for somebody: asked for where it is above the mentor's limit, decided by another than who asked,
    given against a receipt. What was given is never deleted: it is taken back with a reason."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="money")
    kind = models.CharField(max_length=10, choices=MoneyKind)
    amount_pence = models.PositiveIntegerField()
    what_for = models.CharField(max_length=200)
    on_date = models.DateField("day it is given")
    voucher_kind = models.ForeignKey(
        "liberations.VoucherKind", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    voucher = models.ForeignKey("liberations.Voucher", null=True, on_delete=models.PROTECT, related_name="money")
    state = models.CharField(max_length=12, choices=MoneyState)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    receipt_date = models.DateField("receipt signed on", null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_note = models.CharField(max_length=300, blank=True)

    objects = MoneyGivenQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-asked_at"]
        constraints = [
            # Taken back, it keeps its voucher for the record, and the voucher may be given again.
            models.UniqueConstraint(
                name="a_voucher_is_given_once_at_a_time", fields=["voucher"], condition=Q(state=MoneyState.GIVEN)
            ),
            models.CheckConstraint(name="money_given_is_some", condition=Q(amount_pence__gt=0)),
            models.CheckConstraint(
                name="who_asked_for_money_does_not_decide", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="money_decision_has_moment_and_author",
                condition=Q(decided_by=None, decided_at=None) & ~Q(state__in=sorted(DECIDED))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="money_given_has_moment_and_author",
                condition=Q(given_by=None, given_at=None, receipt_date=None, voucher=None) & ~Q(state=MoneyState.GIVEN)
                | Q(given_by__isnull=False, given_at__isnull=False),
            ),
            models.CheckConstraint(
                name="money_taken_back_with_moment_author_and_reason",
                condition=Q(taken_back_by=None, taken_back_at=None, taken_back_note="")
                & ~Q(state=MoneyState.TAKEN_BACK)
                | Q(state=MoneyState.TAKEN_BACK, taken_back_by__isnull=False, taken_back_at__isnull=False)
                & ~Q(taken_back_note=""),
            ),
            models.CheckConstraint(
                name="a_voucher_given_has_its_number",
                condition=~Q(kind=MoneyKind.VOUCHER, state=MoneyState.GIVEN) | Q(voucher__isnull=False),
            ),
            models.CheckConstraint(
                name="money_refused_says_why", condition=~Q(state=MoneyState.REFUSED) | ~Q(decision_note="")
            ),
            models.CheckConstraint(
                name="receipt_is_signed_on_the_day_or_after",
                condition=Q(receipt_date=None) | Q(receipt_date__gte=F("on_date")),
            ),
            models.CheckConstraint(
                name="a_voucher_is_of_a_kind",
                condition=Q(kind=MoneyKind.VOUCHER, voucher_kind__isnull=False)
                | ~Q(kind=MoneyKind.VOUCHER) & Q(voucher_kind=None, voucher=None),
            ),
        ]
        indexes = [
            # The limits of a person, and the list by day.
            models.Index(fields=["case", "on_date"], name="money_of_case"),
        ]

    def __str__(self):
        return f"Money given {self.pk}"

    def get_absolute_url(self):
        return reverse("liberations:money", args=[self.pk])
