"""What a change of holidays or rules would do, shown before it is done. Administrators see references, never names."""

from collections import Counter

from django.shortcuts import render

from audit import trail
from liberations.selectors import references_of
from liberations.services.holiday_changes import Effects, WouldMove

# Counts and prisons are of everyone; single lines beyond these are counted only.
LINES = 200


def seen(request) -> str:
    """The fingerprint of the preview that was looked at; empty before."""
    return request.POST.get("seen", "")[:64]


def preview(request, would_move: WouldMove, *, what: str, back: str):
    """Whom `what` would move and by how much, with the button that does both; everything typed comes along."""
    effects = would_move.effects
    concerned = [*effects.moved, *effects.differing]
    about = references_of([each.row.episode_id for each in concerned])
    trail.listed(request, [each.row.episode.person_id for each in concerned])
    prisons = Counter(about[each.row.episode_id].prison for each in effects.moved)
    moved = sorted(effects.moved, key=lambda each: (each.former.liberation_date, each.row.episode_id))
    context = {
        "what": what,
        "back": back,
        "stale": would_move.stale,
        "people": len(effects.moved),
        "prisons": sorted(prisons.items()),
        "moved": [(about[each.row.episode_id], each.former, each.row, _days(each)) for each in moved[:LINES]],
        "more": max(len(moved) - LINES, 0),
        "differing": [(about[each.row.episode_id], each.row) for each in effects.differing[:LINES]],
        "differing_people": len(effects.differing),
        "carried": _carried(request),
        "seen": effects.fingerprint,
        "action": request.path,
    }
    return render(request, "liberations/change_preview.html", context)


def who_moved(effects: Effects) -> str:
    """For the message afterwards."""
    people = len(effects.moved)
    if not people:
        return "Nobody’s liberation day moves."
    return (
        f"{people} liberation {'day has' if people == 1 else 'days have'} moved, and whoever it concerns has been told."
    )


def _days(worked_out):
    return (worked_out.row.liberation_date - worked_out.former.liberation_date).days


def _carried(request):
    """What was typed, name by name, to be sent again as it was."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "seen")
    ]
