"""The trail on screen: who saw and did what. It stands here because it names staff, which the audit app below knows nothing of."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Role
from accounts.forms.trail import TrailFilter
from accounts.models import User
from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from audit.models import Event
from core.lists import sorted_page
from notifications.models import Silence

SORTS = {"at": ["at"]}
WRITES = frozenset({Verb.CREATED, Verb.CHANGED})
# Who acted when nobody was signed in: by what was done, and by the role that a service names.
NOBODY = {Verb.SIGN_IN_FAILED: "Not signed in"}
OUTSIDE = {"partner-agency": "Partner agency, through its link"}


@requires(Permission.SEE_TRAIL)
@require_safe
def trail_page(request):
    """An auditor sees everything, a manager what their own team did, but nothing about anybody they know outside
    their work. Looking at the trail is on the trail."""
    known = set(Silence.objects.filter(user=request.user).values_list("person_key", flat=True))
    events = Event.objects.visible_to(request.user).not_about(known)
    rows = TrailFilter(request.GET, queryset=events, user=request.user, known=known)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="-at")
    keys = {key for event in page for key in (event.actor_key, event.subject_key) if key}
    names = dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
    for event in page:
        _put_in_words(event, names)
    asked = {name: str(value) for name, value in rows.form.cleaned_data.items() if value} if rows.is_valid() else {}
    trail.record("audit:trail", Verb.VIEWED, by=request.user, after={"asked": asked})
    return render(request, "audit/trail.html", {"filter": rows, "page": page})


def _put_in_words(event, names):
    """The words of one row. Of what was changed only the names of the fields: values may be names and dates of birth."""
    nobody = OUTSIDE.get(event.actor_role) or NOBODY.get(event.verb, "Job")
    event.actor = names.get(event.actor_key, nobody)
    event.role_label = dict(Role.choices).get(event.actor_role, "")
    event.action_label = event.action.split(":")[-1].replace("_", " ")
    event.fields = [name.replace("_", " ") for name in event.after if name != "also"] if event.verb in WRITES else []
    event.subject_name = names.get(event.subject_key, "") if event.subject_key != event.actor_key else ""
