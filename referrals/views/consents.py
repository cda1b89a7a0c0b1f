"""What a person agreed to, said no to or took back. Here and not in people, because sharing names partner agencies."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from people.enums import Decision
from people.models import Consent, Person
from people.services.consents import record_consent
from referrals.forms.consents import ConsentForm


@requires(Permission.OPEN_RECORDS)
@require_safe
def consent_list(request, person_id):
    """Every decision, newest first; the newest of each counts and can be taken back."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    trail.viewed(request, subject=person, person=person)
    counts = set(person.consents.in_force().values_list("pk", flat=True))
    decisions = list(person.consents.select_related("recorded_by").order_by("-recorded_at"))
    for decision in decisions:
        decision.counts = decision.pk in counts
    return render(request, "referrals/consent_list.html", {"person": person, "decisions": decisions})


@requires(Permission.OPEN_RECORDS)
def consent_add(request, person_id):
    """Add a decision; `?of=` a decision that counts fills in that it is taken back."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = reverse("referrals:consent_list", args=[person.pk])
    form = ConsentForm(
        request.POST or None,
        initial=_taken_back(person, request.GET.get("of", "")),
        shared_with=person.consents.exclude(recipient_name="").values_list("recipient_name", flat=True),
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_consent(person=person, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(form.cleaned_data["decision"]))
            return redirect(back)
    trail.viewed(request, subject=person, person=person)
    return render(request, "referrals/consent_add.html", {"form": form, "person": person})


def _taken_back(person, key) -> dict:
    consent = next((row for row in Consent.objects.filter(person=person) if str(row.pk) == key), None)
    if consent is None:
        return {}
    return {
        "purpose": consent.purpose,
        "recipient_name": consent.recipient_name,
        "decision": Decision.WITHDRAWN,
    }


def _said(decision) -> str:
    return "Taken back. It holds from now." if decision == Decision.WITHDRAWN else "Decision saved."
