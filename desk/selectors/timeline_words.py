"""What each row of the timeline says: shape, heading, the line below it and the text."""

from dataclasses import dataclass

from django.urls import reverse

from core.templatetags.ui import clock, day
from desk.selectors.timeline import Row
from liberations.enums import BedTonight, GateDecision, NotMetReason, OfferedHow
from liberations.enums.packs import PackState
from mentoring.enums.cases import EndingReason, FurtherRole, ReopenReason
from mentoring.enums.courts import CourtState
from mentoring.enums.held_places import LeaveReason, StayState
from mentoring.enums.meetings import CancelReason, Channel, MeetingState, Place
from mentoring.enums.needs import AssessmentKind
from mentoring.enums.plans import ReviewCause
from people.enums import AlertKind, Decision, HowGiven, Purpose
from prisons.enums import DateKind, DateSource, ReleasedHow
from referrals.enums import Basis, OfferChannel, OfferOutcome, OnwardDecline, OnwardState, Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as the page shows it. `url` is the contact's own page, empty for everything else."""

    shape: str
    title: str
    when: str
    text: str
    url: str = ""


def entry(row: Row) -> Entry:
    """The words for one row."""
    shape, title, text = _WORDS[row.source](row)
    is_contact = row.source == "meeting"
    if is_contact and row.is_cut:
        text = f"{text.rstrip()}…"
    return Entry(shape, title, _when(row), text, reverse("mentoring:contact", args=[row.key]) if is_contact else "")


def _when(row):
    parts = [f"{day(row.day)} at {clock(row.clock)}" if row.clock else day(row.day)]
    if row.by:
        parts.append(f"by {row.by}")
    if row.source == "meeting" and row.number:
        parts.append(f"{row.number} minutes")
    return ", ".join(parts)


_HELD = {
    Channel.IN_PRISON: "Visit in prison",
    Channel.VIDEO: "Video call",
    Channel.PHONE: "Phone call",
    Channel.LETTER: "Letter or email",
    Channel.TEXT: "Text message",
    Channel.EMAIL: "E-mail",
    Channel.GATE: "Met at the gate",
    Channel.COMMUNITY: "Met in the community",
    Channel.ACCOMPANIED: "Went with them to an appointment",
    Channel.FAMILY: "Spoke with their family",
    Channel.PROFESSIONAL: "Spoke with another professional",
}
_NOT_HELD = {
    MeetingState.REFUSED: "refused",
    MeetingState.NOT_ATTENDED: "not attended",
    MeetingState.CANCELLED_BY_PRISON: "cancelled by the prison",
    MeetingState.CANCELLED_BY_US: "cancelled by us",
    MeetingState.CANCELLED_BY_PERSON: "cancelled by them",
}


def _meeting(row):
    what = _HELD[row.extra]
    if row.code == MeetingState.HELD:
        at_the_door = " (at the cell door)" if row.more == Place.CELL_DOOR else ""
        return "gate" if row.extra == Channel.GATE else "visit", what + at_the_door, row.text
    why = f" ({CancelReason(row.more).label.lower()})" if row.more in CancelReason.values else ""
    return "missed", f"{what}: {_NOT_HELD[row.code]}{why}", row.text


def _not_met(row):
    return "missed", f"Not met at the gate: {NotMetReason(row.code).label.lower()}", row.text


def _gate_offer(row):
    said = {
        GateDecision.OFFERED: "no answer yet",
        GateDecision.WANTED: "wants it",
        GateDecision.DECLINED: "does not want it",
    }
    return "change", f"Offered to be met at the gate: {said[row.code]}", OfferedHow(row.extra).label


def _bed(row):
    return "gate", f"Bed for the first night: {BedTonight(row.code).label.lower()}", row.text


def _release_date(row):
    if row.date is None:
        title = "Liberation day no longer known" if row.date_before else "No liberation day yet"
    elif row.date_before is None:
        title = f"Liberation day: {day(row.date)}"
    elif row.date < row.date_before:
        title = f"Liberation day brought forward to {day(row.date)}, from {day(row.date_before)}"
    elif row.date > row.date_before:
        title = f"Liberation day put back to {day(row.date)}, from {day(row.date_before)}"
    else:
        title = f"Liberation day confirmed: {day(row.date)}"
    said = f"{DateKind(row.code).label} ({DateSource(row.extra).label.lower()})."
    return "change", title, f"{said} {row.text}".strip()


def _stay(row):
    title = f"Moved to {row.code} from {row.extra}" if row.extra else f"In {row.code}"
    return "change", title, f"Hall: {row.more}" if row.more else ""


def _release(row):
    where = {ReleasedHow.GATE: "Released from prison", ReleasedHow.COURT: "Released from court"}
    return "gate", where.get(row.code, "Released"), ""


def _referral(row):
    return "referral", f"Referred by {_lower(Source(row.code).label)} to {row.extra}", row.text


_CONSENT = {
    (Purpose.TAKING_PART, Decision.GIVEN): "Agreed to take part",
    (Purpose.TAKING_PART, Decision.REFUSED): "Said no to taking part",
    (Purpose.TAKING_PART, Decision.WITHDRAWN): "No longer takes part",
    (Purpose.SHARING, Decision.GIVEN): "Consent to sharing with {}",
    (Purpose.SHARING, Decision.REFUSED): "Said no to sharing with {}",
    (Purpose.SHARING, Decision.WITHDRAWN): "Took back consent to sharing with {}",
    (Purpose.TEXTS, Decision.GIVEN): "Consent to texts",
    (Purpose.TEXTS, Decision.REFUSED): "Said no to texts",
    (Purpose.TEXTS, Decision.WITHDRAWN): "Took back consent to texts",
    (Purpose.EMAILS, Decision.GIVEN): "Consent to e-mails",
    (Purpose.EMAILS, Decision.REFUSED): "Said no to e-mails",
    (Purpose.EMAILS, Decision.WITHDRAWN): "Took back consent to e-mails",
}


def _consent(row):
    return "referral", _CONSENT[(row.extra, row.code)].format(row.text), f"{HowGiven(row.more).label}."


_OFFERED = {
    OfferChannel.IN_PERSON: "Offered in person",
    OfferChannel.LETTER: "Offered by letter or email",
    OfferChannel.VIDEO: "Offered by video",
    OfferChannel.PHONE: "Offered by phone",
}


def _offer(row):
    title = _OFFERED[row.code]
    if row.extra == OfferOutcome.AGREED:
        return "referral", title, row.text
    answer = _lower(OfferOutcome(row.extra).label) if row.extra else "waits for the answer"
    again = f", again on {day(row.date)}" if row.date else ""
    return "referral", f"{title}: {answer}{again}", row.text


def _shared(row):
    danger = " because of danger" if row.code == Basis.DANGER else ""
    return "change", f"Told {row.extra} about them{danger}: {_lower(row.more)}", row.text


def _onward(row):
    """What became of a referral to a partner agency."""
    why = f" ({_lower(OnwardDecline(row.more).label)})" if row.more else ""
    return "referral", f"{row.extra}: {_lower(OnwardState(row.code).label)}{why}", row.text


def _case(row):
    return "referral", f"Support opened: {row.code}", f"TG-{row.number}"


def _assignment(row):
    if row.extra:
        return "change", f"{FurtherRole(row.extra).label}: {row.code}", row.text
    return "change", f"Allocated to {row.code}", row.text


def _custody_again(row):
    return "change", "Back in custody", ""


_COURT = {
    CourtState.ATTENDED: "Was in court",
    CourtState.NOT_ATTENDED: "Was not in court",
    CourtState.PUT_OFF: "Day in court put off",
    CourtState.NOT_NEEDED: "Day in court not needed any more",
}


def _court(row):
    return "note", f"{_COURT[row.code]}: {row.extra}", row.text


def _court_summary(row):
    return "note", f"Summary handed in: {row.extra}", ""


def _assessment(row):
    first = row.code == AssessmentKind.FIRST
    return "visit", "Talked through how things are" if first else "Talked again about how things are", row.text


def _plan(row):
    if row.number == 1:
        return "change", "Plan agreed", row.text
    return "change", f"Plan changed: version {row.number}", row.text


def _plan_review(row):
    return "change", f"Plan looked at again, and kept ({_lower(ReviewCause(row.code).label)})", row.text


def _ending(row):
    return "change", f"Support ended: {_lower(EndingReason(row.code).label)}", row.text


def _ending_talk(row):
    return "change", f"Talked about the ending: last day {day(row.date)}", row.text


def _win(row):
    return "visit", "A small win", row.text


def _reopened(row):
    why = f": {_lower(ReopenReason(row.code).label)}" if row.code else ""
    return "change", f"Support reopened{why}", row.text


_PLACE = {
    StayState.OFFERED: "Offered a place",
    StayState.TAKEN: "Has a place",
    StayState.HELD: "Place kept while in custody",
    StayState.LEFT: "Left their place",
    StayState.SAID_NO: "Said no to a place",
    StayState.WITHDRAWN: "Offer of a place taken back",
}


def _place(row):
    until = f", until {day(row.date)}" if row.date else ""
    why = f" ({_lower(LeaveReason(row.more).label)})" if row.more else ""
    return "change", f"{_PLACE[row.code]}: {row.extra}{until}{why}", row.text


def _alert(row):
    return "change", f"Alert: {_lower(AlertKind(row.code).label)}", f"{row.text} ({row.extra})"


def _pack(row):
    return "note", f"Liberation pack: {_lower(PackState(row.code).label)}", row.text


def _lower(label):
    return label[:1].lower() + label[1:]


_WORDS = {
    "meeting": _meeting,
    "not-met": _not_met,
    "bed": _bed,
    "gate-offer": _gate_offer,
    "release-date": _release_date,
    "stay": _stay,
    "release": _release,
    "referral": _referral,
    "consent": _consent,
    "offer": _offer,
    "shared": _shared,
    "onward": _onward,
    "case": _case,
    "assignment": _assignment,
    "custody-again": _custody_again,
    "court": _court,
    "court-summary": _court_summary,
    "assessment": _assessment,
    "plan": _plan,
    "plan-review": _plan_review,
    "ending": _ending,
    "ending-talk": _ending_talk,
    "win": _win,
    "reopened": _reopened,
    "alert": _alert,
    "pack": _pack,
    "place": _place,
}
