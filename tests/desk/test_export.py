import csv
import datetime as dt
import io

import pytest
import time_machine

from audit.enums import Verb
from audit.models import Event
from core.csv_cells import plain_cell
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.referrals import ProgrammeFactory

URL = "/caseload.csv"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), tick=False):
        yield


def cells(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.django_db
def test_export_holds_every_page_of_the_same_list_and_nobody_elses(client):
    manager = ManagerFactory()
    programme = ProgrammeFactory(team=manager.team)
    cases = [
        CaseFactory(referral__programme=programme, liberation_date=dt.date(2026, 11, 24) + dt.timedelta(days=n))
        for n in range(27)
    ]
    CaseFactory(liberation_date=dt.date(2026, 11, 25), referral__episode__person__family_name="Canary")
    client.force_login(manager)

    everyone = client.get(URL)
    soon = client.get(URL, {"liberation": "14"})

    assert everyone["Content-Type"] == "text/csv; charset=utf-8"
    assert everyone["Content-Disposition"] == 'attachment; filename="caseload-2026-11-23.csv"'
    assert [row["Reference"] for row in cells(everyone)] == [case.reference for case in cases]
    assert len(cells(soon)) == 14
    assert b"Canary" not in everyone.content
    event = Event.objects.earliest("id")
    assert (event.verb, set(event.shown)) == (Verb.EXPORTED, {case.person_id for case in cases})
    assert Event.objects.count() == 2


@pytest.mark.django_db
def test_export_turns_formulas_into_text(client):
    manager = ManagerFactory()
    CaseFactory(
        referral__programme=ProgrammeFactory(team=manager.team),
        referral__episode__person__given_names='=HYPERLINK("http://x.example")',
        referral__episode__person__family_name="@SUM(A1)",
    )
    client.force_login(manager)

    [row] = cells(client.get(URL))

    assert row["Given names"] == '\'=HYPERLINK("http://x.example")'
    assert row["Family name"] == "'@SUM(A1)"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", " ="])
def test_plain_cell_marks_every_risky_start(start):
    assert plain_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (3, "3"), (dt.date(2026, 12, 1), "2026-12-01"), ("O'Neil", "O'Neil")]
)
def test_plain_cell_leaves_the_rest_as_it_is(value, text):
    assert plain_cell(value) == text
