"""Pages of keeping in touch: what they show and where they lead."""

import datetime as dt

import pytest
from django.urls import reverse

from liberations.models import PersonMessage
from mentoring.enums.matching import Need
from mentoring.models import Meeting
from people.enums import Purpose
from prisons.enums import ReleasedHow
from tests.factories.accounts import ManagerFactory
from tests.factories.keeping_contact import LostContactFactory, MessageTextFactory, PersonMessageFactory
from tests.factories.liberations import FollowUpFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import ConsentFactory
from tests.factories.referrals import AgencyFactory

TODAY = dt.date(2026, 11, 20)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-20T12:00Z", tick=False)]


def out(lead, need=Need.USUAL):
    case = CaseFactory(lead=lead, need=need)
    case.episode.released_date, case.episode.released_how = TODAY - dt.timedelta(days=20), ReleasedHow.GATE
    case.episode.save()
    return case


@pytest.fixture
def mentor():
    return MentorFactory(user__phone="0141 496 0100", user__name="Amara Okafor")


@pytest.fixture
def page(as_user, mentor):
    return as_user(mentor.user)


def test_who_needs_most_comes_first_on_the_list_and_on_my_day(page, mentor):
    usual, high = out(mentor), out(mentor, Need.HIGH)
    for case, day in ((usual, 9), (high, 4)):
        FollowUpFactory(
            case=case, window_from_date=TODAY - dt.timedelta(days=day), due_date=TODAY - dt.timedelta(days=1)
        )
        LostContactFactory(case=case, since_date=TODAY - dt.timedelta(days=day))

    listed = page.get(reverse("liberations:lost_list")).context["page"]
    day = page.get(reverse("desk:home")).context["day"]

    assert [line.lost.case for line in listed] == [high, usual]
    assert [row.case for row in day.overdue] == [high, usual]


def test_list_goes_by_its_filters(as_user, mentor):
    case = out(mentor)
    LostContactFactory(case=case)
    manager = as_user(ManagerFactory(team=case.programme.team))
    url = reverse("liberations:lost_list")

    shown = {
        query: len(manager.get(url + query).context["page"].object_list)
        for query in ("", "?standing=mentor", "?standing=hold", "?days=14", "?days=28", "?need=high")
    }

    assert shown == {"": 1, "?standing=mentor": 1, "?standing=hold": 0, "?days=14": 1, "?days=28": 0, "?need=high": 0}


def test_try_in_one_press_comes_back_to_the_steps(page, mentor):
    case = LostContactFactory(case=out(mentor)).case

    answer = page.post(reverse("mentoring:contact_tried", args=[case.pk]), {"channel": "community", "back": "lost"})
    steps = page.get(answer.url).context["steps"]

    assert (answer.url, Meeting.objects.tries().count()) == (reverse("liberations:lost_contact", args=[case.pk]), 1)
    assert steps[0].text == "Tried on 1 of 3 days."


def test_before_contact_is_lost_the_page_shows_tries_whom_to_ask_and_the_worry(page, mentor):
    case, agency = out(mentor), AgencyFactory(name="Harbour Homes", phone="0141 496 0140")
    ConsentFactory(person=case.person, purpose=Purpose.SHARING, recipient_name=agency.name, recipient_key=agency.pk)
    page.post(reverse("mentoring:contact_tried", args=[case.pk]), {"back": "lost"})

    response = page.get(reverse("liberations:lost_contact", args=[case.pk]))

    text = response.content.decode()
    assert "If they do not answer" in text
    assert [each.on_date for each in response.context["tries"]] == [TODAY]
    assert response.context["others"] == [("Harbour Homes", "0141 496 0140")]
    assert 'href="tel:01414960140"' in text
    assert reverse("liberations:worried", args=[case.pk]) in text
    assert "Recorded: tried, no answer, on 20 Nov 2026." in text


def test_unknown_way_of_trying_is_not_found(page, mentor):
    answer = page.post(reverse("mentoring:contact_tried", args=[out(mentor).pk]), {"channel": "gate"})

    assert answer.status_code == 404


def test_text_is_opened_on_the_mentors_phone_and_said_to_be_sent(page, mentor):
    case, words = out(mentor), MessageTextFactory(text="It’s {mentor} & I’m on {phone}.")
    case.person.phone = "07700 900123"
    case.person.save()
    ConsentFactory(person=case.person, purpose=Purpose.TEXTS, recipient_name="")
    url = reverse("liberations:messages", args=[case.pk])

    page.post(url, {"message_text": words.pk, "channel": "text", "new_id": "6f0a4c1e-4f5b-4d0a-9a51-1d0f1f0c2b3a"})
    prepared = page.get(url).content.decode()
    page.post(reverse("liberations:message_sent", args=[PersonMessage.objects.get().pk]))

    assert (
        'href="sms:+447700900123?&amp;body=It%E2%80%99s%20Amara%20%26%20I%E2%80%99m%20on%200141%20496%200100."'
        in prepared
    )
    assert "Sent" in page.get(url).content.decode()
    assert Meeting.objects.tries().get().note == "Sent: “It’s Amara & I’m on 0141 496 0100.”"


def test_text_for_the_mentors_phone_is_not_offered_once_they_said_no(page, mentor):
    case = out(mentor)
    PersonMessageFactory(case=case, state="by-hand", asked_by=mentor.user)

    shown = page.get(reverse("liberations:messages", args=[case.pk])).content.decode()

    assert "Do not send it now: they no longer agree to it." in shown
    assert "sms:" not in shown
    assert "I have sent it" in shown


def test_without_consent_the_page_says_what_to_do(page, mentor):
    case = out(mentor)

    shown = page.get(reverse("liberations:messages", args=[case.pk]))

    address = f"{reverse('referrals:consent_add', args=[case.person_id])}?purpose=texts"
    assert (shown.context["may_send"], shown.context["missing"][0][1]) == (False, address)
