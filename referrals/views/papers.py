from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, requires
from core.errors import EditedMeanwhile
from referrals.forms.papers import PaperForm
from referrals.models import Programme
from referrals.models.papers import PAPER_FIELDS
from referrals.services.programmes import set_paper_rules


@requires(Permission.CONFIGURE)
def programme_papers(request, programme_id):
    """What is printed on the papers that people take along: once for each programme."""
    programme = get_object_or_404(Programme, pk=programme_id)
    back = reverse("referrals:programme_edit", args=[programme.pk])
    form = PaperForm(request.POST or None, initial=_saved(programme), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        read_at = form.cleaned_data["version"]
        try:
            set_paper_rules(programme=programme, rules=form.rules(), read_at_version=read_at, by=request.user)
        except EditedMeanwhile:
            programme.refresh_from_db()
            form.show_clash(now=_saved(programme), version=programme.version)
        else:
            messages.success(request, "Saved. It stands on every paper printed from now on.")
            return redirect(back)
    return render(request, "referrals/programme_papers.html", {"form": form, "programme": programme})


def _saved(programme):
    return model_to_dict(programme, PAPER_FIELDS) | {"version": programme.version}
