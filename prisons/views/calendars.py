"""Whose calendar an address means. A calendar is an area's, or without an area the national one of a jurisdiction."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from prisons.enums import Jurisdiction
from prisons.models import LocalAuthority
from prisons.selectors import Calendar


def of_area(area_id) -> Calendar:
    # All areas are councils of Scotland; England and Wales have only the national calendar.
    return Calendar(Jurisdiction.SCOTLAND, get_object_or_404(LocalAuthority, pk=area_id))


def of_jurisdiction(value) -> Calendar:
    if value not in Jurisdiction:
        raise Http404
    return Calendar(Jurisdiction(value))


def calendar_url(calendar: Calendar, page: str = "", *, year: int | None = None, **more) -> str:
    """The address of a calendar's page: "" for its year, or of what changes it: "_holiday_add" or "_switch_off"."""
    app = "liberations" if page else "prisons"
    if calendar.local_authority:
        name, whose = f"{app}:area{page}", {"area_id": calendar.local_authority.pk}
    else:
        name, whose = f"{app}:national{page}", {"jurisdiction": calendar.jurisdiction.value}
    return reverse(name, kwargs=whose | more) + (f"?year={year}" if year else "")
