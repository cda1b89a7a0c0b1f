"""Who works here: added, changed, deactivated and reactivated by an administrator; each looks after their own details."""

import uuid

from accounts.enums import LinkKind, Role
from accounts.models import Team, User
from accounts.services.passwords import add_password_link
from accounts.services.sessions import end_sessions
from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made

STAFF_FIELDS = ("name", "email", "phone", "role", "team")
OWN_FIELDS = ("phone", "email_notices")
NEEDS_TEAM = "Choose a team: mentors and managers belong to one."
TAKEN = "Someone with this email address already has an account."
LAST_ADMINISTRATOR = "This is the only administrator. Make somebody else an administrator first."


def add_staff(
    *,
    name: str,
    email: str,
    role: Role,
    team: Team | None,
    by,
    phone: str = "",
    new_id: uuid.UUID | None = None,
) -> User:
    """Make an account and have a link for choosing the password sent."""
    with trail.written("add_staff", Verb.CREATED, by=by) as entry:
        made = already_made(User, new_id, email=email.lower())
        if made:
            entry.needed = False
            return made
        user = User(pk=new_id or uuid.uuid4(), name=name, email=email.lower(), role=role, team=team, phone=phone)
        user.set_unusable_password()
        _check_team(user)
        _check_email(user)
        user.save(force_insert=True)
        add_password_link(user=user, kind=LinkKind.INVITATION, by=by)
        entry.subject, entry.after = user, _fields(user)
    return user


def edit_staff(*, user: User, read_at_version: int, by, **fields) -> User:
    """Change a member of staff. A new role or team ends their sessions: the very next request is refused (ASVS 7.4.2)."""
    with trail.written("edit_staff", Verb.CHANGED, by=by, subject=user) as entry:
        stored = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        before = _fields(stored)
        fields["email"] = fields["email"].lower()
        for name in STAFF_FIELDS:
            setattr(stored, name, fields[name])
        if stored.role not in _ROLES_IN_TEAMS:
            stored.team = None
        after = _fields(stored)
        if after == before:
            entry.needed = False
            return stored
        _check_team(stored)
        _check_email(stored)
        if before["role"] == Role.ADMINISTRATOR != stored.role:
            _refuse_last_administrator(stored)
        stored.save_version(read_at_version=read_at_version, update_fields=STAFF_FIELDS)
        entry.before = {name: value for name, value in before.items() if after[name] != value}
        entry.after = {name: after[name] for name in entry.before}
        if {"role", "team"} & set(entry.before):
            end_sessions(user=stored, by=by)
    return stored


def deactivate_staff(*, user: User, by) -> User:
    """Somebody no longer works here: no sign-in from this moment, all sessions end. What they wrote stays theirs."""
    if user == by:
        raise RuleBroken("You cannot deactivate your own account. Ask another administrator.")
    with trail.written("deactivate_staff", Verb.CHANGED, by=by, subject=user) as entry:
        stored = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if not stored.is_active:
            entry.needed = False
            return stored
        if stored.role == Role.ADMINISTRATOR:
            _refuse_last_administrator(stored)
        entry.before, entry.after = {"is_active": stored.is_active}, {"is_active": False}
        stored.is_active = False
        stored.save_version(read_at_version=stored.version, update_fields=["is_active"])
        end_sessions(user=stored, by=by)
    return stored


def reactivate_staff(*, user: User, by) -> User:
    """Somebody works here again; they sign in with the password they had, or ask for a new one."""
    with trail.written("reactivate_staff", Verb.CHANGED, by=by, subject=user) as entry:
        stored = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if stored.is_active:
            entry.needed = False
            return stored
        if stored.team and stored.team.closed_date:
            raise RuleBroken("Their team is closed. Reopen the team or give them another one first.")
        entry.before, entry.after = {"is_active": stored.is_active}, {"is_active": True}
        stored.is_active = True
        stored.save_version(read_at_version=stored.version, update_fields=["is_active"])
    return stored


def edit_own_account(*, user: User, read_at_version: int, phone: str, email_notices: bool, by) -> User:
    """What each member of staff may change about themselves."""
    values = {"phone": phone, "email_notices": email_notices}
    return edit_row("edit_own_account", user, read_at_version=read_at_version, values=values, by=by)


_ROLES_IN_TEAMS = frozenset(Role) - {Role.ADMINISTRATOR, Role.AUDITOR}


def _fields(user):
    return {name: getattr(user, name) for name in STAFF_FIELDS if name != "team"} | {"team": user.team_id}


def _check_team(user):
    if user.role in _ROLES_IN_TEAMS and user.team is None:
        raise RuleBroken(NEEDS_TEAM)
    if user.team and user.team.closed_date:
        raise RuleBroken("This team is closed. Choose another one.")


def _check_email(user):
    if User.objects.filter(email=user.email).exclude(pk=user.pk).exists():
        raise RuleBroken(TAKEN)


def _refuse_last_administrator(user):
    # Locked, so that two administrators cannot take each other's role away at once.
    others = User.objects.active().filter(role=Role.ADMINISTRATOR).exclude(pk=user.pk)
    if not list(others.select_for_update(of=("self",)).values_list("pk", flat=True)):
        raise RuleBroken(LAST_ADMINISTRATOR)
