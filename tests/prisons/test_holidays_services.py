import datetime as dt
import uuid

import pytest

from audit.enums import Verb
from audit.models import Event
from core.errors import RuleBroken
from prisons.enums import Jurisdiction
from prisons.holidays import holidays_for
from prisons.models import Holiday
from prisons.services.holidays import add_holiday, remove_holiday, switch_off_day
from tests.factories.accounts import AdministratorFactory
from tests.factories.prisons import LocalAuthorityFactory

pytestmark = pytest.mark.django_db

SCOTLAND = Jurisdiction.SCOTLAND
FAIR_MONDAY = dt.date(2026, 7, 20)
MAY_DAY = dt.date(2026, 5, 4)


def add(area=None, *, new_id=None, first=FAIR_MONDAY, last=None, name="Fair Monday", by=None):
    return add_holiday(
        new_id=new_id or uuid.uuid4(),
        jurisdiction=SCOTLAND,
        local_authority=area,
        first_day=first,
        last_day=last,
        name=name,
        source="Council website",
        by=by or AdministratorFactory(),
    )


def switch_off(area=None, *, day=MAY_DAY, by=None):
    return switch_off_day(
        jurisdiction=SCOTLAND,
        local_authority=area,
        day=day,
        name="May Day",
        source="Council website",
        by=by or AdministratorFactory(),
    )


def is_closed(day, area=None):
    return day in holidays_for(SCOTLAND, day, day, local_authority=area)


def test_local_holiday_closes_its_own_area_only():
    area, other = LocalAuthorityFactory.create_batch(2)

    add(area)

    assert (is_closed(FAIR_MONDAY, area), is_closed(FAIR_MONDAY, other)) == (True, False)


def test_proclaimed_day_closes_every_area():
    area = LocalAuthorityFactory()

    add(first=dt.date(2027, 6, 14), name="Proclaimed")

    assert is_closed(dt.date(2027, 6, 14), area)


def test_added_holiday_leaves_one_trail_row():
    area, administrator = LocalAuthorityFactory(), AdministratorFactory()

    [holiday] = add(area, by=administrator)

    event = Event.objects.get()
    assert (event.action, event.verb, event.actor_key, event.subject_key) == (
        "add_holiday",
        Verb.CREATED,
        administrator.pk,
        holiday.pk,
    )
    assert event.after == {
        "jurisdiction": "scotland",
        "local_authority": area.code,
        "days": ["2026-07-20"],
        "name": "Fair Monday",
        "source": "Council website",
    }


def test_closure_enters_only_days_that_are_not_closed_already():
    area = LocalAuthorityFactory()

    entered = add(area, first=dt.date(2026, 12, 25), last=dt.date(2027, 1, 4), name="Festive closure")

    # Christmas, its weekend and Boxing Day's substitute, then New Year with its weekend, are closed anyway.
    assert [entry.day.isoformat() for entry in entered] == ["2026-12-29", "2026-12-30", "2026-12-31"]


def test_closure_entered_twice_by_one_form_is_entered_once():
    area, new_id = LocalAuthorityFactory(), uuid.uuid4()
    closure = {"first": dt.date(2026, 12, 25), "last": dt.date(2027, 1, 4), "new_id": new_id}

    first, second = add(area, **closure), add(area, **closure)

    assert first == second
    assert (Holiday.objects.count(), Event.objects.count()) == (3, 1)


def test_form_used_again_for_another_day_is_refused():
    area, new_id = LocalAuthorityFactory(), uuid.uuid4()
    add(area, new_id=new_id)

    with pytest.raises(RuleBroken, match="has already entered Fair Monday"):
        add(area, new_id=new_id, first=dt.date(2026, 9, 28), name="Autumn holiday")


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (dt.date(2026, 7, 18), None, "Offices are closed on Sat 18 Jul 2026 already"),
        (MAY_DAY, None, "Offices are closed on Mon 4 May 2026 already"),
        (dt.date(2026, 7, 18), dt.date(2026, 7, 19), "Offices are closed on every one of those days already"),
        (FAIR_MONDAY, dt.date(2026, 7, 19), "The last day is before the first day"),
        (FAIR_MONDAY, dt.date(2027, 7, 20), "more than a month"),
    ],
)
def test_holiday_that_makes_no_sense_is_refused(first, last, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        add(LocalAuthorityFactory(), first=first, last=last)

    assert (Holiday.objects.count(), Event.objects.count()) == (0, 0)


def test_holiday_entered_already_is_refused():
    area = LocalAuthorityFactory()
    add(area)

    with pytest.raises(RuleBroken, match="closed on Mon 20 Jul 2026 already"):
        add(area)


def test_national_day_switched_off_is_open_in_that_area_only():
    area, other = LocalAuthorityFactory.create_batch(2)

    switch_off(area)
    switch_off(area)

    assert (is_closed(MAY_DAY, area), is_closed(MAY_DAY, other)) == (False, True)
    assert (Holiday.objects.count(), Event.objects.count()) == (1, 1)


def test_national_day_switched_off_everywhere_is_open_in_every_area():
    switch_off()

    assert not is_closed(MAY_DAY, LocalAuthorityFactory())


def test_day_switched_off_is_not_added_but_switched_on():
    area = LocalAuthorityFactory()
    switch_off(area)

    with pytest.raises(RuleBroken, match="is switched off here"):
        add(area, first=MAY_DAY)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(FAIR_MONDAY, "entered here by hand"), (dt.date(2026, 7, 21), "Offices are open on Tue 21 Jul 2026 already")],
)
def test_day_that_is_not_a_national_holiday_is_not_switched_off(day, sentence):
    area = LocalAuthorityFactory()
    add(area)

    with pytest.raises(RuleBroken, match=sentence):
        switch_off(area, day=day)


def test_removed_entry_gives_the_day_back_to_the_national_list():
    area = LocalAuthorityFactory()
    entry = switch_off(area)

    remove_holiday(holiday=entry, by=AdministratorFactory())

    event = Event.objects.latest("id")
    assert is_closed(MAY_DAY, area)
    assert (event.action, event.subject_key) == ("remove_holiday", entry.pk)
    assert event.before == {
        "jurisdiction": "scotland",
        "local_authority": area.code,
        "day": "2026-05-04",
        "name": "May Day",
        "observed": False,
        "source": "Council website",
    }
