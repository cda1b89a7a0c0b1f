from django.db import models
from django.db.models import Count, F, Q

from core.models import KeyedModel, VersionedModel
from prisons.enums import Jurisdiction, RuleLaw
from prisons.liberation_rules import Rule


class LocalAuthorityQuerySet(models.QuerySet):
    def with_days_of(self, year):
        """Adds `own_days` and `days_off`: how many local holidays, and national ones not kept, are entered for a year."""
        in_year = Q(holidays__day__year=year)
        return self.annotate(
            own_days=Count("holidays", filter=in_year & Q(holidays__observed=True)),
            days_off=Count("holidays", filter=in_year & Q(holidays__observed=False)),
        )


class LocalAuthority(KeyedModel):
    """One of the 32 councils. Its holidays count where the person returns to (1993 Act s.27(8))."""

    code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=60, unique=True)

    objects = LocalAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "local authorities"
        ordering = ["name"]

    def __str__(self):
        return self.name


class HolidayQuerySet(models.QuerySet):
    def of_calendar(self, jurisdiction, local_authority):
        """The entries of one calendar itself: an area's, or without one those for the whole jurisdiction."""
        return self.filter(jurisdiction=jurisdiction, local_authority=local_authority)


class Holiday(KeyedModel):
    """A day an administrator has entered: a local or proclaimed holiday, or a national day that is not kept here.

    Without a local authority it is for the whole jurisdiction. `observed=False` switches a national day off.
    """

    jurisdiction = models.CharField(max_length=20, choices=Jurisdiction, default=Jurisdiction.SCOTLAND)
    local_authority = models.ForeignKey(
        LocalAuthority, null=True, blank=True, on_delete=models.PROTECT, related_name="holidays"
    )
    day = models.DateField()
    name = models.CharField(max_length=80)
    observed = models.BooleanField("offices are closed", default=True)
    source = models.CharField(max_length=200)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "local_authority", "day"],
                name="one_entry_per_area_and_day",
                nulls_distinct=False,
                violation_error_message="This day is already entered for this area.",
            )
        ]

    def __str__(self):
        return f"{self.day} {self.name}"


class LiberationRulePeriodQuerySet(models.QuerySet):
    def in_force_on(self, day):
        """Whose dates cover the day; where two do, the one that began last counts (`selectors.rule_on`)."""
        return self.filter(Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day)


class LiberationRulePeriod(VersionedModel):
    """Which rule works out the liberation day, by date. A rule with neither date is known but not in force."""

    jurisdiction = models.CharField(max_length=20, choices=Jurisdiction)
    rule = models.CharField(max_length=30, choices=[(rule.value, rule.value) for rule in Rule])
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)

    objects = LiberationRulePeriodQuerySet.as_manager()

    class Meta:
        ordering = ["jurisdiction", "from_date"]
        constraints = [
            models.CheckConstraint(
                name="rule_ends_after_it_begins", condition=Q(to_date=None) | Q(from_date__lte=F("to_date"))
            ),
            models.UniqueConstraint(fields=["jurisdiction", "rule"], name="one_period_per_rule"),
        ]

    def __str__(self):
        return RuleLaw(self.rule).label
