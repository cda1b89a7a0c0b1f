"""The directory: what partner agencies offer, for whoever looks for a service for somebody."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.csv_cells import csv_response
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page, with_filters
from core.shown import shown_number
from people.models import Person
from prisons.models import CustodialEpisode
from referrals.enums import Availability, Condition
from referrals.forms.directory import DirectoryFilter, RoomForm
from referrals.models import Service
from referrals.selectors import days_ahead
from referrals.services.directory import check_service, say_room

SORTS = {
    "name": ["name", "agency__name"],
    "agency": ["agency__name", "name"],
    "kind": ["kind", "name"],
    "wait": ["waiting_weeks", "name"],
    "checked": ["checked_date", "name"],
}
COLUMNS = (
    "Service",
    "Agency",
    "Helps with",
    "Areas",
    "Who may go",
    "Takes people",
    "Does not take people",
    "Usual wait in weeks",
    "Just now",
    "Takes people again",
    "Where",
    "When",
    "Phone",
    "Email",
    "Last checked",
)
DAYS_SHOWN = 7


@requires(Permission.USE_DIRECTORY)
@require_safe
def directory(request):
    """Every service in use, to be searched. It says nothing about anybody."""
    to_check = Service.objects.in_use(timezone.localdate()).to_check(timezone.localdate()).count()
    return render(request, "referrals/directory.html", _listed(request) | {"to_check": to_check})


@requires(Permission.OPEN_RECORDS)
@require_safe
def directory_for(request, person_id):
    """The same for one person: each service can be chosen for a referral."""
    latest = CustodialEpisode.objects.filter(person=OuterRef("pk")).order_by("-admitted_date", "pk")
    people = Person.objects.visible_to(request.user).annotate(
        going_to=Subquery(latest.values("return_area__name")[:1]),
        going_to_key=Subquery(latest.values("return_area")[:1]),
    )
    person = get_object_or_404(people, pk=person_id)
    trail.viewed(request, subject=person, person=person)
    return render(request, "referrals/directory.html", _listed(request) | {"person": person})


@requires(Permission.USE_DIRECTORY)
@require_safe
def directory_export(request):
    rows = _filter(request).qs.order_by("agency__name", "name")
    today = timezone.localdate()
    return csv_response(f"directory-{today.isoformat()}", COLUMNS, (_cells(row, today) for row in rows))


@requires(Permission.USE_DIRECTORY)
def directory_service(request, service_id):
    """All that is known of a service; whoever has just spoken to them says whether it is right, and whether they have room."""
    service = _service(service_id)
    form = RoomForm(request.POST or None, initial=_room(service))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            say_room(service=service, read_at_version=version, by=request.user, **form.said())
        except EditedMeanwhile:
            service = _service(service_id)
            form.show_clash(now=_room(service), version=service.version)
        except RuleBroken as refusal:
            form.add_error("available_again_date", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(service)
    today = timezone.localdate()
    context = {
        "service": _said(service, today),
        "form": form,
        "today": today,
        "days": days_ahead(service.place, today, DAYS_SHOWN) if service.place else [],
    }
    return render(request, "referrals/directory_service.html", context)


@requires(Permission.USE_DIRECTORY)
@require_POST
def directory_check(request, service_id):
    """“Still right”, of what stood on the page."""
    service = _service(service_id)
    try:
        check_service(service=service, read_at_version=shown_number(request.POST.get("version", "")), by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{service.name} is marked as checked today.")
    if request.POST.get("back") == "list":
        return redirect(f"{reverse('referrals:directory')}?check=due")
    return redirect(service)


def _listed(request):
    today = timezone.localdate()
    rows = _filter(request)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    for service in page:
        _said(service, today)
    return {
        "filter": rows,
        "page": page,
        "today": today,
        "export_url": with_filters(reverse("referrals:directory_export"), request),
    }


def _filter(request):
    services = Service.objects.in_use(timezone.localdate()).with_check_due()
    shown = services.select_related("agency", "place", "checked_by").prefetch_related("areas")
    return DirectoryFilter(request.GET, queryset=shown)


def _service(service_id):
    rows = Service.objects.with_check_due().select_related("agency", "place", "checked_by")
    return get_object_or_404(rows.prefetch_related("areas", "place__opening_times"), pk=service_id)


def _said(service, today):
    """The service with what is said of it in words."""
    service.room = service.available_on(today)
    service.check_is_due = service.check_due is None or service.check_due < today
    service.takes_words, service.refuses_words = _in_words(service.takes), _in_words(service.refuses)
    return service


def _in_words(conditions):
    return [Condition(each).label for each in Condition if each in conditions]


def _room(service):
    room = service.available_on(timezone.localdate())
    again = None if room == Availability.OPEN else service.available_again_date
    return {"availability": room, "available_again_date": again, "version": service.version}


def _cells(service, today):
    _said(service, today)
    return (
        service.name,
        service.agency.name,
        service.get_kind_display(),
        ", ".join(area.name for area in service.areas.all()) or "Everywhere",
        service.threshold,
        ", ".join(service.takes_words),
        ", ".join(service.refuses_words),
        service.waiting_weeks,
        service.room.label,
        service.available_again_date if service.room != Availability.OPEN else None,
        service.where,
        service.opening_hours,
        service.agency.phone,
        service.agency.email,
        service.checked_date,
    )
