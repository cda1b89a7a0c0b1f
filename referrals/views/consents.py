"""What a person agreed to, said no to or took back. Here and not in people, because sharing names partner agencies."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from people.enums import Decision, Purpose
from people.models import Consent, Person
from people.wordings import wordings_to_read
from referrals.coming_back import unpack
from referrals.forms.consents import ConsentForm
from referrals.models import Disclosure, Referral
from referrals.services.decisions import record_decision


@requires(Permission.OPEN_RECORDS)
@require_safe
def consent_list(request, person_id):
    """Every decision, newest first; the newest of each counts and can be taken back. And who must be told of what was."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    trail.viewed(request, subject=person, person=person)
    counts = set(person.consents.in_force().values_list("pk", flat=True))
    decisions = list(person.consents.select_related("recorded_by").order_by("-recorded_at"))
    for decision in decisions:
        decision.counts = decision.pk in counts
    context = {"person": person, "decisions": decisions, "to_tell": _to_tell(person)}
    return render(request, "referrals/consent_list.html", context)


@requires(Permission.OPEN_RECORDS)
def consent_add(request, person_id):
    """Add a decision. `?of=` a decision fills in that it is taken back, `?purpose=&recipient=` what somebody needs.

    Who came here from a form that needs a consent (see coming_back) goes back to it with what they had typed.
    """
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = reverse("referrals:consent_list", args=[person.pk])
    came_from = unpack(request, request.POST.get("came_from", ""))
    is_sent = request.method == "POST" and "ask" not in request.POST
    form = ConsentForm(
        request.POST if is_sent else None,
        initial=_taken_back(person, request.GET.get("of", "")) or _asked_for(request),
        person=person,
        cancel_url=came_from.path if came_from else back,
        sharing_ends=_sharing_ends(request, person),
    )
    if is_sent and form.is_valid():
        try:
            record_decision(person=person, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            if came_from and form.cleaned_data["decision"] == Decision.GIVEN:
                trail.viewed(request, subject=person, person=person)
                return render(request, "referrals/consent_go_on.html", {"person": person, "came_from": came_from})
            messages.success(request, _said(form.cleaned_data["decision"], person))
            return redirect(back)
    trail.viewed(request, subject=person, person=person)
    context = {
        "form": form,
        "person": person,
        "wordings": wordings_to_read(),
        "came_from": request.POST.get("came_from", "") if came_from else "",
    }
    return render(request, "referrals/consent_add.html", context)


def _taken_back(person, key) -> dict:
    consent = next((row for row in Consent.objects.filter(person=person) if str(row.pk) == key), None)
    if consent is None:
        return {}
    return {
        "purpose": consent.purpose,
        "recipient": str(consent.recipient_key or consent.recipient_name),
        "decision": Decision.WITHDRAWN,
    }


def _asked_for(request) -> dict:
    purpose = request.GET.get("purpose", "")
    if purpose not in Purpose.values:
        return {}
    return {"purpose": purpose, "recipient": request.GET.get("recipient", ""), "decision": Decision.GIVEN}


def _sharing_ends(request, person) -> dt.date | None:
    """The last day of a yes to sharing given today, by the programme of the team that they were referred to last."""
    referrals = Referral.objects.filter(person=person, programme__team=request.user.team_id)
    latest = referrals.select_related("programme").order_by("-referred_date", "-received_at").first()
    return latest and latest.programme.sharing_ends(timezone.localdate())


def _to_tell(person) -> list[Disclosure]:
    """One disclosure for each recipient that must be told of a withdrawal; ticking it off ticks off all to that recipient."""
    rows = Disclosure.objects.to_tell().filter(person=person).one_each()
    return sorted(rows.select_related("agency", "prison", "withdrawal"), key=lambda row: row.recipient_name)


def _said(decision, person) -> str:
    if decision != Decision.WITHDRAWN:
        return "Decision saved."
    if Disclosure.objects.to_tell().filter(person=person).exists():
        return "Taken back. It holds from now: nothing more is shared. Tell those below, and tick them off."
    return "Taken back. It holds from now: nothing more is shared, and nobody has to be told."
