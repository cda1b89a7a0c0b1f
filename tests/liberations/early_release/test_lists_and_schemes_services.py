"""A prison's list and an early-release scheme about the same people, taken back in any order."""

import datetime as dt

import pytest

from core.errors import RuleBroken
from liberations.enums import SchemeDecision
from liberations.services.list_apply import apply_list
from liberations.services.list_undo import undo_list
from liberations.services.schemes import apply_scheme, decide_member, undo_scheme
from people.models import Person
from people.services.merges import say_different
from tests.factories.people import PersonFactory
from tests.liberations.early_release.people import day_of, member_of, shift
from tests.liberations.weekly import DAY, LATER, read, row, supported

pytestmark = pytest.mark.django_db


@pytest.fixture
def applied(prison, programme, manager):
    def applied(*rows):
        return apply_list(liberation_list=read(prison, programme, manager, *rows), by=manager)

    return applied


def test_draft_forgets_whom_a_list_taken_back_had_brought(applied, make, manager):
    made = applied(row("090018", "Quill"))
    scheme = make()

    undo_list(liberation_list=made, by=manager)

    assert not Person.objects.exists()
    assert not scheme.members.exists()
    with pytest.raises(RuleBroken, match="Somebody changed this scheme while you were looking at it"):
        apply_scheme(scheme=scheme, read_at_version=scheme.version, by=manager)


def test_scheme_that_moved_somebody_stands_in_the_way_of_the_list_that_brought_them(applied, make, manager):
    made = applied(row("090018", "Quill"))
    shift(make(), manager)

    with pytest.raises(RuleBroken, match="Row 2: another date has been recorded since"):
        undo_list(liberation_list=made, by=manager)


def test_who_was_said_to_be_somebody_else_stands_in_the_way(applied, manager):
    made = applied(row("090018", "Quill"))
    say_different(people=(Person.objects.get(), PersonFactory()), by=manager)

    with pytest.raises(RuleBroken, match="Row 2: added since"):
        undo_list(liberation_list=made, by=manager)


def test_list_does_not_bring_back_the_day_of_a_scheme_that_was_taken_back(prison, programme, applied, make, manager):
    case, other = supported(prison, "090018", "Quill", programme), supported(prison, "090019", "Sharpe", programme)
    scheme = make()
    shift(scheme, manager)
    made = applied(row("090018", "Quill", LATER))
    undo_scheme(scheme=scheme, by=manager)

    with pytest.raises(RuleBroken, match="Row 2: the early release that gave the day before was taken back since"):
        undo_list(liberation_list=made, by=manager)

    assert (day_of(case), day_of(other)) == (LATER, DAY)


def test_scheme_does_not_bring_back_the_day_of_another_that_was_taken_back(inside, make, manager):
    both, first_only, second_only = inside(), inside(), inside(dt.date(2026, 12, 3))
    first = make(from_day=dt.date(2026, 12, 10))
    shift(first, manager)
    second = make(until_day=dt.date(2026, 12, 10), name="Second", days_earlier=2)
    decide_member(member=member_of(second, both), decision=SchemeDecision.IN, by=manager)
    shift(second, manager)
    moved = day_of(both)

    undo_scheme(scheme=first, by=manager)
    undo_scheme(scheme=second, by=manager)

    assert [day_of(case) for case in (both, first_only, second_only)] == [
        moved,
        dt.date(2026, 12, 17),
        dt.date(2026, 12, 3),
    ]
    assert "another early release, which was taken back" in member_of(second, both).undo_refused
