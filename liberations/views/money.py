"""Money given to people: written down, decided, handed over, receipted, taken back; the list of it."""

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.errors import RuleBroken
from core.lists import sorted_page
from core.money import in_pounds
from liberations.enums.money import MoneyState
from liberations.forms.money import MoneyFilter, MoneyForm, ReceiptForm, RefuseForm, TakeBackForm
from liberations.models import MoneyGiven
from liberations.money_limits import above_limit
from liberations.services.money import (
    decide_money,
    give_money,
    hand_over_money,
    sign_receipt,
    take_back_money,
)
from mentoring.selectors.headers import cases_with_header, person_header

SORTS = {
    "day": ["-on_date", "-asked_at", "pk"],
    "name": ["case__person__sort_name", "-on_date"],
    "amount": ["-amount_pence", "-on_date"],
}
COLUMNS = ("Case", "Day", "What", "Pounds", "How it stands", "Receipt signed", "Asked by", "Decided by")


@requires(Permission.RECORD_CONTACTS)
def money_add(request, case_id):
    """Give somebody money, or ask for it."""
    case = get_object_or_404(cases_with_header().visible_to(request.user).select_related("programme"), pk=case_id)
    back = f"{case.get_absolute_url()}?tab=after"
    form = MoneyForm(request.POST or None, team=case.programme.team_id, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            made = give_money(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            if made.state == MoneyState.ASKED:
                messages.warning(request, "It is more than you may give alone. Your managers have been asked.")
            else:
                messages.success(request, "Written down. Print the receipt, and let them sign it.")
            return redirect(made)
    return _form(request, case, form, "Money for them")


@requires(Permission.OPEN_RECORDS)
@require_safe
def money(request, money_id):
    """One gift and what became of it."""
    found = _money(request, money_id)
    trail.viewed(request, subject=found, person=found.case.person)
    waits = found.state == MoneyState.ASKED
    context = _about(found.case) | {
        "money": found,
        "why": above_limit(found.case, found.amount_pence, found.on_date) if waits else "",
        "may_decide": waits and request.user.may(Permission.SEE_TEAM) and found.asked_by_id != request.user.pk,
        "may_record": request.user.may(Permission.RECORD_CONTACTS),
    }
    return render(request, "liberations/money.html", context)


@requires(Permission.SEE_TEAM)
@require_POST
def money_approve(request, money_id):
    """It may be given."""
    found = _money(request, money_id)
    return _press(request, found, "Approved. Whoever asked has been told.", decide_money, approve=True)


@requires(Permission.SEE_TEAM)
def money_refuse(request, money_id):
    """It may not be given."""
    found = _money(request, money_id)
    form = RefuseForm(request.POST or None, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            decide_money(money=found, approve=False, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Whoever asked has been told.")
            return redirect(found)
    return _form(request, found.case, form, "Not approved", found)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def money_hand_over(request, money_id):
    """What was approved is given."""
    found = _money(request, money_id)
    return _press(request, found, "Given. Print the receipt, and let them sign it.", hand_over_money)


@requires(Permission.RECORD_CONTACTS)
def money_receipt_signed(request, money_id):
    """They signed the paper."""
    found = _money(request, money_id)
    form = ReceiptForm(request.POST or None, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            sign_receipt(money=found, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Keep the paper where your team keeps receipts.")
            return redirect(found)
    return _form(request, found.case, form, "The receipt is signed", found)


@requires(Permission.RECORD_CONTACTS)
def money_take_back(request, money_id):
    """Not given after all, or given back."""
    found = _money(request, money_id)
    form = TakeBackForm(request.POST or None, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            take_back_money(money=found, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Taken back. A voucher is in stock again.")
            return redirect(found)
    return _form(request, found.case, form, "Take it back", found)


@requires(Permission.OPEN_RECORDS)
@require_safe
def money_receipt(request, money_id):
    """The receipt to print and sign."""
    found = _money(request, money_id)
    trail.viewed(request, subject=found, person=found.case.person)
    return render(request, "liberations/money_receipt.html", {"money": found, "person": found.case.person})


@requires(Permission.OPEN_RECORDS)
@require_safe
def money_list(request):
    """What was given to the people one may open, with its sum."""
    rows = _filtered(request)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="day")
    trail.listed(request, [row.case.person_id for row in page])
    given = rows.qs.filter(state=MoneyState.GIVEN).order_by().aggregate(all=Sum("amount_pence"))["all"] or 0
    return render(request, "liberations/money_list.html", {"filter": rows, "page": page, "given": given})


@requires(Permission.EXPORT)
@require_safe
def money_export(request):
    """The list as a file, by case reference and without a name."""
    rows = list(_filtered(request).qs.order_by(*SORTS["day"]))
    trail.listed(request, {row.case.person_id for row in rows}, verb=Verb.EXPORTED)
    lines = (
        (
            row.case.reference,
            row.on_date,
            row.get_kind_display(),
            in_pounds(row.amount_pence).removeprefix("£"),
            row.get_state_display(),
            row.receipt_date,
            row.asked_by.name,
            row.decided_by.name if row.decided_by else "",
        )
        for row in rows
    )
    return csv_response(f"money-given-{timezone.localdate().isoformat()}", COLUMNS, lines)


def _filtered(request):
    rows = MoneyGiven.objects.visible_to(request.user).select_related("case__person", "asked_by", "decided_by")
    return MoneyFilter(request.GET, queryset=rows)


def _press(request, found, done, service, **fields):
    try:
        service(money=found, by=request.user, **fields)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(found)


def _money(request, money_id):
    rows = MoneyGiven.objects.visible_to(request.user).select_related(
        "case__person", "case__programme", "voucher", "asked_by", "decided_by", "given_by", "taken_back_by"
    )
    return get_object_or_404(rows, pk=money_id)


def _about(case):
    case = cases_with_header().get(pk=case.pk)
    return {
        "header": person_header(case.person, timezone.localdate(), case=case),
        "case": case,
        "back_url": f"{case.get_absolute_url()}?tab=after",
    }


def _form(request, case, form, title, found=None):
    trail.viewed(request, subject=found or case, person=case.person)
    context = _about(case) | {"form": form, "title": title, "money": found}
    if found:
        context["back_url"] = found.get_absolute_url()
    return render(request, "liberations/money_form.html", context)
