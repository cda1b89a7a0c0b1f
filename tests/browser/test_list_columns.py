import datetime as dt
from pathlib import Path

import pytest
import time_machine

from liberations.models import ColumnMapping, LiberationList
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import ColumnMappingFactory, ListFileFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTS = Path(__file__).parent.parent / "data" / "liberation_lists"
# Before the days of liberation that stand in the files.
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _before_they_are_out():
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


def upload(someone, prison, name):
    someone.go("/liberation-lists/")
    someone.choose("Which prison sent it?", prison.name)
    someone.page.get_by_label("The list").set_input_files(LISTS / name)
    someone.press("Read the list")


def test_columns_are_chosen_once_on_a_phone_without_script(walker, manager):
    prison = PrisonFactory()
    ProgrammeFactory(team=manager.team)
    someone = walker(PHONE, script=False)
    someone.sign_in(manager)

    upload(someone, prison, "unknown-headings.csv")
    someone.choose("Column B", "Full name")
    someone.choose("Column E", "Hall")
    someone.press("Read the list")
    someone.reads("The columns are kept.")
    upload(someone, prison, "unknown-headings-chosen.csv")

    someone.reads("Nothing has changed yet.")
    assert ColumnMapping.objects.get().columns["who"] == "name"
    assert list(LiberationList.objects.values_list("rows__family_name", "rows__hall")) == [("Sharpe", "B")] * 2


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_columns_are_accessible_and_fit(walker, size, manager):
    content = (LISTS / "blank-lines-and-footers.csv").read_bytes()
    kept = ListFileFactory(list__team=manager.team, list__state="columns", content=content)
    ColumnMappingFactory(team=manager.team)
    ProgrammeFactory(team=manager.team)
    someone = walker(size)
    someone.sign_in(manager)

    upload(someone, PrisonFactory(), "printed-list.pdf")
    someone.assert_fits_and_accessible()
    someone.go(f"/liberation-lists/{kept.list_id}/columns/")
    someone.assert_fits_and_accessible()
    someone.choose("Column B", "Liberation date")
    someone.press("Read the list")
    someone.reads("for one column only")
    someone.assert_fits_and_accessible()


def test_reading_that_takes_longer_than_a_second_shows_that_it_goes_on(walker, manager):
    ProgrammeFactory(team=manager.team)
    prison = PrisonFactory()
    someone = walker(DESK)
    someone.sign_in(manager)
    someone.go("/liberation-lists/")
    # The answer never comes.
    someone.page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")

    someone.choose("Which prison sent it?", prison.name)
    someone.page.get_by_role("button", name="Read the list").click()

    someone.reads("Working on it.")
    someone.page.get_by_role("progressbar", name="Working").wait_for()
    someone.assert_fits_and_accessible()
