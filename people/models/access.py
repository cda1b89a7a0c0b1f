from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.enums import Role
from core.models import KeyedModel
from people.enums import AccessReason
from people.models.connections import PersonalConnection


class AccessQuerySet(models.QuerySet):
    def in_force(self, at=None):
        at = at or timezone.now()
        return self.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)

    def held_by(self, user):
        """Access of the user in person, or of their role in their team; none to somebody they know outside their work."""
        if not user.is_active:
            return self.none()
        # Who moves to another team leaves behind what the former team gave them, at once.
        mine = Q(user=user) & (Q(for_team=user.team_id) | Q(for_team=None))
        if user.team_id:
            mine |= Q(team=user.team_id, role=user.role)
        known = PersonalConnection.objects.in_force().between(user, OuterRef("person"))
        return self.filter(mine, ~Exists(known))


class Access(KeyedModel):
    """Who may open a person's record, why, from and until: either one user, or everyone of a role in a team.

    Granted and ended by services of the apps above; a row is never deleted, so access itself is on record.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="access")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="access")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.PROTECT, related_name="access")
    role = models.CharField(max_length=30, choices=Role, blank=True)
    for_team = models.ForeignKey(
        "accounts.Team",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="For one user: the team they were in when it was granted; it holds while they are.",
    )
    reason = models.CharField(max_length=20, choices=AccessReason)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "access"
        constraints = [
            models.CheckConstraint(
                name="access_is_for_one_user_or_one_role_in_a_team",
                condition=Q(user__isnull=False, team__isnull=True, role="")
                | (Q(user__isnull=True, team__isnull=False) & ~Q(role="")),
            ),
            models.CheckConstraint(
                name="access_ends_after_it_begins", condition=Q(until_at=None) | Q(until_at__gte=models.F("from_at"))
            ),
            models.UniqueConstraint(
                fields=["person", "user", "reason"],
                condition=Q(until_at=None, user__isnull=False),
                name="one_open_access_per_user_and_reason",
            ),
            models.UniqueConstraint(
                fields=["person", "team", "role", "reason"],
                condition=Q(until_at=None, team__isnull=False),
                name="one_open_access_per_team_role_and_reason",
            ),
        ]
        indexes = [
            # Person.visible_to: the two halves of held_by.
            models.Index(fields=["user", "person"], name="access_of_user", condition=Q(user__isnull=False)),
            models.Index(fields=["team", "role", "person"], name="access_of_team", condition=Q(team__isnull=False)),
        ]


class AboutPersonQuerySet(models.QuerySet):
    """Rows about somebody, seen by whoever may open that person's record. `to_person` is the way from a row to the person."""

    to_person = "person"

    def visible_to(self, user):
        return self.filter(**{f"{self.to_person}__in": Access.objects.in_force().held_by(user).values("person_id")})
