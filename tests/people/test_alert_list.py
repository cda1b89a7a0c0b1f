"""The manager's list of alerts that somebody has to look at again."""

import datetime as dt

import pytest
from django.urls import reverse

from people.models import Alert
from tests import kinds
from tests.access import World

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2027-01-05T09:00Z", tick=False)]
TEXT = "Carries an inhaler."


@pytest.mark.parametrize(
    ("review_date", "query", "is_listed"),
    [
        (dt.date(2027, 1, 4), "", True),
        (dt.date(2027, 1, 5), "", True),
        (dt.date(2027, 1, 6), "", False),
        (dt.date(2027, 1, 6), "?state=all", True),
        (dt.date(2027, 1, 4), "?kind=communication", False),
    ],
)
def test_alerts_are_listed_from_their_day(as_user, review_date, query, is_listed):
    world = World()
    kinds.alert(world)
    Alert.objects.update(review_date=review_date)
    browser = as_user(world.manager)

    page = browser.get(reverse("people:alert_list") + query)

    assert (TEXT in page.text) == is_listed
    assert reverse("people:alert_list") in browser.get("/").text


def test_other_teams_and_ended_alerts_are_not_listed(as_user):
    world = World()
    kinds.alert(world)
    address = reverse("people:alert_list") + "?state=all"
    assert TEXT not in as_user(world.users["manager elsewhere"]).get(address).text

    Alert.objects.update(ended_at=dt.datetime(2027, 1, 4, tzinfo=dt.UTC), ended_by=world.manager)

    assert TEXT not in as_user(world.manager).get(address).text
