"""Two who write at once, and one who is killed while writing (docs/testing.md)."""

import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings
from django.db import connection, connections

from audit.models import Event
from config.local_servers import addresses
from core.errors import EditedMeanwhile
from people.models import Alert, Person
from people.services.people import edit_person
from tests.factories.accounts import ManagerFactory
from tests.factories.people import PersonFactory
from tests.plugins.worker import database_url

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 200
PAIRS = 1_000


def test_writers_killed_at_any_moment_leave_no_change_without_its_trail_row():
    person, by = PersonFactory(), ManagerFactory()
    environment = {
        "THROUGHGATE_DEVELOPMENT": "1",
        "DATABASE_URL": database_url(connection.settings_dict),
        "REDIS_URL": settings.BROKER_URL,
    }

    subprocess.run(
        [sys.executable, "-m", "tests.people.dying_writer", str(by.pk), str(person.pk), str(KILLS)],
        env=os.environ | environment,
        cwd=addresses.CHECKOUT,
        check=True,
    )

    written = sorted(Alert.objects.values_list("pk", flat=True))
    told = sorted(Event.objects.filter(action="add_alert").values_list("subject_key", flat=True))
    assert written == told
    assert len(written) >= KILLS


def test_two_who_edit_at_once_lose_nothing():
    person, both = PersonFactory(), [ManagerFactory(), ManagerFactory()]
    start, end = threading.Barrier(2), threading.Barrier(2)
    said = []

    def edit(by):
        try:
            for turn in range(PAIRS):
                read = Person.objects.get(pk=person.pk)
                start.wait()
                try:
                    edit_person(person=read, read_at_version=read.version, known_as=f"{by.pk} {turn}"[-40:], by=by)
                    said.append("kept")
                except EditedMeanwhile:
                    said.append("told")
                end.wait()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=edit, args=[by]) for by in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    person.refresh_from_db()
    assert (said.count("kept"), said.count("told")) == (PAIRS, PAIRS)
    assert (person.version, Event.objects.filter(action="edit_person").count()) == (PAIRS + 1, PAIRS)
