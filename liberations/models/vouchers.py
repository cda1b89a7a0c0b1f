"""Vouchers with serial numbers. What became of each is a chain of moves that the database itself keeps whole: every move
starts from the state that the one before it led to, the voucher is in the state that its last one led to, and no move is
ever changed or taken out (migrations/0015_vouchers_always_add_up.py)."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from core.models import ClosingQuerySet, KeyedModel, VersionedModel
from core.money import in_pounds
from liberations.enums.vouchers import (
    BY_TWO,
    FOR_A_CASE,
    STATES_BY_MOVE,
    StockCountState,
    VoucherMoveKind,
    VoucherState,
)


class VoucherKind(VersionedModel):
    """What a voucher is for and its face value, which never changes: another value is another kind."""

    name = models.CharField(max_length=80)
    value_pence = models.PositiveIntegerField()
    closed_date = models.DateField(null=True, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["name", "value_pence"]
        constraints = [
            models.UniqueConstraint(fields=["name", "value_pence"], name="one_voucher_kind_by_name_and_value"),
            models.CheckConstraint(name="voucher_kind_is_worth_something", condition=Q(value_pence__gt=0)),
        ]

    def __str__(self):
        return self.name

    def in_words(self):
        """Such as “Food voucher, £10”."""
        return f"{self.name}, {in_pounds(self.value_pence)}"


class OfTeamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to the user's own team; nothing for staff without a team."""
        return self.filter(team=user.team_id) if user.team_id else self.none()


class StockCountQuerySet(OfTeamQuerySet):
    def waiting(self):
        """Which the second person has not answered."""
        return self.filter(state=StockCountState.WAITING)


class Delivery(KeyedModel):
    """Vouchers that came in together, seen by two."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(VoucherKind, on_delete=models.PROTECT, related_name="+")
    first_serial = models.CharField(max_length=40)
    last_serial = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, help_text="Entered by mistake: taken back then.")

    objects = OfTeamQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(name="delivery_seen_by_two", condition=~Q(received_by=F("second"))),
            models.CheckConstraint(name="delivery_of_something", condition=Q(count__gt=0)),
        ]

    def __str__(self):
        return f"Delivery {self.pk}"

    @property
    def value_pence(self):
        return self.count * self.kind.value_pence


class VoucherQuerySet(OfTeamQuerySet):
    def in_stock(self):
        return self.filter(state=VoucherState.IN_STOCK)

    def by_kind(self):
        """Rows of kind, state, count and pence: the whole stock in a few lines."""
        return self.order_by().values("kind", "state").annotate(count=Count("pk"), pence=Sum("value_pence"))


class Voucher(KeyedModel):
    """One voucher. `case` is who it is put by for or was handed to, `pack_item` its place in their pack, if in one."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(VoucherKind, on_delete=models.PROTECT, related_name="vouchers")
    serial = models.CharField(max_length=40)
    value_pence = models.PositiveIntegerField(help_text="The face value, as the kind's.")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="vouchers")
    state = models.CharField(max_length=12, choices=VoucherState, default=VoucherState.IN_STOCK)
    state_at = models.DateTimeField()
    moves = models.PositiveSmallIntegerField(default=1, help_text="How many moves there are: the number of the last.")
    case = models.ForeignKey("mentoring.Case", null=True, on_delete=models.PROTECT, related_name="vouchers")
    pack_item = models.OneToOneField(
        "liberations.PackItem", null=True, on_delete=models.PROTECT, related_name="voucher"
    )

    objects = VoucherQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "serial"], name="one_voucher_per_serial"),
            models.CheckConstraint(name="voucher_is_worth_something", condition=Q(value_pence__gt=0)),
            models.CheckConstraint(
                name="voucher_out_of_stock_is_for_a_case",
                condition=Q(state__in=sorted(FOR_A_CASE), case__isnull=False)
                | (~Q(state__in=sorted(FOR_A_CASE)) & Q(case=None, pack_item=None)),
            ),
        ]
        indexes = [
            # The next one in the drawer.
            models.Index(
                fields=["team", "kind", "serial"], name="voucher_in_stock", condition=Q(state=VoucherState.IN_STOCK)
            ),
            models.Index(fields=["team", "kind", "state"], name="voucher_by_state"),
        ]

    def __str__(self):
        return self.serial

    def get_absolute_url(self):
        return reverse("liberations:voucher", args=[self.pk])


def _states_follow():
    """That a move leads from and to what its kind says."""
    told = Q()
    for kind, pairs in STATES_BY_MOVE.items():
        for before, after in sorted(pairs):
            told |= Q(kind=kind, from_state=before, to_state=after)
    return told


class VoucherMove(KeyedModel):
    """What happened to a voucher, its `number` counted from 1. Only ever added."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="history")
    number = models.PositiveSmallIntegerField()
    follows = models.PositiveSmallIntegerField(null=True, help_text="The number of the move before; null: the first.")
    kind = models.CharField(max_length=16, choices=VoucherMoveKind)
    from_state = models.CharField(max_length=12, choices=VoucherState, blank=True)
    to_state = models.CharField(max_length=12, choices=VoucherState)
    case = models.ForeignKey("mentoring.Case", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["voucher", "number"]
        constraints = [
            models.UniqueConstraint(fields=["voucher", "number"], name="moves_of_a_voucher_are_numbered"),
            # What the next move and the voucher itself point to.
            models.UniqueConstraint(fields=["voucher", "number", "to_state"], name="voucher_move_leads_to_a_state"),
            models.CheckConstraint(
                name="voucher_move_follows_the_one_before",
                condition=Q(number=1, follows=None, from_state="") | Q(number__gt=1, follows=F("number") - 1),
            ),
            models.CheckConstraint(name="voucher_move_leads_where_its_kind_says", condition=_states_follow()),
            models.CheckConstraint(
                name="voucher_move_seen_by_two",
                condition=(~Q(kind__in=sorted(BY_TWO)) | Q(second__isnull=False))
                & (Q(second=None) | ~Q(by=F("second"))),
            ),
        ]

    def __str__(self):
        return f"Voucher move {self.pk}"


class StockCount(KeyedModel):
    """What two people found in the drawer. The second says so for themselves."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=StockCountState, default=StockCountState.WAITING)
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_note = models.CharField(max_length=200, blank=True)

    objects = StockCountQuerySet.as_manager()

    class Meta:
        ordering = ["-counted_at"]
        constraints = [
            models.CheckConstraint(name="stock_counted_by_two", condition=~Q(counted_by=F("second"))),
            models.CheckConstraint(
                name="stock_count_answered_at_a_moment",
                condition=Q(state=StockCountState.WAITING, answered_at=None)
                | (~Q(state=StockCountState.WAITING) & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"Stock count {self.pk}"

    def get_absolute_url(self):
        return reverse("liberations:stock_count", args=[self.pk])


class StockCountLine(KeyedModel):
    """One kind of voucher in a count: how many were to be there and how many there were."""

    count = models.ForeignKey(StockCount, on_delete=models.PROTECT, related_name="lines")
    kind = models.ForeignKey(VoucherKind, on_delete=models.PROTECT, related_name="+")
    expected = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    explanation = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["kind__name", "kind__value_pence"]
        constraints = [
            models.UniqueConstraint(fields=["count", "kind"], name="one_line_per_kind_in_a_count"),
            models.CheckConstraint(
                name="difference_is_explained", condition=Q(counted=F("expected")) | ~Q(explanation="")
            ),
        ]

    def __str__(self):
        return f"Stock count line {self.pk}"

    @property
    def difference(self):
        """More (+) or fewer (−) than there were to be."""
        return self.counted - self.expected
