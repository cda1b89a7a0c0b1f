"""Somebody who is out asks for support themselves."""

import datetime as dt

import pytest

from core.errors import RuleBroken
from prisons.enums import ReleasedHow
from referrals.eligibility import check_referral
from referrals.enums import RuleState, Source
from referrals.models import Programme, Referral
from referrals.services.intake import take_in_referral
from tests.factories.accounts import ManagerFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import EpisodeFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]
TODAY = dt.date(2026, 11, 5)


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team, self_referral_months=6)


def released(day):
    return EpisodeFactory(
        prison=False, admitted_date=dt.date(2026, 1, 5), released_date=day, released_how=ReleasedHow.GATE
    )


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
