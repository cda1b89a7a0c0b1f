"""Somebody who is out asks for support themselves."""

import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import RuleBroken
from prisons.enums import ReleasedHow
from prisons.services.episodes import add_past_episode
from referrals.eligibility import check_referral
from referrals.enums import RuleState, Source
from referrals.models import Programme, Referral
from referrals.services.intake import take_in_referral
from tests.factories.accounts import ManagerFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory, PrisonFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]
TODAY = dt.date(2026, 11, 5)


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team, self_referral_months=6)


def released(day, admitted=dt.date(2026, 1, 5)):
    return EpisodeFactory(prison=False, admitted_date=admitted, released_date=day, released_how=ReleasedHow.GATE)


@pytest.mark.parametrize("day", [dt.date(2026, 11, 4), dt.date(2026, 5, 5)])
def test_who_is_out_asks_and_is_referred_in_the_custody_that_ended(manager, programme, day):
    episode = released(day)
    asked = {"person": episode.person, "programme": programme, "source": Source.SELF, "referred_date": TODAY}

    referral = take_in_referral(by=manager, **asked)

    assert referral.episode == episode
    answers = check_referral(Referral.objects.with_liberation().get(), on=TODAY).answers
    assert ("Time since release", RuleState.MET) in {(answer.label, answer.state) for answer in answers}


@pytest.mark.parametrize(
    ("day", "change", "sentence"),
    [
        (dt.date(2026, 5, 4), {}, "too long ago"),
        (dt.date(2026, 11, 4), {"source": Source.FAMILY}, "only they themselves can ask"),
        (None, {}, "Choose the prison"),
    ],
)
def test_others_and_those_out_too_long_are_refused(manager, programme, day, change, sentence):
    person = released(day).person if day else AccessFactory().person
    asked = {"person": person, "programme": programme, "source": Source.SELF, "referred_date": TODAY}

    with pytest.raises(RuleBroken, match=sentence):
        take_in_referral(by=manager, **asked | change)


@pytest.mark.parametrize(
    ("months", "day", "may"),
    [
        (0, dt.date(2026, 11, 5), False),
        (1, dt.date(2026, 10, 5), True),
        (1, dt.date(2026, 10, 4), False),
        (3, dt.date(2026, 8, 31), True),
    ],
)
def test_how_long_after_release_is_the_programmes_setting(months, day, may):
    assert Programme(self_referral_months=months).may_ask_on(TODAY, released=day) is may


def test_page_asks_nothing_about_custody_of_somebody_who_is_out(as_user, manager, programme):
    person = released(dt.date(2026, 10, 1)).person
    AccessFactory(person=person, user=manager)
    browser = as_user(manager)
    who = {
        "given_names": person.given_names,
        "family_name": person.family_name,
        "birth_date_day": "17",
        "birth_date_month": "5",
        "birth_date_year": "1990",
        "number": "",
        "person": str(person.pk),
    }

    page = browser.post("/referrals/add/", who)
    assert "prison" not in page.context["form"].fields
    assert "They are out since 1 Oct 2026." in page.text
    assert "prison" in browser.post("/referrals/add/", who | {"inside": "1"}).context["form"].fields

    day = {"referred_date_day": "5", "referred_date_month": "11", "referred_date_year": "2026"}
    sent = {"save": "1", "programme": str(programme.pk), "source": "self", "new_id": "", **day}
    response = browser.post("/referrals/add/", who | sent)

    assert response.url == Referral.objects.get(source=Source.SELF).get_absolute_url()


WHO = {
    "given_names": "Wilma",
    "family_name": "Strang",
    "birth_date_day": "17",
    "birth_date_month": "5",
    "birth_date_year": "1990",
    "number": "",
}


def came_out(programme, **changes):
    """The second page as it is sent for somebody who is out and not on record."""
    return {
        **WHO,
        "person": "new",
        "out": "1",
        "save": "1",
        "new_id": str(uuid.uuid4()),
        "known_as": "",
        "sex": "female",
        "number_kind": "sps",
        "phone": "07700 900123",
        "phone_note": "",
        "released_date_day": "1",
        "released_date_month": "10",
        "released_date_year": "2026",
        "prison": "",
        "return_area": "",
        "programme": str(programme.pk),
        "source": "self",
        "referred_date_day": "5",
        "referred_date_month": "11",
        "referred_date_year": "2026",
        **changes,
    }


def test_page_leads_somebody_new_who_is_out_to_its_own_questions(as_user, manager, programme):
    browser = as_user(manager)

    page = browser.post("/referrals/add/", WHO)
    asked = browser.post("/referrals/add/", WHO | {"person": "new", "out": "1"})

    assert "They are out</button>" in page.text
    assert {"released_date", "phone", "phone_note", "return_area", "sex"} <= set(asked.context["form"].fields)
    assert {"hall", "stated_date", "legal_status"} & set(asked.context["form"].fields) == set()
    assert asked.context["form"].initial["given_names"] == "Wilma"


def test_page_does_not_ask_where_no_programme_takes_who_is_out(as_user, manager, programme):
    Programme.objects.update(self_referral_months=0)

    assert "They are out</button>" not in as_user(manager).post("/referrals/add/", WHO).text


def test_somebody_new_who_is_out_is_taken_in_with_how_to_reach_them(as_user, manager, programme):
    prison, area = PrisonFactory(), LocalAuthorityFactory()
    sent = came_out(programme, prison=str(prison.pk), return_area=str(area.pk))

    browser = as_user(manager)
    answers = [browser.post("/referrals/add/", sent).url for _ in range(2)]

    referral = Referral.objects.get()
    assert answers == [referral.get_absolute_url()] * 2
    person, episode = referral.person, referral.episode
    assert (person.full_name, person.phone, referral.source) == ("Wilma Strang", "07700 900123", Source.SELF)
    assert (episode.released_date, episode.released_how, episode.return_area) == (
        dt.date(2026, 10, 1),
        ReleasedHow.TOLD,
        area,
    )
    assert list(episode.stays.values_list("prison", "from_date", "to_date")) == [
        (prison.pk, dt.date(2026, 10, 1), dt.date(2026, 10, 1))
    ]
    assert [event.action for event in Event.objects.filter(verb="created")] == ["take_in_referral"]
    for page in (referral.get_absolute_url(), person.get_absolute_url(), f"{person.get_absolute_url()}?tab=dates"):
        assert browser.get(page).status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"phone": ""}, "Enter a phone number, or below how else to reach them."),
        ({"released_date_month": "4"}, "They were released too long ago for this programme."),
        ({"released_date_day": "6", "released_date_month": "11"}, "The day they came out cannot be in the future."),
        ({"released_date_day": ""}, "Day they came out"),
    ],
)
def test_what_is_missing_or_impossible_is_said_and_what_was_typed_stays(as_user, manager, programme, changes, sentence):
    response = as_user(manager).post("/referrals/add/", came_out(programme, known_as="Wilf", **changes))

    assert (response.status_code, Referral.objects.count()) == (200, 0)
    assert sentence in response.text
    assert 'value="Wilf"' in response.text
    assert 'name="out" value="1"' in response.text


def test_somebody_on_record_says_they_came_out_of_a_custody_that_is_not(as_user, manager, programme):
    person = released(dt.date(2025, 2, 3), admitted=None).person
    AccessFactory(person=person, user=manager)
    who = WHO | {"given_names": person.given_names, "family_name": person.family_name, "person": str(person.pk)}
    browser = as_user(manager)

    page = browser.post("/referrals/add/", who)
    assert "They are out</button>" in page.text
    browser.post("/referrals/add/", came_out(programme, **who))

    assert Referral.objects.get().episode.released_date == dt.date(2026, 10, 1)
    assert person.episodes.count() == 2


@pytest.mark.parametrize("on_record", [dt.date(2026, 10, 1), dt.date(2026, 10, 2), None])
def test_release_told_is_refused_beside_a_later_one_or_somebody_inside(manager, programme, on_record):
    person = released(on_record).person if on_record else EpisodeFactory().person

    with pytest.raises(RuleBroken):
        add_past_episode(person=person, released_date=dt.date(2026, 10, 1), by=manager)
