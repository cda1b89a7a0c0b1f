import datetime as dt

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.models import Event
from liberations.early_release.cohort import open_cohorts
from liberations.enums import OfferStanding, SchemeDecision
from liberations.services.schemes import decide_member, undo_scheme
from people.enums import AccessReason
from prisons.enums import LegalStatus
from referrals.enums import DeclineReason, ReferralState
from referrals.services.offers import offer_service
from referrals.services.referrals import accept_referral
from tests.factories.people import AccessFactory
from tests.factories.prisons import PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory
from tests.liberations.early_release.people import member_of, shift

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 17)


@pytest.fixture
def browser(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def referred(prison, programme):
    """`referred(state=...)` is somebody in the prison with a referral and no case."""

    def referred(day=DAY, held_in=prison, **fields):
        referral = ReferralFactory(programme=programme, episode__prison=held_in, **fields)
        if day:
            ReleaseDateFactory(episode=referral.episode, stated_date=day)
        AccessFactory(
            person=referral.person, user=None, team=programme.team, role=Role.MANAGER, reason=AccessReason.TEAM
        )
        return referral

    return referred


def url(scheme, query=""):
    return reverse("liberations:scheme_cohort", args=[scheme.pk]) + query


def found(response):
    return {row.person: (row.standing, row.more) for row in response.context["page"]}


def test_everyone_stands_where_referral_and_case_say(browser, inside, referred, make):
    agreed = inside()
    states = {
        ReferralState.RECEIVED: (OfferStanding.NOT_OFFERED, "Waiting for a decision"),
        ReferralState.ELIGIBLE: (OfferStanding.NOT_OFFERED, "To be offered"),
        ReferralState.NOT_REACHED: (OfferStanding.NOT_OFFERED, "Not seen"),
        ReferralState.OFFERED: (OfferStanding.OFFERED, ""),
        ReferralState.NOT_NOW: (OfferStanding.SAID_NO, ""),
        ReferralState.SAID_NO: (OfferStanding.SAID_NO, ""),
    }
    rows = {referred(state=state).person: standing for state, standing in states.items()}
    declined = referred(state=ReferralState.DECLINED, decline_reason=DeclineReason.AREA)

    response = browser.get(url(make(), "?standing=all"))

    assert found(response) == rows | {
        agreed.person: (OfferStanding.AGREED, ""),
        declined.person: (OfferStanding.NOT_FOR_THEM, DeclineReason.AREA.label),
    }
    assert (response.context["left"], response.context["people"]) == (3, 8)


def test_list_starts_with_who_was_not_offered_and_empties(browser, referred, make, manager):
    referral = referred()
    scheme = make()
    assert list(found(browser.get(url(scheme)))) == [referral.person]
    assert [progress.left for progress in open_cohorts(manager)] == [1]

    offer_service(
        referral=accept_referral(referral=referral, by=manager),
        channel="in-person",
        on=dt.date(2026, 11, 23),
        by=manager,
    )

    assert b"Everyone has been offered the service" in browser.get(url(scheme)).content
    assert open_cohorts(manager) == []


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (ReferralState.RECEIVED, "referrals:referral"),
        (ReferralState.ELIGIBLE, "referrals:referral_offer"),
        (ReferralState.NOT_REACHED, "referrals:referral"),
    ],
)
def test_each_row_leads_to_what_is_next(browser, referred, make, state, name):
    referral = referred(state=state)

    text = browser.get(url(make())).content.decode()

    assert f'href="{reverse(name, args=[referral.pk])}"' in text


def test_who_stays_as_they_are_is_not_in_the_cohort(browser, referred, make, manager):
    referred(episode__legal_status=LegalStatus.REMAND)
    left_out, in_it = referred(), referred()
    scheme = make()
    decide_member(member=member_of(scheme, left_out), decision=SchemeDecision.OUT, by=manager)

    assert list(found(browser.get(url(scheme)))) == [in_it.person]


def test_who_comes_to_be_known_later_turns_up(browser, referred, make, manager):
    referred()
    scheme = make(until_day=dt.date(2026, 12, 31))
    shift(scheme, manager)
    new, undated = referred(dt.date(2026, 12, 1)), referred(None)
    referred(dt.date(2027, 2, 1))
    referred(held_in=PrisonFactory())
    referred(episode__statutory_supervision=True)

    people = set(found(browser.get(url(scheme))))

    assert new.person in people
    assert undated.person not in people
    assert len(people) == 2


def test_earlier_time_in_custody_and_other_teams_do_not_count(browser, referred, make):
    referral = referred()
    ReferralFactory(
        person=referral.person, episode=referral.episode, programme=ProgrammeFactory(), state=ReferralState.OFFERED
    )

    assert found(browser.get(url(make())))[referral.person][0] == OfferStanding.NOT_OFFERED


def test_somebody_without_a_referral_leads_to_the_record(browser, referred, make):
    referral = referred()
    person = referral.person
    referral.delete()

    response = browser.get(url(make()))

    assert found(response) == {person: (OfferStanding.NOT_OFFERED, "No referral yet")}
    assert person.get_absolute_url() in response.content.decode()


def test_undone_scheme_has_no_cohort(browser, referred, make, manager):
    referred()
    scheme = make()
    shift(scheme, manager)
    undo_scheme(scheme=scheme, by=manager)

    assert browser.get(url(scheme)).status_code == 404
    assert open_cohorts(manager) == []


def test_filters_and_sorts_of_a_cohort(browser, referred, make, prison):
    late = referred(dt.date(2026, 12, 22), episode__person__family_name="Aird")
    early = referred(state=ReferralState.OFFERED, episode__person__family_name="Bain")
    scheme = make()

    def people(query):
        return list(found(browser.get(url(scheme, query))))

    assert people("?standing=all") == [early.person, late.person]
    assert people("?standing=all&sort=name") == [late.person, early.person]
    assert people("?standing=offered") == [early.person]
    assert people(f"?prison={prison.pk}") == [late.person]
    assert people(f"?prison={PrisonFactory().pk}") == []


def test_first_page_of_a_manager_links_to_open_cohorts(browser, referred, make):
    referred()
    scheme = make(name="Winter release")

    text = browser.get("/").content.decode()

    assert f'<a href="{url(scheme)}">' in text
    assert "Winter release" in text


def test_cohort_leaves_one_trail_row_with_everyone_named(browser, referred, make):
    referral = referred()
    scheme = make()

    browser.get(url(scheme))

    assert Event.objects.get(action="liberations:scheme_cohort").shown == [referral.person_id]
