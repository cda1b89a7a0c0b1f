import datetime as dt

import pytest
import time_machine

from audit.models import Event
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import DateKind, DateSource, LegalStatus
from prisons.models import Holiday
from prisons.services.release_dates import record_release_date
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-05T10:00Z", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def browser(as_user, mentor):
    return as_user(mentor.user)


@pytest.fixture
def episode(mentor):
    return CaseFactory(lead=mentor).episode


def facts(**changes):
    return {
        "version": "1",
        "legal_status": "sentenced",
        "sentence_band": "under-12-months",
        "statutory_supervision": "no",
        "return_area": "",
        "admitted_date_day": "3",
        "admitted_date_month": "8",
        "admitted_date_year": "2026",
        **changes,
    }


def test_facts_are_corrected(browser, episode):
    response = browser.post(f"/episodes/{episode.pk}/edit/", facts(legal_status="recall", statutory_supervision="yes"))

    episode.refresh_from_db()
    assert response.url == f"/people/{episode.person_id}/"
    assert (episode.legal_status, episode.statutory_supervision) == (LegalStatus.RECALL, True)
    assert Event.objects.get().action == "correct_episode"


def test_new_area_that_moves_the_day_tells_nobody_what_they_have_just_done(browser, episode, mentor):
    record_release_date(
        episode=episode,
        kind=DateKind.SENTENCE,
        source=DateSource.LETTER,
        sentence_date=dt.date(2026, 12, 8),
        by=mentor.user,
    )
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day=dt.date(2026, 12, 8), name="Fair day", source="Council")

    browser.post(f"/episodes/{episode.pk}/edit/", facts(return_area=str(area.pk)))

    assert episode.release_dates.current().get().liberation_date == dt.date(2026, 12, 7)
    assert Message.objects.filter(recipient=mentor.user, kind=Kind.RELEASE_DATE_MOVED).count() == 0
    assert Event.objects.filter(action="correct_episode").count() == 1


def test_two_who_correct_one_episode_see_both_texts(browser, episode):
    area = LocalAuthorityFactory(name="Marlshire")
    browser.post(f"/episodes/{episode.pk}/edit/", facts(return_area=str(area.pk)))

    response = browser.post(f"/episodes/{episode.pk}/edit/", facts())

    assert "“Area they return to” is now “Marlshire”. You wrote nothing" in response.text


def test_admission_in_the_future_gets_a_sentence(browser, episode):
    response = browser.post(f"/episodes/{episode.pk}/edit/", facts(admitted_date_month="11"))

    assert "The day of admission cannot be in the future." in response.text
    assert Event.objects.get().person_key == episode.person_id


def test_episode_of_a_stranger_is_not_found(browser):
    assert browser.get(f"/episodes/{EpisodeFactory().pk}/edit/").status_code == 404
