"""Opening a case: the person agrees to take part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from mentoring.forms.cases import SignUpForm
from mentoring.models import Case
from mentoring.services import cases
from people.selectors import alerts_of
from people.wordings import wordings_to_read
from referrals.enums import ReferralState
from referrals.models import Referral

NOT_TO_BE_ASKED = {
    ReferralState.RECEIVED: "Decide first whether this service is for them.",
    ReferralState.DECLINED: "This service is not for them. Look at the referral again first.",
    ReferralState.AGREED: "They have already agreed to take part.",
}


@requires(Permission.TAKE_REFERRALS)
def sign_up(request, referral_id):
    """Read the words aloud, keep what they agreed to, open the case."""
    referral = get_object_or_404(
        Referral.objects.visible_to(request.user).with_liberation().select_related("person", "programme", "episode"),
        pk=referral_id,
    )
    form = SignUpForm(request.POST or None, cancel_url=referral.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            case = cases.sign_up(referral=referral, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("mentoring:signed_up", case_id=case.pk)
    elif request.method != "POST" and referral.state in NOT_TO_BE_ASKED:
        messages.info(request, NOT_TO_BE_ASKED[referral.state])
        return redirect(referral)
    trail.viewed(request, subject=referral, person=referral.person)
    context = {
        "form": form,
        "referral": referral,
        "alerts": alerts_of(referral.person),
        "ledger": referral.episode.release_dates.current().first(),
        "today": timezone.localdate(),
        "wordings": wordings_to_read(),
    }
    return render(request, "mentoring/sign_up.html", context)


@requires(Permission.TAKE_REFERRALS)
@require_safe
def signed_up(request, case_id):
    """What happens next, to tell the person before the talk ends."""
    case = get_object_or_404(
        Case.objects.visible_to(request.user).with_liberation().with_lead().select_related("person", "programme"),
        pk=case_id,
    )
    trail.viewed(request, subject=case, person=case.person)
    may_record = request.user.may(Permission.RECORD_CONTACTS)
    context = {"case": case, "today": timezone.localdate(), "may_record": may_record}
    return render(request, "mentoring/signed_up.html", context)
