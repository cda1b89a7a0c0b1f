"""A mentor leaves, in a real browser: the administrator is warned, the manager passes on everybody with their visits and gates,
the next mentor finds them on a phone, one person first meets both mentors, and then the account is closed."""

import datetime as dt

import pytest
from django.utils import timezone

from liberations.models import GateLiberation
from mentoring.models import Assignment, Case, Meeting
from people.models import Person
from tests.factories.accounts import AdministratorFactory, ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.referrals import ProgrammeFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Leaving:
    """A team of three mentors, of whom one leaves. She has two people; one she visits today, one she is to meet at the gate."""

    def __init__(self):
        self.today = timezone.localdate()
        self.administrator = AdministratorFactory()
        self.manager = ManagerFactory()
        self.programme = ProgrammeFactory(team=self.manager.team)
        self.leaver, self.next, self.third = (
            self.mentor(name) for name in ("Amara Okafor", "Callum Reid", "Isla Bain")
        )
        self.visited = self.person("Kieran", "Bright", days=60)
        self.gated = self.person("Lewis", "Martin", days=40)
        MeetingFactory(case=self.visited, mentor=self.leaver, on_date=self.today)
        GateLiberationFactory(case=self.gated, decision="wanted", mentor=self.leaver)

    def mentor(self, name):
        return MentorFactory(user__team=self.manager.team, user__name=name)

    def person(self, given_names, family_name, days) -> Case:
        return CaseFactory(
            referral__programme=self.programme,
            referral__episode__person__given_names=given_names,
            referral__episode__person__family_name=family_name,
            liberation_date=self.today + dt.timedelta(days=days),
            lead=self.leaver,
        )


@pytest.fixture
def team():
    return Leaving()


def test_leavers_caseload_is_moved(walker, team):
    administrator = walker(DESK)
    administrator.sign_in(team.administrator)
    the_administrator_is_warned(administrator, team)

    manager = walker(DESK)
    manager.sign_in(team.manager)
    one_person_is_to_meet_both_first(manager, team)
    without_script = walker(DESK, script=False)
    without_script.sign_in(team.manager)
    everybody_is_passed_on(without_script, team)

    the_next_mentor_finds_them(walker(PHONE), team)
    the_account_is_closed(administrator, team)

    leads = Assignment.objects.lead().current().values_list("case", "mentor")
    assert dict(leads) == {team.visited.pk: team.next.pk, team.gated.pk: team.third.pk}
    assert Meeting.objects.get(case=team.visited).mentor == team.next
    assert GateLiberation.objects.get().mentor == team.third
    team.leaver.user.refresh_from_db()
    assert not Person.objects.visible_to(team.leaver.user).exists()


def the_administrator_is_warned(someone, team):
    someone.go(f"/administration/staff/{team.leaver.user_id}/")
    someone.press("Deactivate")
    someone.reads("2 people have them as their mentor.")
    someone.assert_fits_and_accessible()


def one_person_is_to_meet_both_first(someone, team):
    someone.go(team.gated.get_absolute_url())
    someone.press("Mentor")
    someone.assert_fits_and_accessible()
    someone.press("Hand over to another mentor")
    someone.choose("Next mentor", "Isla Bain")
    someone.tick("The mentor is leaving us")
    someone.tick("Not agreed yet, or not at all")
    someone.press("Plan the handover")
    someone.reads("From Amara Okafor to Isla Bain")
    someone.assert_fits_and_accessible()
    someone.go(f"/mentors/{team.leaver.pk}/pass-on/")
    someone.assert_fits_and_accessible()


def everybody_is_passed_on(someone, team):
    someone.go("/mentors/")
    someone.press("Amara Okafor")
    someone.press("Pass on their people")
    someone.reads("Nothing is saved yet.")
    someone.page.get_by_label("Who takes over Kieran Bright").select_option(str(team.next.pk))
    someone.page.get_by_label("Who takes over Lewis Martin").select_option(str(team.third.pk))
    someone.press("Pass on all of it")
    someone.reads("Nobody hangs on Amara Okafor any more")
    assert someone.heading() == "Passed on"


def the_next_mentor_finds_them(someone, team):
    someone.sign_in(team.next.user)
    someone.go("/")
    someone.reads("Kieran Bright")
    someone.assert_fits_and_accessible()


def the_account_is_closed(someone, team):
    someone.go(f"/administration/staff/{team.leaver.user_id}/deactivate/")
    assert someone.page.get_by_text("have them as their mentor").count() == 0
    someone.press("Deactivate")
    someone.reads("Amara Okafor can no longer sign in.")
