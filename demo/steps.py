"""A life as a list of steps, each on its day. Told through the services (demo/teller.py) or written as rows (demo/scale)."""

import datetime as dt
from dataclasses import dataclass

from liberations.enums import BedTonight, GateDecision, NotMetReason, OfferedHow, Transport
from mentoring.enums.cases import EndingKind, EndingReason
from mentoring.enums.meetings import CancelReason, Channel, MeetingState, MoveAsker, Place
from mentoring.enums.needs import NeedArea
from mentoring.enums.outcomes import OutcomeAnswer, OutcomeTopic
from people.enums import AlertKind, HowGiven, Sex
from prisons.enums import Confidence, DateKind, DateSource, LegalStatus, SentenceBand
from referrals.enums import DeclineReason, OfferChannel, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted(Step):
    prison: str
    hall: str = ""
    area: str
    legal_status: LegalStatus = LegalStatus.SENTENCED
    sentence_band: SentenceBand = SentenceBand.UNDER_12_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Step):
    """A row of the release-date ledger. Neither date: the prison does not know."""

    sentence_date: dt.date | None = None
    stated_date: dt.date | None = None
    kind: DateKind = DateKind.PRISON_STATED
    source: DateSource = DateSource.PRISON_LIST
    confidence: Confidence = Confidence.CONFIRMED
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(Step):
    prison: str
    hall: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred(Step):
    source: Source = Source.PRISON_LIST
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Step):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Step):
    reason: DeclineReason
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(Step):
    channel: OfferChannel = OfferChannel.IN_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidNo(Step):
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow(Step):
    later: dt.date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredOn(Step):
    """To a service of a partner agency they agreed to share with."""

    agency: str
    service: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed(Step):
    how: HowGiven = HowGiven.SIGNED
    witness: str = ""
    share_with: tuple[str, ...] = ()
    texts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated(Step):
    mentor: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Step):
    """A contact or an attempt at one, written up on its day by `by`, else by the person's mentor."""

    channel: Channel = Channel.IN_PRISON
    at_time: dt.time = dt.time(10, 30)
    state: MeetingState = MeetingState.HELD
    place: Place | str = ""
    minutes: int | None = None
    topics: tuple[NeedArea, ...] = ()
    note: str = ""
    cancel_reason: CancelReason | str = ""
    agency_visit: bool = False
    two_way: bool = True
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked(Step):
    """A contact planned on `on` for `day`, with nothing said yet of how it went."""

    day: dt.date
    channel: Channel = Channel.IN_PRISON
    at_time: dt.time = dt.time(10, 30)
    agency_visit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMoved(Step):
    """What was booked last was put on another day."""

    day: dt.date
    asked_by: MoveAsker
    at_time: dt.time = dt.time(10, 30)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePlanned(Step):
    """Offered that day; with the person's mentor at the gate, and `second` along, if they want to be met."""

    decision: GateDecision = GateDecision.WANTED
    meet_time: dt.time | None = dt.time(8, 30)
    point: str = ""
    second: str = ""
    other_door: str = ""
    how: OfferedHow = OfferedHow.IN_PERSON
    transport: Transport = Transport.MENTOR_CAR
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met(Step):
    at_time: dt.time = dt.time(8, 50)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMet(Step):
    reason: NotMetReason
    at_time: dt.time = dt.time(8, 50)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed(Step):
    answer: BedTonight
    at_time: dt.time = dt.time(11, 0)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerted(Step):
    kind: AlertKind
    text: str
    source: str
    review_date: dt.date
    told_person: bool = False
    meet_in_twos: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Step):
    """A planned ending was talked about so many days before."""

    kind: EndingKind = EndingKind.PLANNED
    reason: EndingReason = EndingReason.COMPLETED
    summary: str = ""
    agreed_with_person: bool = True
    their_words: str = ""
    talked_days: int = 35


@dataclass(frozen=True, slots=True, kw_only=True)
class HowThingsAre(Step):
    """What they say at one of the readings after release; `since` is when a job, course or training began."""

    week: int
    answers: dict[OutcomeTopic, OutcomeAnswer]
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackInCustody(Step):
    prison: str
    hall: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """Who the person is: fields of people.Person, by their names."""

    given_names: str
    family_name: str
    birth_date: dt.date
    sex: Sex = Sex.MALE
    known_as: str = ""
    other_names: str = ""
    language: str = ""
    communication_needs: str = ""
    phone: str = ""
    phone_note: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """An invented person and what has happened so far, in the order in which it happened.

    `number` is the prison number; `taken_in_by` the mentor in prison who takes in the referral, offers and signs up.
    """

    who: Who
    number: str
    taken_in_by: str
    steps: tuple[Step, ...]
