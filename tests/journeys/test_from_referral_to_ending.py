"""The main road, in a real browser: from a new prison and a referral to the gate, the first 48 hours and the ending."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Team
from audit.models import Event
from liberations.services.sweeps import flag_passed_liberations, plan_reminders
from mentoring.enums.flags import FlagKind
from mentoring.models import Case
from mentoring.services.sweeps import refresh_meeting_flags
from notifications.enums import Kind
from notifications.models import Message
from prisons.models import Prison, ReleaseDate
from referrals.models import Programme
from tests.factories.accounts import AdministratorFactory, ManagerFactory, PrisonMentorUserFactory, TeamFactory
from tests.factories.mentoring import MentorFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import ProgrammeFactory
from tests.plugins.pages import DESK, PHONE, Walker

pytestmark = pytest.mark.browser
DAYS_TO_LIBERATION = 30


class Road:
    """Everyone on the road, and the clock: a morning is so many days after the first."""

    def __init__(self, walker, traveller):
        self.walker, self.traveller = walker, traveller
        self.first_day = timezone.localdate()
        self.team: Team = TeamFactory(name="Northgate team")
        self.programme: Programme = ProgrammeFactory(name="Northgate mentoring", team=self.team)
        self.area = LocalAuthorityFactory(name="Glasgow City")
        self.mentor = MentorFactory(user__team=self.team, user__name="Amara Osei")
        self.administrator = AdministratorFactory()
        self.manager = ManagerFactory(team=self.team)
        self.prison_mentor = PrisonMentorUserFactory(team=self.team)

    def morning(self, number: int, user, size=DESK) -> Walker:
        """Nine in the morning, `number` days on: the jobs have run, and `user` signs in."""
        nine = dt.datetime.combine(self.day(number), dt.time(9), tzinfo=timezone.get_current_timezone())
        self.traveller.move_to(nine)
        plan_reminders()
        refresh_meeting_flags()
        flag_passed_liberations()
        someone = self.walker(size)
        someone.sign_in(user)
        return someone

    def day(self, number: int) -> dt.date:
        return self.first_day + dt.timedelta(days=number)


@pytest.fixture
def road(walker):
    # Midday: far from both midnights, whatever the clock of the machine says.
    noon = dt.datetime.now(dt.UTC).replace(hour=12, minute=0)
    with time_machine.travel(noon) as traveller:
        yield Road(walker, traveller)


def test_road_from_referral_to_ending(road):
    administrator_adds_a_prison(road.morning(1, road.administrator))
    prison_mentor_takes_in_a_referral(road.morning(1, road.prison_mentor), road)
    case = prison_mentor_signs_them_up(road.morning(2, road.prison_mentor))
    manager_allocates_the_mentor(road.morning(2, road.manager), case, road)

    mentor_logs_a_visit(road.morning(5, road.mentor.user, PHONE), case)
    road.morning(6, road.mentor.user)
    assert open_flags(case) == [FlagKind.FEWER_MEETINGS]
    mentor_logs_a_visit(road.morning(7, road.mentor.user, PHONE), case)
    assert open_flags(case) == [FlagKind.FEWER_MEETINGS]
    mentor_logs_a_visit(road.morning(8, road.mentor.user), case)
    assert open_flags(case) == []

    before = reminders(case)
    day = road.day(DAYS_TO_LIBERATION - 14)
    prison_mentor_hears_of_an_earlier_date(road.morning(9, road.manager), case, day)
    assert {message.liberation_date for message in before} == {road.day(DAYS_TO_LIBERATION)}
    assert [(message.liberation_date, message.offset_days) for message in reminders(case)] == [(day, 7)]
    mentor_sees_what_moved(road.morning(10, road.mentor.user, PHONE))

    mentor_plans_the_gate(road.morning(11, road.mentor.user), case)
    mentor_meets_them_at_the_gate(road.morning(16, road.mentor.user, PHONE), case)
    mentor_speaks_with_them_next_day(road.morning(17, road.mentor.user, PHONE), case)
    mentor_ends_support(road.morning(30, road.mentor.user), case)

    case.refresh_from_db()
    assert case.closed_date == road.day(30)
    assert Event.objects.filter(person_key=case.person_id, actor_key=road.mentor.user.pk).exists()


def administrator_adds_a_prison(someone):
    someone.go("/administration/prisons/add/")
    someone.fill("Code", "NGT")
    someone.fill("Name of the prison", "HMP Northgate")
    someone.tick("Scotland", within="Where")
    someone.fill("Address of the gate", "1 Gate Road")
    someone.fill("Phone of the gate desk", "0141 496 0001")
    someone.assert_fits_and_accessible()
    someone.press("Add this prison")

    assert Prison.objects.get(code="NGT").gate_phone == "0141 496 0001"


def prison_mentor_takes_in_a_referral(someone, road):
    someone.go("/referrals/add/")
    someone.fill("Prison number", "90021")
    someone.fill("First names", "Kieran")
    someone.fill("Last name", "Bright")
    someone.day("Date of birth", dt.date(1994, 3, 8))
    someone.press("Go on")
    someone.tick("Male", within="Sex")
    someone.choose("Prison", "HMP Northgate")
    someone.day("Day they were admitted", road.day(-60))
    someone.choose("Length of sentence", "Under 12 months")
    someone.choose("Area they return to", "Glasgow City")
    someone.day("Liberation day stated by the prison", road.day(DAYS_TO_LIBERATION))
    someone.choose("Who told us the date", "Letter from the prison")
    someone.tick("Prison staff", within="Who referred them?")
    someone.assert_fits_and_accessible()
    someone.press("Take in the referral")

    assert ReleaseDate.objects.get().liberation_date == road.day(DAYS_TO_LIBERATION)
    someone.press("Eligible")
    someone.press("Offer the service")
    someone.tick("In person", within="How was it offered?")
    someone.tick("No answer yet", within="What came of it?")
    someone.press("Save the offer")


def prison_mentor_signs_them_up(someone) -> Case:
    someone.go("/referrals/?state=offered")
    someone.press("Kieran Bright")
    someone.press("They agreed: sign them up")
    someone.tick("Signed on paper", within="How did they agree?")
    someone.assert_fits_and_accessible()
    someone.press("They agree to take part")
    return Case.objects.get()


def manager_allocates_the_mentor(someone, case, road):
    someone.go("/allocation/")
    someone.press("Choose a mentor for Kieran Bright")
    someone.page.get_by_label("Amara Osei").check()
    someone.fill("Why this mentor?", "Knows the area, and they have met.")
    someone.assert_fits_and_accessible()
    someone.press("Make them the mentor")

    assert Case.objects.with_lead().get(pk=case.pk).lead_id == road.mentor.pk


def mentor_logs_a_visit(someone, case):
    held = case.meetings.held().count()
    someone.go("/")
    someone.choose("Whom did you see?", "Kieran Bright")
    someone.press("Log a visit")
    someone.tick("In prison", within="How did you meet?")
    someone.tick("Yes, it was held", within="Did it take place?")
    someone.tick("Private room", within="Where?")
    someone.fill("Note", "Talked about where he will live.")
    someone.assert_fits_and_accessible()
    someone.press("Save visit")

    assert case.meetings.held().count() == held + 1


def prison_mentor_hears_of_an_earlier_date(someone, case, day):
    someone.go(f"/people/{case.person_id}/release-date/")
    someone.tick("Liberation day stated by the prison", within="What kind of date is it?")
    someone.day("Liberation day the prison gave", day)
    someone.tick("Phone call with the prison", within="Who told us?")
    someone.tick("Confirmed", within="How sure is it?")
    someone.assert_fits_and_accessible()
    someone.press("Save release date")
    someone.reads("brought forward by 14 days")


def mentor_sees_what_moved(someone):
    someone.go("/")
    someone.reads("Kieran Bright")
    someone.assert_fits_and_accessible()
    assert Message.objects.filter(kind=Kind.RELEASE_DATE_MOVED).count() == 1


def mentor_plans_the_gate(someone, case):
    someone.go(f"/cases/{case.pk}/gate/")
    someone.assert_fits_and_accessible()
    someone.press("Change gate plan")
    someone.tick("Wants to be met", within="Have they been offered to be met at the gate?")
    someone.choose("Who meets them?", "Amara Osei")
    someone.fill("Time to be at the gate", "8:30am")
    someone.assert_fits_and_accessible()
    someone.press("Save gate plan")
    someone.reads("8:30am")


def mentor_meets_them_at_the_gate(someone, case):
    someone.go("/")
    someone.go(f"/cases/{case.pk}/gate/")
    someone.assert_fits_and_accessible()
    someone.page.get_by_text("It was earlier, or a note").click()
    someone.fill("When did they come out?", "8:50am")
    someone.press("They are out, we have met")
    someone.tick("Yes, and the person calls it safe", within="Do they have a bed tonight?")
    someone.assert_fits_and_accessible()
    someone.press("Save")

    case.episode.refresh_from_db()
    assert case.episode.released_date == timezone.localdate()


def mentor_speaks_with_them_next_day(someone, case):
    someone.go(f"/cases/{case.pk}/contacts/log/")
    someone.tick("Phone call", within="How did you meet?")
    someone.tick("Yes, it was held", within="Did it take place?")
    someone.press("Save visit")

    assert case.follow_ups.order_by("due_date").with_contact()[0].contact_date == timezone.localdate()


def mentor_ends_support(someone, case):
    someone.go(f"/cases/{case.pk}/end/talk/")
    someone.tick("In person", within="How did you talk?")
    someone.day("Last day of support, as you agreed", timezone.localdate())
    someone.fill("What do they say about it?", "I can do this now.")
    someone.assert_fits_and_accessible()
    someone.press("Save the talk")
    someone.go(f"/cases/{case.pk}/end/")
    someone.reads("I can do this now.")
    someone.tick("Planned", within="Was the ending planned with the person?")
    someone.tick("Support completed", within="Why does the support end?")
    someone.assert_fits_and_accessible()
    someone.press("End support")
    someone.reads("Support has ended")


def open_flags(case):
    return list(case.flags.open().values_list("kind", flat=True))


def reminders(case):
    return list(Message.objects.in_force().filter(kind=Kind.RELEASE_REMINDER, subject_key=case.pk).order_by("due_date"))
