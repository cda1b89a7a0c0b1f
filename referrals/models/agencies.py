from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.models import ClosingQuerySet, VersionedModel
from referrals.enums import Availability, Condition, ServiceKind


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


class ServiceQuerySet(ClosingQuerySet):
    def in_use(self, on):
        """Open on the day, of an agency that is."""
        return self.open_on(on).exclude(agency__closed_date__lte=on)

    def called(self, text):
        """Whose name, agency or words about who may go hold `text`."""
        return self.filter(Q(name__icontains=text) | Q(agency__name__icontains=text) | Q(threshold__icontains=text))

    def working_in(self, area):
        """For this area, or for every area."""
        here = Service.areas.through.objects.filter(service=OuterRef("pk"))
        return self.filter(Q(Exists(here.filter(localauthority=area))) | ~Q(Exists(here)))

    def not_refusing(self, condition):
        """Of which nobody has said that they do not take people like this."""
        return self.exclude(refuses__contains=[condition])

    def available(self, availability, *, on):
        """Full, taking nobody new, or taking people, on a day: what was said until an earlier day holds no more."""
        over = Q(available_again_date__lte=on)
        if availability == Availability.OPEN:
            return self.filter(Q(availability=Availability.OPEN) | over)
        return self.filter(Q(availability=availability) & (Q(available_again_date=None) | ~over))

    def with_check_due(self):
        """Annotates `check_due`, the day on which somebody should ask again; null if nobody has ever looked."""
        return self.annotate(
            check_due=ExpressionWrapper(F("checked_date") + F("check_days"), output_field=models.DateField())
        )

    def to_check(self, on):
        return self.with_check_due().filter(Q(check_due=None) | Q(check_due__lt=on))


class Service(VersionedModel):
    """One thing a partner agency offers: where, for whom, whom it takes, whether it has room, and who last checked that."""

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
    takes = ArrayField(models.CharField(max_length=20, choices=Condition), blank=True, default=list)
    refuses = ArrayField(
        models.CharField(max_length=20, choices=Condition),
        blank=True,
        default=list,
        help_text="What is in neither list nobody has asked.",
    )
    availability = models.CharField(max_length=14, choices=Availability, default=Availability.OPEN)
    available_again_date = models.DateField(
        null=True, blank=True, help_text="When it is full or takes nobody new: the first day on which it takes people."
    )
    check_days = models.PositiveSmallIntegerField("ask whether all this is right, every, days", default=90)
    checked_date = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_date = models.DateField(null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="one_service_per_agency_and_name",
                violation_error_message="This agency already has a service of this name.",
            ),
            models.CheckConstraint(
                name="service_never_takes_and_refuses_the_same", condition=~Q(takes__overlap=F("refuses"))
            ),
            models.CheckConstraint(
                name="only_a_full_or_closed_service_is_available_again",
                condition=~Q(availability=Availability.OPEN) | Q(available_again_date=None),
            ),
            models.CheckConstraint(
                name="service_check_has_day_and_author",
                condition=Q(checked_date=None, checked_by=None)
                | Q(checked_date__isnull=False, checked_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("referrals:directory_service", args=[self.pk])

    @property
    def where(self):
        """The place it is at, else the address that was written down."""
        if self.place is None:
            return self.address
        return f"{self.place.name}, {self.place.address}" if self.place.address else self.place.name

    def available_on(self, day):
        """Whether it takes people on a day, as far as anybody has said."""
        again = self.available_again_date
        return Availability.OPEN if again is not None and again <= day else Availability(self.availability)
