"""What was told about a person outside, to whom and why; and telling them that a consent was taken back."""

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from people.models import Person
from people.services.consents import ConsentNeeded
from referrals.coming_back import pack
from referrals.forms.disclosures import DisclosureForm, ToTellFilter
from referrals.models import Disclosure
from referrals.services.disclosures import record_disclosure, record_told

PARTNER = Coalesce("agency__name", "prison__name")
TO_TELL_SORTS = {
    "taken_back": ["withdrawal__decided_date", "partner"],
    "name": ["person__sort_name", "partner"],
    "partner": ["partner", "withdrawal__decided_date"],
}


@requires(Permission.OPEN_RECORDS)
@require_safe
def disclosure_list(request, person_id):
    """Everything that was told outside about one person, newest first."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    rows = person.disclosures.with_agreement().select_related(
        "agency", "prison", "decided_by", "recorded_by", "told_by"
    )
    trail.viewed(request, subject=person, person=person)
    return render(request, "referrals/disclosure_list.html", {"person": person, "disclosures": list(rows)})


@requires(Permission.RECORD_CONTACTS)
def disclosure_add(request, person_id):
    """Keep what was told outside. In danger nothing is asked first: the managers are told."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    back = reverse("referrals:disclosure_list", args=[person.pk])
    form = DisclosureForm(request.POST or None, person=person, user=request.user, cancel_url=back)
    context = {"form": form, "person": person}
    if request.method == "POST" and form.is_valid():
        try:
            record_disclosure(person=person, by=request.user, **form.facts())
        except ConsentNeeded as needed:
            form.add_error(None, str(needed))
            context |= {"needed": needed, "came_from": pack(request)}
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept.")
            return redirect(back)
    trail.viewed(request, subject=person, person=person)
    return render(request, "referrals/disclosure_add.html", context)


@requires(Permission.OPEN_RECORDS)
@require_safe
def withdrawal_list(request):
    """Who must still be told that a consent was taken back, of all people one may open: a line for each recipient."""
    today = timezone.localdate()
    rows = Disclosure.objects.visible_to(request.user).to_tell().one_each().annotate(partner=PARTNER)
    rows = rows.select_related("person", "agency", "prison", "withdrawal")
    shown = ToTellFilter(request.GET, queryset=rows)
    page = sorted_page(request, shown.qs, sorts=TO_TELL_SORTS, default="taken_back")
    trail.listed(request, [row.person_id for row in page])
    return render(request, "referrals/withdrawal_list.html", {"filter": shown, "page": page, "today": today})


@requires(Permission.OPEN_RECORDS)
@require_POST
def withdrawal_told(request, disclosure_id):
    """The recipient was told that the consent was taken back."""
    rows = Disclosure.objects.visible_to(request.user).select_related("person", "agency", "prison")
    disclosure = get_object_or_404(rows, pk=disclosure_id)
    record_told(disclosure=disclosure, by=request.user)
    messages.success(request, "Ticked off.")
    if request.POST.get("back") == "list":
        return redirect("referrals:withdrawal_list")
    return redirect("referrals:consent_list", person_id=disclosure.person_id)
