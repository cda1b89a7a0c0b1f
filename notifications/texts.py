"""What a notice says. It names nobody: the reference is enough for those who may open the record."""

import dataclasses

from core.templatetags.ui import day
from notifications.enums import Kind
from notifications.models import Message


@dataclasses.dataclass(frozen=True)
class Text:
    title: str
    sentence: str


SENTENCES = {
    Kind.RELEASE_REMINDER: "Liberation day is {liberation_date}. This is the reminder for {stage}.",
    Kind.RELEASE_DATE_MOVED: "It is {liberation_date} now. Read what changed with it and what needs a decision.",
    Kind.RELEASE_DATE_KNOWN: "It is {liberation_date}. Read what needs a decision.",
    Kind.TRANSFERRED: "Read what changed with it: visits, the gate and clearance belong to a prison.",
    Kind.SUMMARY_WAITS: "Read it, and approve it or send it back.",
    Kind.SUMMARY_DECIDED: "See whether it was approved, and what to do next.",
    Kind.MONEY_ASKED: "It is more than a mentor may give alone. Approve it, or say why not.",
    Kind.COUNT_ASKED: "You are named as the second person. Look at the count, and say whether it was so.",
    Kind.COUNT_REFUSED: "The second person does not agree. Read why, and count the drawer again together.",
    Kind.MONEY_DECIDED: "See what was decided, and hand it over or tell the person why not.",
    Kind.FURTHER_ROLE: "Read the record before you meet them, and agree with their mentor who does what.",
    Kind.ALLOCATED: "You are their mentor from now on. Read the record and plan the first visit.",
    Kind.ALLOCATION_TAKEN_BACK: "The manager took the allocation back. You need not do anything.",
    Kind.HANDOVER_PLANNED: "Read what is planned, and meet the person together before the change if you can.",
    Kind.COVERING: "From {due_date} you look after people of a mentor who is away. Read who and until when.",
    Kind.MATCH_CHANGE: "They looked at how it goes together. Read what was said and choose another mentor.",
    Kind.MENTOR_LEFT: "Choose who takes over each of their people, visits and gates.",
    Kind.FEWER_MEETINGS: "Liberation day is {due_date} and too few pre-release meetings have been held. Plan the next one.",
    Kind.LIBERATION_PASSED: "Liberation day was {due_date}. Say whether they were met, or record the new date.",
    Kind.FOLLOW_UP_OVERDUE: "A follow-up contact was due on {due_date}. Get in touch, or log the contact if you have.",
    Kind.CONTACT_LOST: "Nobody has reached them. Read which steps come next, and say what came of each.",
    Kind.CONTACT_STILL_LOST: "Read what was tried, and agree with the mentor what to do next.",
    Kind.PERSON_MESSAGE_FAILED: "Look whether the number or the address is still right, or try another way.",
    Kind.WORRIED: "Read what worries them today, and agree what to do next.",
    Kind.GATE_NOT_MET: "Read what happened and agree with the mentor what to do next.",
    Kind.GATE_ASKED: "Liberation day is {liberation_date}. Say whether you can be at the gate.",
    Kind.GATE_CANNOT: "Liberation day is {liberation_date}. Choose who goes instead.",
    Kind.GATE_UNANSWERED: "Liberation day is {liberation_date}. Ask the mentor, or choose somebody else.",
    Kind.CONCERN: "Someone recorded a concern after a contact. Read it today.",
    Kind.RECORDS_MERGED: "Someone you work with was on record twice. Read what stands on the one record now.",
    Kind.ALERT: "Read it before you see them next, and say that you have.",
    Kind.CONNECTION: "Their record is closed to that member of staff. Read what has to go to somebody else.",
    Kind.CONNECTION_UNSEEN: (
        "A member of staff said they know somebody, and no manager who can open the record is left. "
        "Give the team another manager."
    ),
    Kind.PLACE: "Read what has to be decided before the place goes to somebody else.",
    Kind.PAPERS: "The last day is {due_date}. See what it is, and have it renewed in time.",
    Kind.DEBRIEF_ASKED: "Somebody you supervise would like to talk about something that was hard. Get in touch today.",
    Kind.BACK_IN_CUSTODY: "Contacts outside are called off. Read what goes on, and ask about the date of release.",
    Kind.RETURN_OFFERED: "You are asked first. Say whether you can be their mentor again.",
    Kind.TOLD_IN_DANGER: (
        "Life or a child was in danger, so somebody outside was told without consent. Read who decided, and why."
    ),
    Kind.OTHER_TEAM: "Someone whose record you may open was referred to another team. That team can open the record too.",
}


def text_of(message: Message) -> Text:
    """Title and sentence of a notice."""
    kind = Kind(message.kind)
    facts = {
        "liberation_date": day(message.liberation_date) or "not known",
        "due_date": day(message.due_date) or "not known",
        "stage": stage(message.offset_days or 0),
    }
    return Text(title=kind.label, sentence=SENTENCES[kind].format(**facts))


def stage(offset_days: int) -> str:
    """ "12 weeks before", "10 days before", "the day before", "the day itself" """
    if offset_days == 0:
        return "the day itself"
    if offset_days == 1:
        return "the day before"
    weeks, days = divmod(offset_days, 7)
    if days:
        return f"{offset_days} days before"
    return f"{weeks} week{'' if weeks == 1 else 's'} before"
