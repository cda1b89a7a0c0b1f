"""Where the record of a person leads: the pages that settle something or do something, by who may open them."""

from django.urls import reverse

from accounts.permissions import Permission

# What settles a thing that needs doing: the page, what it takes, and who may open it.
_PAGES = {
    "log": ("mentoring:contact_log", "case", Permission.RECORD_CONTACTS),
    "needs": ("mentoring:needs_start", "case", Permission.RECORD_CONTACTS),
    "promise": ("mentoring:promise_add", "case", Permission.RECORD_CONTACTS),
    "plan": ("mentoring:contact_plan", "case", Permission.RECORD_CONTACTS),
    "book": ("mentoring:visits_book", "case", Permission.RECORD_CONTACTS),
    "tried": ("mentoring:contact_tried", "case", Permission.RECORD_CONTACTS),
    "record": ("mentoring:contact_record", "key", Permission.RECORD_CONTACTS),
    "allocate": ("mentoring:allocate", "case", Permission.ALLOCATE),
    "match": ("mentoring:match", "case", Permission.RECORD_CONTACTS),
    "match_review": ("mentoring:match_review", "case", Permission.RECORD_CONTACTS),
    "end": ("mentoring:case_end", "case", Permission.END_CASES),
    "reopen": ("mentoring:case_reopen", "case", Permission.END_CASES),
    "release_date": ("liberations:release_date", "person", Permission.RECORD_RELEASE_DATES),
    "transfer": ("liberations:transfer", "person", Permission.RECORD_RELEASE_DATES),
    "custody_again": ("liberations:custody_again", "case", Permission.RECORD_RELEASE_DATES),
    "gate": ("liberations:gate", "case", Permission.PLAN_GATES),
    "gate_plan": ("liberations:gate_plan", "case", Permission.PLAN_GATES),
    "day_plan": ("liberations:day_plan", "case", Permission.PLAN_GATES),
    "first_night": ("mentoring:first_night", "case", Permission.RECORD_CONTACTS),
    "bed": ("liberations:bed", "case", Permission.PLAN_GATES),
    "standards": ("desk:case_standards", "case", Permission.OPEN_RECORDS),
    "edit": ("people:edit", "person", Permission.OPEN_RECORDS),
    "connection": ("people:connection_declare", "person", Permission.OPEN_RECORDS),
    "alert_add": ("people:alert_add", "person", Permission.OPEN_RECORDS),
    "equality": ("people:equality_offer", "person", Permission.RECORD_EQUALITY),
    "consents": ("referrals:consent_list", "person", Permission.OPEN_RECORDS),
    "onward": ("referrals:onward_list", "person", Permission.OPEN_RECORDS),
    "services": ("mentoring:case_services", "case", Permission.OPEN_RECORDS),
    "place": ("mentoring:place_offer", "case", Permission.RECORD_CONTACTS),
    "story": ("referrals:story_list", "person", Permission.OPEN_RECORDS),
    "shared": ("referrals:disclosure_list", "person", Permission.OPEN_RECORDS),
    "custody": ("liberations:episode_edit", "episode", Permission.RECORD_RELEASE_DATES),
}

# What else the record leads to, in its order, beside the buttons.
_LINKS = {
    "match": "Mentor",
    "allocate": "Choose a mentor",
    "release_date": "Release date",
    "transfer": "Moved prison",
    "custody_again": "Back in custody",
    "gate": "Gate",
    "standards": "Minimum standards",
    "services": "Needs and services",
    "story": "Their story",
    "edit": "Edit details",
    "end": "End support",
    "connection": "I know this person",
}


def links(user, header):
    """(label, address) of what else the record leads to."""
    found = actions(user, header)
    return [(label, found[name]) for name, label in _LINKS.items() if name in found]


def _page(user, header, what, key=None):
    """The address of a page about this person, or nothing if the user may not open it."""
    name, about, permission = _PAGES[what]
    if not user.may(permission):
        return ""
    keys = {
        "case": header.case and header.case.pk,
        "person": header.person.pk,
        "episode": header.episode and header.episode.pk,
        "key": key,
    }
    return reverse(name, args=[keys[about]])


def settles(user, header, todo):
    if todo.what == "alerts":
        return "?tab=consents"
    if todo.what == "plan_part":
        return "?tab=plan"
    return _page(user, header, todo.what, getattr(todo, "key", None))


def actions(user, header):
    """The addresses of the record's pages by name, only those that this user may follow and that make sense now."""
    case, episode = header.case, header.episode
    names = ["edit", "alert_add", "consents", "onward", "story", "shared", "connection", "equality"]
    if episode is not None:
        names.append("custody")
    if episode is not None and episode.released_date is None:
        names += ["release_date", "transfer"]
    if case is not None:
        names += ["standards", "services", "place", "day_plan"]
        if episode.released_date:
            names.append("custody_again")
    if case is not None and case.closed_date is None:
        names += ["log", "plan", "needs", "promise", "end", "gate"]
        if not episode.released_date:
            names.append("book")
        if episode.released_date:
            names.append("tried")
        names.append("match" if header.mentor else "allocate")
    elif case is not None:
        names.append("reopen")
    return {name: url for name in names if (url := _page(user, header, name))}
