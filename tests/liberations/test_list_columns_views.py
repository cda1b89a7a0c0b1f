import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from audit.models import Event
from liberations.enums import ListState
from liberations.models import ColumnMapping, LiberationList
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import ColumnMappingFactory, LiberationListFactory, ListFileFactory

pytestmark = pytest.mark.django_db
RIGHT = {"heading_row": "1", "column_0": "number", "column_1": "name", "column_2": "liberation_date"}


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


@pytest.fixture
def made(manager):
    return ListFileFactory(list__team=manager.team, list__state=ListState.COLUMNS).list


@pytest.fixture
def page(made):
    return reverse("liberations:list_columns", args=[made.pk])


def fields_of(response):
    return {
        name: response.context["form"][name].value() for name in ("heading_row", "column_0", "column_1", "column_2")
    }


def test_page_shows_the_first_lines_and_guesses_from_what_stands_in_them(browser, page):
    response = browser.get(page)

    assert response.context["form"].lines == [
        (1, ["Ref", "Who", "Out on"]),
        (2, ["090017", "Callum Sharpe", "14/01/2027"]),
    ]
    assert fields_of(response) == {
        "heading_row": "1",
        "column_0": "number",
        "column_1": "",
        "column_2": "liberation_date",
    }


def test_list_that_waits_for_its_columns_leads_there(browser, made, page):
    assert browser.get(reverse("liberations:list", args=[made.pk])).url == page


def test_chosen_columns_lead_to_the_preview(browser, made, page):
    response = browser.post(page, RIGHT, follow=True)

    assert response.redirect_chain == [(reverse("liberations:list", args=[made.pk]), 302)]
    assert "The columns are kept." in response.text
    assert "Callum Sharpe" in response.text


def test_errors_say_what_is_missing_and_keep_what_was_chosen(browser, page):
    chosen = {**RIGHT, "column_1": "number"}

    response = browser.post(page, chosen)

    errors = response.context["form"].errors
    assert errors["column_1"] == ["Choose “Prison number” for one column only."]
    assert list(errors) == ["column_1", "__all__"]
    assert fields_of(response) == chosen


def test_refusal_of_the_service_stands_on_the_page(browser, page):
    response = browser.post(page, {**RIGHT, "heading_row": "2"})

    assert "Row 2 has a date where the heading should be." in response.text


def test_preview_that_waits_can_be_read_anew(browser, made, page):
    browser.post(page, RIGHT)

    preview = browser.get(reverse("liberations:list", args=[made.pk]))

    assert page in preview.text
    assert fields_of(browser.get(page)) == RIGHT


@pytest.mark.parametrize(("asked", "shown"), [("0", 0), ("1", 1), ("2", 1), ("x", 1), ("", 1), ("²", 1)])
def test_sheets_can_be_looked_at(browser, manager, asked, shown):
    book, content = Workbook(), io.BytesIO()
    book.active.append(["Nothing to see"])
    book.create_sheet("List").append(["Prison number", "Surname", "Forename", "Leaves"])
    book.save(content)
    kept = ListFileFactory(list__team=manager.team, list__state=ListState.COLUMNS, content=content.getvalue())

    response = browser.get(reverse("liberations:list_columns", args=[kept.list_id]), {"sheet": asked})

    assert response.context["number"] == shown
    assert "?sheet=1" in response.text


def test_list_without_its_file_says_so(browser, manager):
    applied = LiberationListFactory(team=manager.team)

    response = browser.get(reverse("liberations:list_columns", args=[applied.pk]), follow=True)

    assert "no longer kept" in response.text


def test_columns_chosen_before_are_listed_and_forgotten(browser, manager):
    mapping = ColumnMappingFactory(team=manager.team, saved_by=manager)
    ColumnMappingFactory()

    listed = browser.get(reverse("liberations:list_upload"))
    forgotten = browser.post(reverse("liberations:columns_forget", args=[mapping.pk]), follow=True)

    assert list(listed.context["chosen_columns"]) == [mapping]
    assert "Liberation date “out on”" in listed.text
    assert list(forgotten.context["chosen_columns"]) == []
    assert ColumnMapping.objects.get(pk=mapping.pk).forgotten_by == manager


def test_columns_of_another_team_are_not_found(browser):
    theirs = ColumnMappingFactory()

    assert browser.post(reverse("liberations:columns_forget", args=[theirs.pk])).status_code == 404
    assert ColumnMapping.objects.in_force().get() == theirs


def test_lists_page_asks_as_much_of_the_database_for_one_mapping_as_for_200(browser, manager):
    url = reverse("liberations:list_upload")
    ColumnMappingFactory(team=manager.team)
    browser.get(url)
    with CaptureQueriesContext(connection) as for_one:
        browser.get(url)
    ColumnMappingFactory.create_batch(199, team=manager.team)

    with CaptureQueriesContext(connection) as for_many:
        browser.get(url)

    assert len(for_many) == len(for_one) <= 10


def test_page_of_a_long_list_asks_no_more_of_the_database(browser, manager):
    lines = b"Ref,Who,Out on\n" + b'090017,"Sharpe, Callum",14/01/2027\n' * 3000
    kept = ListFileFactory(list__team=manager.team, list__state=ListState.COLUMNS, content=lines)
    before = Event.objects.count()

    with CaptureQueriesContext(connection) as asked:
        response = browser.get(reverse("liberations:list_columns", args=[kept.list_id]))

    assert (len(response.context["form"].lines), Event.objects.count() - before) == (12, 1)
    assert len(asked) <= 10
    assert LiberationList.objects.count() == 1
