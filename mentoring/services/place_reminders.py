"""Telling who has to see to a place that a partner holds: an offer not answered, somebody back in custody, a place kept no longer."""

import dataclasses
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from core.once import wait_in_line
from mentoring.models import Assignment, PlaceStay
from mentoring.notifications import managers_of, notice
from mentoring.selectors.held_places import with_see_to
from notifications.enums import Kind
from notifications.services.messages import Notice, keep_to


@dataclasses.dataclass(frozen=True)
class PlacesReminded:
    """How many notices a run posted, and took back because it was seen to."""

    posted: int = 0
    withdrawn: int = 0


def remind_of_places(*, by) -> PlacesReminded:
    """Post one notice for everything to see to about a place, to the mentor or, where there is none, to the managers. What was
    seen to is taken back while nobody has read it. Four statements, however many places."""
    with transaction.atomic():
        wait_in_line("remind_of_places")
        posted, withdrawn = keep_to(kind=Kind.PLACE, notices=list(_notices()))
    return PlacesReminded(posted, withdrawn)


def _notices() -> Iterator[Notice]:
    leads = Assignment.objects.lead().current().select_related("mentor__user")
    stays = with_see_to(PlaceStay.objects.running(), timezone.localdate()).exclude(see_to="")
    stays = list(stays.select_related("case__programme").prefetch_related(Prefetch("case__assignments", leads)))
    managers = managers_of({stay.case.programme.team_id for stay in stays})
    for stay in stays:
        mentors = [each.mentor.user for each in stay.case.assignments.all()]
        for user in mentors or managers[stay.case.programme.team_id]:
            key = f"{stay.pk}/{stay.see_to}/{stay.state_date}"
            yield notice(stay.case, user, Kind.PLACE, key, path=stay.get_absolute_url())
