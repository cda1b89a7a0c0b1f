"""Where the rows of the timeline come from: a branch of its one statement for each thing that happens, by kind."""

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, QuerySet, TimeField, Value, Window
from django.db.models.functions import Cast, Coalesce, Lag, Left, NullIf, TruncDate

from liberations.enums import BedTonight, GateState
from liberations.enums.packs import PackState
from liberations.models import GateLiberation, GateOffer, LiberationPack
from mentoring.enums.courts import CourtState
from mentoring.enums.plans import ReviewOutcome
from mentoring.models import (
    Assessment,
    Assignment,
    Case,
    CourtDate,
    CourtSummary,
    CustodyAgain,
    Ending,
    EndingConversation,
    Meeting,
    Plan,
    PlanReview,
    SmallWin,
    StayStep,
)
from people.models import Alert, Consent
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from referrals.enums import OfferOutcome
from referrals.models import Disclosure, Offer, OnwardMove, Referral

# A long note is shown from its beginning; the contact's own page has all of it.
NOTE_CHARACTERS = 400

_TEXT = CharField()
_NOTHING = {
    "e_at": Cast(Value(None), DateTimeField()),
    "e_clock": Cast(Value(None), TimeField()),
    "e_code": Value("", output_field=_TEXT),
    "e_extra": Value("", output_field=_TEXT),
    "e_more": Value("", output_field=_TEXT),
    "e_text": Value("", output_field=_TEXT),
    "e_by": Value("", output_field=_TEXT),
    "e_number": Cast(Value(None), IntegerField()),
    "e_date": Cast(Value(None), DateField()),
    "e_date_before": Cast(Value(None), DateField()),
}
_COLUMNS = ("e_source", "e_key", "e_day", *_NOTHING)


def _branch(rows: QuerySet, source: str, **columns) -> QuerySet:
    given = {f"e_{name}": F(value) if isinstance(value, str) else value for name, value in columns.items()}
    row = {"e_source": Value(source, output_field=_TEXT), "e_key": F("pk"), **_NOTHING, **given}
    return rows.order_by().annotate(**row).values_list(*_COLUMNS)


def _contacts(person):
    gates = GateLiberation.objects.filter(case__person=person)
    return (
        _branch(
            Meeting.objects.filter(case__person=person, recorded_at__isnull=False),
            "meeting",
            day="on_date",
            at="recorded_at",
            clock="at_time",
            code="state",
            extra="channel",
            more=Coalesce(_given("cancel_reason"), _given("place"), Value("")),
            text=Left("note", NOTE_CHARACTERS),
            by=Coalesce("mentor__user__name", "recorded_by__name"),
            number="minutes",
        ),
        _branch(
            GateOffer.objects.filter(gate__case__person=person),
            "gate-offer",
            day="offered_date",
            at="recorded_at",
            code="answer",
            extra="offered_how",
            by="offered_by__name",
        ),
        _branch(
            gates.filter(state=GateState.NOT_MET),
            "not-met",
            day=TruncDate(Coalesce("out_at", "outcome_at")),
            at="outcome_at",
            code="not_met_reason",
            text="outcome_note",
            by="outcome_by__name",
        ),
        _branch(
            gates.exclude(bed_tonight=BedTonight.NOT_ASKED).filter(bed_at__isnull=False),
            "bed",
            day=TruncDate("bed_at"),
            at="bed_at",
            code="bed_tonight",
            text="bed_note",
            by=Coalesce("bed_by__name", Value("")),
        ),
    )


def _dates(person):
    # The value before, within one time in custody: only the ledger itself knows whether a date came forward.
    before = Window(Lag("liberation_date"), partition_by="episode_id", order_by="recorded_at")
    prison_before = Window(Lag("prison__name"), partition_by="episode_id", order_by=("from_date", "to_date"))
    return (
        _branch(
            ReleaseDate.objects.filter(episode__person=person),
            "release-date",
            day=TruncDate("recorded_at"),
            at="recorded_at",
            code="kind",
            extra="source",
            text=Coalesce(_given("note"), _given("reason"), Value("")),
            by=Coalesce("recorded_by__name", Value("")),
            date="liberation_date",
            date_before=before,
        ),
        _branch(
            PrisonStay.objects.filter(episode__person=person),
            "stay",
            day="from_date",
            code="prison__name",
            extra=Coalesce(prison_before, Value("")),
            more="hall",
        ),
        _branch(
            CustodialEpisode.objects.filter(person=person, released_date__isnull=False),
            "release",
            day="released_date",
            code="released_how",
        ),
        _branch(
            CustodyAgain.objects.standing().filter(case__person=person),
            "custody-again",
            day="on_date",
            at="recorded_at",
            by="recorded_by__name",
        ),
        # One to come is on the panel of days in court.
        _branch(
            CourtDate.objects.filter(case__person=person).exclude(state=CourtState.COMING),
            "court",
            day="on_date",
            at="outcome_at",
            clock="at_time",
            code="state",
            extra="court",
            text="result",
            by="outcome_by__name",
        ),
    )


def _agreements(person):
    return (
        _branch(
            Referral.objects.filter(person=person),
            "referral",
            day="referred_date",
            at="received_at",
            code="source",
            extra="programme__name",
            text="source_note",
            by=Coalesce("received_by__name", Value("")),
        ),
        _branch(
            Consent.objects.filter(person=person),
            "consent",
            day="decided_date",
            at="recorded_at",
            code="decision",
            extra="purpose",
            more="how",
            text="recipient_name",
            by="recorded_by__name",
        ),
        # A yes of the same day is told by the consent and the case that it made.
        _branch(
            Offer.objects.filter(referral__person=person).exclude(
                outcome=OfferOutcome.AGREED, answered_date=F("on_date")
            ),
            "offer",
            day="on_date",
            at="offered_at",
            code="channel",
            extra="outcome",
            text="note",
            date="later_date",
            by=Coalesce("offered_by__name", Value("")),
        ),
        _branch(
            Disclosure.objects.filter(person=person),
            "shared",
            day="shared_date",
            at="recorded_at",
            code="basis",
            extra=Coalesce("agency__name", "prison__name", "somebody_else"),
            more="purpose",
            text="what",
            by="recorded_by__name",
        ),
        # That they were referred is told by what was shared.
        _branch(
            OnwardMove.objects.standing().filter(onward__person=person),
            "onward",
            day="state_date",
            at="said_at",
            code="state",
            extra="onward__service__name",
            more="decline_reason",
            text="state_note",
            by=Coalesce("said_by__name", "onward__service__agency__name"),
        ),
    )


def _support(person):
    endings = Ending.objects.filter(case__person=person)
    return (
        # Where the pack is now; how it came there is on its own page.
        _branch(
            LiberationPack.objects.filter(case__person=person).exclude(state=PackState.PREPARING),
            "pack",
            day=TruncDate("state_at"),
            at="state_at",
            code="state",
            text="where",
            by="state_by__name",
        ),
        _branch(
            Case.objects.filter(person=person),
            "case",
            day="opened_date",
            code="programme__name",
            number=Cast("number", IntegerField()),
        ),
        _branch(
            Assignment.objects.in_earnest().filter(case__person=person),
            "assignment",
            day="from_date",
            at="allocated_at",
            code="mentor__user__name",
            extra="further_role",
            text="match_note",
            by="allocated_by__name",
        ),
        *_talked_through(person),
        _branch(
            endings,
            "ending",
            day="ended_date",
            at="ended_at",
            code="reason",
            extra="kind",
            text="summary",
            by="ended_by__name",
        ),
        _branch(
            EndingConversation.objects.in_force().filter(case__person=person),
            "ending-talk",
            day="on_date",
            at="recorded_at",
            text="their_words",
            date="planned_date",
            by="recorded_by__name",
        ),
        _branch(
            SmallWin.objects.standing().filter(case__person=person),
            "win",
            day="on_date",
            at="recorded_at",
            text="words",
            by="recorded_by__name",
        ),
        _branch(
            endings.filter(reopened_at__isnull=False),
            "reopened",
            day=TruncDate("reopened_at"),
            at="reopened_at",
            code="reopen_reason",
            text="reopen_note",
            by="reopened_by__name",
        ),
        _branch(
            StayStep.objects.standing().filter(stay__case__person=person),
            "place",
            day="on_date",
            at="recorded_at",
            code="state",
            extra="stay__place__name",
            more="leave_reason",
            text="note",
            by="recorded_by__name",
            date="held_until",
        ),
        _branch(
            Alert.objects.filter(person=person),
            "alert",
            day=TruncDate("recorded_at"),
            at="recorded_at",
            code="kind",
            text="text",
            extra="source",
            by="recorded_by__name",
        ),
    )


def _talked_through(person):
    """What was worked out with them: how things are, their plan, what a court was told."""
    return (
        _branch(
            Assessment.objects.filter(case__person=person, completed_date__isnull=False),
            "assessment",
            day="completed_date",
            at="completed_at",
            code="kind",
            text="matters_first",
            by="completed_by__name",
        ),
        _branch(
            Plan.objects.agreed().filter(case__person=person),
            "plan",
            day="agreed_date",
            at="agreed_at",
            code="agreement",
            text="what_changed",
            by="agreed_by__name",
            number=Cast("number", IntegerField()),
        ),
        # A review that changed the plan is told by the version it led to.
        _branch(
            PlanReview.objects.filter(plan__case__person=person, outcome=ReviewOutcome.KEPT),
            "plan-review",
            day="on_date",
            at="reviewed_at",
            code="cause",
            text="note",
            by="reviewed_by__name",
        ),
        _branch(
            CourtSummary.objects.filter(court_date__case__person=person, handed_in_date__isnull=False),
            "court-summary",
            day="handed_in_date",
            extra="court_date__court",
            by="written_by__name",
        ),
    )


def _given(field):
    """The text, or null where it is empty, so that the next one may stand in for it."""
    return NullIf(F(field), Value(""))


SOURCES = {"contacts": _contacts, "dates": _dates, "agreements": _agreements, "support": _support}
