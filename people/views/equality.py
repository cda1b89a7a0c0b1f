"""Offering the equality questions. No page shows an answer again: the figures are in desk.views.equality."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from people.forms.equality import EqualityForm
from people.models import Person
from people.services.equality import record_equality_offer, take_out_equality_answers


@requires(Permission.RECORD_EQUALITY)
def equality_offer(request, person_id):
    """Offer the questions and write down what they want to say."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = f"{person.get_absolute_url()}?tab=consents"
    form = EqualityForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            record_equality_offer(person=person, by=request.user, **form.offer())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. The answers are kept apart from the record and are not shown again.")
            return redirect(back)
    trail.viewed(request, subject=person, person=person)
    context = {"form": form, "person": person, "offered": person.equality_offers.first()}
    return render(request, "people/equality_offer.html", context)


@requires(Permission.RECORD_EQUALITY)
@require_POST
def equality_take_out(request, person_id):
    """They do not want their answers kept."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    if take_out_equality_answers(person=person, by=request.user):
        messages.success(request, "Their answers are deleted.")
    else:
        messages.info(request, "There are no answers of theirs.")
    return redirect(f"{person.get_absolute_url()}?tab=consents")
