"""What stands above every page about a person."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce

from core.kept_queries import kept_query, stand_in
from core.templatetags.ui import long_day
from mentoring.models import Case
from people.enums import AlertKind
from people.models import Alert, Person
from people.selectors import alerts_of
from prisons.date_words import why
from prisons.enums import Confidence
from prisons.models import CustodialEpisode
from referrals.models import Referral

_LEDGER_FIELDS = ("kind", "source", "stated_date", "worked_out_date", "reason", "area_checked", "confidence")


@dataclass(frozen=True, slots=True)
class PersonHeader:
    """What stands above every page about a person. Days are days; whatever is not known is None or empty."""

    person: Person
    today: dt.date
    case: Case | None
    referral: Referral | None
    episode: CustodialEpisode | None
    alerts: list[Alert]
    prison: str
    hall: str
    released_date: dt.date | None
    liberation_day: dt.date | None
    why: str
    stated_date: dt.date | None
    worked_out_date: dt.date | None
    area_checked: bool
    provisional: bool
    mentor: str
    meetings_held: int
    asked_on: dt.date | None
    ask_again_on: dt.date | None

    @property
    def asks_again(self):
        """The date has not been confirmed for too long, or is not known and nobody has asked lately. Once the day has
        passed, what happened is the question."""
        if self.case is None or self.case.closed_date or self.released_date:
            return False
        if self.liberation_day and self.liberation_day < self.today:
            return False
        return self.ask_again_on is None or self.ask_again_on <= self.today

    @property
    def days_since_asked(self):
        return (self.today - self.asked_on).days if self.asked_on else None

    @property
    def reference(self):
        return self.case.reference if self.case else ""

    @property
    def days(self):
        """Whole days until the liberation day; negative once it has passed."""
        return (self.liberation_day - self.today).days if self.liberation_day else None

    @property
    def days_away(self):
        return abs(self.days)

    @property
    def differs_from_prison(self):
        """The prison's day is not the one our rules make of the sentence date, and it still matters."""
        return bool(
            not self.released_date
            and self.stated_date
            and self.worked_out_date
            and self.stated_date != self.worked_out_date
        )

    @property
    def in_twos(self):
        """An alert in force says that staff meet them in twos."""
        return any(alert.meet_in_twos for alert in self.alerts)

    @property
    def threats(self):
        """The alerts in force that tell of somebody who may do them harm."""
        return [alert for alert in self.alerts if alert.kind == AlertKind.RISK_FROM_OTHERS]

    @property
    def area_unchecked(self):
        """Our own day was worked out without the holidays of the area the person returns to."""
        return bool(self.worked_out_date and not self.area_checked and not self.released_date)


def cases_with_header() -> QuerySet[Case]:
    """All cases with what the header shows, to choose from; the one a page is about comes first: open before ended, newest first."""
    ledger = {f"ledger_{name}": F(f"ledger__{name}") for name in _LEDGER_FIELDS}
    return (
        Case.objects.with_liberation()
        .with_lead()
        .with_meetings_held()
        .with_asked()
        .annotate(hall=F("stay__hall"), **ledger)
        .select_related("person", "programme", "episode")
        .order_by(F("closed_date").desc(nulls_first=True), "-number")
    )


def current_case(person: Person) -> Case | None:
    """The case a page about the person is about, with its header's facts. One query.

    None for someone back in custody whose earlier support has ended: the page is then about their referral.
    """
    return _current_case().first({PERSON: person.pk})


PERSON = stand_in()


@kept_query
def _current_case():
    return cases_with_header().filter(person=PERSON).of_present_custody()[:1]


def person_header(person: Person, today: dt.date, *, case: Case | None = None) -> PersonHeader:
    """Everything of the header panel (templates/mentoring/_person_header.html). Two queries; four for someone without a case.

    Pass `case` when the page already has one from `cases_with_header`. The caller has checked that the user may open the record.
    """
    case = case or current_case(person)
    referral = None
    row = case
    if case is None:
        referral = Referral.objects.filter(person=person).waiting_first().select_related("programme").first()
        row = _episode(person)
    episode = case.episode if case else row
    released = episode.released_date if episode else None
    return PersonHeader(
        person=person,
        today=today,
        case=case,
        referral=referral,
        episode=episode,
        alerts=alerts_of(person),
        prison=getattr(row, "now_at_name", None) or "",
        hall=getattr(row, "hall", None) or "",
        released_date=released,
        liberation_day=getattr(row, "liberation_day", None),
        why=_why(row, released),
        stated_date=getattr(row, "ledger_stated_date", None),
        worked_out_date=getattr(row, "ledger_worked_out_date", None),
        area_checked=bool(getattr(row, "ledger_area_checked", False)),
        provisional=getattr(row, "ledger_confidence", None) == Confidence.PROVISIONAL and not released,
        mentor=getattr(row, "lead_name", None) or "",
        meetings_held=case.meetings_held if case else 0,
        asked_on=case.asked_on if case else None,
        ask_again_on=case.ask_again_on if case else None,
    )


def _why(row, released) -> str:
    """Why it is that day, in a sentence."""
    if row is None or row.liberation_day is None:
        return ""
    if released:
        return f"Released on {long_day(released)}."
    return why(
        kind=row.ledger_kind,
        source=row.ledger_source,
        stated_date=row.ledger_stated_date,
        worked_out_date=row.ledger_worked_out_date,
        reason=row.ledger_reason,
    )


def _episode(person: Person) -> CustodialEpisode | None:
    """The time in custody of someone without a case, annotated like `current_case`."""
    ledger = {f"ledger_{name}": F(f"ledger__{name}") for name in _LEDGER_FIELDS}
    return (
        CustodialEpisode.objects.filter(person=person)
        .annotate(
            ledger=FilteredRelation("release_dates", condition=Q(release_dates__is_current=True)),
            stay=FilteredRelation("stays", condition=Q(stays__to_date=None)),
        )
        .annotate(
            liberation_day=Coalesce("released_date", "ledger__liberation_date"),
            now_at_name=F("stay__prison__name"),
            hall=F("stay__hall"),
            **ledger,
        )
        .order_by(F("released_date").desc(nulls_first=True))
        .first()
    )
