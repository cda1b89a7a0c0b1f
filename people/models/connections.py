from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel
from people.enums import HowKnown


class PersonalConnectionQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at=None)

    def between(self, user, person):
        return self.filter(user=user, person=person)


class PersonalConnection(KeyedModel):
    """A member of staff knows the person outside their work here. While it is in force the record is closed to them, whatever
    access they hold (`AccessQuerySet.held_by`), and they may not mentor, cover for or meet the person.

    After a merge one record may hold two of one user: the record stays closed until both have ended.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="connections")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="connections")
    how = models.CharField(max_length=10, choices=HowKnown)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)

    objects = PersonalConnectionQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at"]
        constraints = [
            models.CheckConstraint(
                name="connection_end_has_moment_author_and_reason",
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="nobody_ends_their_own_connection", condition=Q(ended_by=None) | ~Q(ended_by=F("user"))
            ),
            models.CheckConstraint(
                name="connection_ends_after_it_was_declared",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("declared_at")),
            ),
        ]
        indexes = [
            # Every read of records asks which are closed to the reader (AccessQuerySet.held_by).
            models.Index(fields=["user", "person"], name="connection_in_force", condition=Q(ended_at=None)),
        ]

    def __str__(self):
        return f"Personal connection {self.pk}"
