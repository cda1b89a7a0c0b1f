import datetime as dt
import uuid

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.lists import PER_PAGE
from desk.panels import tabs
from desk.selectors import person as selectors
from desk.selectors.first_hours import first_48_hours
from desk.selectors.timeline import KINDS, timeline
from desk.selectors.timeline_words import entry
from desk.selectors.to_do import to_do
from desk.views.person_links import actions, links, settles
from liberations.replanning.selectors import waiting_decisions
from liberations.selectors import follow_up_steps, ledger
from mentoring.readiness.first_night import missing
from mentoring.readiness.lines import getting_ready
from mentoring.readiness.standard_list import FIRST_NIGHT
from mentoring.selectors.headers import person_header
from mentoring.selectors.needs import needs_of
from mentoring.selectors.plans import plan_part, promises_of, wanted
from people.models import Person
from people.selectors import standing_for

TABS = {
    "overview": "Overview",
    "plan": "Needs and plan",
    "ready": "Getting ready",
    "release": "Day of release",
    "after": "After release",
    "timeline": "Timeline",
    "dates": "Dates and prisons",
    "consents": "Consents and alerts",
    "earlier": "Earlier support",
}
NEWEST_SHOWN = 10
# A later page than anybody reads; the database would count its way there.
LAST_PAGE = 200


@requires(Permission.OPEN_RECORDS)
@require_safe
def person(request, person_id):
    """The record: who, where, when and with whom, what needs doing, and what has happened. Read many times a day."""
    today = timezone.localdate()
    case = selectors.record_case(request.user, person_id)
    someone = case.person if case else Person.objects.visible_to(request.user).filter(pk=person_id).first()
    if someone is None:
        if survivor := standing_for(request.user, person_id):
            return redirect(survivor)
        raise Http404
    header = person_header(someone, today, case=case)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "overview"
    trail.viewed(request, subject=case or someone, person=someone)
    context = {
        "header": header,
        "person": someone,
        "case": case,
        "today": today,
        "tab": tab,
        "tabs": [(f"?tab={key}" if key != "overview" else request.path, label, key) for key, label in TABS.items()],
        "actions": actions(request.user, header),
        "links": links(request.user, header),
        "new_id": uuid.uuid4(),
        **_PARTS[tab](request, header),
    }
    return render(request, f"desk/person_{tab}.html", context)


def _overview(request, header):
    case, today = header.case, header.today
    rows, more = timeline(header.person, size=NEWEST_SHOWN)
    part = {"entries": [entry(row) for row in rows], "more": more}
    if case is None:
        return part
    planned = selectors.planned_contacts(case)
    steps = follow_up_steps(case)
    todos = to_do(header, planned, steps)
    answers = first_48_hours(case, steps, today)
    change, decisions = waiting_decisions(case.needs_decision)
    return part | {
        "todos": [(todo, settles(request.user, header, todo)) for todo in todos],
        "latest_change": change,
        "decisions": decisions,
        "first_hours": [(answer, settles(request.user, header, answer)) for answer in answers],
        "open_answers": any(answer.kind != "done" for answer in answers),
        "planned": [meeting for meeting in planned if meeting.on_date >= today],
        "steps": steps,
        "steps_done": sum(1 for step in steps if step.contact_date),
        "tally": selectors.tally(case),
        "may_record": request.user.may(Permission.RECORD_CONTACTS),
    }


def _ready(request, header):
    case, today = header.case, header.today
    ready = getting_ready(case, today) if case else None
    return {
        "ready": ready,
        "night_missing": get_text_list(missing(ready.night), "and") if ready else "",
        "first_night_code": FIRST_NIGHT,
        "due_until": today + dt.timedelta(days=case.programme.readiness_due_days) if case else None,
        "may_record": bool(case) and case.is_open and request.user.may(Permission.RECORD_CONTACTS),
    }


def _timeline(request, header):
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    number = request.GET.get("page", "1")
    # int() takes no thousands of digits.
    number = min(int(number[:6]), LAST_PAGE) if number.isascii() and number.isdigit() and int(number[:6]) > 0 else 1
    rows, older = timeline(header.person, kind=kind, start=(number - 1) * PER_PAGE)
    address = f"?tab=timeline&kind={kind}" if kind else "?tab=timeline"
    return {
        "entries": [entry(row) for row in rows],
        "kinds": [("?tab=timeline", "Everything", not kind)]
        + [(f"?tab=timeline&kind={key}", label, key == kind) for key, label in KINDS.items()],
        "newer": f"{address}&page={number - 1}" if number > 1 else "",
        "older": f"{address}&page={number + 1}" if older else "",
        "number": number,
    }


def _dates(request, header):
    if header.episode is None:
        return {"identifiers": header.person.identifiers.all()}
    return {
        "ledger": ledger(header.episode),
        "episode": header.episode,
        "identifiers": header.person.identifiers.all(),
    }


def _plan(request, header):
    case = header.case
    if case is None:
        return {}
    part = plan_part(case, header.today)
    return {
        "needs": needs_of(case),
        "plan": part,
        "goals": wanted(part.current) if part.current else [],
        "promises": promises_of(case),
        "may_write": case.is_open and request.user.may(Permission.RECORD_CONTACTS),
    }


def _release(request, header):
    return tabs.shown(tabs.RELEASE, request, header)


def _after(request, header):
    return tabs.shown(tabs.AFTER, request, header)


def _consents(request, header):
    return {
        "consents": selectors.consents(header.person),
        "alerts": selectors.alerts(header.person),
        "equality_offer": header.person.equality_offers.first(),
    }


def _earlier(request, header):
    return {
        "cases": selectors.other_cases(header.person, header.case),
        "referrals": header.person.referrals.select_related("programme"),
        "may_refer": request.user.may(Permission.TAKE_REFERRALS),
        "may_merge": request.user.may(Permission.MERGE_RECORDS),
        "merges": header.person.merges.in_force().select_related("merged", "merged_by"),
    }


_PARTS = {
    "overview": _overview,
    "plan": _plan,
    "ready": _ready,
    "release": _release,
    "after": _after,
    "timeline": _timeline,
    "dates": _dates,
    "consents": _consents,
    "earlier": _earlier,
}
