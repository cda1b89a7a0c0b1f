"""The pages that show something about a person to somebody who has not signed in."""

import datetime as dt
import re

import pytest
from django.test import Client

from audit.models import Event
from referrals.models import AgencyLink, OnwardMove, OnwardReferral, SharePack
from referrals.services.agency_links import MOST_TRIES
from tests.contents import contents
from tests.factories.accounts import AuditorFactory
from tests.factories.people import PersonFactory
from tests.factories.referrals import AgencyLinkFactory, OnwardReferralFactory
from tests.factories.sharing import SharePackFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]
TOLD = "Jo Quillfeather needs a door that locks."
FORM = {"state": "waiting", "note": "Six weeks", "new_id": "6f0a4c1e-4f5b-4d0a-9a51-1d0f1f0c2b3a"}
WRONG = "x" * 43


@pytest.fixture
def link():
    return AgencyLinkFactory(onward=OnwardReferralFactory(person=PersonFactory(), disclosure__what=TOLD))


def over(link):
    AgencyLink.objects.update(
        made_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC), expires_at=AgencyLink.objects.get().made_at
    )


def used(link):
    Client().post("/answer/send/", FORM | {"secret": link.secret})


def taken_back(link):
    AgencyLink.objects.update(revoked_at=link.made_at)


def bare(response):
    """The page without its token, which differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.text)


def test_looking_at_the_link_shows_nothing_uses_nothing_and_asks_nothing(client, link, django_assert_num_queries):
    before = contents()
    with django_assert_num_queries(0):
        seen = [client.get("/answer/", {"key": link.secret}) for _ in range(3)]
        wrong = client.get("/answer/", {"key": WRONG})

    assert {page.status_code for page in seen} == {200}
    assert "Quillfeather" not in seen[0].text
    assert bare(seen[0]).replace(link.secret, WRONG) == bare(wrong)
    assert contents() == before
    assert client.head("/answer/", {"key": link.secret}).status_code == 200


def test_agency_reads_what_was_told_and_answers_once(client, link):
    read = client.post("/answer/read/", {"secret": link.secret})
    assert (read.status_code, TOLD in read.text) == (200, True)
    incomplete = client.post("/answer/send/", FORM | {"secret": link.secret, "state": "declined"})
    assert "Choose" in incomplete.text and TOLD in incomplete.text
    said = FORM | {"secret": link.secret}

    sent = client.post("/answer/send/", said)
    pressed_twice = client.post("/answer/send/", said)

    assert [each["Location"] for each in (sent, pressed_twice)] == ["/answer/thanks/"] * 2
    move = OnwardMove.objects.get()
    assert (move.state, move.state_note, move.said_by, move.link) == ("waiting", "Six weeks", None, link)
    assert "used up" in client.get("/answer/thanks/").text
    actions = list(Event.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["open_agency_link", "open_agency_link", "answer_by_link"]


@pytest.mark.parametrize("end", [over, used, taken_back])
def test_links_that_open_nothing_all_answer_alike(client, link, end):
    end(link)
    pages = {
        (page.status_code, bare(page))
        for secret in (link.secret, WRONG, "", "\x00" * 43, "é" * 43, f"{link.secret} ")
        for page in (
            client.post("/answer/read/", {"secret": secret}),
            client.post("/answer/send/", {"secret": secret, "state": "accepted"}),
            client.post("/answer/send/", {"secret": secret}),
        )
    }
    without = client.get("/answer/")

    ((status, text),) = pages | {(without.status_code, bare(without))}
    assert (status, "does not open anything" in text, "Quillfeather" in text) == (404, True, False)


def test_too_many_guesses_are_put_off_and_the_right_link_is_not(client, link):
    statuses = [client.post("/answer/read/", {"secret": WRONG}).status_code for _ in range(MOST_TRIES + 2)]

    assert statuses == [404] * MOST_TRIES + [429] * 2
    assert client.post("/answer/read/", {"secret": link.secret}).status_code == 200


def test_pages_are_kept_nowhere_and_tell_no_other_page_where_they_are(client, link):
    for page in (
        client.get("/answer/", {"key": link.secret}),
        client.post("/answer/read/", {"secret": link.secret}),
        client.post("/answer/send/", FORM | {"secret": WRONG}),
        client.get("/answer/thanks/"),
    ):
        assert page["Referrer-Policy"] == "strict-origin"
        assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive, nosnippet"
        assert "no-store" in page["Cache-Control"]
        assert "default-src 'none'" in page["Content-Security-Policy"]
        assert '<meta name="robots" content="noindex' in page.text
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page.text)
        assert not [address for address in addresses if link.secret in address or "//" in address]
        assert link.secret not in str(page.cookies) + str(dict(client.session))


def test_form_of_another_site_is_not_taken(link):
    browser = Client(enforce_csrf_checks=True)
    browser.get("/answer/", {"key": link.secret})

    refused = browser.post("/answer/send/", FORM | {"secret": link.secret}, headers={"origin": "https://evil.example"})

    assert (refused.status_code, OnwardMove.objects.count()) == (403, 0)
    assert link.secret not in refused.text


def test_log_never_holds_the_secret(client, link, caplog):
    caplog.set_level("DEBUG")
    client.get("/answer/", {"key": link.secret})
    client.post("/answer/read/", {"secret": link.secret})
    client.post("/answer/send/", FORM | {"secret": link.secret})
    client.post("/answer/send/", FORM | {"secret": link.secret, "new_id": ""})

    assert not [record for record in caplog.records if link.secret in record.getMessage()]


def test_trail_names_the_agency_as_who_read_it(client, as_user, link):
    client.post("/answer/read/", {"secret": link.secret})

    assert "Partner agency, through its link" in as_user(AuditorFactory()).get("/trail/").text


def test_story_they_agreed_to_stands_beside_it_until_it_is_stopped(client, link):
    pack = SharePackFactory(person=link.onward.person, agreed=True)
    OnwardReferral.objects.update(share_pack=pack)

    assert "Call me Sandy" in client.post("/answer/read/", {"secret": link.secret}).text
    SharePack.objects.update(state="stopped", stopped_by=link.made_by, stopped_at=link.made_at)
    assert "Call me Sandy" not in client.post("/answer/read/", {"secret": link.secret}).text
