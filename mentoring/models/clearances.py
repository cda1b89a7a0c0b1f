from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from core.models import KeyedModel, VersionedModel
from mentoring.enums.mentors import Keys, Vetting
from mentoring.models.mentors import Mentor


class PrisonClearanceQuerySet(models.QuerySet):
    def in_force(self, on):
        """May go in on the day: within the first and the last day, and vetting has neither run out nor is still waited for."""
        return self.vetted().filter(
            Q(until_date=None) | Q(until_date__gte=on),
            Q(vetting_until_date=None) | Q(vetting_until_date__gte=on),
            from_date__lte=on,
        )

    def vetted(self):
        """Without those whose vetting is still waited for, whenever they are."""
        return self.exclude(vetting=Vetting.ASKED)

    def with_last_day(self):
        """Annotates `last_day`: the earlier of the clearance's and its vetting's; null without an end."""
        return self.annotate(last_day=Least("until_date", "vetting_until_date"))


class PrisonClearance(VersionedModel):
    """Permission to go into a prison, with its last day, what the prison checked before, and whether the mentor draws keys."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="clearances")
    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="clearances")
    from_date = models.DateField()
    until_date = models.DateField("last day", null=True, blank=True)
    keys = models.CharField(max_length=12, choices=Keys, default=Keys.ESCORTED)
    keys_until_date = models.DateField("last day with keys", null=True, blank=True)
    vetting = models.CharField(max_length=12, choices=Vetting, default=Vetting.NOT_NEEDED)
    vetting_until_date = models.DateField("last day of the vetting", null=True, blank=True)

    objects = PrisonClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["prison__name"]
        constraints = [
            models.CheckConstraint(
                name="clearance_ends_after_it_begins", condition=Q(until_date=None) | Q(until_date__gte=F("from_date"))
            ),
            models.CheckConstraint(
                name="only_drawn_keys_have_a_last_day", condition=Q(keys_until_date=None) | Q(keys=Keys.DRAWS_KEYS)
            ),
            models.CheckConstraint(
                name="only_vetting_given_has_a_last_day",
                condition=Q(vetting_until_date=None) | Q(vetting__in=[Vetting.STANDARD, Vetting.ENHANCED]),
            ),
            models.UniqueConstraint(
                fields=["mentor", "prison", "from_date"], name="one_clearance_per_mentor_prison_and_start"
            ),
        ]


class PvgMembershipQuerySet(models.QuerySet):
    def standing(self):
        """Without those entered by mistake."""
        return self.filter(struck_at=None)

    def in_force(self, on):
        return self.standing().filter(Q(until_date=None) | Q(until_date__gte=on), from_date__lte=on)


class PvgMembership(KeyedModel):
    """Membership of the scheme for protecting vulnerable groups, which regulated work in Scotland needs, for a time; a renewal is
    a row of its own. What was entered by mistake is struck, not deleted."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="pvg_memberships")
    from_date = models.DateField()
    until_date = models.DateField("last day", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField("entered by mistake", null=True)

    objects = PvgMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-from_date", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="pvg_membership_ends_after_it_begins",
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
            ),
        ]
