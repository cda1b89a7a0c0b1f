import pytest
import time_machine
from django.urls import reverse

from prisons.models import Holiday
from tests.factories.accounts import AdministratorFactory
from tests.factories.prisons import LocalAuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False):
        user = AdministratorFactory()
        client.force_login(user)
        yield user


def area_url(name, area, **more):
    return reverse(f"prisons:{name}", kwargs={"area_id": area.pk, **more})


def shown(response):
    return [(row["shown"].day.isoformat(), row["shown"].closed) for row in response.context["rows"]]


def test_year_of_an_area_shows_the_national_list_and_its_own_days(client, administrator):
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day="2026-07-20", name="Fair Monday", source="Council")
    Holiday.objects.create(local_authority=area, day="2026-05-04", name="May Day", source="Council", observed=False)
    Holiday.objects.create(day="2026-09-07", name="Proclaimed", source="Gazette")
    Holiday.objects.create(day="2027-09-06", name="Another year", source="Gazette")

    response = client.get(area_url("area", area))

    assert shown(response) == [
        ("2026-01-01", True),
        ("2026-01-02", True),
        ("2026-04-03", True),
        ("2026-05-04", False),
        ("2026-05-25", True),
        ("2026-06-15", True),
        ("2026-07-20", True),
        ("2026-08-03", True),
        ("2026-09-07", True),
        ("2026-11-30", True),
        ("2026-12-25", True),
        ("2026-12-26", True),
        ("2026-12-28", True),
    ]


@pytest.mark.parametrize(
    ("asked", "year"), [("2027", 2027), ("2040", 2040), ("", 2026), ("soon", 2026), ("1", 2026), ("9" * 5000, 2026)]
)
def test_year_asked_for_is_shown_or_this_one(client, administrator, asked, year):
    response = client.get(area_url("area", LocalAuthorityFactory()), {"year": asked})

    assert response.context["year"] == year


def test_unknown_jurisdiction_is_not_found(client, administrator):
    assert client.get(reverse("prisons:national", kwargs={"jurisdiction": "wales"})).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Abbey", "Border", "Coast"]),
        ("?q=bor", ["Border"]),
        ("?sort=-name", ["Coast", "Border", "Abbey"]),
        ("?sort=-own", ["Coast", "Border", "Abbey"]),
        ("?sort=off", ["Abbey", "Coast", "Border"]),
    ],
)
def test_areas_filter_and_sort(client, administrator, query, names):
    _, border, coast = (LocalAuthorityFactory(name=name) for name in ("Abbey", "Border", "Coast"))
    for area, day, observed in (
        (border, "2026-05-04", False),
        (border, "2026-07-20", True),
        (coast, "2026-07-20", True),
        (coast, "2026-07-21", True),
        (coast, "2027-05-03", False),
    ):
        Holiday.objects.create(local_authority=area, day=day, name="Day", source="Council", observed=observed)

    response = client.get(reverse("prisons:area_list") + query)

    assert [area.name for area in response.context["page"]] == names
