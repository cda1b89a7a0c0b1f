"""The queue of referrals and one referral from decision to answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from people.selectors import alerts_of
from referrals.eligibility import check_referral
from referrals.enums import OfferChannel, ReferralState
from referrals.forms.referrals import AnswerForm, DeclineForm, OfferForm, ReferralFilter
from referrals.models import Referral
from referrals.services.referrals import (
    accept_referral,
    decline_referral,
    offer_service,
    reconsider_referral,
    record_no,
    record_not_reached,
)

SORTS = {
    "name": ["person__sort_name"],
    "prison": ["now_at_name", "person__sort_name"],
    "liberation": ["liberation_day", "person__sort_name"],
    "programme": ["programme__name", "person__sort_name"],
    "referred": ["referred_date"],
    "state": ["state", "referred_date"],
}


@requires(Permission.TAKE_REFERRALS)
@require_safe
def referral_list(request):
    """Referrals that wait for somebody here, nearest liberation first."""
    rows = Referral.objects.visible_to(request.user).with_liberation().select_related("person", "programme")
    shown = ReferralFilter(request.GET, queryset=rows, request=request)
    page = sorted_page(request, shown.qs, sorts=SORTS, default="liberation")
    trail.listed(request, [referral.person_id for referral in page])
    context = {
        "filter": shown,
        "page": page,
        "today": timezone.localdate(),
        "may_count": request.user.may(Permission.SEE_TEAM),
    }
    return render(request, "referrals/referral_list.html", context)


@requires(Permission.OPEN_RECORDS)
@require_safe
def referral(request, referral_id):
    """Everything about one referral, with what can be done next."""
    row = _referral(request, referral_id)
    today = timezone.localdate()
    trail.viewed(request, subject=row, person=row.person)
    context = {
        "referral": row,
        "alerts": alerts_of(row.person),
        "ledger": row.episode.release_dates.current().first(),
        "eligibility": check_referral(row, on=today),
        "may_decide": request.user.may(Permission.TAKE_REFERRALS),
        "states": ReferralState,
        "today": today,
        "in_person": OfferChannel.IN_PERSON,
    }
    return render(request, "referrals/referral.html", context)


@requires(Permission.TAKE_REFERRALS)
@require_POST
def referral_accept(request, referral_id):
    row = _referral(request, referral_id)
    return _do(request, row, accept_referral, "Eligible. Next: offer the service.")


@requires(Permission.TAKE_REFERRALS)
@require_POST
def referral_reconsider(request, referral_id):
    row = _referral(request, referral_id)
    return _do(request, row, reconsider_referral, "This referral waits for a decision again.")


@requires(Permission.TAKE_REFERRALS)
def referral_decline(request, referral_id):
    row = _referral(request, referral_id)
    against = check_referral(row, on=timezone.localdate()).against
    form = DeclineForm(
        request.POST or None,
        cancel_url=row.get_absolute_url(),
        initial={"reason": against[0].reason if against else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            decline_referral(referral=row, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept as not for this service, with the reason.")
            return redirect(row)
    trail.viewed(request, subject=row, person=row.person)
    return render(request, "referrals/referral_decline.html", {"form": form, "referral": row, "against": against})


@requires(Permission.TAKE_REFERRALS)
def referral_offer(request, referral_id):
    row = _referral(request, referral_id)
    form = OfferForm(
        request.POST or None, cancel_url=row.get_absolute_url(), initial={"channel": row.offer_channel or None}
    )
    if request.method == "POST" and form.is_valid():
        try:
            offer_service(referral=row, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Offer saved. Next: what they answered.")
            return redirect(row)
    trail.viewed(request, subject=row, person=row.person)
    return render(request, "referrals/referral_offer.html", {"form": form, "referral": row})


@requires(Permission.TAKE_REFERRALS)
def referral_answer(request, referral_id):
    """A no for now, or not seen. A yes is the sign-up."""
    row = _referral(request, referral_id)
    form = AnswerForm(request.POST or None, cancel_url=row.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        said_no = form.cleaned_data["answer"] == ReferralState.SAID_NO
        record = record_no if said_no else record_not_reached
        try:
            record(referral=row, on=form.cleaned_data["on"], note=form.cleaned_data["note"], by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                "Said no for now. The service can be offered again at any time." if said_no else "Not seen yet.",
            )
            return redirect(row)
    trail.viewed(request, subject=row, person=row.person)
    return render(request, "referrals/referral_answer.html", {"form": form, "referral": row})


def _referral(request, referral_id):
    rows = Referral.objects.visible_to(request.user).with_liberation()
    return get_object_or_404(
        rows.select_related("person", "programme", "episode__return_area", "agency", "received_by", "decided_by"),
        pk=referral_id,
    )


def _do(request, row, service, done):
    try:
        service(referral=row, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(row)
