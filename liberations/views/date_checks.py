"""Dates to settle: a manager or mentor at a desk, with a prison on the phone. One call settles many people."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.errors import RuleBroken
from core.lists import sorted_page, with_filters
from liberations.enums import DateMatter
from liberations.forms.date_checks import DateCheckForm, DateChecksForm, DateFilter
from liberations.selectors import count_dates_to_settle, dates_to_settle, places_and_mentors
from people.models import Person
from prisons.enums import CheckOutcome, DateSource
from prisons.models import CustodialEpisode
from prisons.services.date_checks import record_date_check, record_date_checks

# Nearest day first: what has passed, then what is soon; dates nobody knows last, those never asked about before others.
URGENCY = ["liberation_day", "asked", "person__sort_name"]
SORTS = {
    "urgency": URGENCY,
    "name": ["person__sort_name"],
    "prison": ["now_at_name", *URGENCY],
    "asked": ["asked", *URGENCY],
    "mentor": ["lead_name", *URGENCY],
}
COLUMNS = ("Reference", "Given names", "Family name", "Prison", "Why", "Liberation day", "Last asked", "Mentor")


@requires(Permission.RECORD_RELEASE_DATES)
@require_safe
def date_list(request):
    """Every date somebody must ask about, the most urgent first; filters, sort and page stand in the address."""
    today = timezone.localdate()
    counts = count_dates_to_settle(request.user, today)
    rows = _filter(request, today)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="urgency")
    trail.listed(request, [case.person_id for case in page])
    context = {
        "today": today,
        "filter": rows,
        "page": page,
        "rows": [(case, DateMatter(case.matter)) for case in page],
        "tabs": _tabs(request, counts),
        "to_settle": sum(counts.values()),
        "sources": DateSource.choices,
        "phone": DateSource.PHONE,
        "ticked": request.GET.get("tick") == "all",
        "tick_url": _with(request, tick="all"),
        "export_url": with_filters(reverse("liberations:date_export"), request),
        "query": request.GET.urlencode(),
    }
    return render(request, "liberations/date_list.html", context)


@requires(Permission.EXPORT)
@require_safe
def date_export(request):
    """The same list as a CSV file: all pages, same filters, most urgent first."""
    today = timezone.localdate()
    cases = list(_filter(request, today).qs.order_by(*URGENCY, "pk"))
    trail.listed(request, [case.person_id for case in cases], verb=Verb.EXPORTED)
    return csv_response(f"dates-to-settle-{today.isoformat()}", COLUMNS, map(_cells, cases))


@requires(Permission.RECORD_RELEASE_DATES)
@require_POST
def date_list_asked(request):
    """Write down what one call said of everyone ticked, and go back to the same list."""
    form = DateChecksForm(
        request.POST, episodes=CustodialEpisode.objects.filter(person__in=Person.objects.visible_to(request.user))
    )
    back = QueryDict(request.POST.get("query", "")[:2000], mutable=True)
    back.pop("tick", None)
    address = reverse("liberations:date_list") + (f"?{back.urlencode()}" if back else "")
    if not form.is_valid() or not form.chosen():
        messages.error(request, "Nothing was written down. Tick the people you asked about first.")
        return redirect(address)
    made = record_date_checks(
        episodes=form.chosen(),
        answered=form.was_answered(),
        source=form.cleaned_data["source"],
        by=request.user,
    )
    messages.success(request, _said(made))
    return redirect(address)


@requires(Permission.RECORD_RELEASE_DATES)
@require_POST
def date_asked(request, person_id):
    """One press: still right, still not known, or no answer."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    episode = get_object_or_404(person.episodes.filter(released_date=None))
    form = DateCheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was written down. Press one of the buttons.")
    else:
        try:
            check = record_date_check(episode=episode, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _one_said(check))
    if request.POST.get("back") == "day":
        return redirect("desk:home")
    return redirect("liberations:release_date", person.pk)


def _filter(request, today):
    cases = dates_to_settle(request.user, today)
    prisons, mentors = places_and_mentors(request.user)
    rows = cases.with_lead().select_related("person", "episode")
    return DateFilter(request.GET, queryset=rows, prisons=prisons, mentors=mentors)


def _tabs(request, counts):
    chosen = request.GET.get("matter", "")
    every = [("", "All", sum(counts.values())), *((each.value, each.label, counts[each]) for each in DateMatter)]
    return [
        {"label": label, "people": people, "url": _with(request, matter=value), "current": value == chosen}
        for value, label, people in every
    ]


def _with(request, **changes):
    query = request.GET.copy()
    for name in ("page", "tick"):
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def _cells(case):
    return (
        case.reference,
        case.person.given_names,
        case.person.family_name,
        case.now_at_name,
        DateMatter(case.matter).label,
        case.liberation_day,
        case.asked_on,
        case.lead_name,
    )


def _one_said(check):
    return {
        CheckOutcome.CONFIRMED: "Confirmed today: the date is still right.",
        CheckOutcome.STILL_UNKNOWN: "Written down: asked today, the date is still not known.",
        CheckOutcome.NO_ANSWER: "Written down: nobody answered today.",
    }[CheckOutcome(check.outcome)]


def _said(made):
    if not made:
        return "That was written down before: nothing new was added."
    parts = []
    for outcome, words in (
        (CheckOutcome.CONFIRMED, "confirmed"),
        (CheckOutcome.STILL_UNKNOWN, "still not known"),
        (CheckOutcome.NO_ANSWER, "without an answer"),
    ):
        if number := sum(check.outcome == outcome for check in made):
            parts.append(f"{number} {'date' if number == 1 else 'dates'} {words}")
    return f"Written down: {', '.join(parts)}."
