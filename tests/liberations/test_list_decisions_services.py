import pytest
import time_machine

from audit.models import Event
from core.errors import RuleBroken
from liberations.enums import RowDecision, RowDifference
from liberations.services.list_apply import apply_list
from liberations.services.list_decisions import decide_row, leave_out_rows, undo_decision
from liberations.services.lists import discard_list, read_list
from people.models import Identifier, Person
from tests.liberations.small_record import NOW, SmallRecord

pytestmark = pytest.mark.django_db
HEADINGS = "Prison number,Surname,Forename,DOB,Hall,Liberation date"
KERRY_OTHERWISE = "090012,BRIGHT,KERRY,08/08/1988,D,07/01/2027"
TAM_BY_NAME = "555555,MOSS,TAM,10/10/1980,D,07/01/2027"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def record():
    return SmallRecord()


@pytest.fixture
def read(record):
    def read(*rows):
        content = "\n".join([HEADINGS, *rows]).encode()
        return read_list(
            prison=record.hillfoot, programme=record.programme, file_name="list.csv", content=content, by=record.manager
        )

    return read


def found(made, number=2):
    row = made.rows.get(row_number=number)
    return RowDifference(row.difference), row.left_out


def owner(number):
    return Person.objects.get(identifiers__value=number)


def test_row_that_is_this_person_shows_what_applying_would_do(record, read):
    made = read(KERRY_OTHERWISE)
    row = made.rows.get(row_number=2)

    decided = decide_row(row=row, decision=RowDecision.SAME_PERSON, person=owner("090012"), by=record.manager)

    assert (decided.difference, decided.person, decided.adds_number) == (
        RowDifference.BROUGHT_FORWARD,
        owner("090012"),
        False,
    )
    assert (decided.decided_by, decided.decided_at) == (record.manager, NOW)


def test_number_of_the_list_is_added_and_nothing_else_corrected(record, read):
    made = read(TAM_BY_NAME)
    row = made.rows.get(row_number=2)
    assert row.candidates == [owner("090004").pk]

    decided = decide_row(row=row, decision=RowDecision.SAME_PERSON, person=owner("090004"), by=record.manager)
    apply_list(liberation_list=made, by=record.manager)

    assert (decided.difference, decided.also, decided.adds_number) == (
        RowDifference.TRANSFER,
        RowDifference.BROUGHT_FORWARD,
        True,
    )
    assert owner("555555") == owner("090004")


def test_someone_new_with_the_number_of_another_leaves_it_to_them(record, read):
    made = read(KERRY_OTHERWISE)

    decided = decide_row(row=made.rows.get(row_number=2), decision=RowDecision.NEW_PERSON, by=record.manager)
    apply_list(liberation_list=made, by=record.manager)

    assert (decided.difference, decided.adds_number) == (RowDifference.NEW_PERSON, False)
    assert Identifier.objects.get(value="090012").person.birth_date.day == 18
    assert Person.objects.filter(family_name="Bright", given_names="Kerry").count() == 2


def test_row_left_out_by_decision_is_not_applied(record, read):
    made = read(KERRY_OTHERWISE)
    people = Person.objects.count()

    decide_row(row=made.rows.get(row_number=2), decision=RowDecision.LEAVE, by=record.manager)
    apply_list(liberation_list=made, by=record.manager)

    assert found(made) == (RowDifference.DECIDE, True)
    assert Person.objects.count() == people


@pytest.mark.parametrize("decision", [RowDecision.SAME_PERSON, RowDecision.NEW_PERSON, RowDecision.LEAVE])
def test_answer_is_taken_back_while_the_list_waits(record, read, decision):
    made = read(KERRY_OTHERWISE)
    before = made.rows.values().get(row_number=2)
    person = owner("090012") if decision == RowDecision.SAME_PERSON else None
    decide_row(row=made.rows.get(row_number=2), decision=decision, person=person, by=record.manager)

    undo_decision(row=made.rows.get(row_number=2), by=record.manager)

    assert made.rows.values().get(row_number=2) == before


def test_answer_stands_when_the_list_is_compared_again(record, read):
    made = read(KERRY_OTHERWISE)
    decide_row(
        row=made.rows.get(row_number=2), decision=RowDecision.SAME_PERSON, person=owner("090012"), by=record.manager
    )

    again = read(KERRY_OTHERWISE)

    assert (again, found(again)) == (made, (RowDifference.BROUGHT_FORWARD, False))


def test_answer_given_once_is_not_asked_for_the_next_list(record, read):
    first = read(KERRY_OTHERWISE)
    decide_row(
        row=first.rows.get(row_number=2), decision=RowDecision.SAME_PERSON, person=owner("090012"), by=record.manager
    )
    apply_list(liberation_list=first, by=record.manager)

    following = read("090012,BRIGHT,KERRY,08/08/1988,D,21/01/2027")

    assert found(following) == (RowDifference.PUT_BACK, False)


def test_number_is_added_where_nothing_else_changes(record, read):
    made = read("777777,BRIGHT,KIERAN,09/09/1990,B,14/01/2027")
    row = made.rows.get(row_number=2)

    decide_row(row=row, decision=RowDecision.SAME_PERSON, person=owner("090003"), by=record.manager)
    apply_list(liberation_list=made, by=record.manager)

    assert owner("777777") == owner("090003")
    assert found(read("777777,BRIGHT,KIERAN,09/09/1990,B,15/01/2027")) == (RowDifference.PUT_BACK, False)


def test_answer_about_a_row_without_a_number_is_not_asked_for_the_next_list(record, read):
    first = read(",BRIGHT,KIERAN,09/09/1990,B,21/01/2027")
    kieran = owner("090003")
    decide_row(row=first.rows.get(row_number=2), decision=RowDecision.SAME_PERSON, person=kieran, by=record.manager)
    apply_list(liberation_list=first, by=record.manager)

    assert found(read(",BRIGHT,KIERAN,09/09/1990,B,28/01/2027")) == (RowDifference.PUT_BACK, False)


def test_whom_a_row_turns_out_not_to_be_is_missing_on_the_list(record, read):
    made = read("777777,BRIGHT,KIERAN,09/09/1990,B,14/01/2027")
    assert not made.rows.filter(row_number=None, person=owner("090003")).exists()

    decide_row(row=made.rows.get(row_number=2), decision=RowDecision.NEW_PERSON, by=record.manager)

    assert made.rows.get(row_number=None, person=owner("090003")).difference == RowDifference.NOT_LISTED


def test_same_answer_again_changes_nothing(record, read):
    row = read(KERRY_OTHERWISE).rows.get(row_number=2)
    decide_row(row=row, decision=RowDecision.NEW_PERSON, by=record.manager)
    events = Event.objects.count()

    decide_row(row=row, decision=RowDecision.NEW_PERSON, by=record.manager)

    assert Event.objects.count() == events


def test_person_whom_the_row_cannot_be_is_refused(record, read):
    row = read(KERRY_OTHERWISE).rows.get(row_number=2)

    with pytest.raises(RuleBroken, match="one of the people shown"):
        decide_row(row=row, decision=RowDecision.SAME_PERSON, person=owner("090004"), by=record.manager)


def test_row_without_a_doubt_is_not_decided(record, read):
    row = read("090001,SHARPE,CALLUM,01/02/1991,A,31/12/2026").rows.get(row_number=2)

    with pytest.raises(RuleBroken, match="no doubt"):
        decide_row(row=row, decision=RowDecision.NEW_PERSON, by=record.manager)


def test_two_rows_are_not_taken_as_one_person(record, read):
    made = read(TAM_BY_NAME, "666666,MOSS,TAM,10/10/1980,D,14/01/2027")
    tam = owner("090004")
    decide_row(row=made.rows.get(row_number=2), decision=RowDecision.SAME_PERSON, person=tam, by=record.manager)

    with pytest.raises(RuleBroken, match="Row 2 is already taken as this person"):
        decide_row(row=made.rows.get(row_number=3), decision=RowDecision.SAME_PERSON, person=tam, by=record.manager)


def test_two_new_people_are_not_given_one_number(record, read):
    made = read("090011,TWYCE,TERRY,06/05/1995,D,14/01/2027", "090011,TWYCE,TERRY,06/05/1995,D,21/01/2027")
    decide_row(row=made.rows.get(row_number=2), decision=RowDecision.NEW_PERSON, by=record.manager)

    with pytest.raises(RuleBroken, match="Row 2 already takes this prison number"):
        decide_row(row=made.rows.get(row_number=3), decision=RowDecision.NEW_PERSON, by=record.manager)

    assert (found(made, 2)[0], found(made, 3)[0]) == (RowDifference.NEW_PERSON, RowDifference.DECIDE)


def test_leaving_one_of_two_rows_out_settles_the_other(record, read):
    made = read("090011,TWYCE,TERRY,06/05/1995,D,14/01/2027", "090011,TWYCE,TERRY,06/05/1995,D,21/01/2027")

    leave_out_rows(liberation_list=made, rows=[made.rows.get(row_number=3).pk], left_out=True, by=record.manager)

    assert found(made) == (RowDifference.NEW_PERSON, False)


@pytest.mark.parametrize(
    ("row", "difference"),
    [
        ("090006,HEATH,HUGH,12/12/1986,C,10/12/2026", RowDifference.TRANSFER),
        ("090008,FERN,FINLAY,02/05/1979,C,26/11/2026", RowDifference.RETURNER),
    ],
)
def test_list_that_may_be_older_than_a_move_or_release_waits_until_somebody_says_it_is_right(
    record, read, row, difference
):
    made = read(row)
    doubt = made.rows.get(row_number=2)
    assert doubt.difference == RowDifference.DECIDE

    decided = decide_row(row=doubt, decision=RowDecision.SAME_PERSON, person=doubt.person, by=record.manager)

    assert decided.difference == difference


def test_someone_not_for_this_service_is_taken_in_only_by_a_person(record, read):
    made = read("090013,SOON,SALLY,07/05/1995,D,24/11/2026")
    row = made.rows.get(row_number=2)
    assert (row.left_out, row.programme) == (True, None)

    leave_out_rows(liberation_list=made, rows=[row.pk], left_out=False, by=record.manager)
    apply_list(liberation_list=made, by=record.manager)

    assert Person.objects.visible_to(record.manager).filter(family_name="Soon").exists()
    row.refresh_from_db()
    assert row.programme == record.programme
    assert row.against.startswith("Liberation is tomorrow")


def test_nobody_not_for_this_service_becomes_a_person(record, read):
    made = read("090013,SOON,SALLY,07/05/1995,D,24/11/2026")

    apply_list(liberation_list=made, by=record.manager)

    assert not Person.objects.filter(family_name="Soon").exists()


def test_list_that_is_gone_takes_no_decisions(record, read):
    made = read(KERRY_OTHERWISE)
    row = made.rows.get(row_number=2)
    discard_list(liberation_list=made, by=record.manager)

    with pytest.raises(RuleBroken, match="no longer waiting"):
        leave_out_rows(liberation_list=made, rows=[row.pk], left_out=True, by=record.manager)
