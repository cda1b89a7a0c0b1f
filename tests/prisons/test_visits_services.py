import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from prisons.models import Prison, VisitRoom, VisitSlot
from prisons.services.prisons import PRISON_FIELDS, edit_prison
from prisons.services.visits import (
    add_room,
    add_slot,
    close_room,
    close_slot,
    edit_room,
    edit_slot,
    reopen_room,
    reopen_slot,
)
from tests.factories.accounts import AdministratorFactory
from tests.factories.prisons import PrisonFactory, VisitRoomFactory, VisitSlotFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def times(**changes):
    return {"weekday": 2, "from_time": dt.time(9, 30), "until_time": dt.time(11, 30), "places": 4, **changes}


def slot(prison, *, new_id=None, **changes):
    return add_slot(new_id=new_id or uuid.uuid4(), prison=prison, details=times(**changes), by=AdministratorFactory())


def visiting_days(prison):
    return Prison.objects.get(pk=prison.pk).visiting_weekdays


def actions():
    return list(Event.objects.order_by("at", "pk").values_list("action", flat=True))


def test_room_added_twice_by_one_form_is_one_room():
    prison, new_id, by = PrisonFactory(), uuid.uuid4(), AdministratorFactory()

    for _ in range(2):
        add_room(new_id=new_id, prison=prison, name="Agents' room", is_private=True, by=by)

    assert list(VisitRoom.objects.values_list("prison", "name", "is_private")) == [(prison.pk, "Agents' room", True)]
    assert actions() == ["add_room"]


def test_room_of_a_name_in_use_is_refused():
    room = VisitRoomFactory(name="Link room")

    with pytest.raises(RuleBroken, match="already has a room of this name"):
        add_room(new_id=uuid.uuid4(), prison=room.prison, name="Link room", is_private=False, by=AdministratorFactory())


def test_closed_room_gives_its_name_away_and_then_stays_closed():
    room, by = VisitRoomFactory(name="Link room"), AdministratorFactory()
    closed = close_room(room=room, on=TODAY, by=by)
    add_room(new_id=uuid.uuid4(), prison=room.prison, name="Link room", is_private=False, by=by)

    with pytest.raises(RuleBroken, match="already has a room of this name"):
        reopen_room(room=closed, by=by)


def test_room_closed_twice_keeps_its_first_day():
    room, by = VisitRoomFactory(), AdministratorFactory()

    closed = close_room(room=room, on=TODAY, by=by)
    again = close_room(room=closed, on=TODAY + dt.timedelta(days=1), by=by)

    assert (again.closed_date, actions()) == (TODAY, ["close_room"])


def test_room_edited_from_an_old_page_is_not_overwritten():
    room, by = VisitRoomFactory(name="Room 1"), AdministratorFactory()
    edit_room(room=room, read_at_version=1, name="Room 2", is_private=True, by=by)

    with pytest.raises(EditedMeanwhile):
        edit_room(room=room, read_at_version=1, name="Room 3", is_private=True, by=by)


def test_days_of_visiting_times_are_the_visiting_days():
    prison = PrisonFactory(visiting_weekdays=[5])
    slot(prison, weekday=4)
    tuesday = slot(prison, weekday=2)
    added = visiting_days(prison)

    edit_slot(slot=tuesday, read_at_version=1, details=times(weekday=1), by=AdministratorFactory())

    assert (added, visiting_days(prison)) == ([2, 4], [1, 4])


def test_day_goes_with_its_last_visiting_time_and_comes_back():
    prison, by = PrisonFactory(), AdministratorFactory()
    morning, afternoon = slot(prison), slot(prison, from_time=dt.time(14), until_time=dt.time(16))

    morning = close_slot(slot=morning, on=TODAY, by=by)
    one_left = visiting_days(prison)
    close_slot(slot=afternoon, on=TODAY, by=by)
    none_left = visiting_days(prison)
    reopen_slot(slot=morning, by=by)

    assert (one_left, none_left, visiting_days(prison)) == ([2], [], [2])
    assert actions() == ["add_slot", "add_slot", "close_slot", "close_slot", "reopen_slot"]


def test_second_visiting_time_that_begins_then_is_refused():
    prison = VisitSlotFactory().prison

    with pytest.raises(RuleBroken, match="already has a visiting time that begins then"):
        slot(prison, until_time=dt.time(10, 30))


def test_visiting_time_added_twice_by_one_form_is_one():
    prison, new_id = PrisonFactory(), uuid.uuid4()

    slot(prison, new_id=new_id)
    slot(prison, new_id=new_id)

    assert VisitSlot.objects.count() == 1


def test_prison_with_visiting_times_takes_no_other_visiting_days():
    prison = PrisonFactory()
    slot(prison)
    prison.refresh_from_db()
    details = {name: getattr(prison, name) for name in PRISON_FIELDS}

    with pytest.raises(RuleBroken, match="follow from this prison's visiting times"):
        edit_prison(
            prison=prison,
            read_at_version=prison.version,
            details={**details, "visiting_weekdays": [3]},
            aliases=[],
            by=AdministratorFactory(),
        )
