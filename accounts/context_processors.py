"""What every page's header and footer show."""

import dataclasses

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.asker import ASKER, asked_by
from accounts.enums import MENTOR_ROLES, Role
from accounts.permissions import Permission
from core.kept_queries import kept_query
from notifications.models import Message


@dataclasses.dataclass(frozen=True)
class Link:
    """A link of the header, for those with `permission` or, where the same page has two names, for `roles`."""

    label: str
    name: str
    permission: Permission | None = None
    roles: frozenset = frozenset()

    def is_for(self, user):
        return user.role in self.roles if self.permission is None else user.may(self.permission)

    def url(self):
        today = timezone.localdate()
        return reverse(self.name, args=[today.year, today.month] if self.name == "desk:month" else [])


LINKS = (
    Link("My day", "desk:home", roles=MENTOR_ROLES),
    Link("Today", "desk:home", roles=frozenset({Role.MANAGER})),
    Link("Caseload", "desk:caseload", Permission.OPEN_RECORDS),
    Link("Allocation", "mentoring:allocation_queue", Permission.ALLOCATE),
    Link("Referrals", "referrals:referral_list", Permission.TAKE_REFERRALS),
    Link("Month", "desk:month", Permission.OPEN_RECORDS),
    Link("Gates", "liberations:gate_list", Permission.PLAN_GATES),
    Link("Mentors", "mentoring:mentor_list", Permission.MANAGE_MENTORS),
    Link("Administration", "desk:administration", Permission.CONFIGURE),
    Link("Trail", "audit:trail", Permission.SEE_TRAIL),
)


def navigation(request):
    """Links by role with the current one marked, the number of unread notices, and the help line."""
    context = {
        "help_phone": settings.HELP_PHONE,
        "navigation": [],
        "can_search": False,
        "unread_notices": 0,
        "footer_links": [],
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    return context | {
        "navigation": [_shown(link, request) for link in LINKS if link.is_for(user)],
        "can_search": user.may(Permission.OPEN_RECORDS),
        "unread_notices": SimpleLazyObject(lambda: _unread_notices().first(asked_by(user)) or 0),
        "footer_links": [{"label": label, "url": reverse(name)} for label, name in _footer(user)],
    }


@kept_query
def _unread_notices():
    """How many; no row for none."""
    notices = Message.objects.visible_to(ASKER).unread().order_by()
    return notices.values("recipient").annotate(number=Count("pk")).values_list("number", flat=True)


def _footer(user):
    """A mentor's own page and everyone's account."""
    own = [("My profile", "mentoring:my_profile")] if user.is_mentor else []
    return [*own, ("Your account", "accounts:account")]


def _shown(link, request):
    url = link.url()
    return {"label": link.label, "url": url, "current": _current(link, url, request)}


def _current(link, url, request):
    """What `aria-current` says: "page" on the page itself, "true" on the pages below it, else nothing."""
    match = getattr(request, "resolver_match", None)
    if match is not None and match.view_name == link.name:
        return "page"
    return "true" if url != "/" and request.path.startswith(url) else ""
