import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.models import ReadinessKind
from mentoring.readiness.standard_list import FIRST_NIGHT, STANDARD_LIST
from mentoring.services.readiness_kinds import (
    add_kind,
    close_kind,
    edit_kind,
    move_kind,
    reopen_kind,
    start_standard_list,
)
from tests.factories.accounts import AdministratorFactory
from tests.factories.readiness import ReadinessKindFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def by():
    return AdministratorFactory()


@pytest.fixture
def programme():
    return ProgrammeFactory()


def typed(**changes):
    return {
        "name": "Glasses",
        "lead_days": 14,
        "owner": "mentor",
        "about": "",
        "leads": False,
        "on_sheet": True,
        **changes,
    }


def add(programme, name, by, new_id=None):
    return add_kind(new_id=new_id or uuid.uuid4(), programme=programme, details=typed(name=name), by=by)


def names(programme):
    return list(programme.readiness_kinds.filter(closed_date=None).values_list("name", flat=True))


def test_programme_starts_once_with_the_standard_list(programme, by):
    start_standard_list(programme=programme, by=by)
    close_kind(kind=programme.readiness_kinds.get(code="naloxone"), on=TODAY, by=by)
    start_standard_list(programme=programme, by=by)

    assert names(programme) == [kind.name for kind in STANDARD_LIST if kind.code != "naloxone"]
    assert list(programme.readiness_kinds.filter(leads=True).values_list("code", flat=True)) == [
        FIRST_NIGHT,
        "money",
        "prescriptions",
        "id",
        "phone",
        "travel",
    ]
    assert Event.objects.count() == 2


def test_standard_list_has_each_code_once():
    assert len({kind.code for kind in STANDARD_LIST}) == len(STANDARD_LIST)


def test_added_item_stands_last_under_a_code_of_its_own(programme, by):
    ReadinessKindFactory(programme=programme, code="glasses", name="Spectacles", position=7)
    new_id = uuid.uuid4()

    added = add(programme, "Glasses", by, new_id)
    again = add(programme, "Glasses", by, new_id)

    assert (added.code, added.position, again.pk, ReadinessKind.objects.count()) == ("glasses-2", 8, added.pk, 2)


def test_name_in_use_is_refused_until_the_other_is_closed(programme, by):
    other = ReadinessKindFactory(programme=programme, name="Glasses")
    with pytest.raises(RuleBroken, match="already has an item of this name"):
        add(programme, "Glasses", by)
    close_kind(kind=other, on=TODAY, by=by)
    add(programme, "Glasses", by)

    with pytest.raises(RuleBroken, match="already has an item of this name"):
        reopen_kind(kind=ReadinessKind.objects.get(pk=other.pk), by=by)


def test_item_edited_from_an_old_page_is_not_overwritten(programme, by):
    kind = ReadinessKindFactory(programme=programme)
    edit_kind(kind=kind, read_at_version=1, details=typed(lead_days=3), by=by)

    with pytest.raises(EditedMeanwhile):
        edit_kind(kind=kind, read_at_version=1, details=typed(lead_days=5), by=by)


def test_bed_stays_on_the_list(programme, by):
    with pytest.raises(RuleBroken, match="stays on every list"):
        close_kind(kind=ReadinessKindFactory(programme=programme, code=FIRST_NIGHT), on=TODAY, by=by)


def test_item_changes_places_with_the_one_in_use_beside_it(programme, by):
    first, closed, last = (
        ReadinessKindFactory(programme=programme, name=name, position=position, closed_date=closed)
        for name, position, closed in (("A", 1, None), ("B", 2, TODAY), ("C", 3, None))
    )

    move_kind(kind=last, from_position=3, up=True, by=by)
    move_kind(kind=last, from_position=3, up=True, by=by)
    up = names(programme)
    move_kind(kind=last, from_position=1, up=False, by=by)
    down = names(programme)
    move_kind(kind=first, from_position=1, up=True, by=by)

    assert (up, down, names(programme)) == (["C", "A"], ["A", "C"], ["A", "C"])
    assert Event.objects.count() == 2
    assert ReadinessKind.objects.get(pk=closed.pk).position == 2
