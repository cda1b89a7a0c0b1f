"""Who may work with whom, where a role is not enough."""

import uuid

from accounts.models import User
from core.errors import RuleBroken
from people.models import Person, PersonalConnection

# Why is for the managers: who plans a gate need not know that a colleague knows the person.
NOT_THEM = "{name} cannot work with this person. Choose somebody else."


def refuse_connected(*, user: User | None, person: Person | uuid.UUID) -> None:
    """Raise RuleBroken if the user knows the person outside their work here. One query; none without a user."""
    if user and PersonalConnection.objects.in_force().between(user, person).exists():
        raise RuleBroken(NOT_THEM.format(name=user.name))
