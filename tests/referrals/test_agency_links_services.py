"""The one-use link of a partner agency: it opens one referral, for one answer, and nothing else about it is told to anybody."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.core import mail

from audit.enums import Verb
from audit.models import Event
from core.errors import RuleBroken
from people.enums import Decision, Purpose
from people.services.consents import ConsentNeeded
from referrals.models import AgencyLink, LinkTries, OnwardMove
from referrals.models.agency_links import digest_of
from referrals.services.agency_links import (
    MOST_TRIES,
    NoSuchLink,
    TooManyTries,
    answer_by_link,
    open_agency_link,
    send_agency_link,
    take_back_agency_link,
)
from referrals.services.agency_mail import send_agency_links
from referrals.services.decisions import record_decision
from referrals.services.onward import move_onward_referral
from tests.concurrency import at_once
from tests.factories.accounts import UserFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.referrals import AgencyLinkFactory, OnwardReferralFactory, ProgrammeFactory, ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]
NOW = dt.datetime(2026, 11, 5, 10, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
PLACE = "192.0.2.7"
TOLD = "Jo Quillfeather needs a door that locks."


@pytest.fixture
def worker():
    return UserFactory(phone="0141 496 0111")


@pytest.fixture
def onward():
    return OnwardReferralFactory(
        person=PersonFactory(), disclosure__what=TOLD, service__agency__email="duty@harbour.example"
    )


@pytest.fixture
def link(onward):
    return AgencyLinkFactory(onward=onward)


def opens(link):
    try:
        return open_agency_link(secret=link.secret, place=PLACE) == link
    except NoSuchLink:
        return False


def answer(link, **said):
    return answer_by_link(**{"secret": link.secret, "place": PLACE, "state": "accepted"} | said)


def test_link_is_sent_once_and_its_letter_tells_nothing_about_anybody(onward, worker):
    for _ in range(2):
        link = send_agency_link(onward=onward, by=worker)
    counts = [send_agency_links(), send_agency_links()]

    (letter,) = mail.outbox
    assert (counts, letter.to, Event.objects.get().verb) == ([1, 0], ["duty@harbour.example"], Verb.SHARED)
    assert re.search(r"http://127\.0\.0\.1:8000/answer/\?key=([-_A-Za-z0-9]{43})\n", letter.body)[1] == link.secret
    assert "0141 496 0111" in letter.body
    assert "until 19 Nov 2026 at 10:00am" in letter.body
    told = letter.message().as_string()
    assert not [word for word in ("Quillfeather", "door that locks", onward.service.name, "mentor") if word in told]


def test_secret_is_kept_nowhere_and_outlives_the_key_of_the_server(link, settings):
    secret = link.secret
    row = AgencyLink.objects.values().get()

    assert len(secret) == 43
    assert secret not in str(row)
    assert row["digest"] == digest_of(secret)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert AgencyLink.objects.get().secret == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert AgencyLink.objects.get().secret is None
    # What was e-mailed still opens: it is known by its digest.
    assert open_agency_link(secret=secret, place=PLACE) == link


def test_link_lasts_as_long_as_the_programme_says(onward, worker):
    ReferralFactory(episode__person=onward.person, programme=ProgrammeFactory(onward_link_days=3))

    assert send_agency_link(onward=onward, by=worker).expires_at == NOW + 3 * DAY


def test_another_link_takes_the_place_of_the_one_that_was_sent(onward, link, worker):
    newer = send_agency_link(onward=onward, by=worker)

    assert (opens(link), opens(newer)) == (False, True)


@pytest.mark.parametrize("state", ["accepted", "attended", "declined", "done", "stopped"])
def test_referral_that_waits_for_no_answer_gets_no_link(worker, state):
    why = {"decline_reason": "full"} if state == "declined" else {}
    onward = OnwardReferralFactory(person=PersonFactory(), state=state, service__agency__email="a@b.example", **why)

    with pytest.raises(RuleBroken, match="does not wait for an answer"):
        send_agency_link(onward=onward, by=worker)


def test_link_needs_an_address_and_the_consent(worker):
    person = PersonFactory()
    with pytest.raises(RuleBroken, match="no email address"):
        send_agency_link(onward=OnwardReferralFactory(person=person), by=worker)
    onward = OnwardReferralFactory(person=person, service__agency__email="a@b.example")
    ConsentFactory(person=person, to=onward.service.agency, decision="withdrawn", recorded_at=NOW)
    with pytest.raises(ConsentNeeded):
        send_agency_link(onward=onward, by=worker)
    assert not AgencyLink.objects.exists()


def test_opening_shows_the_referral_again_and_again_and_each_time_is_on_the_trail(link):
    for _ in range(2):
        assert open_agency_link(secret=link.secret, place=PLACE).onward.disclosure.what == TOLD

    link.refresh_from_db()
    assert (link.opened_at, link.answered_at) == (NOW, None)
    event, _ = Event.objects.all()
    assert (event.action, event.verb) == ("open_agency_link", Verb.SHARED)
    assert (event.actor_key, event.actor_role) == (link.onward.service.agency_id, "partner-agency")
    assert (event.person_key, event.team_key) == (link.onward.person_id, link.made_by.team_id)
    assert not LinkTries.objects.exists()


def _expired(link):
    AgencyLink.objects.update(made_at=NOW - 15 * DAY, expires_at=NOW)


def _used(link):
    answer(link)


def _taken_back(link):
    take_back_agency_link(onward=link.onward, by=UserFactory())


def _answered_by_phone(link):
    move_onward_referral(onward=link.onward, state="waiting", by=UserFactory())


def _stopped(link):
    move_onward_referral(onward=link.onward, state="stopped", by=UserFactory())


def _consent_taken_back(link):
    said = {"how": "signed", "decided_date": TODAY, "by": UserFactory()}
    recipient = link.onward.service.agency
    record_decision(
        person=link.onward.person, purpose=Purpose.SHARING, decision=Decision.WITHDRAWN, recipient=recipient, **said
    )


def _consent_ran_out(link):
    link.onward.person.consents.update(expires_date=TODAY - DAY)


def _consent_given_again_after_it_was_taken_back(link):
    _consent_taken_back(link)
    said = {"how": "signed", "decided_date": TODAY, "by": UserFactory()}
    recipient = link.onward.service.agency
    record_decision(person=link.onward.person, purpose=Purpose.SHARING, decision="given", recipient=recipient, **said)


@pytest.mark.parametrize(
    "end",
    [
        _expired,
        _used,
        _taken_back,
        _answered_by_phone,
        _stopped,
        _consent_taken_back,
        _consent_ran_out,
        _consent_given_again_after_it_was_taken_back,
    ],
)
def test_link_that_is_over_opens_nothing_and_takes_no_answer(link, end):
    end(link)
    moves = OnwardMove.objects.count()
    told = []
    for secret in (link.secret, "x" * 43):
        for tried in (open_agency_link, answer_by_link):
            said = {} if tried is open_agency_link else {"state": "declined", "decline_reason": "full"}
            with pytest.raises(NoSuchLink) as refusal:
                tried(secret=secret, place=PLACE, **said)
            told.append((type(refusal.value), str(refusal.value)))

    assert len(set(told)) == 1
    assert OnwardMove.objects.count() == moves
    refused = Event.objects.filter(verb=Verb.REFUSED, person_key=link.onward.person_id)
    assert refused.count() == 2


def test_answer_is_taken_once_and_stands_as_the_agencys(link):
    key = uuid.uuid4()
    said = {"state": "waiting", "note": "Six weeks", "ask_again_date": TODAY + 40 * DAY, "new_id": key}
    for _ in range(2):
        assert answer(link, **said).pk == key

    link.onward.refresh_from_db()
    row = link.onward
    assert (row.state, row.state_note, row.ask_again_date) == ("waiting", "Six weeks", TODAY + 40 * DAY)
    assert (row.state_by, row.moves.get().link) == (None, link)
    event = Event.objects.get()
    assert (event.action, event.actor_role, event.after["state"]) == ("answer_by_link", "partner-agency", "waiting")
    with pytest.raises(NoSuchLink):
        answer(link, new_id=uuid.uuid4())
    with pytest.raises(NoSuchLink):
        answer(AgencyLinkFactory(onward=OnwardReferralFactory(person=PersonFactory())), new_id=key)


@pytest.mark.parametrize("said", [{"state": "declined"}, {"state": "done"}, {"state": "stopped"}])
def test_answer_that_cannot_stand_leaves_the_link_as_it_was(link, said):
    with pytest.raises(RuleBroken) as refusal:
        answer(link, **said)

    assert not isinstance(refusal.value, NoSuchLink)
    assert not LinkTries.objects.exists()
    assert opens(link)


@pytest.mark.django_db(transaction=True)
@pytest.mark.time_machine("2026-11-05T10:00Z", tick=True)
def test_eight_answers_at_once_are_one():
    link = AgencyLinkFactory(onward=OnwardReferralFactory(person=PersonFactory()))

    def press():
        try:
            answer(link, new_id=uuid.uuid4())
        except NoSuchLink:
            return "refused"
        return "taken"

    assert sorted(at_once(8, press)) == ["refused"] * 7 + ["taken"]
    assert OnwardMove.objects.count() == 1


def test_guessing_is_put_off_and_locks_nobody_else_out(link):
    for _ in range(MOST_TRIES):
        with pytest.raises(NoSuchLink) as refusal:
            open_agency_link(secret=digest_of(str(uuid.uuid4()))[:43], place=PLACE)
        assert type(refusal.value) is NoSuchLink
    with pytest.raises(TooManyTries):
        answer_by_link(secret="x" * 43, place=PLACE, state="accepted")

    assert opens(link)
    assert PLACE not in str(LinkTries.objects.values().get())
    with time_machine.travel(NOW + dt.timedelta(hours=1, seconds=1)), pytest.raises(NoSuchLink) as refusal:
        open_agency_link(secret="x" * 43, place=PLACE)
    assert type(refusal.value) is NoSuchLink


def test_letter_the_mail_server_refuses_is_tried_again(onward, worker, settings):
    link = send_agency_link(onward=onward, by=worker)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert [send_agency_links(), send_agency_links()] == [0, 0]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(NOW + dt.timedelta(minutes=2)):
        assert send_agency_links() == 1
    link.refresh_from_db()
    assert (link.attempts, link.sent_at is not None) == (2, True)


def test_letter_of_a_link_that_is_of_no_more_use_is_not_sent(onward, worker):
    send_agency_link(onward=onward, by=worker)
    _consent_taken_back(AgencyLink.objects.get())

    assert (send_agency_links(), mail.outbox) == (0, [])
