from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.models import KeyedModel, VersionedModel
from core.ranges import DateRange
from mentoring.enums.absences import AbsenceKind
from mentoring.models.mentors import people_now


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A manager's own team; a mentor's own, and those they cover in."""
        if user.is_manager:
            return self.filter(mentor__user__team=user.team_id)
        covers = AbsenceCover.objects.standing().filter(absence=OuterRef("pk"), mentor__user=user)
        return self.filter(Q(mentor__user=user) | Exists(covers))

    def touching(self, from_date, until_date):
        """Not called off, with at least one of these days."""
        return self.filter(from_date__lte=until_date, until_date__gte=from_date, called_off_at=None)

    def in_force(self, on):
        return self.touching(on, on)

    def with_numbers(self):
        """Annotates `people`, how many open cases the mentor leads, and `covered`, for how many of them somebody covers."""
        covers = AbsenceCover.objects.standing().filter(absence=OuterRef("pk")).order_by().values("absence")
        covered = Subquery(covers.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return self.annotate(people=people_now("mentor"), covered=Coalesce(covered, 0))

    def not_over(self, on):
        """Now or to come."""
        return self.filter(until_date__gte=on, called_off_at=None)


class Absence(VersionedModel):
    """A mentor is away from the first day to the last, both counted. They stay the mentor; others cover meanwhile.

    It always has a last day, so that the access it gives to others has one: when the end is not known yet, that is the day
    to look at it again.
    """

    mentor = models.ForeignKey("mentoring.Mentor", on_delete=models.PROTECT, related_name="absences")
    from_date = models.DateField()
    until_date = models.DateField("last day away")
    kind = models.CharField(max_length=10, choices=AbsenceKind)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    called_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    called_off_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["from_date"]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_begins", condition=Q(until_date__gte=F("from_date"))),
            ExclusionConstraint(
                name="never_away_twice_on_one_day",
                expressions=[
                    ("mentor", RangeOperators.EQUAL),
                    (DateRange("from_date", "until_date", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(called_off_at=None),
            ),
        ]

    def __str__(self):
        return f"Absence {self.pk}"

    def get_absolute_url(self):
        return reverse("liberations:absence", args=[self.pk])


class AbsenceCoverQuerySet(models.QuerySet):
    def standing(self):
        """Not replaced and not called off, whenever it is."""
        return self.filter(ended_at=None)

    def in_force(self, on):
        return self.standing().filter(from_date__lte=on, until_date__gte=on)


class AbsenceCover(KeyedModel):
    """Somebody looks after a case while its mentor is away, from the first day to the last, and may open the record on those
    days. Replaced or called off it is kept, with `ended_at`."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="covers")
    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="covers")
    mentor = models.ForeignKey("mentoring.Mentor", on_delete=models.PROTECT, related_name="covering")
    from_date = models.DateField()
    until_date = models.DateField()
    access = models.ForeignKey("people.Access", on_delete=models.PROTECT, related_name="+")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AbsenceCoverQuerySet.as_manager()

    class Meta:
        ordering = ["from_date"]
        constraints = [
            models.CheckConstraint(name="cover_ends_after_it_begins", condition=Q(until_date__gte=F("from_date"))),
            ExclusionConstraint(
                name="never_two_who_cover_a_case_on_one_day",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (DateRange("from_date", "until_date", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
            ),
        ]
        indexes = [
            # Whom somebody covers for, on their own day.
            models.Index(fields=["mentor", "until_date"], name="cover_of_mentor", condition=Q(ended_at=None)),
        ]

    def __str__(self):
        return f"Cover {self.pk}"

    def holds_on(self, day):
        """Whether they cover on that day; never on one that is not known."""
        return self.ended_at is None and day is not None and self.from_date <= day <= self.until_date


def covered_for(user, on, case="pk"):
    """Of a case, as an annotation: the name of the mentor for whom `user` covers on the day; null if they do not."""
    covers = AbsenceCover.objects.in_force(on).filter(case=OuterRef(case), mentor__user=user)
    return Subquery(covers.values("absence__mentor__user__name")[:1])
