from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from accounts.enums import MENTOR_ROLES, Role
from accounts.models.teams import Team
from accounts.permissions import PERMISSIONS
from core.models import VersionedModel


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def mentors(self):
        return self.filter(role__in=MENTOR_ROLES)

    def managing(self, teams):
        """The managers of these teams."""
        return self.filter(role=Role.MANAGER, team__in=teams)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(email=username.lower())


class User(VersionedModel, AbstractBaseUser):
    """A member of staff who signs in. Never the person leaving prison."""

    email = models.EmailField(
        max_length=254,
        unique=True,
        error_messages={"unique": "Someone with this e-mail address already has an account."},
    )
    name = models.CharField(max_length=120)
    phone = models.CharField("work phone", max_length=40, blank=True)
    role = models.CharField(max_length=30, choices=Role)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
    email_notices = models.BooleanField("notices by e-mail", default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="email_is_kept_in_lower_case", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(
                name="mentors_and_managers_belong_to_a_team",
                condition=models.Q(team__isnull=False) | models.Q(role__in=[Role.ADMINISTRATOR, Role.AUDITOR]),
            ),
        ]

    def __str__(self):
        return self.name

    def may(self, permission):
        """Whether this member of staff's role carries `permission`."""
        return self.is_active and permission in PERMISSIONS.get(self.role, ())

    @property
    def is_mentor(self):
        return self.role in MENTOR_ROLES

    @property
    def is_manager(self):
        return self.role == Role.MANAGER

    @property
    def is_auditor(self):
        return self.role == Role.AUDITOR
