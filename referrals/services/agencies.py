import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import IntegrityError

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from prisons.models import LocalAuthority
from referrals.models import Agency, Service

# Notes say whom to ask for: the trail keeps that they changed, not what they say.
UNSAID = ("notes",)
TAKEN_MEANWHILE = "Someone else just used this name. Look at the list again."


def add_agency(*, new_id: uuid.UUID, details: Mapping[str, object], by) -> Agency:
    """Make a partner agency. `details` holds its fields; the same `new_id` and name again gives the one made before."""
    try:
        with trail.written("add_agency", Verb.CREATED, by=by) as entry:
            if made := already_made(Agency, new_id, name=details["name"]):
                entry.needed = False
                return made
            agency = Agency(pk=new_id, **details)
            _refuse_taken_agency_name(agency)
            agency.save(force_insert=True)
            entry.subject, entry.after = agency, _said(details)
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash
    return agency


def edit_agency(*, agency: Agency, read_at_version: int, details: Mapping[str, object], by) -> Agency:
    """Change an agency read at `read_at_version`. Raises EditedMeanwhile for an old one; refuses the name of another agency."""
    try:
        return edit_row(
            "edit_agency",
            agency,
            read_at_version=read_at_version,
            values=details,
            unsaid=UNSAID,
            check=_refuse_taken_agency_name,
            by=by,
        )
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash


def close_agency(*, agency: Agency, closed_date: date, by) -> Agency:
    """From `closed_date` on nobody is referred there. Its services stay as they are, so that reopening brings them back."""
    return _close("close_agency", agency, closed_date=closed_date, by=by)


def reopen_agency(*, agency: Agency, by) -> Agency:
    """Take the closing day away; without one nothing happens."""
    return _reopen("reopen_agency", agency, by=by)


def add_service(
    *, new_id: uuid.UUID, agency: Agency, details: Mapping[str, object], areas: Iterable[LocalAuthority], by
) -> Service:
    """Add what an agency offers. No areas means everywhere. The same `new_id` and name again gives the one made before."""
    try:
        with trail.written("add_service", Verb.CREATED, by=by) as entry:
            if made := already_made(Service, new_id, agency_id=agency.pk, name=details["name"]):
                entry.needed = False
                return made
            service = Service(pk=new_id, agency=agency, **details)
            _refuse_taken_service_name(service)
            service.save(force_insert=True)
            service.areas.set(areas)
            entry.subject = service
            entry.after = {**details, "agency": agency, "areas": [area.name for area in areas]}
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash
    return service


def edit_service(
    *, service: Service, read_at_version: int, details: Mapping[str, object], areas: Iterable[LocalAuthority], by
) -> Service:
    """Change a service read at `read_at_version`. Raises EditedMeanwhile for an old one; refuses a name its agency uses already."""
    try:
        return edit_row(
            "edit_service",
            service,
            read_at_version=read_at_version,
            values=details,
            lists={"areas": areas},
            check=_refuse_taken_service_name,
            by=by,
        )
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash


def close_service(*, service: Service, closed_date: date, by) -> Service:
    """From `closed_date` on nobody is referred to this service."""
    return _close("close_service", service, closed_date=closed_date, by=by)


def reopen_service(*, service: Service, by) -> Service:
    """Take the closing day away; without one nothing happens."""
    return _reopen("reopen_service", service, by=by)


def _close(action, row, *, closed_date, by):
    # The row is checked at the version it was read at, so what was read still holds when it is written. The same day again
    # is no edit.
    if row.closed_date not in (None, closed_date):
        raise RuleBroken(f"{row.name} already has a closing day. Reopen it first to change the day.")
    return edit_row(action, row, read_at_version=row.version, values={"closed_date": closed_date}, by=by)


def _reopen(action, row, *, by):
    return edit_row(action, row, read_at_version=row.version, values={"closed_date": None}, by=by)


def _refuse_taken_agency_name(agency):
    if Agency.objects.exclude(pk=agency.pk).filter(name__iexact=agency.name).exists():
        raise RuleBroken("There is already a partner agency of this name. Look for it in the list.")


def _refuse_taken_service_name(service):
    others = Service.objects.exclude(pk=service.pk).filter(agency=service.agency_id)
    if others.filter(name__iexact=service.name).exists():
        raise RuleBroken("This agency already has a service of this name. Choose another name.")


def _said(details):
    return {name: "(text)" if name in UNSAID and value else value for name, value in details.items()}
