from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from prisons.enums import Jurisdiction
from prisons.forms.rules import RulePeriodForm
from prisons.models import LiberationRulePeriod
from prisons.selectors import rule_in_force
from prisons.services.rules import edit_rule_period

DATES = ("from_date", "to_date")


@requires(Permission.CONFIGURE)
@require_safe
def rule_list(request):
    today = timezone.localdate()
    in_force = {jurisdiction: rule_in_force(jurisdiction, today) for jurisdiction in Jurisdiction}
    periods = list(LiberationRulePeriod.objects.order_by("-jurisdiction", "from_date"))
    for period in periods:
        period.holds_today = in_force[period.jurisdiction] == period.rule
        period.to_come = bool(period.from_date and period.from_date > today)
    return render(request, "prisons/rule_list.html", {"periods": periods, "today": today})


@requires(Permission.CONFIGURE)
def rule_edit(request, period_id):
    period = get_object_or_404(LiberationRulePeriod, pk=period_id)
    form = RulePeriodForm(
        request.POST or None,
        initial=model_to_dict(period, DATES) | {"version": period.version},
        cancel_url=reverse("prisons:rule_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_rule_period(
                period=period,
                read_at_version=form.cleaned_data["version"],
                from_date=form.cleaned_data["from_date"],
                to_date=form.cleaned_data["to_date"],
                by=request.user,
            )
        except EditedMeanwhile:
            period.refresh_from_db()
            form.show_clash(now=model_to_dict(period, DATES), version=period.version)
        except RuleBroken as refusal:
            form.add_error("from_date", str(refusal))
        else:
            messages.success(request, f"{period} saved.")
            return redirect("prisons:rule_list")
    return render(request, "prisons/rule_edit.html", {"form": form, "period": period})
