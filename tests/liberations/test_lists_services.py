import csv
import datetime as dt
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from openpyxl import Workbook

from audit.models import Event
from core.errors import RuleBroken
from liberations.enums import ListState, RowDifference
from liberations.models import LiberationList
from liberations.services.list_apply import apply_list
from liberations.services.list_decisions import leave_out_rows
from liberations.services.lists import discard_list, read_list
from liberations.weekly_list.reading import read_list_file
from people.models import Person
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from prisons.services.prisons import close_prison
from referrals.models import Referral
from tests.concurrency import at_once
from tests.factories.accounts import ManagerFactory
from tests.factories.people import IdentifierFactory, PersonFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
HEADINGS = ["Prison number", "Surname", "Forename", "DOB", "Hall", "Liberation date"]
NEW = ["090017", "Sharpe", "Callum", "01/02/1991", "B", "14/01/2027"]


@pytest.fixture
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def prison():
    return PrisonFactory(code="MAR")


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def manager(programme):
    return ManagerFactory(team=programme.team)


@pytest.fixture
def read(prison, programme, manager):
    def read(*rows, headings=HEADINGS, name="list.csv"):
        content = csv_of(headings, *rows)
        return read_list(prison=prison, programme=programme, file_name=name, content=content, by=manager)

    return read


def csv_of(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def known(prison, number="090018", day=dt.date(2027, 1, 14)):
    person = PersonFactory(given_names="Rhona Jean", family_name="Quill", birth_date=dt.date(1988, 3, 4))
    IdentifierFactory(person=person, value=number)
    ReleaseDateFactory(episode=EpisodeFactory(person=person, prison=prison), stated_date=day)
    return person


def only(made):
    row = made.rows.get()
    return RowDifference(row.difference), row.before_date, row.liberation_date


def test_preview_changes_nothing(read):
    read(NEW)

    assert (Person.objects.count(), Referral.objects.count(), ReleaseDate.objects.count()) == (0, 0, 0)


def test_new_person_is_taken_in_with_episode_date_and_referral(read, prison, programme, manager):
    made = read(NEW)

    apply_list(liberation_list=made, by=manager)

    person = Person.objects.visible_to(manager).get()
    assert (person.full_name, person.birth_date) == ("Callum Sharpe", dt.date(1991, 2, 1))
    assert person.identifiers.get().value == "090017"
    assert ReleaseDate.objects.get(episode__person=person).liberation_date == dt.date(2027, 1, 14)
    assert (PrisonStay.objects.get().prison, Referral.objects.get().programme) == (prison, programme)


@pytest.mark.parametrize(
    ("day", "difference"),
    [
        ("14/01/2027", RowDifference.SAME),
        ("31/12/2026", RowDifference.BROUGHT_FORWARD),
        ("21/01/2027", RowDifference.PUT_BACK),
    ],
)
def test_known_person_is_compared_by_number(read, prison, day, difference):
    known(prison)

    made = read(["90018", "QUILL", "RHONA", "04/03/1988", "A", day])

    assert only(made)[:2] == (difference, dt.date(2027, 1, 14))


def test_transfer_keeps_one_stay_at_a_time(read, prison, manager):
    person = known(PrisonFactory())

    apply_list(liberation_list=read(["090018", "Quill", "Rhona", "04/03/1988", "A", "14/01/2027"]), by=manager)

    stays = PrisonStay.objects.filter(episode__person=person).order_by("from_date")
    assert [stay.to_date for stay in stays] == [dt.date(2026, 11, 23), None]
    assert stays.last().prison == prison


@pytest.mark.parametrize(
    "row",
    [
        ["090018", "Quill", "Rhona", "05/03/1988", "A", "31/12/2026"],
        ["090018", "Moss", "Rhona", "04/03/1988", "A", "31/12/2026"],
        ["777777", "Quill", "Rhona", "04/03/1988", "A", "31/12/2026"],
    ],
)
def test_doubtful_match_waits_for_a_person(read, prison, manager, row):
    known(prison)
    made = read(row)

    apply_list(liberation_list=made, by=manager)

    assert only(made)[0] == RowDifference.DECIDE
    assert (Person.objects.count(), ReleaseDate.objects.count()) == (1, 1)


def test_row_that_cannot_be_read_says_which_and_why(read):
    made = read(NEW, ["1", "Bright", "", "32/13/1990", "", "soon"])

    row = made.rows.get(row_number=3)

    assert row.difference == RowDifference.UNREADABLE
    assert row.problem == (
        "The name is missing or has one part only; the liberation date cannot be read; "
        "the date of birth cannot be read."
    )


@pytest.mark.parametrize(
    ("number", "birth_date", "problem"),
    [
        ("091234", "01/01/1850", "Check the date of birth."),
        ("091234", "01/01/2024", "Check the date of birth."),
        ("\ufdfa\ufdfa", "01/01/1990", "Check the prison number."),
    ],
)
def test_row_that_could_never_be_applied_says_so_before(read, manager, number, birth_date, problem):
    made = read([number, "REID", "Tam", birth_date, "14/01/2027"], NEW, headings=HEADINGS)

    row = made.rows.get(row_number=2)
    apply_list(liberation_list=made, by=manager)

    assert (row.difference, row.problem) == (RowDifference.UNREADABLE, problem)
    assert Person.objects.count() == 1


def test_applied_twice_it_is_applied_once(read, manager):
    made = read(NEW)
    apply_list(liberation_list=made, by=manager)
    events = Event.objects.count()

    again = apply_list(liberation_list=made, by=manager)

    assert (again.state, Person.objects.count(), Event.objects.count()) == (ListState.APPLIED, 1, events)


def test_same_file_again_is_the_same_list(read, manager):
    made = read(NEW)
    apply_list(liberation_list=made, by=manager)

    assert read(NEW, name="copy of list.csv").pk == made.pk
    assert LiberationList.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_file_that_comes_again_while_its_list_is_being_applied_waits_for_that(read):
    made = read(NEW)

    def again():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            read(NEW)

    with transaction.atomic():
        LiberationList.objects.select_for_update().get(pk=made.pk)
        at_once(1, again)


def test_apply_is_refused_when_the_record_has_changed_since(read, prison, manager):
    made = read(["090018", "Quill", "Rhona", "04/03/1988", "A", "31/12/2026"])
    known(prison)

    with pytest.raises(RuleBroken, match="look again"):
        apply_list(liberation_list=made, by=manager)

    assert only(made)[0] == RowDifference.BROUGHT_FORWARD
    assert apply_list(liberation_list=made, by=manager).state == ListState.APPLIED


def test_apply_is_refused_when_the_prison_has_closed_since(read, prison, manager):
    made = read(NEW)
    close_prison(prison=prison, closed_date=dt.date(2026, 11, 23), by=manager)

    with pytest.raises(RuleBroken, match="has been closed since"):
        apply_list(liberation_list=made, by=manager)

    assert not Person.objects.exists()


def test_row_left_out_is_not_applied(read, manager):
    made = read(NEW)
    leave_out_rows(liberation_list=made, rows=[made.rows.get().pk], left_out=True, by=manager)

    apply_list(liberation_list=made, by=manager)

    assert Person.objects.count() == 0


def test_one_bad_row_leaves_nothing_of_the_list(read, prison, manager):
    made = read(NEW, ["090099", "Bright", "Tam", "01/01/1990", "A", "31/12/2026"])
    made.rows.filter(row_number=3).update(number="090017")

    with pytest.raises(RuleBroken):
        apply_list(liberation_list=made, by=manager)

    assert (Person.objects.count(), CustodialEpisode.objects.count()) == (0, 0)


def test_discarded_list_keeps_no_rows(read, manager):
    made = discard_list(liberation_list=read(NEW), by=manager)

    assert (made.state, made.rows.count()) == (ListState.DISCARDED, 0)


def test_workbook_keeps_its_own_row_numbers_and_dates():
    book = Workbook()
    sheet = book.active
    sheet.append(["Liberations, week of 23 November"])
    sheet.append([])
    sheet.append(["Name", "Number", "EDL"])
    sheet.append(["BRIGHT, KIERAN", 90019, dt.datetime(2027, 1, 14)])  # noqa: DTZ001
    content = io.BytesIO()
    book.save(content)

    (row,) = read_list_file(content.getvalue(), on=dt.date(2026, 11, 22)).rows

    assert (row.row_number, row.number, row.family_name, row.given_names) == (4, "090019", "Bright", "Kieran")
    assert row.liberation_date == dt.date(2027, 1, 14)


def test_command_rehearses_and_then_applies(tmp_path, prison, programme, capsys):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of(HEADINGS, NEW))

    call_command("import_liberation_list", str(file), "--prison", "mar")
    rehearsed = (Person.objects.count(), capsys.readouterr().out)
    call_command("import_liberation_list", str(file), "--prison", "MAR", "--apply")

    assert rehearsed[0] == 0
    assert (
        rehearsed[1].splitlines()[1]
        == "Row 2: New person (no date -> 14 Jan 2027). Referred to " + programme.name + "."
    )
    assert "Sharpe" not in rehearsed[1]
    assert Person.objects.count() == 1


def test_command_refuses_an_unknown_prison(tmp_path, programme):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of(HEADINGS, NEW))

    with pytest.raises(CommandError, match="No prison has this code"):
        call_command("import_liberation_list", str(file), "--prison", "NOWHERE")


def test_command_finds_the_programme_that_names_the_prison(tmp_path, prison, capsys):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of(HEADINGS, NEW))
    ProgrammeFactory(name="Everywhere", contract_places=500)
    ProgrammeFactory(name="Elsewhere").prisons.add(PrisonFactory())
    ProgrammeFactory(name="Here").prisons.add(prison)

    call_command("import_liberation_list", str(file), "--prison", "MAR")

    assert capsys.readouterr().out.splitlines()[0] == "For the programme Here."


def test_command_takes_the_largest_of_the_programmes_that_work_everywhere(tmp_path, prison, capsys):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of(HEADINGS, NEW))
    ProgrammeFactory(name="Small", contract_places=50)
    ProgrammeFactory(name="Large", contract_places=500)

    call_command("import_liberation_list", str(file), "--prison", "MAR")

    assert capsys.readouterr().out.splitlines()[0] == "For the programme Large."
