from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.models import VersionedModel
from mentoring.enums.mentors import Gender, Language
from mentoring.models.cases import Assignment
from mentoring.models.loads import load_of
from prisons.enums import Weekday


def working_week():
    return [Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY]


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

    def supported_by(self, user):
        """Whose supervision and debriefs `user` has a part in: their own, and of those they supervise now."""
        return self.filter(Q(user=user) | Q(supervisor=user))

    def with_people(self):
        """Annotates `people`: how many open cases they lead now."""
        return self.annotate(people=people_now())

    def with_load(self, on):
        """Annotates `load`: what the people they lead weigh on the day, need × phase × travel."""
        return self.annotate(load=load_of("pk", on))


class Mentor(VersionedModel):
    """What allocation needs to know of a member of staff who mentors, and who looks after them.

    `working_days` are days of the week as ISO 8601 numbers them (prisons.Weekday), Monday 1 to Sunday 7.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentor")
    capacity = models.PositiveSmallIntegerField("people at one time", default=20)
    available = models.BooleanField("takes new people", default=True)
    areas = models.ManyToManyField(
        "prisons.LocalAuthority", blank=True, related_name="+", help_text="Areas of return they cover."
    )
    languages = ArrayField(models.CharField(max_length=3, choices=Language), blank=True, default=list)
    other_languages = models.CharField(max_length=200, blank=True)
    gender = models.CharField(max_length=10, choices=Gender, blank=True)
    lived_experience = models.BooleanField(
        null=True,
        blank=True,
        help_text="Has been in prison or close to somebody who was. Said by the mentor alone, seen by managers; empty: not said.",
    )
    working_days = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), blank=True, default=working_week, verbose_name="working days"
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="supervised"
    )

    objects = MentorQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]

    def __str__(self):
        return self.user.name

    def get_absolute_url(self):
        return reverse("mentoring:mentor", args=[self.pk])

    @property
    def languages_in_words(self):
        """Those of the list in its order, then what was typed."""
        known = [language.label for language in Language if language in self.languages]
        return ", ".join([*known, self.other_languages] if self.other_languages else known)

    @property
    def days_in_words(self):
        """ "Monday, Tuesday", or "Monday to Friday"."""
        if self.working_days == working_week():
            return "Monday to Friday"
        return ", ".join(Weekday(day).label for day in self.working_days)
