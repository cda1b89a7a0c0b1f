from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower

from core.models import ClosingQuerySet, KeyedModel, VersionedModel
from prisons.enums import Jurisdiction, PrisonState, Weekday
from prisons.models.episodes import PrisonStay


class PrisonQuerySet(ClosingQuerySet):
    def open_on(self, day):
        return super().open_on(day).filter(Q(opened_date=None) | Q(opened_date__lte=day), is_building=False)

    def to_open_after(self, day):
        """Being built, or with an opening day still to come."""
        return self.filter(Q(is_building=True) | Q(opened_date__gt=day)).exclude(closed_date__lte=day)

    def called(self, text):
        """Whose code, name, town or other name holds `text`."""
        alias = PrisonAlias.objects.filter(prison=OuterRef("pk"), name__icontains=text)
        return self.filter(
            Q(Exists(alias)) | Q(name__icontains=text) | Q(code__icontains=text) | Q(town__icontains=text)
        )

    def with_people_held(self):
        """Adds `people_held`: how many people are recorded as held there now."""
        held = (
            PrisonStay.objects.filter(
                prison=OuterRef("pk"),
                to_date=None,
                episode__released_date=None,
                episode__person__merged_into=None,
            )
            .order_by()
            .values("prison")
            .annotate(people=Count("pk"))
            .values("people")
        )
        return self.annotate(people_held=Coalesce(Subquery(held), 0))


class Prison(VersionedModel):
    """A prison or community custody unit, with what a mentor needs at its gate and for a visit."""

    code = models.CharField(max_length=8, unique=True, help_text="Short code used in files and commands, such as BAR.")
    name = models.CharField(max_length=80, unique=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    area = models.ForeignKey(
        "prisons.LocalAuthority",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="area it stands in",
    )
    jurisdiction = models.CharField(max_length=20, choices=Jurisdiction, default=Jurisdiction.SCOTLAND)
    holds = models.CharField("who is held there", max_length=120, blank=True)
    operator = models.CharField(max_length=80, blank=True)
    opened_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)
    is_building = models.BooleanField("still being built", default=False)
    gate_address = models.CharField(max_length=200, blank=True)
    gate_phone = models.CharField("gate desk phone", max_length=40, blank=True)
    gate_arrangements = models.TextField(
        "at the gate", blank=True, max_length=2000, help_text="Which door, where to stand, usual time, whom to ask."
    )
    if_nobody = models.TextField(
        "if nobody comes out", blank=True, max_length=500, help_text="Whom to ask, how long to wait, whom to ring then."
    )
    visiting_arrangements = models.TextField(
        "agency visits", blank=True, max_length=2000, help_text="Days, times, how to book, which rooms are private."
    )
    visiting_weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        blank=True,
        default=list,
        help_text="Days of the week for agency visits, 1 for Monday. Empty: not known, Monday to Friday is supposed.",
    )
    visit_notice_days = models.PositiveSmallIntegerField(
        "days ahead a visit is booked",
        null=True,
        blank=True,
        help_text="Null: not known, from tomorrow on is supposed.",
    )
    directions = models.TextField(blank=True, max_length=2000, help_text="On foot, by bus and train, parking.")

    objects = PrisonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="prison_closes_after_it_opens",
                condition=Q(closed_date=None) | Q(opened_date=None) | Q(closed_date__gte=F("opened_date")),
            )
        ]

    def __str__(self):
        return self.name

    def state_on(self, day):
        if self.closed_date and self.closed_date <= day:
            return PrisonState.CLOSED
        if self.is_building or (self.opened_date and self.opened_date > day):
            return PrisonState.TO_OPEN
        return PrisonState.OPEN


class PrisonAlias(KeyedModel):
    """Another name people use for the prison, such as Saughton."""

    prison = models.ForeignKey(Prison, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="an_alias_means_one_prison")]

    def __str__(self):
        return self.name
