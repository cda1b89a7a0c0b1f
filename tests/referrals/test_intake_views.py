import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from people.models import Person
from prisons.enums import DateSource
from referrals.models import Referral
from tests.factories.accounts import PrisonMentorUserFactory, UserFactory
from tests.factories.people import AccessFactory, IdentifierFactory, PersonFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

pytestmark = pytest.mark.django_db
URL = "/referrals/add/"
WHO = {
    "number": "4567",
    "given_names": "Kieran",
    "family_name": "Muir",
    "birth_date_day": "1",
    "birth_date_month": "2",
    "birth_date_year": "1994",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-09-14T10:00Z", tick=False):
        yield


@pytest.fixture
def mentor():
    user = PrisonMentorUserFactory()
    ProgrammeFactory(team=user.team)
    return user


@pytest.fixture
def browser(as_user, mentor):
    return as_user(mentor)


def details(mentor, **changes):
    """The second page as it is sent for someone new."""
    return {
        **WHO,
        "save": "1",
        "person": "new",
        "new_id": str(uuid.uuid4()),
        "known_as": "",
        "sex": "male",
        "number_kind": "sps",
        "prison": str(PrisonFactory().pk),
        "hall": "Letham",
        "admitted_date_day": "3",
        "admitted_date_month": "8",
        "admitted_date_year": "2026",
        "legal_status": "sentenced",
        "sentence_band": "under-12-months",
        "statutory_supervision": "",
        "return_area": "",
        "stated_date_day": "17",
        "stated_date_month": "12",
        "stated_date_year": "2026",
        "date_source": DateSource.LETTER,
        "programme": str(mentor.team.programmes.get().pk),
        "source": "prison-staff",
        "source_note": "",
        "referred_date_day": "14",
        "referred_date_month": "9",
        "referred_date_year": "2026",
        **changes,
    }


def test_first_page_asks_who_it_is(browser):
    response = browser.get(URL)

    assert response.status_code == 200
    assert "Who is it?" in response.text


def test_somebody_nobody_knows_goes_straight_to_the_details(browser):
    response = browser.post(URL, WHO)

    assert response.templates[0].name == "referrals/referral_add_details.html"
    assert response.context["form"].initial["number"] == "004567"
    assert Event.objects.count() == 0


def test_new_person_is_taken_in(browser, mentor):
    response = browser.post(URL, details(mentor))

    referral = Referral.objects.get()
    assert response.url == f"/referrals/{referral.pk}/"
    assert (referral.person.full_name, referral.episode.statutory_supervision) == ("Kieran Muir", None)
    assert Event.objects.get().verb == Verb.CREATED


def test_same_page_sent_twice_makes_one_person(browser, mentor):
    sent = details(mentor)

    answers = [browser.post(URL, sent).url for _ in range(2)]

    assert answers[0] == answers[1]
    assert Person.objects.count() == 1


def test_release_before_admission_gets_a_sentence_and_keeps_what_was_typed(browser, mentor):
    response = browser.post(URL, details(mentor, stated_date_month="7", hall="Ross"))

    assert response.status_code == 200
    assert "The release date is before the day they were admitted (3 Aug 2026)." in response.text
    assert 'value="Ross"' in response.text
    assert Person.objects.count() == 0


def test_impossible_date_gets_a_sentence(browser, mentor):
    response = browser.post(URL, details(mentor, admitted_date_day="31", admitted_date_month="2"))

    assert "must be a real date" in response.text
    assert Person.objects.count() == 0


def test_someone_on_record_is_shown_before_anything_else(browser, mentor):
    known = PersonFactory(given_names="Kieran", family_name="Muir", birth_date="1994-02-01")
    IdentifierFactory(person=known, value="004567")
    AccessFactory(person=known, user=mentor)

    response = browser.post(URL, WHO)

    assert "Kieran Muir" in response.text
    assert "Same prison number, name and date of birth." in response.text
    event = Event.objects.get()
    assert (event.verb, event.shown) == (Verb.SEARCHED, [known.pk])


def test_stranger_on_record_is_shown_by_what_agrees_only(browser):
    IdentifierFactory(value="004567", person=PersonFactory(given_names="Zebedee", family_name="Quill"))

    response = browser.post(URL, WHO)

    assert "Zebedee" not in response.text
    assert "Same prison number. Different name and date of birth." in response.text


def test_stranger_who_only_resembles_is_not_told_of(browser):
    PersonFactory(given_names="Kieran", family_name="Muir", birth_date="1994-02-11")

    response = browser.post(URL, WHO)

    assert response.templates[0].name == "referrals/referral_add_details.html"
    assert response.context["person"] is None


def test_ones_own_person_is_shown_under_another_spelling_with_where_they_are(browser, mentor):
    episode = EpisodeFactory(
        person=PersonFactory(given_names="Kieren", family_name="Muir", birth_date="1994-01-02"),
        released_date="2026-03-05",
        admitted_date="2025-03-05",
        prison=False,
    )
    ReferralFactory(person=episode.person, episode=episode)
    AccessFactory(person=episode.person, user=mentor)

    response = browser.post(URL, WHO)

    assert "Name spelt nearly the same. Date of birth with day and month swapped." in response.text
    assert "Released on 5 Mar 2026." in response.text
    assert "1 referral on record." in response.text
    assert f"/people/{episode.person.pk}/?tab=earlier" in response.text
    assert "This is them: use this record" in response.text


def test_someone_back_in_custody_gets_a_new_time_in_custody_under_the_same_record(browser, mentor):
    earlier = EpisodeFactory(
        person__given_names="Kieran",
        person__family_name="Muir",
        person__birth_date="1994-02-01",
        released_date="2026-03-05",
        admitted_date="2025-03-05",
        prison=False,
    )

    response = browser.post(URL, details(mentor, person=str(earlier.person.pk)))

    referral = Referral.objects.get()
    assert response.url == f"/referrals/{referral.pk}/"
    assert Person.objects.get() == referral.person == earlier.person
    assert set(earlier.person.episodes.all()) == {earlier, referral.episode}


def test_matches_take_the_same_queries_for_one_as_for_ten(browser, mentor):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            browser.post(URL, WHO)
        return len(captured)

    def make():
        episode = EpisodeFactory(
            person__given_names="Kieran", person__family_name="Muir", person__birth_date="1994-02-01"
        )
        IdentifierFactory(person=episode.person)
        AccessFactory(person=episode.person, user=mentor)

    make()
    one = asked()
    for _ in range(9):
        make()

    assert asked() == one


def test_someone_on_record_is_not_entered_twice(browser, mentor):
    known = PersonFactory(given_names="Kieran", family_name="Muir", birth_date="1994-02-01")
    EpisodeFactory(person=known)
    choice = browser.post(URL, {**WHO, "person": str(known.pk)})
    assert Event.objects.get().verb == Verb.VIEWED

    response = browser.post(URL, details(mentor, person=str(known.pk)))

    assert choice.context["in_custody"] is True
    assert response.url == f"/referrals/{Referral.objects.get().pk}/"
    assert Person.objects.get() == known
    assert [one.value for one in known.identifiers.all()] == ["004567"]


def test_person_who_does_not_match_cannot_be_chosen(browser):
    stranger = PersonFactory(given_names="Zebedee", family_name="Quill")

    response = browser.post(URL, {**WHO, "person": str(stranger.pk)})

    assert response.context["person"] is None


def test_team_without_a_programme_is_told_what_to_do(as_user):
    response = as_user(PrisonMentorUserFactory()).get(URL)

    assert "Your team has no open programme" in response.text


def test_programme_of_another_team_is_not_offered(browser, mentor):
    other = ProgrammeFactory()

    response = browser.post(URL, details(mentor, programme=str(other.pk)))

    assert "Choose one of the answers shown" in response.text


def test_community_mentor_may_not_take_in_referrals(as_user):
    assert as_user(UserFactory()).get(reverse("referrals:referral_add")).status_code == 403
