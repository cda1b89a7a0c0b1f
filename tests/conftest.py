"""What every test may use, and what no test lets pass: pyproject.toml makes warnings errors (naive datetimes among them)
and a template that names an unknown variable fail."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from accounts.session_life import begin_session

pytest_plugins = [
    "tests.plugins.servers",
    "tests.plugins.migrated",
    "tests.plugins.numbered",
    "tests.plugins.chromium",
    "tests.plugins.pages",
    "tests.plugins.emptied",
    "tests.plugins.worker",
]

# Nothing is measured by the clock of a busy machine, and what fails once fails again. A test rolls back what its examples share.
settings.register_profile(
    "throughgate",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("throughgate")


@pytest.fixture
def as_user() -> Callable[..., Client]:
    """`as_user(user)` is a browser of its own with that member of staff signed in; `as_user(user, client)` uses `client`."""

    def sign_in(user, client=None) -> Client:
        client = client or Client()
        client.force_login(user)
        session = client.session
        begin_session(session)
        session.save()
        return client

    return sign_in
