"""Keeping what the directory says of services right: by whoever has just spoken to them."""

import datetime as dt

from django.utils import timezone

from audit.edits import edit_row
from core.errors import RuleBroken
from referrals.enums import Availability
from referrals.models import Service


def check_service(*, service: Service, read_at_version: int, by) -> Service:
    """Everything on the page was found to be still right today. Again on the same day, it is no change.

    Raises EditedMeanwhile when what was looked at has been changed since.
    """
    checked = {"checked_date": timezone.localdate(), "checked_by": by}
    if (service.checked_date, service.checked_by_id) == (checked["checked_date"], by.pk):
        return service
    return edit_row("check_service", service, read_at_version=read_at_version, values=checked, by=by)


def say_room(
    *,
    service: Service,
    availability: Availability | str,
    read_at_version: int,
    by,
    available_again_date: dt.date | None = None,
) -> Service:
    """Whether it takes people just now, and the first day on which it does again (unknown without one).

    Refuses a day that has come already. Raises EditedMeanwhile for an old version.
    """
    again = None if availability == Availability.OPEN else available_again_date
    said = {"availability": availability, "available_again_date": again}
    if all(getattr(service, name) == value for name, value in said.items()):
        return service
    if again is not None and again <= timezone.localdate():
        raise RuleBroken(
            "The day on which they take people again must lie ahead. If it is today, say that they take people."
        )
    return edit_row("say_room", service, read_at_version=read_at_version, values=said, by=by)
