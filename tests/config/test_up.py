"""The one command, run as a newcomer runs it, on servers and data of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil
import pytest

from config.local_servers import addresses
from config.supervisor import CannotRunError, refuse_a_busy_port
from tests.ports import free_port

# Of this process alone: tests of this file may run in two at once.
INSTANCE = f"test-up{os.environ.get('PYTEST_XDIST_WORKER', '')}"
# Only what never comes takes so long, on however busy a machine.
START_SECONDS = 240
STOP_SECONDS = 60


def up(port: int) -> subprocess.Popen:
    """Start the command; it must not see the servers that the tests were given, nor know that this is a test."""
    given = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "SITE_URL")}
    return subprocess.Popen(
        [sys.executable, "manage.py", "up", "--port", str(port)],
        cwd=addresses.CHECKOUT,
        env=given | {"THROUGHGATE_INSTANCE": INSTANCE, "THROUGHGATE_DEVELOPMENT": "1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def left_over() -> list[str]:
    """The commands of all processes that a run of this instance has started and that still live."""
    found = []
    for process in psutil.process_iter():
        try:
            ours = process.environ().get("THROUGHGATE_INSTANCE") == INSTANCE
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


@pytest.fixture
def run():
    """A run on an empty database, up and ready, with its port and what it has printed."""
    shutil.rmtree(addresses.home(INSTANCE), ignore_errors=True)
    port = free_port()
    process = up(port)
    printed = []
    give_up = time.monotonic() + START_SECONDS
    for line in process.stdout:
        printed.append(line)
        if line.startswith("Throughgate runs at") or time.monotonic() > give_up:
            break
    yield process, port, printed
    process.kill()
    process.wait()
    process.stdout.close()
    shutil.rmtree(addresses.home(INSTANCE), ignore_errors=True)


def test_up_serves_pages_refuses_a_second_run_and_leaves_nothing_after_ctrl_c(run):
    process, port, printed = run
    assert printed[-1:] == [f"Throughgate runs at http://127.0.0.1:{port}/  (Ctrl-C stops it)\n"], "".join(printed)

    try:
        status = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=START_SECONDS).status
    except urllib.error.HTTPError as error:
        status = error.code
    assert status < 500

    second = up(free_port())
    said, _ = second.communicate(timeout=START_SECONDS)
    assert second.returncode == 1
    assert f"already running at http://127.0.0.1:{port}/" in said

    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=STOP_SECONDS)
    assert process.returncode == 0
    assert said.endswith("Stopped.\n")
    assert left_over() == []


def test_up_ends_with_the_childs_last_lines_when_a_child_dies(run):
    process, _, _ = run
    [beat] = [child for child in psutil.Process(process.pid).children() if "beat" in child.cmdline()]

    beat.kill()
    said, _ = process.communicate(timeout=STOP_SECONDS)

    assert process.returncode == 1
    assert "beat ended by itself (-9). Its last lines:" in said
    assert left_over() == []


def test_up_killed_takes_everything_with_it(run):
    process, _, _ = run

    process.kill()
    process.wait()

    give_up = time.monotonic() + STOP_SECONDS
    while left_over() and time.monotonic() < give_up:
        time.sleep(0.1)
    assert left_over() == []


def test_busy_port_is_refused_with_another_to_use():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotRunError) as refused:
            refuse_a_busy_port("127.0.0.1", port)

    said = re.fullmatch(
        r"Port (\d+) is in use by another program. Choose another: bin/run --port (\d+)", str(refused.value)
    )
    assert int(said[1]) == port
    refuse_a_busy_port("127.0.0.1", int(said[2]))


def test_foreign_address_is_refused():
    with pytest.raises(CannotRunError, match=r"Cannot listen at 192\.0\.2\.1"):
        refuse_a_busy_port("192.0.2.1", 8000)
