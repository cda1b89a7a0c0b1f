import datetime as dt
import uuid

import pytest
import time_machine

from accounts.enums import Role
from audit.enums import Verb
from audit.models import Event
from people.enums import AccessReason, Sex
from referrals.enums import DeclineReason, ReferralState, Source
from tests.factories.accounts import PrisonMentorUserFactory, UserFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-05T10:00Z", tick=False):
        yield


@pytest.fixture
def mentor():
    return PrisonMentorUserFactory()


@pytest.fixture
def browser(as_user, mentor):
    return as_user(mentor)


@pytest.fixture
def make(mentor):
    """A referral to a programme of the mentor's team, open to its prison mentors."""
    programme = ProgrammeFactory(team=mentor.team)

    def make(liberation=None, **fields):
        row = ReferralFactory(**{"programme": programme, **fields})
        AccessFactory(
            person=row.person, user=None, team=mentor.team, role=Role.PRISON_MENTOR, reason=AccessReason.TRIAGE
        )
        if liberation:
            ReleaseDateFactory(episode=row.episode, stated_date=liberation)
        return row

    return make


def on(day, month=10):
    return {"on_day": str(day), "on_month": str(month), "on_year": "2026"}


def later(day):
    return {"later_date_day": str(day), "later_date_month": "10", "later_date_year": "2026"}


def listed(response):
    return list(response.context["page"])


def test_queue_shows_what_waits_nearest_liberation_first_and_no_date_last(browser, make):
    no_date = make()
    late = make(dt.date(2026, 12, 20))
    soon = make(dt.date(2026, 11, 1))
    make(state=ReferralState.DECLINED, decline_reason=DeclineReason.SEX)
    ReferralFactory()

    response = browser.get("/referrals/")

    assert listed(response) == [soon, late, no_date]
    event = Event.objects.get()
    assert event.verb == Verb.LISTED
    assert set(event.shown) == {no_date.person_id, late.person_id, soon.person_id}


@pytest.mark.parametrize("key", ["name", "prison", "liberation", "programme", "referred", "state"])
def test_queue_sorts_both_ways(browser, make, key):
    rows = [make(dt.date(2026, 11, day)) for day in (1, 2, 3)]

    up = listed(browser.get("/referrals/", {"sort": key}))
    down = listed(browser.get("/referrals/", {"sort": f"-{key}"}))

    assert set(up) == set(down) == set(rows)


def test_queue_filters_by_state_programme_prison_and_source(browser, make, mentor):
    prison, other = PrisonFactory(), ProgrammeFactory(team=mentor.team)
    make()
    here = make(episode__prison=prison)
    no = make(state=ReferralState.SAID_NO)
    theirs = make(programme=other)
    family = make(source=Source.FAMILY)

    def shown(**filters):
        return listed(browser.get("/referrals/", filters))

    assert shown(prison=prison.pk) == [here]
    assert shown(state="said-no") == [no]
    assert shown(programme=other.pk) == [theirs]
    assert shown(source="family") == [family]
    assert len(shown(state="all")) == 5


def test_empty_queue_says_what_to_do(browser):
    assert "No referral waits" in browser.get("/referrals/").text
    assert "No referral fits these filters" in browser.get("/referrals/", {"source": "family"}).text


def test_referral_page_says_what_speaks_against_it(browser, make):
    row = make(dt.date(2026, 11, 1))
    row.programme.sexes = [Sex.FEMALE]
    row.programme.save()

    response = browser.get(f"/referrals/{row.pk}/")

    assert "The programme is not for people recorded as male." in response.text
    assert Event.objects.get().person_key == row.person_id


def test_referral_of_strangers_is_not_found(browser):
    assert browser.get(f"/referrals/{ReferralFactory().pk}/").status_code == 404


def test_referral_from_decision_to_answer_and_back(browser, make):
    row = make(dt.date(2026, 11, 1))

    def after(path, **typed):
        response = browser.post(f"/referrals/{row.pk}/{path}/", typed)
        row.refresh_from_db()
        assert response.url == f"/referrals/{row.pk}/"
        # Each state has a page of its own.
        assert browser.get(response.url).status_code == 200
        return row.state

    assert after("decline", reason="sentence", note="") == ReferralState.DECLINED
    assert after("reconsider") == ReferralState.RECEIVED
    assert after("accept") == ReferralState.ELIGIBLE
    assert after("offer", channel="letter", outcome="waits", **on(1)) == ReferralState.OFFERED
    assert after("answer", outcome="not-seen", note="At court", **on(2)) == ReferralState.NOT_REACHED
    assert after("offer", channel="in-person", outcome="not-now", **later(29), **on(4)) == ReferralState.NOT_NOW
    assert after("offer", channel="in-person", outcome="said-no", note="", **on(5)) == ReferralState.SAID_NO
    assert after("offer/again", new_id=str(uuid.uuid4())) == ReferralState.OFFERED
    tried = row.offers.values_list("channel", "outcome")
    assert set(tried) == {
        ("letter", "not-seen"),
        ("in-person", "not-now"),
        ("in-person", "said-no"),
        ("in-person", ""),
    }
    changes = Event.objects.filter(verb__in=[Verb.CREATED, Verb.CHANGED])
    assert (changes.count(), set(changes.values_list("person_key", flat=True))) == (8, {row.person_id})


def test_said_no_can_be_offered_again_with_one_press(browser, make):
    row = make(state=ReferralState.SAID_NO)

    key = str(uuid.uuid4())
    assert "Offered again today, in person" in browser.get(f"/referrals/{row.pk}/").text

    for _ in range(2):
        browser.post(f"/referrals/{row.pk}/offer/again/", {"new_id": key})

    row.refresh_from_db()
    assert (row.state, row.offers.count()) == (ReferralState.OFFERED, 2)
    assert row.offers.newest_first()[0].on_date == dt.date(2026, 10, 5)


def test_decision_somebody_else_took_first_is_told_in_a_sentence(browser, make):
    row = make(state=ReferralState.ELIGIBLE)

    response = browser.post(f"/referrals/{row.pk}/accept/", follow=True)

    assert "Someone may have dealt with it already." in response.text


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        ("decline", {"note": ""}, "Choose an answer to “Why is this service not for them?”"),
        ("offer", {"channel": "letter", "outcome": "waits", **on(6)}, "The day of the offer cannot be in the future."),
        ("offer", {**on(5)}, "Choose an answer to “How was it offered?”"),
        ("answer", {"outcome": "said-no", **on(6)}, "The day of the answer cannot be in the future."),
        ("answer", {"outcome": "said-no", **on(5)}, "This referral is now at “To be offered”"),
    ],
)
def test_what_is_refused_is_shown_with_what_was_typed(browser, make, path, typed, sentence):
    row = make(state=ReferralState.ELIGIBLE)

    response = browser.post(f"/referrals/{row.pk}/{path}/", typed)

    assert sentence in response.text
    row.refresh_from_db()
    assert row.state == ReferralState.ELIGIBLE
    assert Event.objects.get().verb == Verb.VIEWED


@pytest.mark.parametrize("path", ["accept", "reconsider", "offer/again"])
def test_moves_are_not_made_by_following_a_link(browser, make, path):
    assert browser.get(f"/referrals/{make().pk}/{path}/").status_code == 405


@pytest.mark.parametrize("path", ["accept", "decline", "reconsider", "offer", "offer/again", "answer"])
def test_community_mentor_sees_a_referral_but_does_not_decide(as_user, make, path):
    row = make()
    community = UserFactory(team=row.programme.team)
    AccessFactory(person=row.person, user=community)
    browser = as_user(community)

    assert "Not for this service" not in browser.get(f"/referrals/{row.pk}/").text
    assert browser.post(f"/referrals/{row.pk}/{path}/").status_code == 403
