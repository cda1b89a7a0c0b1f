"""What each item of a re-plan says, and where it is decided. Facts in, words out."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Sequence

from django.urls import reverse

from accounts.permissions import Permission
from liberations.enums import ReplanItemKind
from liberations.models import Replan, ReplanItem
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import Channel


@dataclasses.dataclass(frozen=True, slots=True)
class Action:
    """The button to where an item is decided, for those who may."""

    label: str
    url: str
    permission: Permission


def sentence(item: ReplanItem) -> str:
    """What an item says. It comes with its replan, that one's prisons and ledger row, its contact and its mentor's user."""
    return _SENTENCES[item.kind](item)


def action(item: ReplanItem) -> Action:
    """Where a decision is taken. The item comes with its replan and case."""
    return Action(*_ACTIONS[item.kind](item))


def by_itself(replan: Replan, *, closed: Collection[dt.date]) -> list[str]:
    """What every moved day and every transfer brings by itself. `closed`: days on which offices are, of the jurisdiction."""
    sentences = []
    day = replan.after_date
    if replan.day_moved and day:
        sentences.append(f"Reminders follow the new day, {day_words(day)}.")
        after = [day + dt.timedelta(days=1), day + dt.timedelta(days=2)]
        shut = sum(each.isoweekday() > 5 or each in closed for each in after)
        said = f"The first 48 hours will run until {day_words(after[-1])}; follow-up counts from the day they come out."
        sentences.append(
            said + (f" Offices are closed on {'both' if shut == 2 else 'one'} of these two days." if shut else "")
        )
    elif replan.day_moved:
        sentences.append("No reminders, as no day is known.")
    if replan.to_prison_id:
        sentences.append("Mentor, plan, consent, referrals and who may open the record stay as they are.")
    return sentences


def in_short(items: Sequence[ReplanItem]) -> list[str]:
    """The sentences of several items, for the one who has just recorded the change; several visits make one sentence."""
    sentences, counted = [], set()
    for item in items:
        if item.kind not in _COUNTED:
            sentences.append(sentence(item))
        elif item.kind not in counted:
            counted.add(item.kind)
            number = sum(each.kind == item.kind for each in items)
            sentences.append(f"{number} {_COUNTED[item.kind][number > 1]}.")
    return sentences


def day_words(day: dt.date) -> str:
    """Such as "Thu 3 Dec 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


# One and several.
_COUNTED = {
    ReplanItemKind.VISIT_TOO_LATE: (
        "planned visit is now on or after the liberation day",
        "planned visits are now on or after the liberation day",
    ),
    ReplanItemKind.VISIT_TOO_EARLY: (
        "contact outside is planned while they will still be in prison",
        "contacts outside are planned while they will still be in prison",
    ),
    ReplanItemKind.VISIT_AT_OLD_PRISON: (
        "planned visit is booked at the old prison",
        "planned visits are booked at the old prison",
    ),
}
_CONTACTS = {
    Channel.IN_PRISON: "The visit",
    Channel.VIDEO: "The video call",
    Channel.COMMUNITY: "The contact in the community",
    Channel.ACCOMPANIED: "The appointment together",
    Channel.GATE: "The contact at the gate",
}


def _contact(item):
    return f"{_CONTACTS.get(item.meeting.channel, 'The contact')} on {day_words(item.meeting.on_date)}"


def _prison_differs(item):
    row = item.replan.ledger_row
    return (
        f"The prison says {day_words(row.stated_date)}; by the rules it would be {day_words(row.worked_out_date)}. "
        "The prison's day counts. Ask the prison to confirm it."
    )


def _visit_at_old_prison(item):
    return f"{_contact(item)} is booked at {item.replan.from_prison}. Book it at {item.replan.to_prison}."


def _too_few_visits(item):
    more = "1 more visit is" if item.number == 1 else f"{item.number} more visits are"
    return f"{more} needed before {day_words(item.on_date)}. There are visiting days left for that."


def _visits_not_possible(item):
    free = int(item.detail)
    left = {0: "No visiting day is", 1: "Only 1 visiting day is"}.get(free, f"Only {free} visiting days are")
    more = "1 more visit is" if item.number == 1 else f"{item.number} more visits are"
    return (
        f"{left} left before {day_words(item.on_date)}, and {more} needed. "
        "Ask the prison for another day, or for a video call."
    )


def _appointments_to_move(item):
    several = item.number > 1
    said = f"{item.number} appointments" if several else "1 appointment"
    return (
        f"{said} of the day of release {'were' if several else 'was'} booked for another day. Ask for "
        f"{day_words(item.on_date)}, and look whether the day can still be done."
    )


def _gate_clash(item):
    name = item.mentor.user.name
    second, _, where = item.detail.rpartition("-")
    choose = "Choose who goes along." if second else "Choose who meets them."
    if where == "gate":
        return f"{name} already stands at another gate that day. {choose}"
    return f"{name} has a visit somewhere else in the morning of {day_words(item.on_date)}. {choose}"


def _outside_areas(item):
    prison = item.replan.to_prison
    return (
        f"{prison} is in {prison.area}, which is not an area {item.mentor.user.name} covers. Can they still go there?"
    )


_SENTENCES: dict[str, Callable[[ReplanItem], str]] = {
    ReplanItemKind.FLAG_RAISED: lambda item: f"Flag raised: {FlagKind(item.detail).label.lower()}.",
    ReplanItemKind.FLAG_CLEARED: lambda item: f"Flag cleared: {FlagKind(item.detail).label.lower()}.",
    ReplanItemKind.EXPECTED_AGAIN: lambda item: (
        f"They had been recorded as not out; they are expected at the gate on {day_words(item.on_date)}."
    ),
    ReplanItemKind.MENTOR_ASKED: lambda item: (
        f"{item.mentor.user.name} has been asked whether they can be at the gate on {day_words(item.on_date)}."
    ),
    ReplanItemKind.DAY_PASSED: lambda item: "This day has passed. Record what happened at the gate.",
    ReplanItemKind.PRISON_DIFFERS: _prison_differs,
    ReplanItemKind.VISIT_TOO_LATE: lambda item: f"{_contact(item)} is on or after the liberation day.",
    ReplanItemKind.VISIT_TOO_EARLY: lambda item: (
        f"{_contact(item)} is planned for a day on which they will still be in prison."
    ),
    ReplanItemKind.VISIT_AT_OLD_PRISON: _visit_at_old_prison,
    ReplanItemKind.TOO_FEW_VISITS: _too_few_visits,
    ReplanItemKind.VISITS_NOT_POSSIBLE: _visits_not_possible,
    ReplanItemKind.GATE_TIME_AND_PLACE: lambda item: (
        "The gate plan was for the old prison: choose the time and the place to stand again."
    ),
    ReplanItemKind.PACK_AT_OLD_PRISON: lambda item: (
        "The pack is still with the prison they were in before. Fetch it back, or have it sent on."
    ),
    ReplanItemKind.GATE_NOBODY: lambda item: (
        f"They want to be met on {day_words(item.on_date)} and nobody is named. Choose who meets them."
    ),
    ReplanItemKind.GATE_CLASH: _gate_clash,
    ReplanItemKind.NO_CLEARANCE: lambda item: f"{item.mentor.user.name} has no clearance for {item.replan.to_prison}.",
    ReplanItemKind.OUTSIDE_AREAS: _outside_areas,
    ReplanItemKind.APPOINTMENTS_TO_MOVE: _appointments_to_move,
    ReplanItemKind.DAY_STARTS_ELSEWHERE: lambda item: (
        f"The day of release now begins at the gate of {item.replan.to_prison}. Look at how they get to the first place."
    ),
}


def _move(label):
    return lambda item: (label, reverse("mentoring:contact_move", args=[item.meeting_id]), Permission.RECORD_CONTACTS)


def _about_case(label, name, permission):
    return lambda item: (label, reverse(name, args=[item.replan.case_id]), permission)


def _gate_clash_action(item):
    page = "liberations:gate_plan" if item.detail.startswith("second") else "liberations:gate_cover"
    return ("Choose who goes", reverse(page, args=[item.replan.case_id]), Permission.ALLOCATE)


_ACTIONS: dict[str, Callable[[ReplanItem], tuple[str, str, Permission]]] = {
    ReplanItemKind.DAY_PASSED: _about_case("Say what happened", "liberations:gate", Permission.PLAN_GATES),
    ReplanItemKind.PRISON_DIFFERS: lambda item: (
        "Record what they say",
        reverse("liberations:release_date", args=[item.replan.case.person_id]),
        Permission.RECORD_RELEASE_DATES,
    ),
    ReplanItemKind.VISIT_TOO_LATE: _move("Move it"),
    ReplanItemKind.VISIT_TOO_EARLY: _move("Move it"),
    ReplanItemKind.VISIT_AT_OLD_PRISON: _move("Book it again"),
    ReplanItemKind.TOO_FEW_VISITS: _about_case("Book the visits", "mentoring:visits_book", Permission.RECORD_CONTACTS),
    ReplanItemKind.VISITS_NOT_POSSIBLE: _about_case(
        "Book the visits", "mentoring:visits_book", Permission.RECORD_CONTACTS
    ),
    ReplanItemKind.PACK_AT_OLD_PRISON: _about_case("Open the pack", "liberations:pack", Permission.PLAN_GATES),
    ReplanItemKind.GATE_TIME_AND_PLACE: _about_case("Plan the gate", "liberations:gate_plan", Permission.PLAN_GATES),
    ReplanItemKind.GATE_NOBODY: _about_case("Choose who goes", "liberations:gate_cover", Permission.ALLOCATE),
    ReplanItemKind.GATE_CLASH: _gate_clash_action,
    ReplanItemKind.NO_CLEARANCE: lambda item: (
        "Enter the clearance",
        reverse("mentoring:clearance_add", args=[item.mentor_id]),
        Permission.MANAGE_MENTORS,
    ),
    ReplanItemKind.APPOINTMENTS_TO_MOVE: _about_case("Plan the day", "liberations:day_plan", Permission.PLAN_GATES),
    ReplanItemKind.DAY_STARTS_ELSEWHERE: _about_case("Plan the day", "liberations:day_plan", Permission.PLAN_GATES),
    ReplanItemKind.OUTSIDE_AREAS: _about_case("See who could", "mentoring:allocate", Permission.ALLOCATE),
}
