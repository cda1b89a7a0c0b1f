"""Release dates and moves between prisons: opened when the prison rings, writes or sends a list; desk or phone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.templatetags.ui import long_day
from liberations.forms.gates import moment_of
from liberations.forms.release_dates import ReleaseDateForm, ReleasedFromCourtForm, TransferForm
from liberations.selectors import case_for_gate, checks_of, ledger, steps
from liberations.services.gates import released_from_court as record_released_from_court
from liberations.services.release_dates import move_release_date
from liberations.services.replanning import Replanned
from liberations.services.transfers import transfer_person
from mentoring.selectors.headers import person_header
from people.models import Person
from prisons.enums import DateSource, Jurisdiction
from prisons.models import CustodialEpisode
from prisons.selectors import Calendar, holiday_that_moved


@requires(Permission.RECORD_RELEASE_DATES)
def release_date(request, person_id):
    """The ledger: why the day is what it is, how it moved and everything we were told; and the form to add to it."""
    person, episode = _person_in_custody(request, person_id)
    told = ledger(episode)
    initial = {}
    if told.current:
        initial = {name: getattr(told.current, name) for name in ("kind", "sentence_date", "stated_date", "confidence")}
    form = ReleaseDateForm(request.POST or None, initial=initial, cancel_url=person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            replanned = move_release_date(episode=episode, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            _say(request, replanned)
            return redirect(person)
    trail.viewed(request, subject=episode, person=person)
    today = timezone.localdate()
    header = person_header(person, today)
    context = {
        "person": person,
        "header": header,
        "today": today,
        "episode": episode,
        "ledger": told,
        "steps": steps(told.rows),
        "checks": checks_of(episode),
        "holiday": _holiday(episode, told),
        "gate_case": header.case,
        "asks_here": True,
        "sources": DateSource.choices,
        "phone": DateSource.PHONE,
        "form": form,
    }
    return render(request, "liberations/release_date.html", context)


@requires(Permission.RECORD_RELEASE_DATES)
def transfer(request, person_id):
    """They are in another prison, or another hall."""
    person, episode = _person_in_custody(request, person_id)
    form = TransferForm(request.POST or None, cancel_url=person.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            sentences = transfer_person(episode=episode, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The move is saved.")
            for sentence in sentences:
                messages.warning(request, sentence)
            return redirect(person)
    trail.viewed(request, subject=episode, person=person)
    context = {"person": person, "header": person_header(person, timezone.localdate()), "form": form}
    return render(request, "liberations/transfer.html", context)


@requires(Permission.PLAN_GATES)
def released_from_court(request, case_id):
    """Released from court: no gate, the 48 hours begin."""
    case = get_object_or_404(case_for_gate(request.user), pk=case_id)
    form = ReleasedFromCourtForm(request.POST or None, cancel_url=case.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            record_released_from_court(case=case, out_at=moment_of(form.cleaned_data["out_day"]), by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Released from court. The first 48 hours have begun.")
            return redirect(case)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "person": case.person,
        "header": person_header(case.person, timezone.localdate(), case=case),
        "case": case,
        "form": form,
    }
    return render(request, "liberations/released_from_court.html", context)


def _person_in_custody(request, person_id):
    episodes = CustodialEpisode.objects.filter(person__in=Person.objects.visible_to(request.user), released_date=None)
    episode = get_object_or_404(episodes.select_related("person", "return_area"), person=person_id)
    return episode.person, episode


def _holiday(episode, told):
    """What the holiday in the reason is called, where one had a part in the move."""
    if told.current is None:
        return None
    jurisdiction = next(
        (stay.prison.jurisdiction for stay in told.stays if stay.to_date is None), Jurisdiction.SCOTLAND
    )
    return holiday_that_moved(told.current, Calendar(Jurisdiction(jurisdiction), episode.return_area))


def _say(request, replanned: Replanned) -> None:
    day = long_day(replanned.after) or "not known"
    if not replanned.moved:
        messages.success(request, f"Saved. The liberation day is still {day}.")
    elif replanned.moved_days is None:
        messages.success(request, f"Saved. The liberation day is {day}.")
    else:
        days = abs(replanned.moved_days)
        way = "brought forward" if replanned.moved_days < 0 else "put back"
        messages.success(
            request,
            f"Saved. Liberation is {way} by {days} {'day' if days == 1 else 'days'}, to {day}. "
            f"Reminders are planned again. {_told(replanned.told)}",
        )
    for sentence in replanned.needs_decision:
        messages.warning(request, sentence)


def _told(people):
    if not people:
        return "Nobody else had to be told."
    return f"{people} {'person has' if people == 1 else 'people have'} been told."
