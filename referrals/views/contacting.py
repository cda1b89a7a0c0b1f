from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile
from referrals.forms.contacting import ContactingForm
from referrals.models import Programme
from referrals.models.contacting import CONTACT_FIELDS
from referrals.services.programmes import set_contact_rules


@requires(Permission.CONFIGURE)
def programme_contacting(request, programme_id):
    """How a programme keeps in touch after release: its hours, days and steps."""
    programme = get_object_or_404(Programme, pk=programme_id)
    back = reverse("referrals:programme_edit", args=[programme.pk])
    form = ContactingForm(request.POST or None, initial=_saved(programme), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            set_contact_rules(programme=programme, rules=form.rules(), read_at_version=read_at, by=request.user)
        except EditedMeanwhile:
            programme.refresh_from_db()
            form.show_clash(now=_saved(programme), version=programme.version)
        else:
            messages.success(request, "Saved. What comes due goes by it from now.")
            return redirect(back)
    return render(request, "referrals/programme_contacting.html", {"form": form, "programme": programme})


def _saved(programme):
    return model_to_dict(programme, CONTACT_FIELDS) | {"version": programme.version}
