"""kill -9 of the web process and of the worker in the middle of applying a list: afterwards all of it or none of it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException

import pytest
from django.db import connection, transaction
from django.urls import reverse

from config.local_servers import addresses, processes
from liberations.enums import ListState
from liberations.models import LiberationList
from liberations.services.list_queue import ask_to_apply
from liberations.tasks import apply_lists
from people.models import Person
from tests.contents import contents
from tests.factories.accounts import ManagerFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory
from tests.liberations import weekly
from tests.plugins.worker import environment, worker_process
from tests.ports import free_port

pytestmark = pytest.mark.django_db(transaction=True)
# Applying waits at its first write to each of these, and is killed there: from the first of its writes to the last.
MOMENTS = ("people_identifier", "prisons_releasedate", "people_access", "liberations_appliedrow", "audit_event")
# Only what never comes takes so long, on however busy a machine.
START_SECONDS, LOOK_EVERY_SECONDS = 120, 0.05
NEW = 30


@pytest.fixture
def made():
    """A list with new people, a moved date and a transfer, of a team with a manager."""
    programme, prison = ProgrammeFactory(), PrisonFactory()
    manager = ManagerFactory(team=programme.team)
    weekly.supported(prison, "090018", "Quill", programme)
    weekly.supported(PrisonFactory(), "090019", "Bright", programme)
    new = [weekly.row(f"0800{n:02}", f"{chr(65 + n % 26)}{'aeiou'[n % 5]}{n}x".capitalize()) for n in range(NEW)]
    moved = [weekly.row("090018", "Quill", weekly.LATER), weekly.row("090019", "Bright", weekly.LATER)]
    made = weekly.read(prison, programme, manager, *moved, *new)
    made.uploaded_by = manager
    return made


def wait_for(condition):
    give_up = time.monotonic() + START_SECONDS
    while not (found := condition()):
        assert time.monotonic() < give_up, "it takes too long"
        time.sleep(LOOK_EVERY_SECONDS)
    return found


def others(condition="true"):
    """The processes of PostgreSQL that serve somebody else, of whom the condition holds."""
    with connection.cursor() as cursor:
        # What a transaction has seen of the others it would see again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            f"AND backend_type = 'client backend' AND {condition}"
        )
        return {pid for (pid,) in cursor.fetchall()}


@contextlib.contextmanager
def stopped_at(table):
    """Nobody can write to the table, though they can read it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield


@contextlib.contextmanager
def web_process():
    """The real web process on the test's database; yields the process, and the port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn_settings", "--workers", "1"]
    log = addresses.home(addresses.instance()) / "web.log"
    log.unlink(missing_ok=True)
    with log.open("w") as output:
        web = subprocess.Popen(
            [*command, "--threads", "2", "--bind", f"127.0.0.1:{port}"],
            env=environment(connection.settings_dict),
            cwd=addresses.CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=processes.dying_with_parent(signal.SIGTERM),
        )
    try:
        yield web, port
    finally:
        processes.end(web, signal.SIGTERM, seconds=60)


def ask(port, method, path, cookies=(), body=None):
    asked = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in dict(cookies).items())}
    if method == "POST":
        headers |= {"X-CSRFToken": dict(cookies)["csrftoken"], "Origin": f"http://127.0.0.1:{port}"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        asked.request(method, path, body=body, headers=headers)
        return asked.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        asked.close()


def children(process):
    found = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True)
    return [int(pid) for pid in found.stdout.split()]


def test_web_process_killed_at_several_moments_leaves_nothing_and_then_does_it_all(made, as_user):
    browser = as_user(made.uploaded_by)
    cookies = {"sessionid": browser.cookies["sessionid"].value, "csrftoken": "t" * 32}
    path = reverse("liberations:list_apply", args=[made.pk])
    before = contents(but={"django_session"})
    with web_process() as (web, port):
        for table in MOMENTS:
            wait_for(lambda: ask(port, "GET", "/health") in (200, 503))
            with stopped_at(table):
                pressing = threading.Thread(target=ask, args=(port, "POST", path, cookies, "seen=1"))
                pressing.start()
                served = wait_for(lambda: others("wait_event_type = 'Lock'"))
                for pid in children(web):
                    os.kill(pid, signal.SIGKILL)
                pressing.join()
            wait_for(lambda gone=served: not others() & gone)

            assert contents(but={"django_session"}) == before, table
        wait_for(lambda: ask(port, "GET", "/health") in (200, 503))
        pressed = ask(port, "POST", path, cookies, "seen=1")

    made.refresh_from_db()
    assert (pressed, made.state, Person.objects.count()) == (302, ListState.APPLIED, NEW + 2)


@pytest.mark.worker
def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_run_does_it_all(made):
    ask_to_apply(liberation_list=made, by=made.uploaded_by)
    but = {"django_session", "liberations_liberationlist", "notifications_jobrun"}
    before, env = contents(but=but), environment(connection.settings_dict)

    with worker_process("killed", env) as worker:
        with stopped_at("liberations_appliedrow"):
            apply_lists.apply_async(queue="killed")
            served = wait_for(lambda: others("wait_event_type = 'Lock'"))
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        wait_for(lambda: not others() & served)
    halfway = LiberationList.objects.values("state", "apply_tries").get()
    left = contents(but=but)
    with worker_process("killed", env):
        apply_lists.apply_async(queue="killed")
        wait_for(lambda: LiberationList.objects.get().state == ListState.APPLIED)

    assert halfway == {"state": ListState.APPLYING, "apply_tries": 1}
    assert left == before
    assert Person.objects.count() == NEW + 2
