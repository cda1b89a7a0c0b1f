"""An administrator says from when a rule is in force, at a desk. Whom that moves is shown first."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile, RuleBroken
from liberations.services.holiday_changes import WouldMove, change_rule_period
from liberations.views.changes import preview, seen, who_moved
from prisons.forms.rules import RulePeriodForm
from prisons.liberation_rules import spell_day
from prisons.models import LiberationRulePeriod

DATES = ("from_date", "to_date")


@requires(Permission.CONFIGURE)
def rule_edit(request, period_id):
    period = get_object_or_404(LiberationRulePeriod, pk=period_id)
    back = reverse("prisons:rule_list")
    form = RulePeriodForm(
        request.POST or None, initial=model_to_dict(period, DATES) | {"version": period.version}, cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        dates = {name: form.cleaned_data[name] for name in DATES}
        try:
            effects = change_rule_period(
                period=period,
                read_at_version=form.cleaned_data["version"],
                seen=seen(request),
                by=request.user,
                **dates,
            )
        except WouldMove as would_move:
            return preview(request, would_move, what=f"{period}: {_in_force(**dates)}", back=back)
        except EditedMeanwhile:
            period.refresh_from_db()
            form.show_clash(now=model_to_dict(period, DATES), version=period.version)
        except RuleBroken as refusal:
            form.add_error("from_date", str(refusal))
        else:
            messages.success(request, f"{period} saved. {who_moved(effects)}")
            return redirect("prisons:rule_list")
    return render(request, "liberations/rule_edit.html", {"form": form, "period": period})


def _in_force(from_date, to_date):
    if from_date is None:
        return "not in force"
    return f"in force from {spell_day(from_date)}" + (f" until {spell_day(to_date)}" if to_date else "")
