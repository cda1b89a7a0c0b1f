from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile
from referrals.forms.linking import LinkingForm
from referrals.models import Programme
from referrals.models.linking import LINKING_FIELDS
from referrals.services.programmes import set_linking_rules


@requires(Permission.CONFIGURE)
def programme_linking(request, programme_id):
    """When a need is to be linked with a service, when a wait is too long, and how long places are kept."""
    programme = get_object_or_404(Programme, pk=programme_id)
    back = reverse("referrals:programme_edit", args=[programme.pk])
    form = LinkingForm(request.POST or None, initial=_saved(programme), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            set_linking_rules(programme=programme, rules=form.rules(), read_at_version=read_at, by=request.user)
        except EditedMeanwhile:
            programme.refresh_from_db()
            form.show_clash(now=_saved(programme), version=programme.version)
        else:
            messages.success(request, "Saved. It holds from now.")
            return redirect(back)
    return render(request, "referrals/programme_linking.html", {"form": form, "programme": programme})


def _saved(programme):
    return model_to_dict(programme, LINKING_FIELDS) | {"version": programme.version}
