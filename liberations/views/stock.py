"""The drawer of vouchers: what is in it, what comes in, and counting it with a colleague."""

from django.contrib import messages
from django.db.models import Exists, F, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import RuleBroken
from core.lists import sorted_page
from liberations.forms.vouchers import AnswerForm, CountForm, DeliveryForm
from liberations.models import Delivery, StockCount, StockCountLine, Voucher
from liberations.packing.stock import stock_of
from liberations.services import stock as services

COUNT_SORTS = {"when": ["-counted_at"]}
DELIVERIES_SHOWN = 10


@requires(Permission.PLAN_GATES)
@require_safe
def stock(request):
    """What the team has, kind by kind; what came in last; the counts, newest first."""
    lines = stock_of(request.user.team_id)
    differs = StockCountLine.objects.filter(count=OuterRef("pk")).exclude(counted=F("expected"))
    counts = (
        StockCount.objects.visible_to(request.user)
        .select_related("counted_by", "second")
        .annotate(differs=Exists(differs))
    )
    deliveries = Delivery.objects.visible_to(request.user).select_related("kind", "received_by", "second")
    context = {
        "lines": lines,
        "pence": sum(line.in_stock_pence for line in lines),
        "page": sorted_page(request, counts, sorts=COUNT_SORTS, default="when", per_page=10),
        "deliveries": deliveries[:DELIVERIES_SHOWN],
        "may_keep": request.user.may(Permission.KEEP_STOCK),
        "waiting": counts.waiting().filter(second=request.user),
    }
    return render(request, "liberations/stock.html", context)


@requires(Permission.KEEP_STOCK)
def delivery_add(request):
    """Take a range of serial numbers in."""
    form = DeliveryForm(request.POST or None, user=request.user, cancel_url=reverse("liberations:stock"))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.receive_vouchers(team=request.user.team, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            number = "1 voucher is" if made.count == 1 else f"{made.count} vouchers are"
            messages.success(request, f"{number} in stock: {made.first_serial} to {made.last_serial}.")
            return redirect("liberations:stock")
    return render(request, "liberations/delivery_add.html", {"form": form})


@requires(Permission.KEEP_STOCK)
@require_POST
def delivery_strike(request, delivery_id):
    """Entered by mistake."""
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user), pk=delivery_id)
    try:
        services.strike_delivery(delivery=delivery, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back. These vouchers are not in stock.")
    return redirect("liberations:stock")


@requires(Permission.KEEP_STOCK)
def count_add(request):
    """Count the drawer with a colleague."""
    lines = [line for line in stock_of(request.user.team_id) if line.received]
    form = CountForm(request.POST or None, user=request.user, lines=lines)
    if request.method == "POST" and lines and form.is_valid():
        try:
            made = services.record_count(team=request.user.team, by=request.user, **form.said())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Saved. {made.second} is asked whether it was so.")
            return redirect(made)
    in_drawer = Voucher.objects.visible_to(request.user).in_stock().order_by("kind__name", "value_pence", "serial")
    return render(
        request,
        "liberations/count_add.html",
        {"form": form, "lines": lines, "in_drawer": in_drawer.select_related("kind")},
    )


@requires(Permission.PLAN_GATES)
@require_safe
def stock_count(request, count_id):
    """One count; the second person says here whether it was so."""
    count = _count(request, count_id)
    return render(
        request,
        "liberations/stock_count.html",
        {
            "count": count,
            "lines": count.lines.select_related("kind"),
            "is_asked": count.state == "waiting" and count.second_id == request.user.pk,
        },
    )


@requires(Permission.PLAN_GATES)
@require_POST
def stock_count_answer(request, count_id):
    """The second person's answer."""
    count, form = _count(request, count_id), AnswerForm(request.POST)
    agreed = request.POST.get("answer") == "yes"
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        services.answer_count(count=count, agreed=agreed, note=note, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Saved." if agreed else "Saved. Count the drawer again.")
    return redirect(count)


def _count(request, count_id):
    counts = StockCount.objects.visible_to(request.user).select_related("counted_by", "second")
    return get_object_or_404(counts, pk=count_id)
