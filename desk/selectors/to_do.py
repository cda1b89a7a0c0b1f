"""What needs doing about a person, made of what the record has read anyway."""

import uuid
from dataclasses import dataclass

from core.templatetags.ui import day
from liberations.enums import GateAnswer, GateDecision
from liberations.models import FollowUp
from liberations.selectors import gate_of
from mentoring.enums.flags import FlagKind
from mentoring.enums.match_reviews import MatchOutcome
from mentoring.models import Meeting
from mentoring.selectors.headers import PersonHeader


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
        *_about_the_first_night(header),
    ]
    if not header.mentor:
        found.append(
            Todo("needs-attention", "No mentor", "No mentor yet", "Nobody works with them.", "allocate", "Allocate")
        )
    found += _about_the_match(case)
    found += _about_the_date(header)
    found += _about_the_plan(header)
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
        yield Todo("needs-attention", "Needs attention", "Too few visits", text, "book", "Book the visits")
    late = [step for step in steps if step.contact_date is None and step.due_date < header.today]
    if late or FlagKind.FOLLOW_UP_OVERDUE in case.open_flags:
        since = f" since {day(late[0].due_date)}" if late else ""
        text = f"A contact has been due{since}."
        yield Todo("needs-attention", "Overdue", "Follow-up overdue", text, "log", "Log a contact")


def _about_the_match(case):
    if case.match_due:
        text = "They have met their mentor. How does it go?"
        yield Todo("not-started", "To ask", "How the match goes", text, "match_review", "Ask and write it down")
    elif case.match_looked == MatchOutcome.CHANGE:
        text = "Another mentor is to be found. Nobody is to blame."
        yield Todo("needs-attention", "Another mentor", "How the match goes", text, "match", "Open their match")


def _about_the_date(header):
    """A date to ask about: not known, or not confirmed for too long. One that was asked about lately can wait."""
    if not header.asks_again:
        return
    if header.liberation_day is None:
        since = f"Last asked on {day(header.asked_on)}. " if header.asked_on else ""
        text = f"{since}Ask the prison, and write down what they say."
        yield Todo("not-started", "Not known", "No liberation day", text, "release_date", "Ask, or enter the date")
    else:
        text = f"Last confirmed on {day(header.asked_on)}. Ask the prison whether it is still right."
        yield Todo("needs-attention", "Not confirmed", "Is the date still right?", text, "release_date", "Ask again")


def _without_outcome(meeting):
    text = f"{meeting.get_channel_display()}, planned for {day(meeting.on_date)}. How did it go?"
    return Todo("needs-attention", "Overdue", "Visit without an outcome", text, "record", "Say how it went", meeting.pk)


def _about_the_plan(header):
    """No plan agreed as the day nears or once they are out, a plan to look at again, a promise that is late."""
    case, today = header.case, header.today
    near = header.released_date or (header.days is not None and header.days <= case.programme.plan_missing_days)
    if near and not case.has_plan:
        text = "What do they want, and what comes first?"
        yield Todo("not-started", "Not agreed", "No plan yet", text, "plan_part", "Write it with them")
    if case.plan_review_due and case.plan_review_due < today:
        text = f"It was to be looked at again by {day(case.plan_review_due)}."
        yield Todo("needs-attention", "Review", "Plan to look at again", text, "plan_part", "Look at it")
    if case.promise_due and case.promise_due < today:
        text = f"Something was promised by {day(case.promise_due)}. Do it, or tell them why not."
        yield Todo("needs-attention", "Late", "A promise", text, "plan_part", "See what was promised")


def _about_the_gate(header):
    asked_days = header.case.programme.gate_decision_days
    if header.released_date or header.days is None or not 0 <= header.days <= asked_days:
        return
    gate = gate_of(header.case)
    if header.case.gate_answer == GateAnswer.CANNOT:
        text = f"{gate.mentor.user.name} cannot be there. Somebody else must go."
        yield Todo("at-risk", "Nobody is going", "Gate", text, "gate", "Open the gate card")
    elif header.case.gate_answer == GateAnswer.NOT_YET:
        text = f"{gate.mentor.user.name} has not said yet whether they can be there."
        yield Todo("needs-attention", "Not answered", "Gate", text, "gate", "Open the gate card")
    required = header.case.nowhere_to_stay
    if required and (gate is None or gate.decision != GateDecision.WANTED):
        text = "Nowhere to stay yet, so somebody should meet them. Ask whether they want it."
        yield Todo("at-risk", "Required", "Gate", text, "gate_plan", "Plan who meets them")
    elif gate is None or gate.decision == GateDecision.UNDECIDED:
        text = "Do they want to be met on the day?"
        yield Todo("not-started", "Not offered", "Gate", text, "gate_plan", "Write down what they say")
    elif gate.decision == GateDecision.OFFERED:
        text = "Offered to be met, and no answer yet. Ask again."
        yield Todo("not-started", "No answer", "Gate", text, "gate_plan", "Write down what they say")
    elif gate.decision == GateDecision.WANTED and gate.mentor is None:
        text = "They want to be met. Who will be there?"
        yield Todo("needs-attention", "Nobody named", "Gate", text, "gate_plan", "Name who meets them")
    elif gate.decision == GateDecision.WANTED and header.in_twos and gate.second_id is None:
        text = "Staff meet them in twos, and nobody is named to go along."
        yield Todo("needs-attention", "No second", "Gate", text, "gate_plan", "Name who goes along")
    elif gate.decision == GateDecision.WANTED and header.threats and not gate.other_door:
        text = "Somebody may wait for them. Agree another door or time with the prison."
        yield Todo("needs-attention", "Not agreed", "Gate", text, "gate_plan", "Write down what is agreed")


def _about_the_first_night(header):
    if header.case.nowhere_to_stay and not header.released_date:
        text = "Nowhere to stay the first night yet."
        yield Todo("at-risk", "Not sorted", "First night", text, "first_night", "Change it")
