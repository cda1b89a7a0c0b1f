import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
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


def typed(day, month, year=2026, **more):
    boxes = {"first_day_day": day, "first_day_month": month, "first_day_year": year}
    return {**boxes, "name": "Fair Monday", "source": "Council website", **more}


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


def test_local_holiday_added_by_form_twice_is_one_entry(client, administrator):
    area, form = LocalAuthorityFactory(), typed(20, 7, new_id=uuid.uuid4())

    answers = [client.post(area_url("area_holiday_add", area), form).url for _ in range(2)]

    assert answers == [area_url("area", area) + "?year=2026"] * 2
    assert [(entry.day, entry.local_authority) for entry in Holiday.objects.all()] == [(dt.date(2026, 7, 20), area)]


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        (typed(31, 6), {"first_day": ["The day, or first day must be a real date, like 29 11 2026"]}),
        (typed(26, 12), {"first_day": ["Offices are closed on Sat 26 Dec 2026 already: there is nothing to enter."]}),
        (
            typed(20, 7, last_day_day=19, last_day_month=7, last_day_year=2026),
            {"last_day": ["The last day must not be before the first day"]},
        ),
    ],
)
def test_holiday_on_an_impossible_day_is_told_so(client, administrator, form, errors):
    response = client.post(area_url("area_holiday_add", LocalAuthorityFactory()), {**form, "new_id": uuid.uuid4()})

    assert response.context["form"].errors == errors


def test_source_of_the_last_entry_is_offered_again(client, administrator):
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day="2026-07-20", name="Fair Monday", source="Council website")

    response = client.get(area_url("area_holiday_add", area))

    assert response.context["form"]["source"].value() == "Council website"


def test_national_day_switched_off_and_on_for_an_area(client, administrator):
    area = LocalAuthorityFactory()
    url = area_url("area_switch_off", area, day="2026-05-04")

    asked = client.get(url).content.decode()
    client.post(url, {"source": "Council website"})
    entry = Holiday.objects.get()
    client.post(reverse("prisons:holiday_remove", kwargs={"holiday_id": entry.pk}))
    again = client.post(reverse("prisons:holiday_remove", kwargs={"holiday_id": entry.pk}))

    assert "Monday 4 May 2026" in asked
    assert (entry.day, entry.observed, entry.local_authority) == (dt.date(2026, 5, 4), False, area)
    assert (Holiday.objects.count(), again.status_code) == (0, 302)


@pytest.mark.parametrize("day", ["2026-05-05", "2026-02-30", "soon"])
def test_day_without_a_holiday_has_no_page_to_switch_it_off(client, administrator, day):
    assert client.get(area_url("area_switch_off", LocalAuthorityFactory(), day=day)).status_code == 404


def test_proclaimed_day_is_added_for_the_whole_jurisdiction(client, administrator):
    url = reverse("prisons:national_holiday_add", kwargs={"jurisdiction": "england-wales"})

    response = client.post(url, typed(14, 6, 2027, new_id=uuid.uuid4()))

    entry = Holiday.objects.get()
    assert response.url == reverse("prisons:national", kwargs={"jurisdiction": "england-wales"}) + "?year=2027"
    assert (entry.jurisdiction, entry.local_authority, entry.day) == ("england-wales", None, dt.date(2027, 6, 14))


def test_national_day_is_switched_off_everywhere(client, administrator):
    url = reverse("prisons:national_switch_off", kwargs={"jurisdiction": "scotland", "day": "2026-05-04"})

    client.post(url, {"source": "Gazette"})

    entry = Holiday.objects.get()
    assert (entry.local_authority, entry.observed) == (None, False)


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


@pytest.mark.parametrize("page", ["area_list", "area"])
def test_pages_ask_the_database_as_often_for_more_rows(client, administrator, django_assert_num_queries, page):
    def entered(number):
        area = LocalAuthorityFactory()
        Holiday.objects.create(local_authority=area, day="2026-07-20", name="Fair Monday", source="Council")
        Holiday.objects.create(day=dt.date(2026, 9, 7 + number), name="Proclaimed", source="Gazette")
        return area

    area = entered(0)
    url = area_url("area", area) if page == "area" else reverse("prisons:area_list")
    client.get(url)  # The first request notes its time in the session.
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    entered(1)
    entered(2)

    with django_assert_num_queries(len(one)):
        client.get(url)
    assert len(one) <= 10
