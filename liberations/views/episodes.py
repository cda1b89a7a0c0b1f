"""Correcting the facts of a time in custody: a mentor or manager at a desk, when the prison or the person says so."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.templatetags.ui import long_day
from liberations.forms.episodes import EpisodeForm
from liberations.services.release_dates import correct_episode
from mentoring.models import CustodyAgain
from mentoring.selectors.headers import person_header
from people.models import Person
from prisons.models import CustodialEpisode


@requires(Permission.RECORD_RELEASE_DATES)
def episode_edit(request, episode_id):
    episode = get_object_or_404(
        CustodialEpisode.objects.filter(person__in=Person.objects.visible_to(request.user)).select_related(
            "person", "return_area"
        ),
        pk=episode_id,
    )
    person = episode.person
    form = EpisodeForm(
        request.POST or None,
        initial={**EpisodeForm.as_shown(episode), "version": episode.version},
        cancel_url=person.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            replanned = correct_episode(episode=episode, by=request.user, **form.facts())
        except EditedMeanwhile:
            episode.refresh_from_db()
            form.show_clash(now=EpisodeForm.as_shown(episode), version=episode.version)
        except RuleBroken as refusal:
            form.add_error("admitted_date", str(refusal))
        else:
            _say(request, replanned)
            return redirect(person)
    trail.viewed(request, subject=episode, person=person)
    context = {
        "person": person,
        "header": person_header(person, timezone.localdate()),
        "form": form,
        "again": CustodyAgain.objects.visible_to(request.user).goes_on_in(episode).first(),
    }
    return render(request, "liberations/episode_edit.html", context)


def _say(request, replanned):
    messages.success(request, "Saved.")
    if replanned and replanned.moved:
        day = long_day(replanned.after) or "not known"
        messages.warning(request, f"The liberation day is now {day}. What hangs on it is planned again.")
        for sentence in replanned.needs_decision:
            messages.warning(request, sentence)
