"""Telling somebody nothing about a person, and lifting that again."""

import uuid
from collections.abc import Collection

from notifications.models import Silence


def set_silences(*, user_id: uuid.UUID, person_keys: Collection[uuid.UUID]) -> None:
    """From now on the user is told nothing about these people, and again about all others. Part of its caller's write."""
    laid = Silence.objects.filter(user=user_id)
    laid.exclude(person_key__in=person_keys).delete()
    Silence.objects.bulk_create(
        [Silence(user_id=user_id, person_key=key) for key in person_keys], ignore_conflicts=True
    )
