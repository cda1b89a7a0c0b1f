import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import RuleBroken
from mentoring.enums.mentors import Keys, Vetting
from mentoring.models import PrisonClearance, PvgMembership
from mentoring.services.clearances import add_clearance, edit_clearance, record_pvg
from mentoring.services.mistakes import strike_pvg
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import MentorFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return ManagerFactory()


def day(number, month=10):
    return dt.date(2026, month, number)


def test_clearance_entered_twice_by_one_form_is_one(manager):
    mentor, prison, key = MentorFactory(), PrisonFactory(), uuid.uuid4()

    for _ in range(2):
        add_clearance(mentor=mentor, prison=prison, from_date=day(1), new_id=key, by=manager)

    assert PrisonClearance.objects.get().pk == key
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("earlier", "from_date", "until_date", "sentence"),
    [
        ((day(1), None), day(9), day(20), "have another clearance"),
        ((day(1), day(9)), day(9), None, "have another clearance"),
        ((day(20), None), day(1), None, "have another clearance"),
        ((day(1), day(9)), day(20), day(19), "before its first day"),
    ],
)
def test_clearance_that_cannot_stand_is_refused(manager, earlier, from_date, until_date, sentence):
    mentor, prison = MentorFactory(), PrisonFactory()
    PrisonClearance.objects.create(mentor=mentor, prison=prison, from_date=earlier[0], until_date=earlier[1])

    with pytest.raises(RuleBroken, match=sentence):
        add_clearance(mentor=mentor, prison=prison, from_date=from_date, until_date=until_date, by=manager)

    assert PrisonClearance.objects.count() == 1


def test_clearance_may_follow_another_and_be_for_another_prison(manager):
    mentor, prison = MentorFactory(), PrisonFactory()
    add_clearance(mentor=mentor, prison=prison, from_date=day(1), until_date=day(9), by=manager)

    add_clearance(mentor=mentor, prison=prison, from_date=day(10), by=manager)
    add_clearance(mentor=mentor, prison=PrisonFactory(), from_date=day(5), by=manager)

    assert PrisonClearance.objects.count() == 3


def edited(clearance, **changes):
    return {
        "clearance": clearance,
        "read_at_version": clearance.version,
        "until_date": clearance.until_date,
        "keys": clearance.keys,
        "keys_until_date": clearance.keys_until_date,
        "vetting": clearance.vetting,
        "vetting_until_date": clearance.vetting_until_date,
        **changes,
    }


def test_clearance_is_given_a_last_day(manager):
    clearance = PrisonClearance.objects.create(mentor=MentorFactory(), prison=PrisonFactory(), from_date=day(1))

    for _ in range(2):
        edit_clearance(by=manager, **edited(clearance, until_date=day(9)))

    clearance.refresh_from_db()
    assert clearance.until_date == day(9)
    assert Event.objects.get().after == {"until_date": "2026-10-09"}


def test_last_day_that_cannot_stand_is_refused(manager):
    mentor, prison = MentorFactory(), PrisonFactory()
    first = add_clearance(mentor=mentor, prison=prison, from_date=day(2), until_date=day(9), by=manager)
    add_clearance(mentor=mentor, prison=prison, from_date=day(20), by=manager)

    for until_date, sentence in ((day(1), "before its first day"), (day(20), "another clearance"), (None, "another")):
        with pytest.raises(RuleBroken, match=sentence):
            edit_clearance(by=manager, **edited(first, until_date=until_date))


def test_last_days_of_keys_and_vetting_nobody_has_are_dropped(manager):
    clearance = add_clearance(
        mentor=MentorFactory(),
        prison=PrisonFactory(),
        from_date=day(1),
        keys=Keys.DRAWS_KEYS,
        keys_until_date=day(5),
        vetting=Vetting.ENHANCED,
        vetting_until_date=day(8),
        by=manager,
    )
    assert (clearance.keys_until_date, clearance.vetting_until_date) == (day(5), day(8))

    edit_clearance(by=manager, **edited(clearance, keys=Keys.ESCORTED, vetting=Vetting.ASKED))

    clearance.refresh_from_db()
    assert (clearance.keys_until_date, clearance.vetting_until_date) == (None, None)


@pytest.mark.parametrize(
    ("fields", "on", "in_force"),
    [
        ({}, day(1), True),
        ({}, dt.date(2026, 9, 30), False),
        ({"until_date": day(9)}, day(9), True),
        ({"until_date": day(9)}, day(10), False),
        ({"vetting": "asked"}, day(5), False),
        ({"vetting": "enhanced"}, day(5), True),
        ({"vetting": "enhanced", "vetting_until_date": day(5)}, day(5), True),
        ({"vetting": "enhanced", "vetting_until_date": day(5)}, day(6), False),
        ({"keys": "draws-keys", "keys_until_date": day(4)}, day(5), True),
    ],
)
def test_clearance_is_in_force_with_its_vetting_only_until_its_day_and_without_keys(fields, on, in_force):
    PrisonClearance.objects.create(mentor=MentorFactory(), prison=PrisonFactory(), from_date=day(1), **fields)

    assert PrisonClearance.objects.in_force(on).exists() == in_force


def test_pvg_membership_is_in_force_unless_struck(manager):
    mentor, key = MentorFactory(), uuid.uuid4()
    for _ in range(2):
        row = record_pvg(mentor=mentor, from_date=day(1), until_date=day(9), new_id=key, by=manager)
    assert [PvgMembership.objects.in_force(on).exists() for on in (day(1), day(9), day(10))] == [True, True, False]

    for struck in (True, True, False, True):
        strike_pvg(membership=row, struck=struck, by=manager)

    assert not PvgMembership.objects.in_force(day(5)).exists()
    assert [event.action for event in Event.objects.order_by("at")] == ["record_pvg"] + ["strike_pvg"] * 3


def test_pvg_membership_does_not_end_before_it_begins(manager):
    with pytest.raises(RuleBroken, match="before its first day"):
        record_pvg(mentor=MentorFactory(), from_date=day(9), until_date=day(8), by=manager)
