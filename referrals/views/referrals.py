"""The queue of referrals, one referral, and the decision about it. Offers and answers: views/offers.py."""

import uuid

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
from referrals.enums import OFFERED_AGAIN, ReferralState
from referrals.forms.referrals import DeclineForm, ReferralFilter
from referrals.models import Referral
from referrals.services.referrals import accept_referral, decline_referral, reconsider_referral

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
    rows = Referral.objects.visible_to(request.user).with_liberation().with_latest_offer()
    rows = rows.select_related("person", "programme")
    shown = ReferralFilter(request.GET, queryset=rows, request=request)
    page = sorted_page(request, shown.qs, sorts=SORTS, default="liberation")
    trail.listed(request, [referral.person_id for referral in page])
    for referral in page:
        referral.new_offer_id = uuid.uuid4()
    context = {
        "filter": shown,
        "page": page,
        "today": timezone.localdate(),
        "may_count": request.user.may(Permission.SEE_TEAM),
        "offered_again": OFFERED_AGAIN,
    }
    return render(request, "referrals/referral_list.html", context)


@requires(Permission.OPEN_RECORDS)
@require_safe
def referral(request, referral_id):
    """Everything about one referral, with what can be done next."""
    row = open_referral(request, referral_id)
    today = timezone.localdate()
    trail.viewed(request, subject=row, person=row.person)
    context = {
        "referral": row,
        "alerts": alerts_of(row.person),
        "ledger": row.episode.release_dates.current().first(),
        "eligibility": check_referral(row, on=today),
        "may_decide": request.user.may(Permission.TAKE_REFERRALS),
        "states": ReferralState,
        "offered_again": OFFERED_AGAIN,
        "today": today,
        "new_offer_id": uuid.uuid4(),
        "offers": list(row.offers.newest_first().select_related("offered_by")),
    }
    return render(request, "referrals/referral.html", context)


@requires(Permission.TAKE_REFERRALS)
@require_POST
def referral_accept(request, referral_id):
    row = open_referral(request, referral_id)
    return _do(request, row, accept_referral, "Eligible. Next: offer the service.")


@requires(Permission.TAKE_REFERRALS)
@require_POST
def referral_reconsider(request, referral_id):
    row = open_referral(request, referral_id)
    return _do(request, row, reconsider_referral, "This referral waits for a decision again.")


@requires(Permission.TAKE_REFERRALS)
def referral_decline(request, referral_id):
    row = open_referral(request, referral_id)
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


def open_referral(request, referral_id):
    """The referral with what its pages show, if the user may open it."""
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
