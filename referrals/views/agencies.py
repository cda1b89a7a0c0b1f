from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from referrals.forms.agencies import (
    AgencyAddForm,
    AgencyEditForm,
    AgencyFilter,
    CloseForm,
    ServiceAddForm,
    ServiceEditForm,
)
from referrals.models import Agency, Service
from referrals.services.agencies import (
    add_agency,
    add_service,
    close_agency,
    close_service,
    edit_agency,
    edit_service,
    reopen_agency,
    reopen_service,
)

SORTS = {"name": ["name"], "services": ["open_services", "name"]}


@requires(Permission.CONFIGURE)
@require_safe
def agency_list(request):
    today = timezone.localdate()
    rows = AgencyFilter(request.GET, queryset=Agency.objects.with_open_services(today))
    page = sorted_page(request, rows.qs, sorts=SORTS, default="name")
    return render(request, "referrals/agency_list.html", {"filter": rows, "page": page, "today": today})


@requires(Permission.CONFIGURE)
@require_safe
def agency(request, agency_id):
    """What we know of a partner agency, and its services."""
    agency = get_object_or_404(Agency.objects.select_related("team"), pk=agency_id)
    services = agency.services.prefetch_related("areas")
    return render(
        request, "referrals/agency.html", {"agency": agency, "services": services, "today": timezone.localdate()}
    )


@requires(Permission.CONFIGURE)
def agency_add(request):
    form = AgencyAddForm(request.POST or None, submit="Add this agency", cancel_url=reverse("referrals:agency_list"))
    if request.method == "POST" and form.is_valid():
        try:
            agency = add_agency(new_id=form.cleaned_data["new_id"], details=form.details(), by=request.user)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{agency.name} added. Add what it offers.")
            return _to_agency(agency.pk)
    return render(request, "referrals/agency_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def agency_edit(request, agency_id):
    agency = get_object_or_404(Agency, pk=agency_id)
    form = AgencyEditForm(
        request.POST or None,
        initial={**_saved_agency(agency), "version": agency.version},
        submit="Save",
        cancel_url=_agency_url(agency.pk),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_agency(
                agency=agency, read_at_version=form.cleaned_data["version"], details=form.details(), by=request.user
            )
        except EditedMeanwhile:
            agency = Agency.objects.select_related("team").get(pk=agency.pk)
            form.show_clash(now=_saved_agency(agency), version=agency.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} saved.")
            return _to_agency(agency.pk)
    return render(request, "referrals/agency_edit.html", {"form": form, "agency": agency})


@requires(Permission.CONFIGURE)
def agency_close(request, agency_id):
    agency = get_object_or_404(Agency, pk=agency_id)
    form = CloseForm(request.POST or None, submit="Close this agency", cancel_url=_agency_url(agency.pk))
    if request.method == "POST" and form.is_valid():
        try:
            close_agency(agency=agency, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("closed_date", str(refusal))
        else:
            messages.success(request, f"{agency.name} is given a closing day.")
            return _to_agency(agency.pk)
    return render(request, "referrals/close.html", {"form": form, "agency": agency, "closing": agency})


@requires(Permission.CONFIGURE)
@require_POST
def agency_reopen(request, agency_id):
    agency = get_object_or_404(Agency, pk=agency_id)
    return _reopened(request, agency, agency_id, reopen_agency, agency=agency)


@requires(Permission.CONFIGURE)
def service_add(request, agency_id):
    agency = get_object_or_404(Agency, pk=agency_id)
    form = ServiceAddForm(request.POST or None, submit="Add this service", cancel_url=_agency_url(agency.pk))
    if request.method == "POST" and form.is_valid():
        try:
            service = add_service(
                new_id=form.cleaned_data["new_id"],
                agency=agency,
                details=form.details(),
                areas=form.cleaned_data["areas"],
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{service.name} added.")
            return _to_agency(agency.pk)
    return render(request, "referrals/service_add.html", {"form": form, "agency": agency})


@requires(Permission.CONFIGURE)
def service_edit(request, service_id):
    service = _service(service_id)
    form = ServiceEditForm(
        request.POST or None,
        initial={**_saved_service(service), "version": service.version},
        submit="Save",
        cancel_url=_agency_url(service.agency_id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_service(
                service=service,
                read_at_version=form.cleaned_data["version"],
                details=form.details(),
                areas=form.cleaned_data["areas"],
                by=request.user,
            )
        except EditedMeanwhile:
            service = _service(service_id)
            form.show_clash(now=_saved_service(service), version=service.version)
        except RuleBroken as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']} saved.")
            return _to_agency(service.agency_id)
    return render(request, "referrals/service_edit.html", {"form": form, "service": service})


@requires(Permission.CONFIGURE)
def service_close(request, service_id):
    service = _service(service_id)
    form = CloseForm(request.POST or None, submit="Close this service", cancel_url=_agency_url(service.agency_id))
    if request.method == "POST" and form.is_valid():
        try:
            close_service(service=service, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("closed_date", str(refusal))
        else:
            messages.success(request, f"{service.name} is given a closing day.")
            return _to_agency(service.agency_id)
    return render(request, "referrals/close.html", {"form": form, "agency": service.agency, "closing": service})


@requires(Permission.CONFIGURE)
@require_POST
def service_reopen(request, service_id):
    service = _service(service_id)
    return _reopened(request, service, service.agency_id, reopen_service, service=service)


def _reopened(request, row, agency_id, reopen, **what):
    try:
        reopen(by=request.user, **what)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{row.name} has no closing day any more.")
    return _to_agency(agency_id)


def _service(service_id):
    return get_object_or_404(Service.objects.select_related("agency"), pk=service_id)


def _agency_url(agency_id):
    return reverse("referrals:agency", kwargs={"agency_id": agency_id})


def _to_agency(agency_id):
    return redirect("referrals:agency", agency_id=agency_id)


def _saved_agency(agency):
    return {**model_to_dict(agency, ("name", "phone", "email", "website", "notes")), "team": agency.team}


def _saved_service(service):
    fields = (
        "name",
        "kind",
        "threshold",
        "waiting_weeks",
        "opening_hours",
        "address",
        "check_days",
        "takes",
        "refuses",
    )
    return {**model_to_dict(service, fields), "place": service.place, "areas": list(service.areas.all())}
