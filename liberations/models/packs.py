from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import KeyedModel, VersionedModel
from liberations.enums.packs import PackItemState, PackState
from people.models import AboutPersonQuerySet


class PackTemplate(VersionedModel):
    """What goes in the packs of a programme; one for a prison comes before the one for all prisons."""

    programme = models.ForeignKey("referrals.Programme", on_delete=models.PROTECT, related_name="pack_templates")
    prison = models.ForeignKey(
        "prisons.Prison",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Null: every prison.",
    )

    class Meta:
        ordering = ["programme", F("prison__name").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "prison"], name="one_pack_template_per_prison", nulls_distinct=False
            )
        ]

    def __str__(self):
        return f"Pack template {self.pk}"


class PackTemplateItem(KeyedModel):
    """A thing that goes in, or so many vouchers of a kind."""

    template = models.ForeignKey(PackTemplate, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, blank=True)
    voucher_kind = models.ForeignKey("liberations.VoucherKind", null=True, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "position"], name="pack_template_items_have_an_order"),
            models.CheckConstraint(
                name="pack_template_item_is_a_thing_or_a_voucher",
                condition=(Q(voucher_kind=None) & ~Q(name="")) | Q(voucher_kind__isnull=False, name=""),
            ),
            models.CheckConstraint(name="pack_template_item_goes_in", condition=Q(quantity__gte=1)),
        ]

    def __str__(self):
        return f"Pack template item {self.pk}"


class LiberationPackQuerySet(AboutPersonQuerySet):
    to_person = "case__person"


class LiberationPack(VersionedModel):
    """What somebody is given for the day they leave prison: one for each case and time in custody.

    `prison` is where it was left, while it is there. Who brought it to each state, and when, is in its `steps`.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="packs")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="packs")
    state = models.CharField(max_length=12, choices=PackState, default=PackState.PREPARING)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prison = models.ForeignKey("prisons.Prison", null=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField("where in the prison it is", max_length=200, blank=True)

    objects = LiberationPackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "episode"], name="one_pack_per_case_and_time_in_custody"),
            models.CheckConstraint(
                name="pack_left_with_a_prison",
                condition=Q(state=PackState.LEFT, prison__isnull=False)
                | (~Q(state=PackState.LEFT) & Q(prison=None, where="")),
            ),
        ]

    def __str__(self):
        return f"Liberation pack {self.pk}"

    def get_absolute_url(self):
        return reverse("liberations:pack", args=[self.case_id])


class PackStep(KeyedModel):
    """A pack came from one state to another. An undo is a step as well."""

    pack = models.ForeignKey(LiberationPack, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=12, choices=PackState, blank=True)
    to_state = models.CharField(max_length=12, choices=PackState)
    is_undo = models.BooleanField(default=False)
    prison = models.ForeignKey("prisons.Prison", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"Pack step {self.pk}"


class PackItem(KeyedModel):
    """A thing in somebody's pack, or one voucher of a kind."""

    pack = models.ForeignKey(LiberationPack, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    voucher_kind = models.ForeignKey("liberations.VoucherKind", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PackItemState, default=PackItemState.TO_DO)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["pack", "position"], name="pack_items_have_an_order")]

    def __str__(self):
        return self.name
