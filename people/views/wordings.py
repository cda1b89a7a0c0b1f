"""The words read aloud before somebody agrees, by version. A wording is added and never edited."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from core.errors import RuleBroken
from people.enums import Purpose
from people.forms.wordings import WordingForm
from people.models import ConsentWording
from people.services.consents import add_wording
from people.wordings import first_wordings, wordings_in_use


@requires(Permission.CONFIGURE)
@require_safe
def wording_list(request):
    """What is read aloud today for each purpose, what comes, and what was read before."""
    today = timezone.localdate()
    in_use = wordings_in_use(today)
    rows = [*ConsentWording.objects.select_related("added_by"), *first_wordings().values()]
    for row in rows:
        row.in_use, row.comes = row.version == in_use[row.purpose].version, row.from_date > today
    groups = [(purpose.label, [row for row in rows if row.purpose == purpose]) for purpose in Purpose]
    return render(request, "people/wording_list.html", {"groups": groups})


@requires(Permission.CONFIGURE)
def wording_add(request):
    """`?purpose=` starts from the words that are read today."""
    purpose = request.GET.get("purpose", "")
    known = wordings_in_use(timezone.localdate()).get(purpose)
    form = WordingForm(
        request.POST or None,
        initial={"purpose": purpose, "text": known.text} if known else {},
        cancel_url=reverse("people:wording_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_wording(by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Added. It is read aloud from its first day on.")
            return redirect("people:wording_list")
    return render(request, "people/wording_add.html", {"form": form})
