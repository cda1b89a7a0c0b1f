import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from prisons.liberation_rules import Rule
from prisons.models import LiberationRulePeriod
from prisons.services.reference_data import load_reference_data
from tests.factories.accounts import AdministratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client):
    load_reference_data()
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False):
        user = AdministratorFactory()
        client.force_login(user)
        yield user


@pytest.fixture
def section_8():
    return LiberationRulePeriod.objects.get(rule=Rule.SCOTLAND_SECTION_8.value)


def edit_url(period):
    return reverse("liberations:rule_edit", kwargs={"period_id": period.pk})


def typed(day, month, year, version=1):
    return {"from_date_day": day, "from_date_month": month, "from_date_year": year, "version": version}


def test_section_8_is_given_a_first_day_by_form(client, section_8):
    response = client.post(edit_url(section_8), typed(1, 4, 2027))

    section_8.refresh_from_db()
    assert (response.url, section_8.from_date) == (reverse("prisons:rule_list"), dt.date(2027, 4, 1))


def test_rule_changed_by_someone_else_shows_both_days(client, section_8):
    client.post(edit_url(section_8), typed(1, 4, 2027))

    form = client.post(edit_url(section_8), typed(1, 6, 2027)).context["form"]

    assert form.errors["from_date"] == ["“First day in force” is now 1 Apr 2027. You wrote 1 Jun 2027"]
    assert form["version"].value() == "2"


def test_only_rule_of_scotland_cannot_lose_its_first_day(client):
    scotland = LiberationRulePeriod.objects.get(rule=Rule.SCOTLAND.value)

    form = client.post(edit_url(scotland), typed("", "", "")).context["form"]

    assert form.errors == {
        "from_date": ["No other rule has a first day: without this one no liberation day could be worked out."]
    }
