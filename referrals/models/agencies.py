from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.models import ClosingQuerySet, VersionedModel
from referrals.enums import ServiceKind


class AgencyQuerySet(ClosingQuerySet):
    def called(self, text):
        """Whose name, or the name of one of whose services, holds `text`."""
        return self.filter(Q(Exists(_services_of_agency().filter(name__icontains=text))) | Q(name__icontains=text))

    def offering(self, kind, *, on):
        """With a service of this kind that is open on the day."""
        return self.filter(Exists(_services_of_agency().filter(kind=kind).open_on(on)))

    def working_in(self, area, *, on):
        """With an open service for this area, or for every area."""
        of_agency = _services_of_agency().open_on(on)
        return self.filter(Q(Exists(of_agency.filter(areas=area))) | Q(Exists(of_agency.filter(areas=None))))

    def with_open_services(self, day):
        """Adds `open_services`: how many services the agency has open on the day."""
        counted = (
            _services_of_agency()
            .open_on(day)
            .order_by()
            .values("agency")
            .annotate(services=Count("pk"))
            .values("services")
        )
        return self.annotate(open_services=Coalesce(Subquery(counted), 0))


def _services_of_agency():
    return Service.objects.filter(agency=OuterRef("pk"))


class Agency(VersionedModel):
    """A partner agency that people are referred to, or that refers people to us."""

    name = models.CharField(max_length=120, unique=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    notes = models.TextField(blank=True, max_length=2000, help_text="Whom to ask for, how they like to be contacted.")
    team = models.ForeignKey(
        "accounts.Team",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="If its staff sign in here.",
    )
    closed_date = models.DateField(null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Service(VersionedModel):
    """One thing a partner agency offers, where and to whom."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=ServiceKind)
    areas = models.ManyToManyField(
        "prisons.LocalAuthority", blank=True, related_name="+", help_text="Leave empty if it works everywhere."
    )
    threshold = models.CharField("who may go", max_length=300, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField("usual wait in weeks", null=True, blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(
        "referrals.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    closed_date = models.DateField(null=True, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="one_service_per_agency_and_name",
                violation_error_message="This agency already has a service of this name.",
            )
        ]

    def __str__(self):
        return self.name
