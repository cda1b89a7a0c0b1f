from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.models import KeyedModel, VersionedModel
from mentoring.models.cases import Assignment
from mentoring.models.loads import load_of


def people_now(mentor="pk"):
    """How many open cases a mentor leads now, as an annotation; `mentor` names the field of the row that holds their key."""
    leading = (
        Assignment.objects.filter(mentor=OuterRef(mentor), case__closed_date=None)
        .lead()
        .current()
        .order_by()
        .values("mentor")
        .annotate(people=Count("pk"))
    )
    return Coalesce(Subquery(leading.values("people")), 0)


class MentorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(user__is_active=True, available=True)

    def of_team(self, team):
        return self.filter(user__team=team)

    def visible_to(self, user):
        """A manager's own team; a mentor's own profile."""
        if user.is_manager:
            return self.filter(user__team=user.team_id)
        return self.filter(user=user)

    def with_people(self):
        """Annotates `people`: how many open cases they lead now."""
        return self.annotate(people=people_now())

    def with_load(self, on):
        """Annotates `load`: what the people they lead weigh on the day, need × phase × travel."""
        return self.annotate(load=load_of("pk", on))


class Mentor(VersionedModel):
    """What allocation needs to know of a member of staff who mentors."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentor")
    capacity = models.PositiveSmallIntegerField("people at one time", default=20)
    available = models.BooleanField("takes new people", default=True)
    areas = models.ManyToManyField(
        "prisons.LocalAuthority", blank=True, related_name="+", help_text="Areas of return they cover."
    )
    languages = models.CharField(max_length=200, blank=True)

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]

    def __str__(self):
        return self.user.name


class PrisonClearanceQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(Q(until_date=None) | Q(until_date__gte=on), from_date__lte=on)


class PrisonClearance(KeyedModel):
    """Permission to go into a prison, with its last day."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="clearances")
    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="clearances")
    from_date = models.DateField()
    until_date = models.DateField("last day", null=True, blank=True)

    objects = PrisonClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["prison__name"]
        constraints = [
            models.CheckConstraint(
                name="clearance_ends_after_it_begins", condition=Q(until_date=None) | Q(until_date__gte=F("from_date"))
            ),
            models.UniqueConstraint(
                fields=["mentor", "prison", "from_date"], name="one_clearance_per_mentor_prison_and_start"
            ),
        ]
