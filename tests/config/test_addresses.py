from pathlib import Path

import pytest

from config.local_servers import addresses

PLAIN = Path("/srv/throughgate")


def test_socket_directory_of_a_plain_path_is_inside_the_checkout():
    assert addresses.socket_directory("dev", checkout=PLAIN) == PLAIN / ".local/dev/run"


@pytest.mark.parametrize(
    "checkout",
    [
        pytest.param(Path("/srv") / ("long" * 25), id="long"),
        pytest.param(Path("/home/Zoë/throughgate"), id="accent"),
        pytest.param(Path("/home/zoe/My Projects/throughgate"), id="space"),
        pytest.param(Path("/srv/100%/throughgate"), id="percent"),
        pytest.param(Path("/srv/a,b/throughgate"), id="comma"),
    ],
)
def test_socket_directory_of_an_awkward_path_is_short_and_plain(checkout):
    directory = addresses.socket_directory("dev", checkout=checkout)

    assert directory.parent == Path("/tmp")
    assert len(str(directory / addresses.POSTGRES_SOCKET)) <= addresses.LONGEST_SOCKET_PATH
    assert addresses.PLAIN_PATH.fullmatch(str(directory))


def test_socket_directory_of_an_awkward_path_is_its_own():
    awkward = [Path("/home/Zoë/throughgate"), Path("/home/Zoé/throughgate")]

    found = {addresses.socket_directory(name, checkout=path) for path in awkward for name in ("dev", "test")}

    assert len(found) == 4


def test_longest_path_inside_the_checkout_is_a_hundred_characters():
    room = addresses.LONGEST_SOCKET_PATH - len("//.local/dev/run/.s.PGSQL.5432")
    fits, too_long = Path("/" + "a" * room), Path("/" + "a" * (room + 1))

    assert addresses.socket_directory("dev", checkout=fits) == fits / ".local/dev/run"
    assert addresses.socket_directory("dev", checkout=too_long).parent == Path("/tmp")


@pytest.mark.parametrize(("process", "name"), [("", "test"), ("gw1", "test-gw1")])
def test_instance_under_pytest_is_the_test_process_own(monkeypatch, process, name):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", process)
    monkeypatch.delenv("THROUGHGATE_INSTANCE", raising=False)

    assert addresses.instance() == name


def test_instance_named_in_the_environment_is_taken(monkeypatch):
    monkeypatch.setenv("THROUGHGATE_INSTANCE", "test-other")

    assert addresses.instance() == "test-other"
