import pytest
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import PasswordLink, User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "seven herring under a lamp"


def link_for(user):
    return f"/password/{user.pk}/{default_token_generator.make_token(user)}/"


def errors(response):
    return response.context["form"].errors.get_json_data()


@pytest.mark.parametrize("known", [True, False])
def test_password_forgotten_answers_the_same_for_any_address(client, known):
    email = UserFactory().email if known else "nobody@throughgate.example"

    response = client.post("/password/forgotten/", {"email": email})

    assert (response.status_code, response["Location"]) == (302, "/password/asked/")
    assert PasswordLink.objects.count() == (1 if known else 0)


def test_link_lets_choose_a_password_once(client):
    user = UserFactory()
    link = link_for(user)

    opened = client.get(link)
    page = client.get(opened["Location"])
    chosen = client.post(opened["Location"], {"new_password": NEW, "repeat_password": NEW})
    again = Client().get(link)

    assert opened["Location"] == f"/password/{user.pk}/choose/"
    assert page.status_code == 200
    assert chosen["Location"] == "/sign-in/"
    assert User.objects.get().check_password(NEW)
    assert again.status_code == 410


def test_link_of_another_account_chooses_nothing(client):
    mine, other = UserFactory(), UserFactory()
    client.get(link_for(mine))

    response = client.post(f"/password/{other.pk}/choose/", {"new_password": NEW, "repeat_password": NEW})

    other.refresh_from_db()
    assert response.status_code == 410
    assert other.check_password(PASSWORD)


def test_link_of_somebody_deactivated_is_over(client):
    user = UserFactory(is_active=False)

    assert client.get(link_for(user)).status_code == 410


@pytest.mark.parametrize(
    ("new", "repeat", "field"),
    [
        ("short", "short", "new_password"),
        ("password123456", "password123456", "new_password"),
        (NEW, NEW + "s", "repeat_password"),
        ("", "", "new_password"),
    ],
)
def test_choose_password_refuses_what_is_weak_or_typed_differently(client, new, repeat, field):
    user = UserFactory()
    client.get(link_for(user))

    response = client.post(f"/password/{user.pk}/choose/", {"new_password": new, "repeat_password": repeat})

    assert response.status_code == 200
    assert field in errors(response)
    assert User.objects.get().check_password(PASSWORD)


def test_change_password_keeps_this_session_and_ends_the_others(as_user):
    user = UserFactory()
    here, elsewhere = as_user(user), as_user(user)

    response = here.post(
        "/account/password/", {"current_password": PASSWORD, "new_password": NEW, "repeat_password": NEW}
    )

    assert response["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert Session.objects.count() == 1


def test_change_password_asks_for_the_current_one(as_user):
    response = as_user(UserFactory()).post(
        "/account/password/", {"current_password": "not-this-one", "new_password": NEW, "repeat_password": NEW}
    )

    assert errors(response) == {
        "current_password": [{"message": "This is not your current password. Type it again", "code": ""}]
    }
