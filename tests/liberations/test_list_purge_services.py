import datetime as dt

import pytest

from audit.models import Event
from liberations.enums import ListState, RowDifference
from liberations.models import ListFile, ListRow
from liberations.services.list_purge import Purged, purge_lists
from tests.factories.liberations import LiberationListFactory, ListFileFactory, ListRowFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
UPLOADED = dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC)
LATER = UPLOADED + dt.timedelta(days=28, seconds=1)
APPLIED = {"state": ListState.APPLIED, "applied_at": UPLOADED}


def list_of(**fields):
    return LiberationListFactory(uploaded_at=UPLOADED, **fields)


def test_list_that_waits_too_long_is_thrown_away_with_all_it_said():
    made = list_of()
    ListFileFactory(list=made)
    ListRowFactory.create_batch(3, list=made)

    done = purge_lists(at=LATER, by=None)

    made.refresh_from_db()
    assert done == Purged(lists=1, rows=3, files=1)
    assert (made.state, made.file_name, ListRow.objects.count(), ListFile.objects.count()) == ("discarded", "", 0, 0)


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ({"difference": RowDifference.DECIDE}, False),
        ({"difference": RowDifference.UNREADABLE}, False),
        ({"difference": RowDifference.NEW_PERSON, "left_out": True}, False),
        ({"difference": RowDifference.BROUGHT_FORWARD, "left_out": True, "person": True}, False),
        ({"difference": RowDifference.BROUGHT_FORWARD, "person": True}, True),
        ({"difference": RowDifference.SAME, "person": True}, True),
    ],
)
def test_of_an_applied_list_what_was_done_stays(row, kept):
    person = PersonFactory() if row.pop("person", False) else None
    ListRowFactory(list=list_of(**APPLIED), person=person, **row)

    purge_lists(at=LATER, by=None)

    assert ListRow.objects.exists() == kept


def test_before_its_day_nothing_goes():
    ListRowFactory(list=list_of(), difference=RowDifference.DECIDE)

    assert purge_lists(at=LATER - dt.timedelta(seconds=2), by=None) == Purged()


def test_days_are_a_setting(settings):
    settings.LIST_ROWS_KEPT_DAYS = 7
    ListRowFactory(list=list_of())

    assert purge_lists(at=UPLOADED + dt.timedelta(days=8), by=None).rows == 1


def test_second_run_does_nothing_and_is_not_on_the_trail():
    ListRowFactory(list=list_of())
    purge_lists(at=LATER, by=None)
    events = Event.objects.count()

    assert purge_lists(at=LATER, by=None) == Purged()
    assert (Event.objects.count(), Event.objects.latest("at").action) == (events, "purge_lists")


def test_statements_do_not_grow_with_the_lists(django_assert_max_num_queries):
    for _ in range(20):
        ListRowFactory.create_batch(3, list=list_of())

    with django_assert_max_num_queries(12):
        purge_lists(at=LATER, by=None)
