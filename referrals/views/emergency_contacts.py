"""Whom we may ask when we cannot reach somebody."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from people.models import EmergencyContact, Person
from referrals.forms.emergency_contacts import EmergencyContactForm
from referrals.services.emergency_contacts import add_emergency_contact, end_emergency_contact


@requires(Permission.RECORD_CONTACTS)
def emergency_add(request, person_id):
    """Somebody the person names, with their consent."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = f"{person.get_absolute_url()}?tab=after"
    form = EmergencyContactForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            add_emergency_contact(person=person, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. They may be asked while the person agrees to it.")
            return redirect(back)
    trail.viewed(request, subject=person, person=person)
    return render(request, "referrals/emergency_add.html", {"form": form, "person": person})


@requires(Permission.RECORD_CONTACTS)
@require_POST
def emergency_end(request, contact_id):
    """Take somebody out."""
    found = EmergencyContact.objects.visible_to(request.user).select_related("person")
    contact = get_object_or_404(found, pk=contact_id)
    end_emergency_contact(contact=contact, by=request.user)
    messages.success(request, "Taken out: they are not asked any more. The consent stands until it is taken back.")
    return redirect(f"{contact.person.get_absolute_url()}?tab=after")
