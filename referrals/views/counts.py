"""Referrals counted by reason, for managers and whoever they report to. Figures, each of which opens the referrals behind it."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.lists import with_filters
from referrals.counting import counts, grouped
from referrals.enums import DeclineReason, ReferralState, Source
from referrals.forms.counts import CountsFilter

COLUMNS = ("Programme", "Prison", "Who referred them", "Partner agency", "State", "Reason", "Referrals")


@requires(Permission.SEE_TEAM)
@require_safe
def referral_counts(request):
    form = CountsFilter(request.GET or None, team=request.user.team)
    cut = form.cut()
    context = {
        "filter": form,
        "cut": cut,
        "counts": counts(request.user, cut),
        "received_url": cut.address(),
        "declined_url": cut.address(state=ReferralState.DECLINED),
        "inappropriate_url": cut.address(state=ReferralState.DECLINED, reason=DeclineReason.INAPPROPRIATE),
        "agreed_url": cut.address(state=ReferralState.AGREED),
        "export_url": with_filters(reverse("referrals:counts_export"), request),
    }
    return render(request, "referrals/referral_counts.html", context)


@requires(Permission.SEE_TEAM)
@require_safe
def counts_export(request):
    """The same figures as a CSV file, by everything they are counted by. It names nobody."""
    cut = CountsFilter(request.GET or None, team=request.user.team).cut()
    groups = grouped(request.user, cut)
    trail.listed(request, [], verb=Verb.EXPORTED, after={"from": cut.first, "until": cut.last})
    return csv_response(
        f"referrals-{cut.first.isoformat()}-{cut.last.isoformat()}",
        COLUMNS,
        sorted(
            (
                group["programme__name"],
                group["prison_then_name"] or "",
                Source(group["source"]).label,
                group["agency__name"] or "",
                ReferralState(group["state"]).label,
                DeclineReason(group["decline_reason"]).label if group["decline_reason"] else "",
                group["referrals"],
            )
            for group in groups
        ),
    )
