"""What a person wants told once: the packs of theirs, one as others read it, agreeing, giving it, stopping it."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from people.models import Person
from people.services.consents import ConsentNeeded
from referrals.coming_back import pack as pack_form
from referrals.forms.share_packs import StoryAgreeForm, StoryAttachForm, StoryGiveForm
from referrals.models import Disclosure, OnwardReferral, SharePack
from referrals.services.share_packs import (
    agree_story,
    attach_story,
    give_story,
    resume_story,
    rewrite_story,
    start_story,
    stop_story,
)
from referrals.stories import told


@requires(Permission.OPEN_RECORDS)
@require_safe
def story_list(request, person_id):
    """The packs of one person, the newest first, with who was given each."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    given = Disclosure.objects.select_related("agency", "prison").order_by("shared_date")
    packs = list(
        person.share_packs.select_related("started_by", "agreed_by").prefetch_related(
            "sections", Prefetch("disclosures", given)
        )
    )
    for pack in packs:
        pack.section_names = ", ".join(section.label for section, _ in told(pack))
    trail.viewed(request, subject=person, person=person)
    return render(request, "referrals/story_list.html", {"person": person, "packs": packs})


@requires(Permission.RECORD_CONTACTS)
@require_POST
def story_start(request, person_id):
    """To the one that is being written; where there is none, another is begun."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    pack = start_story(person=person, by=request.user)
    return redirect("mentoring:story_write", pack_id=pack.pk)


@requires(Permission.OPEN_RECORDS)
@require_safe
def story(request, pack_id):
    """One pack as others read it, whom it was given to, and what may come next."""
    pack = _pack(request, pack_id)
    trail.viewed(request, subject=pack, person=pack.person)
    given = pack.disclosures.select_related("agency", "prison", "recorded_by", "onward_referral")
    attached = pack.onward_referrals.select_related("service__agency")
    return render(
        request, "referrals/story.html", _shown(request, pack) | {"given": list(given), "attached": list(attached)}
    )


@requires(Permission.OPEN_RECORDS)
@require_safe
def story_print(request, pack_id):
    """The person's own paper, in large type. It is also what an agency is handed."""
    pack = _pack(request, pack_id)
    trail.viewed(request, subject=pack, person=pack.person)
    return render(request, "referrals/story_print.html", _shown(request, pack))


@requires(Permission.RECORD_CONTACTS)
def story_agree(request, pack_id):
    """Read out to them as it stands, and whether they agree."""
    pack = _pack(request, pack_id)
    form = StoryAgreeForm(request.POST or None, cancel_url=pack.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            agree_story(pack=pack, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Agreed. Now it can be given, to whom they consent to sharing with.")
            return redirect(pack)
    trail.viewed(request, subject=pack, person=pack.person)
    return render(request, "referrals/story_agree.html", _shown(request, pack) | {"form": form})


@requires(Permission.RECORD_CONTACTS)
def story_give(request, pack_id):
    """Keep that somebody was given it. Without their consent it is not: that can be recorded, and one comes back."""
    pack = _pack(request, pack_id)
    form = StoryGiveForm(request.POST or None, person=pack.person, cancel_url=pack.get_absolute_url())
    context = _shown(request, pack) | {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            give_story(pack=pack, by=request.user, **form.cleaned_data)
        except ConsentNeeded as needed:
            form.add_error(None, str(needed))
            context |= {"needed": needed, "came_from": pack_form(request)}
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept, with what was shared.")
            return redirect(pack)
    trail.viewed(request, subject=pack, person=pack.person)
    return render(request, "referrals/story_give.html", context)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def story_stop(request, pack_id):
    """Nobody is shown it any more."""
    return _press(request, pack_id, stop_story, "Nobody is shown it any more. Tell whoever has it on paper.")


@requires(Permission.RECORD_CONTACTS)
@require_POST
def story_resume(request, pack_id):
    """It may be shown again after all."""
    return _press(request, pack_id, resume_story, "It may be shown again.")


@requires(Permission.RECORD_CONTACTS)
@require_POST
def story_rewrite(request, pack_id):
    """They did not agree to it after all: go on writing."""
    return _press(request, pack_id, rewrite_story, "Back to writing.")


@requires(Permission.RECORD_CONTACTS)
def onward_story(request, onward_id):
    """Let the agency of an onward referral read their story."""
    rows = OnwardReferral.objects.visible_to(request.user).select_related("person", "service__agency")
    onward = get_object_or_404(rows, pk=onward_id)
    person = onward.person
    form = StoryAttachForm(request.POST or None, person=person, cancel_url=onward.get_absolute_url())
    context = {"form": form, "onward": onward, "person": person}
    if request.method == "POST" and form.is_valid():
        try:
            attach_story(onward=onward, by=request.user, **form.cleaned_data)
        except ConsentNeeded as needed:
            form.add_error(None, str(needed))
            context |= {"needed": needed, "came_from": pack_form(request)}
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "They may read it from now on. It is kept with what was shared.")
            return redirect(onward)
    trail.viewed(request, subject=onward, person=person)
    return render(request, "referrals/onward_story.html", context)


def _pack(request, pack_id):
    packs = SharePack.objects.visible_to(request.user).select_related("person", "agreed_by", "started_by", "stopped_by")
    return get_object_or_404(packs, pk=pack_id)


def _shown(request, pack):
    return {
        "pack": pack,
        "person": pack.person,
        "sections": told(pack),
        "today": timezone.localdate(),
        "may_write": request.user.may(Permission.RECORD_CONTACTS),
        "back_url": reverse("referrals:story_list", args=[pack.person_id]),
    }


def _press(request, pack_id, service, done):
    pack = _pack(request, pack_id)
    try:
        service(pack=pack, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(pack)
