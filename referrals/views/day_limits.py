from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile
from referrals.forms.day_limits import DayLimitsForm
from referrals.models import Programme
from referrals.models.day_limits import DAY_LIMIT_FIELDS
from referrals.services.programmes import set_day_limits


@requires(Permission.CONFIGURE)
def programme_first_day(request, programme_id):
    """What is tight, too much and too long in the plan for the day of release."""
    programme = get_object_or_404(Programme, pk=programme_id)
    back = reverse("referrals:programme_edit", args=[programme.pk])
    form = DayLimitsForm(request.POST or None, initial=_saved(programme), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            set_day_limits(programme=programme, limits=form.limits(), read_at_version=read_at, by=request.user)
        except EditedMeanwhile:
            programme.refresh_from_db()
            form.show_clash(now=_saved(programme), version=programme.version)
        else:
            messages.success(request, "Saved. Every day is checked by it from now.")
            return redirect(back)
    return render(request, "referrals/programme_first_day.html", {"form": form, "programme": programme})


def _saved(programme):
    return model_to_dict(programme, DAY_LIMIT_FIELDS) | {"version": programme.version}
