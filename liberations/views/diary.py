"""The private diary of one member of staff, for their calendar program. It carries no personal data (ADR 16)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import CalendarLink
from accounts.permissions import Permission
from accounts.services.calendar_links import claim_read
from audit import trail
from audit.enums import Verb
from audit.models import Event
from liberations.diary.entries import diary
from liberations.diary.file import diary_file, fingerprint

ACTION = "liberations:diary_feed"


@login_not_required
@require_safe
def diary_feed(request, link_id):
    """Nobody signs in here: the secret of the address opens it, while its owner works here in a role that has a diary."""
    link = CalendarLink.objects.select_related("user__team").filter(pk=link_id).first()
    if link is None or not link.opens_with(request.GET.get("key", "")) or not link.user.may(Permission.OPEN_RECORDS):
        raise Http404
    if not claim_read(link=link):
        return HttpResponse("Asked too often. Ask again in an hour.", status=429, headers={"Retry-After": "3600"})
    entries = diary(link.user, timezone.localdate())
    _tell_trail(link, entries)
    return HttpResponse(
        diary_file(entries, at=timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="throughgate.ics"'},
    )


def _tell_trail(link, entries):
    """One row for each thing disclosed, not for each asking: again on the next day, or when anything in it has changed."""
    shown = fingerprint(entries)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    told = Event.objects.filter(actor_key=link.user_id, at__gte=midnight, action=ACTION).order_by("-at").first()
    if told is None or told.after.get("diary") != shown:
        people = list(dict.fromkeys(entry.person_id for entry in entries))
        trail.record(ACTION, Verb.EXPORTED, by=link.user, subject=link, shown=people, after={"diary": shown})
