import pytest

from liberations.enums import ListState, RowDifference
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import LiberationListFactory, ListRowFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


@pytest.fixture
def make(manager):
    return lambda **fields: LiberationListFactory(team=manager.team, **fields)


def test_lists_filter_by_prison_and_state(browser, make):
    waiting, thrown = make(), make(state=ListState.DISCARDED)

    assert list(browser.get(f"/liberation-lists/?prison={waiting.prison_id}").context["page"]) == [waiting]
    assert list(browser.get("/liberation-lists/?state=discarded").context["page"]) == [thrown]
    assert "No lists here" in browser.get(f"/liberation-lists/?state=discarded&prison={waiting.prison_id}").text


@pytest.mark.parametrize("sort", ["prison", "state", "rows", "uploaded"])
def test_lists_sort_both_ways(browser, make, sort):
    lists = {make(), make()}

    for direction in ("", "-"):
        assert set(browser.get(f"/liberation-lists/?sort={direction}{sort}").context["page"]) == lists


def test_preview_sorts_and_filters_its_rows(browser, make):
    made = make()
    second = ListRowFactory(list=made, row_number=3, difference=RowDifference.DECIDE, problem="Look again.")
    first = ListRowFactory(list=made, row_number=2)
    address = f"/liberation-lists/{made.pk}/"

    assert list(browser.get(address).context["page"]) == [first, second]
    assert list(browser.get(f"{address}?sort=-row").context["page"]) == [second, first]
    assert list(browser.get(f"{address}?difference=decide").context["page"]) == [second]
