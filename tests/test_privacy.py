"""One person with a name like nobody else's goes through every page and job; afterwards no address, log, letter, cookie or
task knows them, and no page shows them to anybody who may not open their record."""

import copy
import inspect
import logging
import re
import urllib.parse

import pytest
from celery import current_app
from django.core import mail
from django.db import transaction

from accounts.services.passwords import send_password_links
from liberations.services.sweeps import flag_overdue_follow_ups, flag_passed_liberations, plan_reminders
from mentoring.enums.meetings import Concern
from mentoring.services.sweeps import refresh_meeting_flags
from notifications.models import Message
from notifications.services.outbox import send_due_messages
from people.models import Person
from tests.access import ACTORS, World, address, browser_of
from tests.access_rows import TABLE
from tests.answered import words_in
from tests.factories.mentoring import MeetingFactory
from tests.factories.people import IdentifierFactory

pytestmark = pytest.mark.django_db

CANARY = {
    "given_names": "Zebedee",
    "family_name": "Quillfeather",
    "known_as": "Zebbo",
    "phone": "0141 496 0987",
}
NUMBER = "0076543"
NOTE = "Talked about his brother Ptolemy"
WORDS = [*CANARY.values(), NUMBER, "Ptolemy"]
LINK = re.compile(r"(?:href|action|src)=\"([^\"]*)\"")


@pytest.fixture
def world():
    world = World()
    Person.objects.filter(pk=world.person.pk).update(**CANARY)
    IdentifierFactory(person=world.person, value=NUMBER)
    MeetingFactory(case=world.case, mentor=world.mentor, held=True, note=NOTE, concern=Concern.MANAGER)
    return world


def known_in(text) -> list[str]:
    text = urllib.parse.unquote_plus(str(text)).casefold()
    return [word for word in WORDS if word.casefold() in text]


def addresses_in(response) -> list[str]:
    found = [response.headers.get("Location", "")]
    if response.headers.get("Content-Type", "").startswith("text/html"):
        # A phone number is called by its link.
        found += [link for link in LINK.findall(words_in(response)) if not link.startswith("tel:")]
    return found


def walk(world, actor):
    """Every page and every button as `actor`, nothing kept."""
    client = browser_of(actor, world)
    signed_in = copy.deepcopy(client.cookies)
    for name, row in TABLE.items():
        for send in (client.get, client.post):
            # Signing out on the way must not make the rest of it a stranger's.
            client.cookies = copy.deepcopy(signed_in)
            with transaction.atomic():
                response = send(address(name, row, world))
                yield name, response, client
                transaction.set_rollback(True)


@pytest.mark.parametrize("actor", ["prison mentor", "community mentor", "manager"])
def test_no_address_cookie_or_log_knows_the_person(world, actor, caplog):
    caplog.set_level(logging.DEBUG)
    told, shown = {}, set()
    for name, response, client in walk(world, actor):
        if known_in(words_in(response)):
            shown.add(name)
        if words := known_in(addresses_in(response)) + known_in(client.cookies.output()):
            told[name] = words

    assert told == {}
    assert {"desk:person", "mentoring:contact", "people:edit"} <= shown
    assert [record.getMessage() for record in caplog.records if known_in(record.getMessage())] == []


def test_no_page_shows_the_person_to_those_who_may_not_open_the_record(world):
    outsiders = [actor for actor in ACTORS if actor not in ("prison mentor", "community mentor", "manager")]
    shown = {
        (actor, name): known_in(words_in(response))
        for actor in outsiders
        for name, response, _ in walk(world, actor)
        if known_in(words_in(response))
    }

    assert shown == {}


@pytest.mark.parametrize("actor", ["prison mentor elsewhere", "community mentor elsewhere", "manager elsewhere"])
def test_no_page_offers_another_team_its_keys(world, actor):
    keys = {
        str(row.pk) for row in (world.person, world.case, world.mentor, world.manager, world.case.programme, world.team)
    }
    offered = {
        name: found
        for name, response, _ in walk(world, actor)
        if response.status_code == 200 and (found := [key for key in keys if key in words_in(response)])
    }

    assert offered == {}


@pytest.mark.parametrize("text", ["Quillfeather", NUMBER, "zebedee quil"])
def test_search_keeps_the_name_out_of_the_address(world, as_user, text):
    response = as_user(world.manager).post("/people/search/", {"q": text})

    assert response.status_code == 302
    assert known_in(response["Location"]) == []
    assert "Quillfeather" in as_user(world.manager).get(response["Location"]).text


def test_letters_and_logs_of_jobs_know_nobody(world, caplog):
    caplog.set_level(logging.DEBUG)

    for job in (plan_reminders, refresh_meeting_flags, flag_passed_liberations, flag_overdue_follow_ups):
        job()
    Message.objects.update(by_email=True)
    send_due_messages()
    send_password_links()

    assert mail.outbox != []
    assert [letter.subject for letter in mail.outbox if known_in(letter.message().as_string())] == []
    assert [record.getMessage() for record in caplog.records if known_in(record.getMessage())] == []


def test_tasks_take_nothing_that_could_be_a_name():
    current_app.loader.import_default_modules()
    own = {name: task for name, task in current_app.tasks.items() if not name.startswith(("celery.", "tests."))}

    assert own
    assert [name for name, task in own.items() if inspect.signature(task.run).parameters] == []
