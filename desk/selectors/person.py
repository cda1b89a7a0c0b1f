"""What the person record shows: what needs doing, the first 48 hours, planned contacts, and the record's other parts."""

import datetime as dt
import functools
import uuid
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from liberations.enums import BedTonight, GateAnswer, GateDecision, GateState
from liberations.models import FollowUp
from liberations.replanning.selectors import needs_decision
from liberations.selectors import gate_answer, gate_of
from mentoring.enums import AssignmentRole, Channel, FlagKind, MeetingState, Place
from mentoring.models import Assignment, Case, Ending, Flag, Meeting
from mentoring.selectors import PersonHeader, cases_with_header
from people.models import Alert, Consent, Person

# How long the panel of the first 48 hours stays in sight, and from when a gate decision is asked for.
FIRST_DAYS_SHOWN = 28
GATE_DECISION_DAYS = 42


def record_case(user: User, person_id: uuid.UUID) -> Case | None:
    """The case the record is about, if the person has one and `user` may open it. One query.

    Annotated for the header; with the gate of the present time in custody, `open_flags` (the kinds of its open flags) and
    `spoken_date` (the first two-way contact after the day of release, which the gate itself is not), `gate_answer` and
    `needs_decision`.
    """
    return _records(timezone.localdate()).visible_to(user).filter(person=person_id).of_present_custody().first()


@functools.lru_cache(maxsize=2)
def _records(today):
    """The cases with what the record shows of them on a day, to choose from; put together once."""
    return (
        cases_with_header()
        .select_related("person", "programme", "episode__gate__mentor__user")
        .annotate(
            open_flags=ArraySubquery(Flag.objects.open().filter(case=OuterRef("pk")).values("kind")),
            spoken_date=Subquery(_spoken_since_release().values("on_date")[:1]),
            gate_answer=gate_answer(),
            needs_decision=needs_decision(today),
        )
    )


def _spoken_since_release():
    after = Meeting.objects.two_way().filter(case=OuterRef("pk"), on_date__gt=OuterRef("episode__released_date"))
    return after.order_by("on_date")


def planned_contacts(case: Case) -> list[Meeting]:
    """Contacts that have no outcome yet, the earliest first. One query."""
    return list(case.meetings.planned().select_related("mentor__user", "prison").order_by("on_date", "at_time", "pk"))


@dataclass(frozen=True, slots=True)
class Tally:
    """How the contacts before release went, in days' words: whatever prevented one, it is not held against the mentor."""

    tried: int
    held: int
    at_the_door: int
    cancelled_by_prison: int
    refused: int


def tally(case: Case) -> Tally:
    """One query. Tried are all contacts in prison or by video that have an outcome."""
    inside = Q(channel__in=[Channel.IN_PRISON, Channel.VIDEO])
    at_the_door = Q(place=Place.CELL_DOOR)
    held = Q(state=MeetingState.HELD)
    return Tally(
        **case.meetings.filter(inside, recorded_at__isnull=False, episode=case.episode_id).aggregate(
            tried=Count("pk"),
            held=Count("pk", filter=held & ~at_the_door),
            at_the_door=Count("pk", filter=held & at_the_door),
            cancelled_by_prison=Count("pk", filter=Q(state=MeetingState.CANCELLED_BY_PRISON)),
            refused=Count("pk", filter=Q(state__in=[MeetingState.REFUSED, MeetingState.NOT_ATTENDED])),
        )
    )


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing somebody must see to. `what` names the page that settles it (views/person.py knows the address)."""

    kind: str
    label: str
    title: str
    text: str
    what: str
    action: str
    key: uuid.UUID | None = None


def to_do(header: PersonHeader, planned: list[Meeting], steps: list[FollowUp]) -> list[Todo]:
    """What needs doing, the most urgent first. No query: made of what the page has."""
    case, today = header.case, header.today
    if case.closed_date:
        return []
    found = [
        *_from_flags(header, steps),
        *(_without_outcome(each) for each in planned if each.on_date < today),
        *_about_the_gate(header),
    ]
    if not header.mentor:
        found.append(
            Todo("needs-attention", "No mentor", "No mentor yet", "Nobody works with them.", "allocate", "Allocate")
        )
    found += _about_the_date(header)
    found += [
        Todo("needs-attention", "Review", "Alert to review", alert.text, "alerts", "Look at it")
        for alert in header.alerts
        if alert.review_date < today
    ]
    return sorted(found, key=lambda todo: todo.kind != "at-risk")


def _from_flags(header, steps):
    case = header.case
    if FlagKind.LIBERATION_PASSED in case.open_flags:
        text = "The liberation day has passed. Nobody has said what happened."
        yield Todo("at-risk", "Not sorted", "Are they out?", text, "gate", "Say what happened")
    if FlagKind.FEWER_MEETINGS in case.open_flags:
        need = case.programme.minimum_meetings
        text = f"{header.meetings_held} of {need} visits that count before liberation."
        yield Todo("needs-attention", "Needs attention", "Too few visits", text, "plan", "Plan a visit")
    late = [step for step in steps if step.contact_date is None and step.due_date < header.today]
    if late or FlagKind.FOLLOW_UP_OVERDUE in case.open_flags:
        since = f" since {_words(late[0].due_date)}" if late else ""
        text = f"A contact has been due{since}."
        yield Todo("needs-attention", "Overdue", "Follow-up overdue", text, "log", "Log a contact")


def _about_the_date(header):
    """A date to ask about: not known, or not confirmed for too long. One that was asked about lately can wait."""
    if not header.asks_again:
        return
    if header.liberation_day is None:
        since = f"Last asked on {_words(header.asked_on)}. " if header.asked_on else ""
        text = f"{since}Ask the prison, and write down what they say."
        yield Todo("not-started", "Not known", "No liberation day", text, "release_date", "Ask, or enter the date")
    else:
        text = f"Last confirmed on {_words(header.asked_on)}. Ask the prison whether it is still right."
        yield Todo("needs-attention", "Not confirmed", "Is the date still right?", text, "release_date", "Ask again")


def _without_outcome(meeting):
    text = f"{meeting.get_channel_display()}, planned for {_words(meeting.on_date)}. How did it go?"
    return Todo("needs-attention", "Overdue", "Visit without an outcome", text, "record", "Say how it went", meeting.pk)


def _about_the_gate(header):
    if header.released_date or header.days is None or not 0 <= header.days <= GATE_DECISION_DAYS:
        return
    gate = gate_of(header.case)
    if header.case.gate_answer == GateAnswer.CANNOT:
        text = f"{gate.mentor.user.name} cannot be there. Somebody else must go."
        yield Todo("at-risk", "Nobody is going", "Gate", text, "gate", "Open the gate card")
    elif header.case.gate_answer == GateAnswer.NOT_YET:
        text = f"{gate.mentor.user.name} has not said yet whether they can be there."
        yield Todo("needs-attention", "Not answered", "Gate", text, "gate", "Open the gate card")
    if gate is None or gate.decision == GateDecision.UNDECIDED:
        text = "Do they want to be met on the day?"
        yield Todo("not-started", "Not decided", "Gate", text, "gate_plan", "Decide")
    elif gate.decision == GateDecision.WANTED and gate.mentor is None:
        text = "They want to be met. Who will be there?"
        yield Todo("needs-attention", "Nobody named", "Gate", text, "gate_plan", "Name who meets them")


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three questions of the first 48 hours."""

    question: str
    kind: str
    label: str
    text: str
    what: str
    action: str


def first_48_hours(case: Case, steps: list[FollowUp], today: dt.date) -> list[Answer]:
    """Out? Bed tonight? Spoken next day? Empty while inside, and when it is long over. No query."""
    released = case.episode.released_date
    if released is None or today > released + dt.timedelta(days=FIRST_DAYS_SHOWN) or case.closed_date:
        return []
    gate = gate_of(case)
    return [_out(case, gate), _bed(gate), _spoken(case, steps, today)]


def _out(case, gate):
    how = case.episode.get_released_how_display().lower()
    text = f"Released {how} on {_words(case.episode.released_date)}."
    if gate and gate.state == GateState.MET:
        text += " Met at the gate."
    elif gate and gate.state == GateState.NOT_MET:
        text += f" Not met: {gate.get_not_met_reason_display().lower()}."
    return Answer("Out?", "done", "Out", text, "gate", "Open the gate card")


def _bed(gate):
    bed = gate.bed_tonight if gate else BedTonight.NOT_ASKED
    note = gate.bed_note if gate else ""
    kind, label = {
        BedTonight.SAFE: ("done", "Yes, safe"),
        BedTonight.UNSAFE: ("needs-attention", "Not safe"),
        BedTonight.NOWHERE: ("at-risk", "Nowhere yet"),
    }.get(bed, ("not-started", "Not asked yet"))
    text = note or BedTonight(bed).label + "."
    return Answer("Bed tonight?", kind, label, text, "bed", "Change" if bed != BedTonight.NOT_ASKED else "Ask")


def _spoken(case, steps, today):
    first = steps[0] if steps else None
    if case.spoken_date:
        return Answer("Spoken next day?", "done", "Spoken", f"On {_words(case.spoken_date)}.", "log", "Log a contact")
    if first and first.due_date < today:
        text = f"Was due by {_words(first.due_date)}."
        return Answer("Spoken next day?", "at-risk", "Not yet", text, "log", "Log a contact")
    text = f"Due by {_words(first.due_date)}." if first else "No contact logged since release."
    return Answer("Spoken next day?", "needs-attention", "Not yet", text, "log", "Log a contact")


def _words(day):
    return f"{day.day} {day:%b} {day.year}"


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """A case other than the one the record is about, as a line."""

    reference: str
    programme: str
    opened_date: dt.date
    closed_date: dt.date | None
    mentors: list[str]
    ending: Ending | None


def other_cases(person: Person, case: Case | None) -> list[EarlierCase]:
    """Support they had before, or have beside this. Two queries."""
    names = (
        Assignment.objects.filter(case=OuterRef("pk"), role=AssignmentRole.LEAD)
        .order_by("from_date")
        .values("mentor__user__name")
    )
    cases = list(
        Case.objects.filter(person=person)
        .exclude(pk=case.pk if case else None)
        .select_related("programme")
        .annotate(mentors=ArraySubquery(names))
        .order_by("-opened_date", "-number")
    )
    endings = {
        ending.case_id: ending
        for ending in Ending.objects.filter(case__in=[each.pk for each in cases], reopened_at=None)
    }
    return [
        EarlierCase(
            reference=each.reference,
            programme=each.programme.name,
            opened_date=each.opened_date,
            closed_date=each.closed_date,
            mentors=each.mentors,
            ending=endings.get(each.pk),
        )
        for each in cases
    ]


def consents(person: Person) -> list[Consent]:
    """Every decision, newest first; `in_force` marks the one that counts of each purpose and recipient. One query."""
    rows = list(person.consents.select_related("recorded_by").order_by("-recorded_at"))
    seen = set()
    for row in rows:
        about = (row.purpose, row.recipient_name)
        row.in_force = about not in seen
        seen.add(about)
    return rows


def alerts(person: Person) -> list[Alert]:
    """Alerts in force first, then those that have ended. One query."""
    return list(
        person.alerts.select_related("recorded_by", "ended_by").order_by(
            F("ended_at").desc(nulls_first=True), "-recorded_at"
        )
    )
