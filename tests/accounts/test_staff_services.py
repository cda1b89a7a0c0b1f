import pytest

from accounts.enums import LinkKind, Role
from accounts.models import PasswordLink, User
from accounts.services.staff import (
    LAST_ADMINISTRATOR,
    NEEDS_TEAM,
    STAFF_FIELDS,
    TAKEN,
    add_staff,
    deactivate_staff,
    edit_staff,
    reactivate_staff,
)
from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from tests.factories.accounts import AdministratorFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def fields_of(user, **changes):
    return {name: getattr(user, name) for name in STAFF_FIELDS} | changes


def test_add_staff_makes_an_account_with_an_invitation_and_one_trail_row():
    by, team = AdministratorFactory(), TeamFactory()

    user = add_staff(name="Iain Rae", email="Iain@Throughgate.example", role=Role.MANAGER, team=team, by=by)

    assert (user.email, user.has_usable_password()) == ("iain@throughgate.example", False)
    assert list(PasswordLink.objects.values_list("user", "kind")) == [(user.pk, LinkKind.INVITATION)]
    assert list(Event.objects.values_list("action", "actor_key", "subject_key")) == [("add_staff", by.pk, user.pk)]


def test_add_staff_refuses_an_address_that_has_an_account():
    known = UserFactory()

    with pytest.raises(RuleBroken, match=TAKEN):
        add_staff(name="Twin", email=known.email.upper(), role=Role.AUDITOR, team=None, by=AdministratorFactory())


def test_add_staff_sent_twice_makes_one_account():
    fields = {"name": "Iain Rae", "email": "iain@throughgate.example", "role": Role.AUDITOR, "team": None}
    new_id, by = "6f0b1c1e-2a6b-4a53-9a5e-9a3b4f6d1c11", AdministratorFactory()

    first = add_staff(new_id=User._meta.pk.to_python(new_id), by=by, **fields)
    second = add_staff(new_id=User._meta.pk.to_python(new_id), by=by, **fields)

    assert first == second
    assert User.objects.filter(email=first.email).count() == 1


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PRISON_MENTOR, Role.COMMUNITY_MENTOR])
def test_add_staff_asks_for_the_team_of_a_mentor_or_manager(role):
    with pytest.raises(RuleBroken, match=NEEDS_TEAM):
        add_staff(name="Iain Rae", email="iain@throughgate.example", role=role, team=None, by=AdministratorFactory())


def test_edit_staff_records_only_what_changed():
    user, by = UserFactory(phone=""), AdministratorFactory()

    edit_staff(user=user, read_at_version=user.version, by=by, **fields_of(user, phone="0141 496 0001"))

    event = Event.objects.get()
    assert (event.before, event.after) == ({"phone": ""}, {"phone": "0141 496 0001"})


def test_edit_staff_refuses_an_old_version():
    user, by = UserFactory(), AdministratorFactory()
    edit_staff(user=user, read_at_version=user.version, by=by, **fields_of(user, name="First"))

    with pytest.raises(EditedMeanwhile):
        edit_staff(user=user, read_at_version=user.version, by=by, **fields_of(user, name="Second"))


@pytest.mark.parametrize("change", ["role", "team", "deactivated"])
def test_new_role_new_team_and_deactivation_end_the_sessions_at_once(as_user, change):
    user, by = UserFactory(), AdministratorFactory()
    client = as_user(user)
    assert client.get("/account/").status_code == 200

    if change == "deactivated":
        deactivate_staff(user=user, by=by)
    else:
        new = {"role": {"role": Role.MANAGER}, "team": {"team": TeamFactory()}}[change]
        edit_staff(user=user, read_at_version=user.version, by=by, **fields_of(user, **new))

    refused = client.get("/account/")
    assert (refused.status_code, refused["Location"]) == (302, "/sign-in/?next=/account/")


def test_reactivated_staff_do_not_get_their_old_session_back(as_user):
    user, by = UserFactory(), AdministratorFactory()
    client = as_user(user)

    deactivate_staff(user=user, by=by)
    reactivate_staff(user=user, by=by)

    assert client.get("/account/").status_code == 302


def test_deactivate_staff_refuses_oneself():
    by = AdministratorFactory()

    with pytest.raises(RuleBroken, match="your own account"):
        deactivate_staff(user=by, by=by)


def test_last_administrator_keeps_the_role():
    by = AdministratorFactory()

    with pytest.raises(RuleBroken, match=LAST_ADMINISTRATOR):
        edit_staff(user=by, read_at_version=by.version, by=by, **fields_of(by, role=Role.AUDITOR))


def test_administrator_may_leave_when_another_stays():
    by = AdministratorFactory()

    edit_staff(user=by, read_at_version=by.version, by=AdministratorFactory(), **fields_of(by, role=Role.AUDITOR))

    by.refresh_from_db()
    assert by.role == Role.AUDITOR


def test_reactivate_staff_refuses_a_closed_team():
    user = UserFactory(is_active=False, team__closed_date="2026-01-05")

    with pytest.raises(RuleBroken, match="team is closed"):
        reactivate_staff(user=user, by=AdministratorFactory())
