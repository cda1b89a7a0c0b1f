import csv
import io

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from liberations.enums import RowDifference
from liberations.services.lists import read_list
from people.models import Person
from tests.liberations.small_record import NOW, SmallRecord
from tests.liberations.test_awkward_lists import FOLDER

pytestmark = pytest.mark.django_db
EVERYTHING = FOLDER / "everything-at-once.csv"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def record():
    return SmallRecord()


@pytest.fixture
def made(record):
    return read_list(
        prison=record.hillfoot,
        programme=record.programme,
        file_name=EVERYTHING.name,
        content=EVERYTHING.read_bytes(),
        by=record.manager,
    )


@pytest.fixture
def browser(record, as_user):
    return as_user(record.manager)


def address(made, name="list", *args, **query):
    return reverse(f"liberations:{name}", args=[made.pk, *args], query=query or None)


def rows_of(response):
    return [line["row"].row_number for line in response.context["lines"]]


def test_preview_says_what_applying_does_and_what_it_passes_over(browser, made):
    page = browser.get(address(made)).text

    assert "Applying this list takes 2 new people onto the record" in page
    assert "7 rows wait for a decision, 2 are left out and one could not be read" in page
    assert "Apply 8 changes" in page


def test_date_moved_together_with_a_transfer_is_found_among_both(browser, made):
    assert rows_of(browser.get(address(made, difference="transfer"))) == [5]
    assert rows_of(browser.get(address(made, difference="brought-forward"))) == [2, 5]


@pytest.mark.parametrize(
    ("show", "rows"),
    [
        ("decide", [7, 9, 13, 14, 15, 16, 17]),
        ("left-out", [11, 18]),
        ("apply", [2, 3, 5, 6, 8, 12, 19, 20]),
        ("decided", []),
    ],
)
def test_preview_filters_by_what_is_to_be_done(browser, made, show, rows):
    assert rows_of(browser.get(address(made, show=show))) == rows


def test_lines_say_who_will_be_told(browser, made):
    lines = {line["row"].row_number: line for line in browser.get(address(made)).context["lines"]}

    assert (lines[2]["told"], lines[3]["told"], lines[3]["nobody"]) == (["Mary Mentor"], [], "Nobody")


def test_of_people_others_work_with_only_the_list_is_shown(browser, made):
    page = browser.get(address(made, difference="others"))
    (line,) = page.context["lines"]

    assert (line["row"].row_number, line["row"].shown_date, line["told"]) == (20, None, [])
    assert "26 Feb 2027" not in page.text
    assert "HMP Edge" not in page.text
    assert "Open the record" not in page.text


def test_sorting_by_what_is_on_record_tells_nothing_of_others(browser, made):
    assert rows_of(browser.get(address(made, sort="-before")))[0] != 20
    assert rows_of(browser.get(address(made, sort="before", difference="others"))) == [20]


def test_person_missing_on_the_list_is_shown_to_those_who_may_open_them_only(browser, made):
    assert "Moira Missing" in browser.get(address(made, difference="not-listed")).text

    Person.objects.get(family_name="Missing").access.all().delete()

    assert "Moira Missing" not in browser.get(address(made)).text


def test_ticked_rows_are_left_out_and_taken_in_again(browser, made):
    keys = [str(row.pk) for row in made.rows.filter(row_number__in=[2, 3])]
    stay = {"show": "apply"}

    response = browser.post(address(made, "list_rows", **stay), {"leave": "ticked", "rows": keys})
    left_out = list(made.rows.filter(left_out=True).values_list("row_number", flat=True))
    browser.post(address(made, "list_rows"), {"take": "ticked", "rows": keys[:1]})

    assert response.url == address(made, **stay)
    assert left_out == [2, 3, 11, 18]
    assert made.rows.filter(left_out=True).count() == 3


def test_doubtful_row_is_shown_beside_the_record_and_decided(browser, made):
    row = made.rows.get(row_number=17)

    page = browser.get(address(made, "list_decide", row.pk))
    response = browser.post(address(made, "list_decide", row.pk), {"answer": row.candidates[0]})

    (candidate,) = page.context["candidates"]
    assert {fact.label: fact.same for fact in candidate.facts} == {
        "Name": True,
        "Date of birth": False,
        "Prison number": True,
        "Where": True,
        "Liberation day": True,
    }
    assert response.url == f"{address(made)}#row-17"
    row.refresh_from_db()
    assert row.difference == RowDifference.SAME


def test_next_doubtful_row_opens_after_the_first(browser, made):
    first, second = made.rows.get(row_number=13), made.rows.get(row_number=14)

    response = browser.post(address(made, "list_decide", first.pk), {"answer": "leave", "next": "1"})

    assert response.url != address(made, "list_decide", first.pk)
    second.refresh_from_db()
    assert second.difference == RowDifference.NEW_PERSON


def test_answer_is_undone_from_the_preview(browser, made):
    row = made.rows.get(row_number=17)
    browser.post(address(made, "list_decide", row.pk), {"answer": "leave"})
    assert "We cannot tell" not in browser.get(address(made)).text
    assert "left out" in browser.get(address(made, show="decided")).text

    browser.post(address(made, "list_decision_undo", row.pk))

    row.refresh_from_db()
    assert (row.decision, row.left_out) == ("", False)


def test_stranger_is_shown_by_what_agrees_and_no_more(browser, made):
    row = made.rows.get(row_number=17)
    Person.objects.get(pk=row.candidates[0]).access.all().delete()

    page = browser.get(address(made, "list_decide", row.pk)).text

    assert "Someone others work with" in page
    assert "Date of birth with one digit different" in page
    assert "18 Aug 1988" not in page


def test_message_after_an_answer_tells_nothing_of_a_stranger(browser, made):
    row = made.rows.get(row_number=17)
    Person.objects.get(pk=row.candidates[0]).access.all().delete()

    page = browser.post(address(made, "list_decide", row.pk), {"answer": row.candidates[0]}, follow=True).text

    assert "Row 17: your answer is kept." in page


def test_answer_is_not_lost_when_it_is_refused(browser, made):
    first, second = made.rows.get(row_number=15), made.rows.get(row_number=16)

    response = browser.post(address(made, "list_decide", first.pk), {"answer": first.candidates[0]})

    assert "already taken as this person" in response.text
    assert "checked" in response.text
    assert second.difference == RowDifference.DECIDE


def test_preview_is_saved_as_a_file_with_the_filters_that_are_on(browser, made):
    response = browser.get(address(made, "list_export", difference="brought-forward"))
    cells = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    assert [row[0] for row in cells] == ["Row", "2", "5"]
    assert cells[1][5:10] == ["Date brought forward", "2027-01-14", "2026-12-31", "14 days earlier.", "Mary Mentor"]
    assert Event.objects.latest("at").verb == "exported"


def test_file_holds_nothing_about_people_others_work_with(browser, made):
    (_, cells) = csv.reader(
        io.StringIO(browser.get(address(made, "list_export", difference="others")).content.decode("utf-8-sig"))
    )

    assert (cells[0], cells[6], cells[9]) == ("20", "", "")


def list_of_many(record, count, first):
    rows = ["090001,SHARPE,CALLUM,01/02/1991,A,31/12/2026", "555555,MOSS,TAM,10/10/1980,D,07/01/2027"]
    for n in range(count):
        born = f"05/{n // 50 + 1:02d}/{1950 + n % 50}"
        rows.append(f"{first + n:06d},NEW,NORA,{born},D,{n % 28 + 1}/01/2027")
    content = "\n".join(["Prison number,Surname,Forename,DOB,Hall,Liberation date", *rows]).encode()
    return read_list(
        prison=record.hillfoot, programme=record.programme, file_name="list.csv", content=content, by=record.manager
    )


def test_reading_and_showing_ask_the_database_as_often_for_one_new_person_as_for_two_hundred(record, browser):
    with CaptureQueriesContext(connection) as reading_one:
        one = list_of_many(record, 1, 100_000)
    with CaptureQueriesContext(connection) as showing_one:
        browser.get(address(one))
    with CaptureQueriesContext(connection) as reading_many:
        many = list_of_many(record, 200, 200_000)
    with CaptureQueriesContext(connection) as showing_many:
        browser.get(address(many))

    assert len(reading_one) == len(reading_many)
    assert len(showing_one) == len(showing_many) <= 10


def test_filter_without_rows_says_so(browser, made):
    assert "No rows of this kind" in browser.get(address(made, show="decided")).text


def test_row_that_leaves_no_doubt_asks_nothing(browser, made):
    row = made.rows.exclude(row_number=None).exclude(difference="decide").first()

    response = browser.get(address(made, "list_decide", row.pk))

    assert response.url == address(made, "list")
