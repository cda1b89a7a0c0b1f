"""The trail: who saw and did what. Rows are only ever added; the database refuses everything else (migration 0002)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from audit.enums import Verb


class EventQuerySet(models.QuerySet):
    def about(self, person_key):
        """Events that concern one person, whether opened alone or shown in a list."""
        return self.filter(models.Q(person_key=person_key) | models.Q(shown__contains=[person_key]))

    def not_about(self, person_keys):
        """Without what concerns one of these people alone."""
        return self.exclude(person_key__in=person_keys) if person_keys else self

    def visible_to(self, user):
        """Everything for an auditor; for a manager what the people of their own team did; for others nothing."""
        if user.is_auditor:
            return self
        if user.is_manager:
            return self.filter(team_key=user.team_id)
        return self.none()


class Event(models.Model):
    """One thing somebody saw, did, or was refused. Keys and no foreign keys: the trail outlives what it speaks of.

    `person_key` is the prison leaver concerned; `shown` holds the keys of all people on one page of a list.
    `before` and `after` hold the fields that changed; note texts are never copied here.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    actor_key = models.UUIDField(null=True, help_text="Null for a job.")
    actor_role = models.CharField(max_length=30, blank=True)
    team_key = models.UUIDField(null=True)
    verb = models.CharField(max_length=20, choices=Verb)
    action = models.CharField(max_length=80, help_text="The service or page, such as 'record_release_date'.")
    subject_label = models.CharField(max_length=60, blank=True)
    subject_key = models.UUIDField(null=True)
    person_key = models.UUIDField(null=True)
    shown = ArrayField(models.UUIDField(), default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    request_id = models.UUIDField(null=True)
    address = models.GenericIPAddressField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            # The trail page: newest first, by actor or by person.
            models.Index(fields=["-at"], name="event_newest"),
            models.Index(fields=["actor_key", "-at"], name="event_by_actor"),
            models.Index(fields=["person_key", "-at"], name="event_by_person"),
            models.Index(fields=["team_key", "-at"], name="event_by_team"),
            GinIndex(fields=["shown"], name="event_shown"),
        ]
