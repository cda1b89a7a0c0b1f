from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.shown import shown_key
from desk.selectors.pages import page_of
from desk.selectors.people import found_people
from people.models import StoredSearch
from people.selectors import search


@requires(Permission.OPEN_RECORDS)
@require_safe
def people(request):
    """Results of a search of one's own, best match first; without one, the form. No name stands in the address."""
    today = timezone.localdate()
    if "search" not in request.GET:
        return render(request, "desk/people.html", {"stored": None, "today": today})
    stored = get_object_or_404(StoredSearch, pk=shown_key(request.GET["search"]), user=request.user)
    found = search(request.user, stored.text)
    if request.GET.get("sort") == "name":
        found = found.order_by("sort_name", "pk")
    elif request.GET.get("sort") == "-name":
        found = found.order_by("-sort_name", "pk")
    page = page_of(found, request.GET.get("page"), lambda keys: found_people(keys, today))
    trail.listed(request, [each.pk for each in page], verb=Verb.SEARCHED, after={"search": stored})
    context = {
        "stored": stored,
        "page": page,
        "today": today,
        "may_refer": request.user.may(Permission.TAKE_REFERRALS),
    }
    return render(request, "desk/people.html", context)
