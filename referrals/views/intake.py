"""Taking in a referral by hand. What the first page asked travels in the form, never in an address."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from people.enums import IdentifierKind
from people.identifier_formats import warning
from people.models import Person
from prisons.models import CustodialEpisode
from referrals.eligibility import last_released
from referrals.forms.intake import (
    BackInCustodyForm,
    CameOutForm,
    KnownPersonForm,
    NewCameOutForm,
    NewPersonForm,
    ReleasedForm,
    WhoForm,
)
from referrals.models import Programme
from referrals.selectors import matches_on_record
from referrals.services.intake import take_in_referral

# The answer to "which of these is it?" for someone who is not on record.
SOMEONE_NEW = "new"


@requires(Permission.TAKE_REFERRALS)
def referral_add(request):
    """Who is it? Then, if somebody on record may be them, which one; then the details, and the referral is taken in."""
    cancel_url = reverse("referrals:referral_list")
    if not Programme.objects.filter(team=request.user.team).open_on(timezone.localdate()).exists():
        return render(request, "referrals/referral_add_none.html", {})
    who = WhoForm(request.POST or None, cancel_url=cancel_url)
    if not who.is_valid():
        return render(request, "referrals/referral_add.html", {"form": who})
    chosen = request.POST.get("person", "")
    matches = [] if chosen == SOMEONE_NEW else matches_on_record(request.user, **who.cleaned_data)
    person = next((match.person for match in matches if str(match.person.pk) == chosen), None)
    if matches and person is None:
        trail.record(
            "referrals:referral_add", Verb.SEARCHED, by=request.user, shown=[match.person.pk for match in matches]
        )
        context = {"matches": matches, "carried": _carried(request)}
        return render(request, "referrals/referral_add_matches.html", context)
    return _details(request, person, who.cleaned_data, cancel_url)


def _details(request, person, asked, cancel_url):
    """The second page, for `person` on record or, when None, someone new."""
    is_sent = "save" in request.POST
    number_warning = warning(IdentifierKind.SPS, asked["number"])
    released = last_released(person) if person else None
    is_out = released is not None and "inside" not in request.POST and _may_ask(request.user, released)
    came_out = not is_out and "out" in request.POST
    form = _details_form(person, is_out=is_out, came_out=came_out)(
        request.POST if is_sent else None,
        team=request.user.team,
        cancel_url=cancel_url,
        **({} if is_sent else {"initial": {**asked, "new_id": uuid.uuid4()}}),
    )
    if is_sent and form.is_valid():
        known = {"person": person, "number": asked["number"]} if person else {}
        try:
            referral = take_in_referral(by=request.user, **known, **form.facts())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Referral taken in.")
            return redirect(referral)
    if person:
        trail.viewed(request, subject=person, person=person)
    context = {
        "form": form,
        "person": person,
        "may_open": person is not None and Person.objects.visible_to(request.user).filter(pk=person.pk).exists(),
        "in_custody": isinstance(form, KnownPersonForm) and not isinstance(form, BackInCustodyForm | ReleasedForm),
        "released": released if is_out else None,
        "came_out": isinstance(form, CameOutForm),
        "may_be_out": _may_be_out(request, form),
        "number_warning": number_warning,
        "asked": _carried(request),
        "carried": _carried(request) if person else [],
    }
    return render(request, "referrals/referral_add_details.html", context)


def _may_ask(user, released: CustodialEpisode) -> bool:
    """Whether a programme of the team takes somebody who asks for themselves so long after release."""
    today = timezone.localdate()
    programmes = Programme.objects.filter(team=user.team_id).open_on(today)
    return any(programme.may_ask_on(today, released=released.released_date) for programme in programmes)


def _may_be_out(request, form) -> bool:
    """Whether to ask if they are out: not on record as inside, and a programme of the team takes who asks after release."""
    if not isinstance(form, BackInCustodyForm) or "inside" in request.POST:
        return False
    return form.fields["programme"].queryset.filter(self_referral_months__gt=0).exists()


def _details_form(person: Person | None, *, is_out: bool, came_out: bool):
    """`is_out`: their release is on record; `came_out`: they say they are out, and it is not."""
    if person is None:
        return NewCameOutForm if came_out else NewPersonForm
    if is_out:
        return ReleasedForm
    if CustodialEpisode.objects.filter(person=person, released_date=None).exists():
        return KnownPersonForm
    return CameOutForm if came_out else BackInCustodyForm


def _carried(request):
    """The first page's answers as they were typed, for hidden fields."""
    names = (
        "inside",
        "out",
        "number",
        "given_names",
        "family_name",
        "birth_date_day",
        "birth_date_month",
        "birth_date_year",
    )
    return [(name, request.POST[name]) for name in names if name in request.POST]
