"""Agreements in writing with partner agencies and prisons about sharing."""

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from referrals.forms.agreements import AgreementAddForm, AgreementEditForm, AgreementFilter
from referrals.models import SharingAgreement
from referrals.services.agreements import add_agreement, edit_agreement

SORTS = {"partner": ["partner_name"], "from": ["from_date", "partner_name"], "until": ["until_date", "partner_name"]}
EDITED = ("reference", "from_date", "until_date")


@requires(Permission.CONFIGURE)
@require_safe
def agreement_list(request):
    rows = SharingAgreement.objects.select_related("agency", "prison")
    shown = AgreementFilter(
        request.GET, queryset=rows.annotate(partner_name=Coalesce("agency__name", "prison__name")), request=request
    )
    page = sorted_page(request, shown.qs, sorts=SORTS, default="partner")
    context = {"filter": shown, "page": page, "today": timezone.localdate()}
    return render(request, "referrals/agreement_list.html", context)


@requires(Permission.CONFIGURE)
def agreement_add(request):
    form = AgreementAddForm(request.POST or None, cancel_url=reverse("referrals:agreement_list"))
    if request.method == "POST" and form.is_valid():
        try:
            add_agreement(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("until_date", str(refusal))
        else:
            messages.success(request, "Agreement kept.")
            return redirect("referrals:agreement_list")
    return render(request, "referrals/agreement_add.html", {"form": form})


@requires(Permission.CONFIGURE)
def agreement_edit(request, agreement_id):
    agreement = get_object_or_404(SharingAgreement.objects.select_related("agency", "prison"), pk=agreement_id)
    form = AgreementEditForm(
        request.POST or None,
        initial={**_saved(agreement), "version": agreement.version},
        cancel_url=reverse("referrals:agreement_list"),
    )
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in EDITED}
        try:
            edit_agreement(agreement=agreement, read_at_version=form.cleaned_data["version"], by=request.user, **typed)
        except EditedMeanwhile:
            agreement.refresh_from_db()
            form.show_clash(now=_saved(agreement), version=agreement.version)
        except RuleBroken as refusal:
            form.add_error("until_date", str(refusal))
        else:
            messages.success(request, "Agreement saved.")
            return redirect("referrals:agreement_list")
    return render(request, "referrals/agreement_edit.html", {"form": form, "agreement": agreement})


def _saved(agreement):
    return {name: getattr(agreement, name) for name in EDITED}
