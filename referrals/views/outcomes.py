from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile
from referrals.forms.outcomes import OutcomeRulesForm
from referrals.models import Programme
from referrals.models.outcomes import OUTCOME_FIELDS
from referrals.services.programmes import set_outcome_rules


@requires(Permission.CONFIGURE)
def programme_outcomes(request, programme_id):
    """When it is asked how things are after release, and what a return to custody does: once for each programme."""
    programme = get_object_or_404(Programme, pk=programme_id)
    back = reverse("referrals:programme_edit", args=[programme.pk])
    form = OutcomeRulesForm(request.POST or None, initial=_saved(programme), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            set_outcome_rules(programme=programme, rules=form.rules(), read_at_version=read_at, by=request.user)
        except EditedMeanwhile:
            programme.refresh_from_db()
            form.show_clash(now=_saved(programme), version=programme.version)
        else:
            messages.success(request, "Saved. It is asked by these weeks from now.")
            return redirect(back)
    return render(request, "referrals/programme_outcomes.html", {"form": form, "programme": programme})


def _saved(programme):
    return model_to_dict(programme, OUTCOME_FIELDS) | {"version": programme.version}
