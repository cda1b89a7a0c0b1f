"""The cohort of an early-release scheme: who in it has not yet been offered the service."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.lists import sorted_page
from liberations.early_release.cohort import cohort, standings
from liberations.enums import OfferStanding
from liberations.forms.schemes import CohortFilter
from liberations.models import Scheme
from referrals.enums import DeclineReason, ReferralState

SORTS = {
    "name": ["person__sort_name"],
    "prison": ["prison_name", "person__sort_name"],
    "liberation": ["day", "person__sort_name"],
    "standing": ["standing", "day", "person__sort_name"],
}


@requires(Permission.TAKE_REFERRALS)
@require_safe
def scheme_cohort(request, scheme_id):
    """Everyone of a cohort and where they stand with the offer; each row leads to what is next."""
    scheme = get_object_or_404(Scheme.objects.visible_to(request.user).in_use(), pk=scheme_id)
    rows = cohort(scheme, request.user).select_related("person")
    filterset = CohortFilter(request.GET, queryset=rows)
    page = sorted_page(request, filterset.qs, sorts=SORTS, default="liberation")
    for episode in page:
        _put_in_words(episode)
    counts = standings(scheme, request.user)
    people, left = sum(counts.values()), counts.get(OfferStanding.NOT_OFFERED, 0)
    here = reverse("liberations:scheme_cohort", args=[scheme.pk])
    trail.listed(request, [episode.person_id for episode in page], after={"scheme": scheme})
    context = {
        "scheme": scheme,
        "filter": filterset,
        "page": page,
        "people": people,
        "left": left,
        "reached": people - left,
        "counters": [
            (left, here, OfferStanding.NOT_OFFERED.label),
            *(
                (counts[each], f"{here}?standing={each}", each.label)
                for each in OfferStanding
                if counts.get(each) and each != OfferStanding.NOT_OFFERED
            ),
        ],
        "may_shift": request.user.may(Permission.SHIFT_DATES),
        "today": timezone.localdate(),
    }
    return render(request, "liberations/scheme_cohort.html", context)


def _put_in_words(episode):
    """What stands beside the status, and the button of the row."""
    state = episode.referral_state
    if episode.has_case or episode.referral is None:
        episode.more = "" if episode.has_case else "No referral yet"
        episode.next = (reverse("desk:person", args=[episode.person_id]), "Open the record")
        return
    episode.more = ""
    if state == ReferralState.DECLINED:
        episode.more = DeclineReason(episode.decline_reason).label
    elif episode.standing == OfferStanding.NOT_OFFERED:
        episode.more = ReferralState(state).label
    if state == ReferralState.ELIGIBLE:
        episode.next = (reverse("referrals:referral_offer", args=[episode.referral]), "Offer the service")
    else:
        episode.next = (
            reverse("referrals:referral", args=[episode.referral]),
            "Decide" if state == ReferralState.RECEIVED else "Open the referral",
        )
