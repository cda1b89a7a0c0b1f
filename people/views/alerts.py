"""Putting an alert on the record, and taking it off the header again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from people.forms.alerts import AlertForm
from people.models import Alert, Person
from people.services.alerts import add_alert, end_alert


@requires(Permission.OPEN_RECORDS)
def alert_add(request, person_id):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    form = AlertForm(request.POST or None, cancel_url=person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            add_alert(person=person, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error("review_date", str(refusal))
        else:
            messages.success(request, "Alert added. It stands above every page about them.")
            return redirect(person)
    trail.viewed(request, subject=person, person=person)
    return render(request, "people/alert_add.html", {"form": form, "person": person})


@requires(Permission.OPEN_RECORDS)
@require_POST
def alert_end(request, alert_id):
    """End an alert; it stays on record."""
    visible = Person.objects.visible_to(request.user)
    alert = get_object_or_404(Alert.objects.filter(person__in=visible).select_related("person"), pk=alert_id)
    end_alert(alert=alert, by=request.user)
    messages.success(request, "Alert ended. It stays on record.")
    return redirect(alert.person)
