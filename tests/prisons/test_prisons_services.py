import datetime as dt
import uuid

import pytest

from audit.enums import Verb
from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from prisons.enums import Jurisdiction
from prisons.models import Prison
from prisons.services.prisons import add_prison, close_prison, edit_prison, reopen_prison
from tests.factories.accounts import AdministratorFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db


def details(**changes):
    return {
        "code": "MAR",
        "name": "HMP Marlhouse",
        "town": "Marl",
        "postcode": "",
        "jurisdiction": Jurisdiction.SCOTLAND,
        "holds": "",
        "operator": "",
        "opened_date": None,
        "is_building": False,
        "gate_address": "",
        "gate_phone": "",
        "gate_arrangements": "",
        "if_nobody": "",
        "area": None,
        "visiting_arrangements": "",
        "visiting_weekdays": [],
        "visit_notice_days": None,
        "directions": "",
        **changes,
    }


def add(by=None, *, new_id=None, aliases=(), **changes):
    by = by or AdministratorFactory()
    return add_prison(new_id=new_id or uuid.uuid4(), details=details(**changes), aliases=aliases, by=by)


def alias_names(prison):
    return [alias.name for alias in prison.aliases.all()]


def test_added_prison_is_stored_with_its_other_names():
    prison = add(aliases=["The Marl", "the marl", "HMP MARLHOUSE", "Old Marl"])

    stored = Prison.objects.get()
    assert (stored.pk, stored.code, stored.town, stored.version) == (prison.pk, "MAR", "Marl", 1)
    assert alias_names(stored) == ["Old Marl", "The Marl"]


def test_added_prison_leaves_one_trail_row():
    administrator = AdministratorFactory()
    prison = add(administrator, aliases=["The Marl"])

    event = Event.objects.get()
    assert (event.action, event.verb, event.actor_key, event.subject_key) == (
        "add_prison",
        Verb.CREATED,
        administrator.pk,
        prison.pk,
    )
    assert event.after == {**details(), "aliases": ["The Marl"]}


def test_prison_added_twice_by_one_form_is_one_row():
    new_id = uuid.uuid4()

    first, second = add(new_id=new_id), add(new_id=new_id)

    assert first == second
    assert (Prison.objects.count(), Event.objects.count()) == (1, 1)


def test_form_used_again_for_another_prison_is_refused():
    new_id = uuid.uuid4()
    add(new_id=new_id)

    with pytest.raises(RuleBroken, match="has already added HMP Marlhouse"):
        add(new_id=new_id, code="OTH", name="HMP Other")

    assert Prison.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "aliases"),
    [
        ({"code": "mar", "name": "HMP Other"}, []),
        ({"code": "OTH", "name": "hmp marlhouse"}, []),
        ({"code": "OTH", "name": "the marl"}, []),
        ({"code": "OTH", "name": "HMP Other"}, ["THE MARL"]),
        ({"code": "OTH", "name": "HMP Other"}, ["HMP Marlhouse"]),
        ({"code": "OTH", "name": "HMP Other"}, ["Mar"]),
    ],
)
def test_name_that_means_another_prison_is_refused(changes, aliases):
    add(aliases=["The Marl"])

    with pytest.raises(RuleBroken, match="already means HMP Marlhouse"):
        add(aliases=aliases, **changes)

    assert Prison.objects.count() == 1


def test_edit_writes_what_changed_and_nothing_else_to_the_trail():
    administrator = AdministratorFactory()
    prison = add(administrator, aliases=["The Marl"])

    edit_prison(
        prison=prison,
        read_at_version=1,
        details=details(gate_phone="01632 960 001"),
        aliases=["Marl Road"],
        by=administrator,
    )

    stored, event = Prison.objects.get(), Event.objects.latest("id")
    assert (stored.gate_phone, stored.version, alias_names(stored)) == ("01632 960 001", 2, ["Marl Road"])
    assert event.verb == Verb.CHANGED
    assert event.before == {"gate_phone": "", "aliases": ["The Marl"]}
    assert event.after == {"gate_phone": "01632 960 001", "aliases": ["Marl Road"]}


def test_edit_that_changes_nothing_leaves_version_and_trail_alone():
    prison = add(aliases=["The Marl"])

    edit_prison(prison=prison, read_at_version=1, details=details(), aliases=["The Marl"], by=AdministratorFactory())

    assert (Prison.objects.get().version, Event.objects.count()) == (1, 1)


def test_edit_of_an_old_version_is_refused_and_changes_nothing():
    administrator = AdministratorFactory()
    prison = add(administrator)
    edit_prison(prison=prison, read_at_version=1, details=details(town="Marlton"), aliases=[], by=administrator)

    with pytest.raises(EditedMeanwhile):
        edit_prison(prison=prison, read_at_version=1, details=details(town="Marlow"), aliases=["New"], by=administrator)

    stored = Prison.objects.get()
    assert (stored.town, alias_names(stored), Event.objects.count()) == ("Marlton", [], 2)


def test_edit_may_change_the_capitals_of_its_own_names():
    administrator = AdministratorFactory()
    prison = add(administrator, aliases=["the marl"])

    edit_prison(
        prison=prison, read_at_version=1, details=details(name="HMP MARLHOUSE"), aliases=["The Marl"], by=administrator
    )

    stored = Prison.objects.get()
    assert (stored.name, alias_names(stored)) == ("HMP MARLHOUSE", ["The Marl"])


def test_edit_to_open_after_the_closing_day_is_refused():
    administrator = AdministratorFactory()
    prison = close_prison(prison=add(administrator), closed_date=dt.date(2026, 11, 30), by=administrator)

    with pytest.raises(RuleBroken, match="cannot close before it opens"):
        edit_prison(
            prison=prison,
            read_at_version=2,
            details=details(opened_date=dt.date(2026, 12, 1)),
            aliases=[],
            by=administrator,
        )


def test_closed_prison_has_a_day_a_new_version_and_a_trail_row():
    administrator = AdministratorFactory()
    prison = PrisonFactory()

    close_prison(prison=prison, closed_date=dt.date(2026, 11, 30), by=administrator)

    stored, event = Prison.objects.get(), Event.objects.get()
    assert (stored.closed_date, stored.version) == (dt.date(2026, 11, 30), 2)
    assert (event.action, event.before, event.after) == (
        "close_prison",
        {"closed_date": None},
        {"closed_date": "2026-11-30"},
    )


def test_prison_closed_already_is_not_closed_again():
    prison = PrisonFactory(closed_date=dt.date(2026, 11, 30))

    with pytest.raises(RuleBroken, match="already has a closing day"):
        close_prison(prison=prison, closed_date=dt.date(2026, 12, 1), by=AdministratorFactory())

    assert (Prison.objects.get().closed_date, Event.objects.count()) == (dt.date(2026, 11, 30), 0)


def test_prison_closing_before_it_opened_is_refused():
    prison = PrisonFactory(opened_date=dt.date(2026, 6, 1))

    with pytest.raises(RuleBroken, match="cannot close before it opens"):
        close_prison(prison=prison, closed_date=dt.date(2026, 5, 31), by=AdministratorFactory())


def test_reopened_prison_has_no_closing_day():
    prison = PrisonFactory(closed_date=dt.date(2026, 11, 30))

    reopen_prison(prison=prison, by=AdministratorFactory())
    reopen_prison(prison=prison, by=AdministratorFactory())

    stored, event = Prison.objects.get(), Event.objects.get()
    assert (stored.closed_date, stored.version) == (None, 2)
    assert (event.before, event.after) == ({"closed_date": "2026-11-30"}, {"closed_date": None})
