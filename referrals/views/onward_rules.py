from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile
from referrals.forms.onward_rules import OnwardRulesForm
from referrals.models import Programme
from referrals.models.onward_rules import ONWARD_FIELDS
from referrals.services.programmes import set_onward_rules


@requires(Permission.CONFIGURE)
def programme_onward(request, programme_id):
    """How long a programme waits for partner agencies before it asks again."""
    programme = get_object_or_404(Programme, pk=programme_id)
    back = reverse("referrals:programme_edit", args=[programme.pk])
    form = OnwardRulesForm(request.POST or None, initial=_saved(programme), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            set_onward_rules(programme=programme, rules=form.rules(), read_at_version=read_at, by=request.user)
        except EditedMeanwhile:
            programme.refresh_from_db()
            form.show_clash(now=_saved(programme), version=programme.version)
        else:
            messages.success(request, "Saved. What is sent or heard from now on goes by it.")
            return redirect(back)
    return render(request, "referrals/programme_onward.html", {"form": form, "programme": programme})


def _saved(programme):
    return model_to_dict(programme, ONWARD_FIELDS) | {"version": programme.version}
