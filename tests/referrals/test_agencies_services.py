import datetime as dt
import uuid

import pytest

from audit.enums import Verb
from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from referrals.enums import ServiceKind
from referrals.models import Agency, Service
from referrals.services.agencies import (
    add_agency,
    add_service,
    close_agency,
    close_service,
    edit_agency,
    edit_service,
    reopen_agency,
    reopen_service,
)
from tests.factories.accounts import AdministratorFactory, TeamFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import AgencyFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def agency_details(**changes):
    return {"name": "Roof Trust", "phone": "", "email": "", "website": "", "notes": "", "team": None, **changes}


def service_details(**changes):
    return {
        "name": "Night shelter",
        "kind": ServiceKind.ACCOMMODATION,
        "threshold": "",
        "waiting_weeks": None,
        "opening_hours": "",
        "address": "",
        **changes,
    }


def add(new_id=None, *, by=None, **changes):
    return add_agency(new_id=new_id or uuid.uuid4(), details=agency_details(**changes), by=by or AdministratorFactory())


def offer(agency, new_id=None, *, areas=(), **changes):
    return add_service(
        new_id=new_id or uuid.uuid4(),
        agency=agency,
        details=service_details(**changes),
        areas=areas,
        by=AdministratorFactory(),
    )


def test_added_agency_leaves_one_trail_row_without_its_notes():
    administrator = AdministratorFactory()

    agency = add(by=administrator, notes="Ask for Ms Reid")

    event = Event.objects.get()
    assert Agency.objects.get().notes == "Ask for Ms Reid"
    assert (event.action, event.verb, event.actor_key, event.subject_key) == (
        "add_agency",
        Verb.CREATED,
        administrator.pk,
        agency.pk,
    )
    assert event.after == agency_details(notes="(text)")


def test_agency_added_twice_by_one_form_is_one_row():
    new_id = uuid.uuid4()

    first, second = add(new_id), add(new_id)

    assert first == second
    assert (Agency.objects.count(), Event.objects.count()) == (1, 1)


def test_form_used_again_for_another_agency_is_refused():
    new_id = uuid.uuid4()
    add(new_id)

    with pytest.raises(RuleBroken, match="used for something else"):
        add(new_id, name="Food Bank")


def test_agency_of_a_name_in_use_is_refused_whatever_its_capitals():
    add()

    with pytest.raises(RuleBroken, match="already a partner agency of this name"):
        add(name="ROOF TRUST")

    assert Agency.objects.count() == 1


def test_edited_agency_tells_the_trail_what_changed():
    team, agency = TeamFactory(), add()

    edit_agency(
        agency=agency,
        read_at_version=1,
        details=agency_details(phone="01632 960 002", team=team, notes="Ask for Mr Shah"),
        by=AdministratorFactory(),
    )

    stored, event = Agency.objects.get(), Event.objects.latest("id")
    assert (stored.phone, stored.team, stored.notes, stored.version) == ("01632 960 002", team, "Ask for Mr Shah", 2)
    assert event.before == {"phone": "", "team": None, "notes": "(text)"}
    assert event.after == {"phone": "01632 960 002", "team": str(team.pk), "notes": "(text)"}


def test_edit_that_changes_nothing_leaves_version_and_trail_alone():
    agency = add()

    edit_agency(agency=agency, read_at_version=1, details=agency_details(), by=AdministratorFactory())

    assert (Agency.objects.get().version, Event.objects.count()) == (1, 1)


def test_edit_of_an_old_version_is_refused_and_leaves_no_trail_row():
    agency, administrator = add(), AdministratorFactory()
    edit_agency(agency=agency, read_at_version=1, details=agency_details(phone="1"), by=administrator)

    with pytest.raises(EditedMeanwhile):
        edit_agency(agency=agency, read_at_version=1, details=agency_details(phone="2"), by=administrator)

    assert (Agency.objects.get().phone, Event.objects.count()) == ("1", 2)


def test_agency_closed_and_reopened_keeps_its_services():
    service, administrator = ServiceFactory(), AdministratorFactory()

    closed = close_agency(agency=service.agency, closed_date=dt.date(2026, 12, 1), by=administrator)
    closed_in_database = Agency.objects.get().closed_date
    reopen_agency(agency=closed, by=administrator)
    reopen_agency(agency=Agency.objects.get(), by=administrator)

    assert closed_in_database == dt.date(2026, 12, 1)
    assert (Agency.objects.get().closed_date, Service.objects.get().closed_date) == (None, None)
    assert list(Event.objects.order_by("id").values_list("action", "before", "after")) == [
        ("close_agency", {"closed_date": None}, {"closed_date": "2026-12-01"}),
        ("reopen_agency", {"closed_date": "2026-12-01"}, {"closed_date": None}),
    ]


def test_agency_closed_already_is_not_closed_again():
    agency = AgencyFactory(closed_date=dt.date(2026, 12, 1))

    with pytest.raises(RuleBroken, match="already has a closing day"):
        close_agency(agency=agency, closed_date=dt.date(2027, 1, 1), by=AdministratorFactory())


def test_agency_closed_by_someone_else_meanwhile_is_not_closed_again():
    agency, administrator = AgencyFactory(), AdministratorFactory()
    close_agency(agency=Agency.objects.get(), closed_date=dt.date(2026, 12, 1), by=administrator)

    with pytest.raises(EditedMeanwhile):
        close_agency(agency=agency, closed_date=dt.date(2027, 1, 1), by=administrator)

    assert Agency.objects.get().closed_date == dt.date(2026, 12, 1)


def test_added_service_is_stored_with_its_areas():
    agency, area = AgencyFactory(), LocalAuthorityFactory()

    service = offer(agency, areas=[area], waiting_weeks=4)

    stored, event = Service.objects.get(), Event.objects.get()
    assert (stored.pk, stored.agency, stored.waiting_weeks, list(stored.areas.all())) == (service.pk, agency, 4, [area])
    assert event.after == service_details(agency=str(agency.pk), areas=[area.name], waiting_weeks=4)


def test_service_added_twice_by_one_form_is_one_row():
    agency, new_id = AgencyFactory(), uuid.uuid4()

    first, second = offer(agency, new_id), offer(agency, new_id)

    assert first == second
    assert (Service.objects.count(), Event.objects.count()) == (1, 1)


def test_service_form_used_again_under_another_agency_is_refused():
    new_id = uuid.uuid4()
    offer(AgencyFactory(), new_id)

    with pytest.raises(RuleBroken, match="used for something else"):
        offer(AgencyFactory(), new_id)


def test_name_of_a_service_is_unique_within_its_agency_only():
    agency = AgencyFactory()
    offer(agency)
    offer(AgencyFactory())

    with pytest.raises(RuleBroken, match="already has a service of this name"):
        offer(agency, name="night SHELTER")


def test_edited_service_tells_the_trail_of_its_areas():
    first, second = LocalAuthorityFactory.create_batch(2)
    service = offer(AgencyFactory(), areas=[first])

    edit_service(
        service=service, read_at_version=1, details=service_details(), areas=[second], by=AdministratorFactory()
    )

    stored, event = Service.objects.get(), Event.objects.latest("id")
    assert (list(stored.areas.all()), stored.version) == ([second], 2)
    assert (event.before, event.after) == ({"areas": [first.name]}, {"areas": [second.name]})


def test_service_closed_and_reopened():
    administrator = AdministratorFactory()

    closed = close_service(service=ServiceFactory(), closed_date=dt.date(2026, 12, 1), by=administrator)
    reopen_service(service=closed, by=administrator)

    assert closed.closed_date == dt.date(2026, 12, 1)
    assert (Service.objects.get().closed_date, Service.objects.get().version) == (None, 3)


def test_agencies_are_found_by_what_is_open_where():
    here, elsewhere = LocalAuthorityFactory.create_batch(2)
    today = dt.date(2026, 11, 22)
    local = ServiceFactory(kind=ServiceKind.MONEY, agency__name="Advice Marl")
    local.areas.add(here)
    everywhere = ServiceFactory(kind=ServiceKind.HEALTH, agency__name="Breathe")
    closed = ServiceFactory(kind=ServiceKind.MONEY, name="Debt line", closed_date=today)

    assert list(Agency.objects.working_in(here, on=today)) == [local.agency, everywhere.agency]
    assert list(Agency.objects.working_in(elsewhere, on=today)) == [everywhere.agency]
    assert list(Agency.objects.offering(ServiceKind.MONEY, on=today)) == [local.agency]
    assert list(Agency.objects.called(closed.name)) == [closed.agency]
