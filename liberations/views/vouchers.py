"""Vouchers one by one: where each is, what became of it, and writing one off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.errors import RuleBroken
from core.lists import sorted_page, with_filters
from core.money import in_pounds
from liberations.enums.money import MoneyState
from liberations.enums.vouchers import FOR_A_CASE, STATES_BY_MOVE, VoucherMoveKind, VoucherState
from liberations.forms.vouchers import ByTwoForm, ReturnForm, VoucherFilter
from liberations.models import Voucher
from liberations.services import vouchers as services
from mentoring.models import Case

SORTS = {
    "serial": ["serial"],
    "kind": ["kind__name", "value_pence", "serial"],
    "state": ["state", "serial"],
    "since": ["-state_at", "serial"],
}
COLUMNS = ("Serial number", "Kind", "Value", "Where", "Since", "Received")


@requires(Permission.PLAN_GATES)
@require_safe
def voucher_list(request):
    """Every voucher the team ever had; whom one was for stands on its own page only."""
    rows = _filter(request)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="serial")
    context = {
        "page": page,
        "filter": rows,
        "export_url": with_filters(reverse("liberations:voucher_export"), request),
        "may_keep": request.user.may(Permission.KEEP_STOCK),
    }
    return render(request, "liberations/voucher_list.html", context)


@requires(Permission.KEEP_STOCK)
@require_safe
def voucher_export(request):
    """The same list as a CSV file: all pages, same filters."""
    vouchers = _filter(request).qs.order_by("kind__name", "serial")
    trail.record("liberations:voucher_export", Verb.EXPORTED, by=request.user)
    return csv_response(f"vouchers-{timezone.localdate().isoformat()}", COLUMNS, map(_cells, vouchers))


@requires(Permission.PLAN_GATES)
@require_safe
def voucher(request, voucher_id):
    """What became of one voucher. Whom it is for is shown to those who may open the record."""
    found = _voucher(request, voucher_id)
    case = Case.objects.visible_to(request.user).select_related("person").filter(pk=found.case_id).first()
    if case:
        trail.viewed(request, subject=found, person=case.person)
    context = {
        "voucher": found,
        "case": case,
        "moves": found.history.select_related("by", "second").order_by("-number"),
        "may_be_lost": (found.state, VoucherState.LOST) in STATES_BY_MOVE[VoucherMoveKind.LOST],
        "may_be_found": found.state == VoucherState.LOST,
        "money": found.money.filter(state=MoneyState.GIVEN).first(),
        "may_come_back": found.state in FOR_A_CASE,
        "may_keep": request.user.may(Permission.KEEP_STOCK),
    }
    return render(request, "liberations/voucher.html", context)


@requires(Permission.KEEP_STOCK)
def voucher_lost(request, voucher_id):
    """Write one off."""
    return _by_two(request, voucher_id, services.lose_voucher, "Write it off", "liberations/voucher_lost.html")


@requires(Permission.KEEP_STOCK)
def voucher_found(request, voucher_id):
    """It is there after all."""
    return _by_two(request, voucher_id, services.find_voucher, "It is in the drawer", "liberations/voucher_found.html")


@requires(Permission.KEEP_STOCK)
def voucher_return(request, voucher_id):
    """Put by or handed over, and back in the drawer."""
    found = _voucher(request, voucher_id)
    form = ReturnForm(request.POST or None, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            services.return_vouchers(vouchers=[found], by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Saved. {found.serial} is in stock again.")
            return redirect(found)
    return render(request, "liberations/voucher_return.html", {"voucher": found, "form": form})


def _by_two(request, voucher_id, service, submit, template):
    found = _voucher(request, voucher_id)
    form = ByTwoForm(request.POST or None, user=request.user, submit=submit, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            service(voucher=found, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    return render(request, template, {"voucher": found, "form": form})


def _voucher(request, voucher_id):
    return get_object_or_404(Voucher.objects.visible_to(request.user).select_related("kind"), pk=voucher_id)


def _filter(request):
    rows = Voucher.objects.visible_to(request.user).select_related("kind", "delivery")
    return VoucherFilter(request.GET, queryset=rows, request=request)


def _cells(found):
    return (
        found.serial,
        found.kind.name,
        in_pounds(found.value_pence),
        found.get_state_display(),
        timezone.localdate(found.state_at),
        timezone.localdate(found.delivery.received_at),
    )
