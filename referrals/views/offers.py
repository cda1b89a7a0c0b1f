"""Offering the service, in one press or with what came of it, and the answer to an offer that waited."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.shown import shown_key
from core.templatetags.ui import day
from referrals.enums import OfferChannel, ReferralState
from referrals.forms.offers import AnswerForm, OfferForm
from referrals.services.offers import answer_offer, offer_service, undo_answer, undo_offer
from referrals.views.referrals import open_referral

OPEN_AGAIN = "Open this page again, then press once more."


@requires(Permission.TAKE_REFERRALS)
def referral_offer(request, referral_id):
    """One attempt, and what came of it if that is known. A yes is the sign-up."""
    row = open_referral(request, referral_id)
    last = row.offers.newest_first().first()
    form = OfferForm(
        request.POST or None,
        programme=row.programme,
        cancel_url=row.get_absolute_url(),
        initial={"channel": last.channel if last else None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            offered = offer_service(referral=row, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(offered, form.cleaned_data["later_date"]))
            return redirect(row)
    trail.viewed(request, subject=row, person=row.person)
    return render(request, "referrals/referral_offer.html", {"form": form, "referral": row})


@requires(Permission.TAKE_REFERRALS)
@require_POST
def referral_offer_again(request, referral_id):
    """One press: offered again today, in person. `new_id` keeps a second press from being a second offer."""
    row = open_referral(request, referral_id)
    new_id = shown_key(request.POST.get("new_id"))
    if new_id is None:
        messages.error(request, OPEN_AGAIN)
        return redirect(row)
    today = timezone.localdate()
    try:
        offer_service(referral=row, channel=OfferChannel.IN_PERSON, on=today, new_id=new_id, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Offered again today, in person. Next: what they answered.")
    return redirect(row)


@requires(Permission.TAKE_REFERRALS)
def referral_answer(request, referral_id):
    """What came of the offer that waited: not now, no, not seen, no answer. A yes is the sign-up."""
    row = open_referral(request, referral_id)
    form = AnswerForm(request.POST or None, programme=row.programme, cancel_url=row.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            answered = answer_offer(referral=row, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(answered, form.cleaned_data["later_date"]))
            return redirect(row)
    trail.viewed(request, subject=row, person=row.person)
    return render(request, "referrals/referral_answer.html", {"form": form, "referral": row})


@requires(Permission.TAKE_REFERRALS)
@require_POST
def referral_offer_undo(request, referral_id):
    """Take back the latest offer, `offer` by its key, as recorded by mistake."""
    return _undo(request, referral_id, undo_offer, "Offer taken back. The referral stands where it stood before.")


@requires(Permission.TAKE_REFERRALS)
@require_POST
def referral_answer_undo(request, referral_id):
    """Take back the answer to the latest offer, `offer` by its key, as recorded by mistake."""
    return _undo(request, referral_id, undo_answer, "Answer taken back. The offer waits for its answer.")


def _undo(request, referral_id, service, done):
    row = open_referral(request, referral_id)
    offer_key = shown_key(request.POST.get("offer"))
    if offer_key is None:
        messages.error(request, OPEN_AGAIN)
        return redirect(row)
    try:
        service(referral=row, offer_key=offer_key, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(row)


def _said(referral, later_date) -> str:
    match referral.state:
        case ReferralState.OFFERED:
            return "Offer saved. Next: what they answered."
        case ReferralState.NOT_NOW:
            return f"Not now. The referral comes up again on {day(later_date)}."
        case ReferralState.SAID_NO:
            return "Said no for now. The service can be offered again at any time."
        case ReferralState.NOT_REACHED:
            return "Not seen yet. The referral stays in the queue."
        case _:
            return "Saved."
