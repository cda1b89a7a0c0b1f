from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile
from referrals.forms.programme_rules import FORMS
from referrals.models import Programme
from referrals.services.programmes import set_programme_rules


@requires(Permission.CONFIGURE)
def programme_rules(request, programme_id, group):
    """One group of a programme's settings (a key of FORMS), by who runs the contract."""
    programme = get_object_or_404(Programme, pk=programme_id)
    back = reverse("referrals:programme_edit", args=[programme.pk])
    form = FORMS[group](request.POST or None, programme=programme, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            set_programme_rules(programme=programme, rules=form.rules(), read_at_version=read_at, by=request.user)
        except EditedMeanwhile:
            programme.refresh_from_db()
            form.show_clash(now=form.answers_of(programme), version=programme.version)
        else:
            messages.success(request, form.saved)
            return redirect(back)
    return render(request, "referrals/programme_rules.html", {"form": form, "programme": programme})
