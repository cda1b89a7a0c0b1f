"""Texts and e-mails to one person: what was sent, sending another, and stopping."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from liberations.forms.person_messages import MessageForm
from liberations.keeping_contact.enums import MessageChannel, PersonMessageState
from liberations.keeping_contact.neutral import mobile
from liberations.keeping_contact.sending import PURPOSES, why_not
from liberations.models import PersonMessage
from liberations.selectors import case_for_gate
from liberations.services import person_messages as services
from mentoring.selectors.headers import person_header
from people.models import Consent

SORTS = {"asked": ["-asked_at"]}


@requires(Permission.PLAN_GATES)
def person_messages(request, case_id):
    """What was sent and what came of it, newest first; and sending another."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    ways, missing = _ways(case.person)
    form = MessageForm(
        request.POST or None, sender=request.user, ways=ways, cancel_url=f"{case.get_absolute_url()}?tab=after"
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.ask_for_message(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _asked(made))
            return redirect("liberations:messages", case.pk)
    page = sorted_page(
        request, case.person_messages.select_related("asked_by", "message_text"), sorts=SORTS, default="asked"
    )
    against = why_not(case, MessageChannel.TEXT)
    for message in page:
        if message.state == PersonMessageState.BY_HAND and not against:
            message.link = f"sms:{mobile(case.person.phone)}?&body={quote(message.body)}"
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "case": case,
        "header": person_header(case.person, timezone.localdate(), case=case),
        "form": form,
        "page": page,
        "may_send": bool(ways) and case.is_open and case.episode.released_date is not None,
        "ways": ways,
        "missing": missing,
        "against": against,
        "has_words": form.fields["message_text"].queryset.exists(),
        "now": timezone.now(),
    }
    return render(request, "liberations/messages.html", context)


@requires(Permission.PLAN_GATES)
@require_POST
def message_sent(request, message_id):
    """It has gone out from the mentor's phone."""
    return _settle(
        request, message_id, services.record_sent_by_hand, "Saved as a try: it is no contact until they answer."
    )


@requires(Permission.PLAN_GATES)
@require_POST
def message_off(request, message_id):
    """It does not go out after all."""
    return _settle(request, message_id, services.call_off_message, "Called off. Nothing was sent.")


@requires(Permission.PLAN_GATES)
@require_POST
def messages_stop(request, case_id):
    """They said STOP."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    try:
        services.honour_stop(case=case, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "Stopped. Nothing more is sent. If they change their mind, record their consent again."
        )
    return redirect("liberations:messages", case.pk)


def _settle(request, key, work, said):
    found = PersonMessage.objects.visible_to(request.user).select_related("case__person")
    message = get_object_or_404(found, pk=key)
    try:
        work(message=message, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("liberations:messages", message.case_id)


def _ways(person):
    """By which channels they may be written to now, and what is missing for the others, as (sentence, address, label)."""
    agreed = set(
        Consent.objects.in_force()
        .filter(person=person, purpose__in=PURPOSES.values())
        .values_list("purpose", flat=True)
    )
    consents, edit = reverse("referrals:consent_add", args=[person.pk]), reverse("people:edit", args=[person.pk])
    ways, missing = [], []
    for way, purpose in PURPOSES.items():
        if way == MessageChannel.EMAIL and not settings.PERSON_EMAIL_FROM:
            continue
        known = person.email if way == MessageChannel.EMAIL else mobile(person.phone)
        if purpose not in agreed:
            ask = f"{consents}?purpose={purpose}"
            missing.append((f"They have not agreed to {purpose.label.lower()}.", ask, "Ask, and record what they say"))
        elif not known:
            missing.append((f"No {'address' if way == MessageChannel.EMAIL else 'mobile number'} yet.", edit, "Add it"))
        else:
            ways.append(way)
    return ways, missing


def _asked(message):
    if message.state == PersonMessageState.BY_HAND:
        return "Prepared. Open it on your phone below, send it, and say so."
    if message.send_at > message.asked_at:
        return "It is night there: it goes out in the morning."
    return "It goes out within a minute."
