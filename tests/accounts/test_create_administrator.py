import io

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import User
from audit.models import Event

pytestmark = pytest.mark.django_db
GOOD = "dreich-morning-tea-and-toast"


@pytest.fixture
def typed(monkeypatch):
    """Pipe a password into the command."""
    return lambda password: monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))


def test_administrator_created_at_the_server_can_sign_in(typed, client):
    typed(GOOD)

    call_command("create_administrator", "Morag@Example.org ", "Morag Campbell", stdout=io.StringIO())

    user = User.objects.get()
    assert (user.email, user.name, user.role) == ("morag@example.org", "Morag Campbell", Role.ADMINISTRATOR)
    assert client.login(username="morag@example.org", password=GOOD)
    event = Event.objects.get(action="create_administrator")
    assert (event.verb, event.after) == ("created", {"role": "administrator"})


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("morag@example.org", "short", "This password is too short. It must contain at least 12 characters."),
        ("morag@example.org", "", "This password is too short. It must contain at least 12 characters."),
        ("not an address", GOOD, "Enter a valid email address."),
    ],
)
def test_administrator_with_a_bad_answer_is_refused(typed, email, password, message):
    typed(password)

    with pytest.raises(CommandError, match=message):
        call_command("create_administrator", email, "Morag Campbell")

    assert not User.objects.exists()


def test_administrator_with_a_taken_address_is_refused(typed):
    User.objects.create(email="morag@example.org", name="Morag", role=Role.AUDITOR)
    typed(GOOD)

    with pytest.raises(CommandError, match="already has an account"):
        call_command("create_administrator", "MORAG@example.org", "Morag Campbell")
