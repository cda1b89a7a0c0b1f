import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command

from audit.enums import Verb
from audit.models import Event
from core.errors import RuleBroken
from liberations.enums import ListState
from liberations.models import ColumnMapping, LiberationList, ListFile
from liberations.services.column_mappings import choose_columns, forget_columns
from liberations.services.list_apply import apply_list
from liberations.services.lists import discard_list, read_list
from tests.concurrency import at_once
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import ColumnMappingFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
UNKNOWN = b'Week 48\nRef,Who,Out on,Date\n090017,"Sharpe, Callum",14/01/2027,20/11/2026\n'
NEXT_WEEK = b'Date,Who,Colour,Ref,Out on\n27/11/2026,"Quill, Rhona",red,090018,21/01/2027\n'
COLUMNS = {0: "number", 1: "name", 2: "liberation_date"}


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
    def read(content, *, name="list.csv", programme=programme):
        return read_list(prison=prison, programme=programme, file_name=name, content=content, by=manager)

    return read


@pytest.fixture
def choose(manager):
    def choose(made, columns=COLUMNS, *, heading_row=2, sheet=0):
        return choose_columns(liberation_list=made, sheet=sheet, heading_row=heading_row, columns=columns, by=manager)

    return choose


def people(made):
    return [
        (row.number, row.family_name, row.given_names, row.liberation_date) for row in made.rows.order_by("row_number")
    ]


def test_list_of_unknown_headings_waits_with_its_file(read):
    made = read(UNKNOWN)

    assert (made.state, made.rows.count()) == (ListState.COLUMNS, 0)
    assert bytes(made.file.content) == UNKNOWN


def test_columns_chosen_read_the_list_and_the_next_ones(read, choose):
    chosen = choose(read(UNKNOWN))
    after = read(NEXT_WEEK)

    assert (chosen.state, after.state) == (ListState.READ, ListState.READ)
    assert people(chosen) == [("090017", "Sharpe", "Callum", dt.date(2027, 1, 14))]
    assert people(after) == [("090018", "Quill", "Rhona", dt.date(2027, 1, 21))]


def test_choice_is_kept_by_whom_and_when_and_is_on_the_trail(read, choose, manager):
    made = choose(read(UNKNOWN))

    mapping = ColumnMapping.objects.get()
    assert mapping.columns == {"ref": "number", "who": "name", "out on": "liberation_date", "date": ""}
    assert (mapping.saved_by, mapping.saved_at, mapping.version) == (
        manager,
        dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC),
        1,
    )
    event = Event.objects.filter(action="choose_columns").get()
    assert (event.subject_key, event.actor_key, event.after["rows"]) == (made.pk, manager.pk, 1)


def test_waiting_list_is_read_anew_and_the_choice_changed(read, choose):
    made = choose(read(UNKNOWN))

    choose(made, {0: "number", 1: "name", 3: "liberation_date"})

    mapping = ColumnMapping.objects.get()
    assert (mapping.version, mapping.columns["date"], mapping.columns["out on"]) == (2, "liberation_date", "")
    assert people(made) == [("090017", "Sharpe", "Callum", dt.date(2026, 11, 20))]


def test_another_layout_is_kept_beside_the_first(read, choose):
    choose(read(UNKNOWN))

    choose(read(b'Person,Leaves\n"Quill, Rhona",21/01/2027\n'), {0: "name", 1: "liberation_date"}, heading_row=1)

    assert [mapping.said[-1] for mapping in ColumnMapping.objects.order_by("columns__ref")] == [
        ("Liberation date", "out on"),
        ("Liberation date", "leaves"),
    ]


@pytest.mark.parametrize(
    ("columns", "heading_row", "why"),
    [
        ({0: "number", 2: "liberation_date"}, 2, "of the full name or of both"),
        ({1: "name"}, 2, "Choose the column of the liberation date"),
        (COLUMNS, 3, "Row 3 has a date where the heading should be"),
        ({1: "name", 0: "liberation_date"}, 2, "No row has a liberation date"),
    ],
)
def test_columns_by_which_nobody_can_be_read_are_refused_and_nothing_is_kept(read, choose, columns, heading_row, why):
    made = read(UNKNOWN)

    with pytest.raises(RuleBroken, match=why):
        choose(made, columns, heading_row=heading_row)

    made.refresh_from_db()
    assert (made.state, ColumnMapping.objects.count()) == (ListState.COLUMNS, 0)


def test_sheet_that_is_not_there_is_refused(read, choose):
    made = read(UNKNOWN)

    with pytest.raises(RuleBroken, match="one of the sheets"):
        choose(made, sheet=7)


def test_choice_of_another_team_or_prison_does_not_count(read):
    ColumnMappingFactory(prison=PrisonFactory())
    ColumnMappingFactory(prison=PrisonFactory(), team=ProgrammeFactory().team)

    assert read(UNKNOWN).state == ListState.COLUMNS


def test_forgotten_columns_are_asked_for_again(read, choose, manager):
    choose(read(UNKNOWN))

    forget_columns(mapping=ColumnMapping.objects.get(), by=manager)

    assert read(NEXT_WEEK).state == ListState.COLUMNS
    assert Event.objects.filter(action="forget_columns", verb=Verb.CHANGED).count() == 1


def test_columns_chosen_after_forgetting_are_a_new_choice(read, choose, manager):
    made = choose(read(UNKNOWN))
    forget_columns(mapping=ColumnMapping.objects.get(), by=manager)

    choose(made)

    assert ColumnMapping.objects.count() == 2
    assert read(NEXT_WEEK).state == ListState.READ


def test_file_goes_when_the_list_is_applied_or_discarded(read, choose, manager):
    applied, discarded = choose(read(UNKNOWN)), read(b"Person,Leaves\nTam Reid,21/01/2027\n", name="Tam Reid.csv")

    apply_list(liberation_list=applied, by=manager)
    discarded = discard_list(liberation_list=discarded, by=manager)

    assert ListFile.objects.count() == 0
    assert (discarded.state, discarded.file_name) == (ListState.DISCARDED, "")
    with pytest.raises(RuleBroken, match="no longer waiting"):
        choose(applied)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"PK\x03\x04 no workbook", b"a\x00b,c", b",,\n", b"x" * (5 * 1024 * 1024 + 1)]
)
def test_of_a_file_that_cannot_be_read_the_reason_alone_is_kept(read, content):
    made = read(content, name="Tam Reid.csv")

    assert (made.state, made.file_name, made.rows.count()) == (ListState.REFUSED, "", 0)
    assert made.refusal.endswith(".")
    assert ListFile.objects.count() == 0
    assert Event.objects.get().after == {"prison": str(made.prison_id), "refusal": made.refusal}


def test_refused_file_sent_again_is_one_refusal(read):
    assert read(b"%PDF-1.7") == read(b"%PDF-1.7")
    assert (LiberationList.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_file_sent_eight_times_at_once_is_one_list(read):
    made = at_once(8, lambda: read(UNKNOWN).pk)

    assert len(set(made)) == LiberationList.objects.count() == 1


def test_command_says_that_columns_must_be_chosen_and_then_uses_them(tmp_path, prison, read, choose, programme, capsys):
    this_week, next_week = tmp_path / "48.csv", tmp_path / "49.csv"
    this_week.write_bytes(UNKNOWN)
    next_week.write_bytes(NEXT_WEEK)

    with pytest.raises(CommandError, match="waits under Prisons’ lists: choose its columns there"):
        call_command("import_liberation_list", str(this_week), "--prison", "MAR")
    choose(LiberationList.objects.get())
    capsys.readouterr()
    call_command("import_liberation_list", str(next_week), "--prison", "MAR")

    assert "Row 2: New person" in capsys.readouterr().out


def test_command_says_why_a_file_is_refused(tmp_path, prison, programme):
    file = tmp_path / "list.pdf"
    file.write_bytes(b"%PDF-1.7")

    with pytest.raises(CommandError, match="This is a PDF"):
        call_command("import_liberation_list", str(file), "--prison", "MAR")
