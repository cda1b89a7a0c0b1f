import datetime as dt

import pytest

from referrals.enums import StoryState
from referrals.models import Disclosure, SharePack
from tests.factories.mentoring import AssessmentFactory, CaseFactory, MentorFactory, PlanFactory
from tests.factories.people import ConsentFactory
from tests.factories.referrals import OnwardReferralFactory
from tests.factories.sharing import SharePackFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]


@pytest.fixture
def case():
    return CaseFactory(lead=MentorFactory(), referral__episode__person__known_as="Sandy")


@pytest.fixture
def browser(as_user, case):
    return as_user(case.assignments.get().mentor.user)


def day(name, number):
    return {f"{name}_day": str(number), f"{name}_month": "11", f"{name}_year": "2026"}


def test_a_story_is_begun_written_agreed_and_sent_with_a_referral(browser, case):
    person = case.person
    address = browser.post(f"/people/{person.pk}/story/start/").url
    page = browser.get(address)
    assert page.context["form"]["text-about-me"].value() == "Call me Sandy."

    written = {"tell-about-me": "on", "text-about-me": "Call me San.", "text-home": "Never ticked.", "version": "1"}
    browser.post(address, written)
    pack = SharePack.objects.get()
    assert list(pack.sections.values_list("section", "text")) == [("about-me", "Call me San.")]
    browser.post(f"/story/{pack.pk}/agree/", {"how": "signed", **day("agreed_date", 5)})

    onward = OnwardReferralFactory(person=person)
    browser.post(f"/onward/{onward.pk}/story/", {"pack": pack.pk})
    onward.refresh_from_db()
    assert onward.share_pack == pack
    assert "Goes with it" in browser.get(f"/onward/{onward.pk}/").text
    assert onward.service.agency.name in browser.get(f"/people/{person.pk}/story/").text


def test_what_they_said_is_suggested_and_what_was_saved_stands_before_it(browser, case):
    assessment = AssessmentFactory(case=case, scores={"money": 2, "work": 9}, matters_first="A door that locks.")
    assessment.scores.filter(area="money").update(words="I owe my mum.")
    assessment.scores.filter(area="work").update(words="I can weld.")
    PlanFactory(case=case, goals=["A flat of my own"])
    pack = SharePackFactory(person=case.person, sections={"about-me": "Call me Sandy, please."})

    form = browser.get(f"/story/{pack.pk}/write/").context["form"]

    texts = {name: form[f"text-{name}"].value() for name in ("about-me", "matters", "help", "well", "health")}
    assert texts == {
        "about-me": "Call me Sandy, please.",
        "matters": "A door that locks.",
        "help": "Money and benefits: I owe my mum.",
        "well": "Work: I can weld.",
        "health": "",
    }
    assert form["text-goals"].value() == "A flat of my own"
    assert [form[f"tell-{name}"].value() for name in ("about-me", "matters")] == [True, False]


def test_without_their_consent_nobody_is_given_it_and_one_comes_back(browser, case):
    pack = SharePackFactory(person=case.person, agreed=True)
    onward = OnwardReferralFactory(person=case.person)
    agency = onward.service.agency
    ConsentFactory(
        person=case.person, to=agency, decision="refused", recorded_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    )
    typed = {"recipient": str(agency.pk), "purpose": "A room", **day("on", 5)}

    refused = browser.post(f"/story/{pack.pk}/give/", typed)
    with_referral = browser.post(f"/onward/{onward.pk}/story/", {"pack": pack.pk})

    assert "Record their consent" in refused.text
    assert "Record their consent" in with_referral.text
    assert not Disclosure.objects.filter(share_pack=pack).exists()


def test_an_old_page_loses_no_text(browser, case):
    pack = SharePackFactory(person=case.person, sections={"home": "At my sister’s."})
    browser.post(f"/story/{pack.pk}/write/", {"tell-home": "on", "text-home": "At my brother’s.", "version": "1"})

    clash = browser.post(f"/story/{pack.pk}/write/", {"tell-home": "on", "text-home": "In Leith.", "version": "1"})

    assert "At my brother’s." in clash.text
    assert "In Leith." in clash.text


def test_stopped_it_is_shown_to_nobody_until_it_goes_on(browser, case):
    pack = SharePackFactory(person=case.person, agreed=True)

    page = browser.post(f"/story/{pack.pk}/stop/", follow=True)
    pack.refresh_from_db()
    assert (pack.state, "Somebody was given it" in page.text) == (StoryState.STOPPED, False)

    browser.post(f"/story/{pack.pk}/resume/")
    pack.refresh_from_db()
    assert pack.state == StoryState.AGREED


def test_paper_says_only_what_they_chose(browser, case):
    pack = SharePackFactory(person=case.person, agreed=True, sections={"home": "At my sister’s."})

    text = browser.get(f"/story/{pack.pk}/print/").text

    assert "At my sister’s." in text
    assert case.episode.stays.get().prison.name not in text
    assert case.reference not in text


def test_a_referral_without_a_story_says_how_to_get_one(browser, case):
    onward = OnwardReferralFactory(person=case.person)

    assert "No story they agreed to" in browser.get(f"/onward/{onward.pk}/story/").text
