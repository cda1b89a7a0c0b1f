"""The account from which all others come: made at the server, before anybody can sign in."""

from django.contrib.auth.password_validation import validate_password

from accounts.enums import Role
from accounts.models import User
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken


def create_administrator(*, email: str, name: str, password: str, by: User | None = None) -> User:
    """Create an administrator who can sign in with the password at once. `by` is None: it is done at the server.

    Raises RuleBroken when the address is taken, django.core.exceptions.ValidationError for a weak password or an
    address that is none.
    """
    user = User(email=email.strip().lower(), name=name.strip(), role=Role.ADMINISTRATOR)
    if User.objects.filter(email=user.email).exists():
        raise RuleBroken("Someone with this email address already has an account.")
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    with trail.written("create_administrator", Verb.CREATED, by=by) as entry:
        user.save()
        entry.subject = user
        entry.after = {"role": user.role}
    return user
