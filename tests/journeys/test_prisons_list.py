"""A prison's week, in a real browser: its list is uploaded, its columns are chosen, what it would change is looked at, a doubtful
row is decided, it is applied, the mentor sees the moved day and its reminders, and all of it is taken back."""

import datetime as dt

import pytest
from django.utils import timezone

from liberations.models import LiberationList
from liberations.services.sweeps import plan_reminders
from mentoring.models import Case
from notifications.enums import Kind
from notifications.models import Message
from people.models import Identifier, Person
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import IdentifierFactory
from tests.factories.prisons import PrisonFactory, PrisonStayFactory
from tests.factories.referrals import ProgrammeFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Headings that no prison has used yet, a title above and a total below.
LINES = (
    "HMP NORTHGATE - COMING OUT;;;;",
    ";;;;",
    "Ref no;Inmate;Birthday;Goes out on;Landing",
    "{moved};BRIGHT, Kieran;08/03/1994;{earlier:%d/%m/%y};B2",
    ";MARTIN, Lewis;21-Jun-1990;{stays:%d/%m/%Y};A1",
    "90077;O'DONNELL, Sean;1/2/1999;{new:%d.%m.%Y};C3",
    "Total: 3;;;;",
)


class Week:
    """A team with two people in one prison, one of them on record without a prison number."""

    def __init__(self):
        today = timezone.localdate()
        self.day, self.earlier = today + dt.timedelta(days=60), today + dt.timedelta(days=25)
        self.stays, self.new = today + dt.timedelta(days=40), today + dt.timedelta(days=70)
        self.manager = ManagerFactory()
        self.programme = ProgrammeFactory(team=self.manager.team)
        self.prison = PrisonFactory(name="HMP Northgate")
        self.mentor = MentorFactory(user__team=self.manager.team)
        self.moved = self.person("Kieran", "Bright", dt.date(1994, 3, 8), self.day)
        IdentifierFactory(person=self.moved.person, value="090021")
        self.doubtful = self.person("Lewis", "Martin", dt.date(1990, 6, 21), self.stays)
        plan_reminders()

    def person(self, given_names, family_name, birth_date, day) -> Case:
        case = CaseFactory(
            referral__programme=self.programme,
            referral__episode__person__given_names=given_names,
            referral__episode__person__family_name=family_name,
            referral__episode__person__birth_date=birth_date,
            liberation_date=day,
            lead=self.mentor,
        )
        case.episode.stays.all().delete()
        PrisonStayFactory(episode=case.episode, prison=self.prison, from_date=timezone.localdate() - dt.timedelta(90))
        return case

    def file(self) -> dict:
        text = "\r\n".join(LINES).format(moved=90021, earlier=self.earlier, stays=self.stays, new=self.new)
        return {"name": "week.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}

    def reminders(self) -> list[tuple[dt.date, int]]:
        """Liberation day and offset of the reminders in force about the person whose day moves."""
        found = Message.objects.filter(
            kind=Kind.RELEASE_REMINDER, subject_key=self.moved.pk, withdrawn_at=None
        ).values_list("liberation_date", "offset_days")
        return sorted(found)


@pytest.fixture
def week():
    return Week()


def test_prisons_list_from_upload_to_undo(walker, week):
    before = week.reminders()
    manager = walker(DESK)
    manager.sign_in(week.manager)

    upload_and_choose_columns(manager, week)
    look_at_the_preview(manager)
    decide_the_doubtful_row(manager)
    apply_the_list(manager, week)
    moved = week.reminders()
    mentor_sees_the_moved_day(walker(PHONE), week)
    take_it_back(manager, week)

    assert {day for day, _ in before} == {week.day}
    assert {day for day, _ in moved} == {week.earlier}
    assert week.reminders() == before


def upload_and_choose_columns(someone, week):
    someone.go("/liberation-lists/")
    someone.choose("Which prison sent it?", "HMP Northgate")
    someone.page.get_by_label("The list").set_input_files(week.file())
    someone.press("Read the list")
    someone.reads("The headings of this list are not known yet.")
    for column, what in (("A", "Prison number"), ("B", "Full name"), ("C", "Date of birth"), ("D", "Liberation date")):
        someone.choose(f"Column {column}", what)
    someone.assert_fits_and_accessible()
    someone.press("Read the list")


def look_at_the_preview(someone):
    someone.reads("Nothing has changed yet.")
    someone.reads("35 days earlier.")
    someone.reads("A person must decide")
    someone.assert_fits_and_accessible()
    assert Person.objects.filter(family_name="O'Donnell").count() == 0


def decide_the_doubtful_row(someone):
    someone.press("Decide 1 row first")
    someone.press("Decide who row 5 is")
    someone.assert_fits_and_accessible()
    someone.page.get_by_role("radio").first.check()
    someone.press("Save the answer")


def apply_the_list(someone, week):
    made = LiberationList.objects.get()
    someone.go(f"/liberation-lists/{made.pk}/")
    someone.press_first("Apply ")
    someone.reads("This is what it changed.")
    someone.assert_fits_and_accessible()

    assert week.moved.episode.release_dates.current().get().liberation_date == week.earlier
    assert Person.objects.get(family_name="O'Donnell").identifiers.get().value == "090077"


def mentor_sees_the_moved_day(someone, week):
    someone.sign_in(week.mentor.user)
    someone.go("/")
    someone.reads("Kieran Bright")
    someone.assert_fits_and_accessible()
    someone.go(f"/people/{week.moved.person_id}/")
    assert "25" in someone.page.locator(".days-to-go").inner_text()

    assert Message.objects.filter(recipient=week.mentor.user, kind=Kind.RELEASE_DATE_MOVED).count() == 1


def take_it_back(someone, week):
    someone.press("Take the whole list back")
    someone.reads("Everything it did is undone")

    assert week.moved.episode.release_dates.current().get().liberation_date == week.day
    assert not Person.objects.filter(family_name="O'Donnell").exists()
    assert not Identifier.objects.filter(value="090077").exists()
