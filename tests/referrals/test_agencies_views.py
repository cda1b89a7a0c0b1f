import uuid

import pytest
import time_machine
from django.urls import reverse

from referrals.models import Agency, Service
from tests.factories.accounts import AdministratorFactory, TeamFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import AgencyFactory, ServiceFactory

pytestmark = pytest.mark.django_db

AGENCY = {
    "name": "Roof Trust",
    "phone": "01632 960 002",
    "email": "",
    "website": "roof.example",
    "notes": "",
    "team": "",
}
SERVICE = {
    "check_days": "90",
    "name": "Night shelter",
    "kind": "accommodation",
    "threshold": "",
    "waiting_weeks": "4",
    "opening_hours": "",
}


@pytest.fixture(autouse=True)
def administrator(client):
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False):
        user = AdministratorFactory()
        client.force_login(user)
        yield user


def url(name, row):
    key = "service_id" if isinstance(row, Service) else "agency_id"
    return reverse(f"referrals:{name}", kwargs={key: row.pk})


def test_agency_sent_twice_is_one_agency_and_opens_its_page(client):
    typed = {**AGENCY, "new_id": uuid.uuid4()}

    answers = [client.post(reverse("referrals:agency_add"), typed).url for _ in range(2)]

    agency = Agency.objects.get()
    assert answers == [url("agency", agency)] * 2
    assert (agency.name, agency.website) == ("Roof Trust", "https://roof.example")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name": ""}, {"name": ["Enter the name of the agency"]}),
        ({"name": "food bank"}, {"name": ["There is already a partner agency of this name. Look for it in the list."]}),
        ({"website": "not a site"}, {"website": ["Enter a website address like https://www.example.org"]}),
        ({"email": "nobody"}, {"email": ["Enter an email address like name@example.org"]}),
    ],
)
def test_agency_that_cannot_be_kept_is_told_why(client, changes, errors):
    AgencyFactory(name="Food Bank")

    response = client.post(reverse("referrals:agency_add"), {**AGENCY, **changes, "new_id": uuid.uuid4()})

    assert response.context["form"].errors == errors


def test_edit_form_offers_open_teams_and_the_one_chosen(client):
    TeamFactory(name="Closed", closed_date="2026-01-01")
    TeamFactory(name="Open")
    agency = AgencyFactory(team=TeamFactory(name="Theirs", closed_date="2026-01-01"))

    form = client.get(url("agency_edit", agency)).context["form"]

    assert [team.name for team in form.fields["team"].queryset] == ["Open", "Theirs"]


def test_edit_of_what_someone_else_changed_shows_both_texts(client):
    agency, team = AgencyFactory(name="Roof Trust", website="https://roof.example"), TeamFactory(name="Roof team")
    typed = {**AGENCY, "version": 1}
    client.post(url("agency_edit", agency), {**typed, "team": team.pk})

    form = client.post(url("agency_edit", agency), {**typed, "phone": "01632 960 003"}).context["form"]
    again = client.post(
        url("agency_edit", agency), {**typed, "phone": "01632 960 003", "version": form["version"].value()}
    )

    assert form.errors["phone"] == ["“Phone” is now “01632 960 002”. You wrote “01632 960 003”"]
    assert form.errors["team"] == ["“Their team here” is now “Roof team”. You wrote nothing"]
    assert again.status_code == 302
    assert Agency.objects.get().phone == "01632 960 003"


def test_service_sent_twice_is_one_service(client):
    agency, area = AgencyFactory(), LocalAuthorityFactory()
    typed = {**SERVICE, "areas": [area.pk], "new_id": uuid.uuid4()}

    for _ in range(2):
        client.post(url("service_add", agency), typed)

    service = Service.objects.get()
    assert (service.agency, service.waiting_weeks, list(service.areas.all())) == (agency, 4, [area])


def test_service_changed_by_someone_else_shows_both_areas(client):
    first, second = LocalAuthorityFactory(name="Abbey"), LocalAuthorityFactory(name="Border")
    service = ServiceFactory(name="Night shelter", waiting_weeks=4)
    client.post(url("service_edit", service), {**SERVICE, "areas": [first.pk], "version": 1})

    form = client.post(url("service_edit", service), {**SERVICE, "areas": [second.pk], "version": 1}).context["form"]

    assert list(form.errors) == ["__all__", "areas"]
    assert form.errors["areas"] == ["“Areas” is now “Abbey”. You wrote “Border”"]


def test_service_saved_again_without_a_change_is_no_clash(client):
    service = ServiceFactory(name="Night shelter", waiting_weeks=4)
    service.areas.add(LocalAuthorityFactory())
    typed = {**SERVICE, "areas": [area.pk for area in service.areas.all()], "version": 1}

    assert client.post(url("service_edit", service), typed).status_code == 302
    assert Service.objects.get().version == 1


@pytest.mark.parametrize("factory", [AgencyFactory, ServiceFactory])
def test_closed_and_reopened_by_form(client, factory):
    row = factory()
    name = type(row).__name__.lower()
    day = {"closed_date_day": 1, "closed_date_month": 12, "closed_date_year": 2026}

    client.post(url(f"{name}_close", row), day)
    row.refresh_from_db()
    closed = str(row.closed_date)
    again = client.post(url(f"{name}_close", row), {**day, "closed_date_day": 2})
    client.post(url(f"{name}_reopen", row))
    row.refresh_from_db()

    assert (closed, row.closed_date) == ("2026-12-01", None)
    assert again.context["form"].errors["closed_date"] == [
        f"{row.name} already has a closing day. Reopen it first to change the day."
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Abbey", "Border", "Coast"]),
        ("?q=shelter", ["Border"]),
        ("?kind=money", ["Coast"]),
        ("?state=closed", ["Abbey"]),
        ("?state=open&sort=-name", ["Coast", "Border"]),
        ("?sort=-services", ["Coast", "Border", "Abbey"]),
        ("?area=nonsense", ["Abbey", "Border", "Coast"]),
    ],
)
def test_list_filters_and_sorts(client, query, names):
    AgencyFactory(name="Abbey", closed_date="2026-11-22")
    ServiceFactory(agency=AgencyFactory(name="Border"), name="Night shelter")
    coast = AgencyFactory(name="Coast")
    ServiceFactory.create_batch(2, agency=coast, kind="money")

    response = client.get(reverse("referrals:agency_list") + query)

    assert [agency.name for agency in response.context["page"]] == names
