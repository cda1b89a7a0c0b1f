from django.db import models


class Role(models.TextChoices):
    """What a member of staff does here; one role each."""

    PRISON_MENTOR = "prison-mentor", "Mentor in prison"
    COMMUNITY_MENTOR = "community-mentor", "Community mentor"
    MANAGER = "manager", "Service manager"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


MENTOR_ROLES = frozenset({Role.PRISON_MENTOR, Role.COMMUNITY_MENTOR})


class LinkKind(models.TextChoices):
    """Why somebody gets a link for choosing a password."""

    RESET = "reset", "Forgotten password"
    INVITATION = "invitation", "New account"
