"""Referring a person on to a partner agency, and where that stands."""

import datetime as dt
import uuid

import pytest

from audit.enums import Verb
from audit.models import Event
from core.errors import RuleBroken
from people.enums import Decision, Purpose
from people.services.consents import ConsentNeeded
from referrals.enums import ONWARD_MOVES, OnwardState
from referrals.models import Disclosure, OnwardReferral
from referrals.services.decisions import record_decision
from referrals.services.onward import move_onward_referral, send_onward_referral, undo_onward_move
from tests.factories.accounts import UserFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.referrals import OnwardReferralFactory, ProgrammeFactory, ReferralFactory, ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z")]
TODAY = dt.date(2026, 11, 5)
DAY = dt.timedelta(days=1)
DECLINED = {"decline_reason": "full"}


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def person():
    return PersonFactory()


def reason_for(state):
    return DECLINED if state == OnwardState.DECLINED else {}


def test_onward_referral_is_sent_by_consent_and_kept_as_shared(person, worker):
    service, key = ServiceFactory(), uuid.uuid4()
    consent = ConsentFactory(person=person, to=service.agency)
    for _ in range(2):
        send_onward_referral(person=person, service=service, what="Needs a bed.", new_id=key, by=worker)

    onward = OnwardReferral.objects.get()
    assert (onward.state, onward.consent, onward.disclosure.agency) == (OnwardState.SENT, consent, service.agency)
    assert Event.objects.get().verb == Verb.SHARED


def test_onward_referral_written_down_after_the_withdrawal_is_stopped_like_the_others(person, worker):
    service = ServiceFactory()
    ConsentFactory(person=person, to=service.agency)
    ConsentFactory(
        person=person,
        to=service.agency,
        decision="withdrawn",
        decided_date=TODAY,
        recorded_at=dt.datetime(2026, 11, 5, 9, tzinfo=dt.UTC),
    )

    onward = send_onward_referral(
        person=person, service=service, what="Needs a bed.", on=dt.date(2026, 11, 4), by=worker
    )

    assert (onward.state, person.disclosures.to_tell().count()) == (OnwardState.STOPPED, 1)


def test_onward_referral_without_consent_is_not_sent(person, worker):
    with pytest.raises(ConsentNeeded):
        send_onward_referral(person=person, service=ServiceFactory(), what="Needs a bed.", by=worker)

    assert (OnwardReferral.objects.count(), Disclosure.objects.count()) == (0, 0)


def test_onward_referral_to_a_closed_service_or_twice_is_refused(person, worker):
    closed = ServiceFactory(closed_date=dt.date(2026, 11, 1))
    sent = OnwardReferralFactory(person=person)

    with pytest.raises(RuleBroken, match="is closed"):
        send_onward_referral(person=person, service=closed, what="Needs a bed.", by=worker)
    with pytest.raises(RuleBroken, match="referred to this service already"):
        send_onward_referral(person=person, service=sent.service, what="Needs a bed.", by=worker)


@pytest.mark.parametrize("to", list(OnwardState))
@pytest.mark.parametrize("state", list(OnwardState))
def test_onward_referral_moves_as_its_table_says(person, worker, state, to):
    onward = OnwardReferralFactory(person=person, state=state, **reason_for(state))

    if to in ONWARD_MOVES[state]:
        for _ in range(2):
            moved = move_onward_referral(onward=onward, state=to, note="By phone", by=worker, **reason_for(to))
        assert (moved.state, moved.state_note, moved.state_date) == (to, "By phone", TODAY)
        (move,) = moved.moves.standing()
        assert (move.state, move.said_by, Event.objects.count()) == (to, worker, 1)
    else:
        with pytest.raises(RuleBroken, match="is now at"):
            move_onward_referral(onward=onward, state=to, note="Again", by=worker, **reason_for(to))


@pytest.mark.parametrize(
    ("state", "days"),
    [("sent", 5), ("accepted", 5), ("not-attended", 5), ("waiting", 40), ("attended", None), ("done", None)],
)
def test_when_to_ask_again_goes_by_the_programme(person, worker, state, days):
    programme = ProgrammeFactory(onward_answer_days=5, onward_waiting_days=40)
    ReferralFactory(episode__person=person, programme=programme)
    service = ServiceFactory()
    ConsentFactory(person=person, to=service.agency)

    onward = send_onward_referral(person=person, service=service, what="Needs a bed.", by=worker)
    for step in ("attended", "done") if state == "done" else (state,) if state != "sent" else ():
        onward = move_onward_referral(onward=onward, state=step, by=worker)

    assert onward.ask_again_date == (TODAY + days * DAY if days else None)
    later = TODAY + 40 * DAY
    assert OnwardReferral.objects.overdue(later).count() == (days == 5)


def test_day_they_named_counts_before_the_days_of_the_programme(person, worker):
    onward = OnwardReferralFactory(person=person)

    moved = move_onward_referral(onward=onward, state="waiting", ask_again_date=TODAY + 3 * DAY, by=worker)

    assert moved.ask_again_date == TODAY + 3 * DAY
    with pytest.raises(RuleBroken, match="before the day you heard"):
        move_onward_referral(onward=moved, state="accepted", ask_again_date=TODAY - DAY, by=worker)


@pytest.mark.parametrize(
    ("why", "sentence"),
    [({}, "why they declined"), ({"decline_reason": "condition"}, "which people they do not take")],
)
def test_no_without_its_reason_is_refused(person, worker, why, sentence):
    onward = OnwardReferralFactory(person=person)

    with pytest.raises(RuleBroken, match=sentence):
        move_onward_referral(onward=onward, state="declined", by=worker, **why)


def test_declined_by_threshold_says_whom_they_do_not_take(person, worker):
    onward = OnwardReferralFactory(person=person)
    why = {"decline_reason": "condition", "decline_condition": "pets"}

    moved = move_onward_referral(onward=onward, state="declined", by=worker, **why)

    assert moved.why_declined == "They do not take people with a pet"
    onward = OnwardReferralFactory(person=person)
    other = move_onward_referral(onward=onward, state="declined", by=worker, **why | {"decline_reason": "full"})
    assert (other.why_declined, other.decline_condition) == ("Full", "")


def test_moves_are_taken_back_one_by_one(person, worker):
    onward = OnwardReferralFactory(person=person)
    move_onward_referral(onward=onward, state="waiting", note="List", by=worker)
    move_onward_referral(onward=onward, state="declined", by=worker, **DECLINED)
    last, first = onward.moves.standing()

    with pytest.raises(RuleBroken, match="Something newer"):
        undo_onward_move(onward=onward, move_key=first.pk, by=worker)
    for _ in range(2):
        waiting = undo_onward_move(onward=onward, move_key=last.pk, by=worker)
    assert (waiting.state, waiting.state_note, waiting.decline_reason) == ("waiting", "List", "")
    sent = undo_onward_move(onward=onward, move_key=first.pk, by=worker)

    assert (sent.state, sent.state_date, sent.ask_again_date) == ("sent", onward.sent_date, onward.sent_date + 7 * DAY)
    assert (onward.moves.count(), onward.moves.standing().count()) == (2, 0)
    assert Event.objects.filter(action="undo_onward_move").count() == 2


def test_what_a_withdrawal_stopped_opens_again_only_by_a_new_consent(person, worker):
    onward = OnwardReferralFactory(person=person)
    agency = onward.service.agency
    said = {"purpose": Purpose.SHARING, "recipient": agency, "how": "signed", "decided_date": TODAY, "by": worker}
    record_decision(person=person, decision=Decision.WITHDRAWN, **said)
    stop = onward.moves.get()

    with pytest.raises(ConsentNeeded):
        undo_onward_move(onward=onward, move_key=stop.pk, by=worker)
    record_decision(person=person, decision=Decision.GIVEN, **said)
    assert undo_onward_move(onward=onward, move_key=stop.pk, by=worker).state == "sent"


def test_what_was_sent_again_since_is_not_opened_twice(person, worker):
    onward = OnwardReferralFactory(person=person)
    move_onward_referral(onward=onward, state="stopped", by=worker)
    OnwardReferralFactory(person=person, service=onward.service)

    with pytest.raises(RuleBroken, match="referred to this service again"):
        undo_onward_move(onward=onward, move_key=onward.moves.get().pk, by=worker)


def test_day_of_an_answer_lies_between_sending_and_today(person, worker):
    onward = OnwardReferralFactory(person=person)

    for day in (dt.date(2026, 10, 1), dt.date(2026, 11, 6)):
        with pytest.raises(RuleBroken, match="between the day it was sent and today"):
            move_onward_referral(onward=onward, state="accepted", on=day, by=worker)
