"""An alert stands above every page about the person."""

import datetime as dt
import re

import pytest
from django.db import transaction
from django.urls import reverse

from people.enums import AlertKind
from people.models import Alert
from tests import kinds
from tests.access import ACTORS, World, address
from tests.access_rows import TABLE
from tests.factories.mentoring import MeetingFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
TEXT = "Carries an inhaler."
# The two sides of a merge are records, and not somebody one is about to meet; the others are read out to the person, or theirs.
WITHOUT = {"liberations:merge_choose", "mentoring:ready_sheet", "mentoring:signed_up"}
ABOUT_A_PERSON = {
    "answered",
    "case",
    "connection",
    "eligible_referral",
    "episode",
    "held_meeting",
    "meeting",
    "person",
    "readiness_item",
    "standard",
    "waiting_referral",
    "wanted_gate",
}


def test_alert_stands_on_every_page_about_the_person(as_user):
    world = World()
    kinds.alert(world)
    clients = {actor: as_user(world.users[actor]) for actor in ("manager", "community mentor")}

    without = []
    for name, row in TABLE.items():
        reader = next((actor for actor in clients if row.get.split()[ACTORS.index(actor)] == "200"), None)
        if not row.kind or row.kind.__name__ not in ABOUT_A_PERSON or name in WITHOUT or reader is None:
            continue
        with transaction.atomic():
            page = clients[reader].get(address(name, row, world))
            transaction.set_rollback(True)
        if "html" in page["Content-Type"] and TEXT not in page.content.decode():
            without.append(name)

    assert without == []


@pytest.mark.parametrize("page", ["/", "/gates/"])
@pytest.mark.time_machine("2026-12-17T09:00Z", tick=False)
def test_alert_stands_beside_who_is_met_today(as_user, page):
    world = World()
    kinds.alert(world)

    assert TEXT in as_user(world.community_mentor).get(page).content.decode()


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.time_machine("2026-12-17T09:00Z", tick=False)
def test_only_what_staff_must_know_is_printed(as_user, kind):
    world = World()
    kinds.alert(world)
    Alert.objects.update(kind=kind)
    visit = MeetingFactory(case=world.case, mentor=world.mentor, prison=PrisonFactory(), on_date=dt.date(2026, 12, 17))
    day = [visit.prison_id, "2026-12-17"]
    pages = [
        *(reverse(name) for name in ("desk:home", "liberations:gate_list")),
        *(reverse(name, args=day) for name in ("mentoring:day_sheet", "mentoring:day_results")),
        reverse("liberations:gate", args=[world.case.pk]),
        reverse("desk:person", args=[world.person.pk]) + "?tab=consents",
    ]
    browser = as_user(world.community_mentor)

    for page in pages:
        html = browser.get(page).content.decode()
        assert TEXT in html, page
        # Each alert is a list item or a paragraph of its own.
        tags = re.findall(rf"<(?:li|p)([^>]*)>(?:(?!<(?:li|p)[ >]).)*?{TEXT}", html, re.DOTALL)
        is_on_paper = {"no-print" not in tag for tag in tags}
        assert is_on_paper == {kind in (AlertKind.RISK_TO_STAFF, AlertKind.COMMUNICATION)}, page
