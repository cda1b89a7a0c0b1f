import datetime as dt

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.sessions import MOST_TRIES, delete_expired_sessions
from audit.enums import Verb
from audit.models import Event
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def sign_in(client, user, password=PASSWORD, address=SIGN_IN):
    return client.post(address, {"email": user.email, "password": password})


def error_of(response):
    return [str(each) for each in response.context["form"].non_field_errors()]


def test_sign_in_begins_a_new_session_and_one_trail_row(client):
    user = UserFactory()
    client.get(SIGN_IN)

    response = sign_in(client, user)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert list(Event.objects.values_list("verb", "actor_key")) == [(Verb.SIGNED_IN, user.pk)]


def test_sign_in_takes_an_address_in_capitals(client):
    user = UserFactory(email="morag@throughgate.example")

    client.post(SIGN_IN, {"email": " Morag@Throughgate.Example ", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("case", ["wrong password", "unknown address", "deactivated"])
def test_sign_in_says_the_same_whatever_was_wrong(client, case):
    user = UserFactory(is_active=case != "deactivated")
    email = "nobody@throughgate.example" if case == "unknown address" else user.email
    password = PASSWORD if case == "deactivated" else "a-wrong-password"

    response = client.post(SIGN_IN, {"email": email, "password": password})

    assert response.status_code == 200
    assert error_of(response) == ["The email address or the password is not right. Check both and try again"]
    assert list(Event.objects.values_list("verb", "subject_key")) == [
        (Verb.SIGN_IN_FAILED, None if case == "unknown address" else user.pk)
    ]
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("known", [True, False])
def test_sign_in_stops_checking_after_ten_tries_in_five_minutes(client, known):
    user = UserFactory() if known else UserFactory.build()
    with time_machine.travel(NOON, tick=False) as now:
        for _ in range(MOST_TRIES):
            sign_in(client, user, "a-wrong-password")

        refused = sign_in(client, user)
        now.shift(dt.timedelta(minutes=5))
        later = sign_in(client, user)

    assert error_of(refused) == [
        "There have been too many tries for this email address. Wait five minutes, or choose a new password with "
        "“Forgotten your password?”"
    ]
    assert later.status_code == (302 if known else 200)


def test_sign_out_ends_the_session_on_the_server_and_clears_the_browser(client):
    user = UserFactory()
    sign_in(client, user)
    stolen = client.cookies["sessionid"].value

    response = client.post("/sign-out/")

    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.filter(pk=stolen).exists()
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [Verb.SIGNED_IN, Verb.SIGNED_OUT]


@pytest.mark.parametrize(
    ("shifts", "signed_in"),
    [([29], True), ([30], False), ([29, 29], True), ([29] * 24, True), ([29] * 25, False)],
    ids=["29 minutes", "30 minutes", "twice 29", "11 h 36", "12 h 5"],
)
def test_session_lives_30_minutes_idle_and_12_hours_in_all(client, shifts, signed_in):
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as now:
        sign_in(client, user)
        for minutes in shifts:
            now.shift(dt.timedelta(minutes=minutes))
            client.get("/away/")

        assert ("_auth_user_id" in client.session) is signed_in


def test_form_sent_too_late_comes_back_to_the_same_member_of_staff(client):
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as now:
        sign_in(client, user)
        now.shift(dt.timedelta(minutes=31))

        late = client.post(
            "/away/?tab=1", {"note": "Met in the hall", "old_password": "hidden", "csrfmiddlewaretoken": "x"}
        )
        asked = client.get(SIGN_IN)
        back = sign_in(client, user)
        page = client.get(back["Location"])

    assert (late.status_code, late["Location"]) == (302, SIGN_IN)
    assert "What you typed is kept" in asked.text
    assert back["Location"] == reverse("accounts:away")
    assert page.context["kept"]["fields"] == [["note", "Met in the hall"]]
    assert page.context["kept"]["path"] == "/away/?tab=1"
    assert "Met in the hall" in page.text


def test_form_sent_too_late_is_shown_to_nobody_else(client):
    first, second = UserFactory(), UserFactory()
    with time_machine.travel(NOON, tick=False) as now:
        sign_in(client, first)
        now.shift(dt.timedelta(minutes=31))
        client.post("/away/", {"note": "Met in the hall"})

        response = sign_in(client, second)
        away = client.get("/away/")

    assert (response["Location"], away["Location"]) == ("/", "/")
    assert "kept_form" not in client.session


def test_form_sent_too_late_without_a_good_token_is_not_kept():
    user, client = UserFactory(), Client(enforce_csrf_checks=True)
    with time_machine.travel(NOON, tick=False) as now:
        client.force_login(user)
        client.get("/away/")
        now.shift(dt.timedelta(minutes=31))

        response = client.post("/away/", {"note": "planted"})

    assert response.status_code == 403
    assert "kept_form" not in client.session


@pytest.mark.parametrize("gone", ["a night", "signed out elsewhere", "deactivated", "too much to keep"])
def test_form_sent_by_nobody_any_more_goes_back_to_its_browser(client, gone):
    user = UserFactory()
    note = "Met in the hall" + "." * (200_000 if gone == "too much to keep" else 0)
    with time_machine.travel(NOON, tick=False) as now:
        sign_in(client, user)
        if gone in ("a night", "too much to keep"):
            now.shift(dt.timedelta(hours=16 if gone == "a night" else 1))
        elif gone == "deactivated":
            User.objects.update(is_active=False)
        else:
            Session.objects.all().delete()

        late = client.post(
            "/away/?tab=1", {"note": note, "password": "seven herring"}, headers={"origin": "http://testserver"}
        )

    assert late.status_code == 403
    assert f'<input type="hidden" name="note" value="{note}">' in late.text
    assert '<form method="post" action="/away/?tab=1">' in late.text
    assert "seven herring" not in late.text
    assert "kept_form" not in client.session


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_form_from_elsewhere_sent_by_nobody_is_not_handed_back(client, origin):
    answer = client.post("/away/", {"note": "forged"}, headers={"origin": origin})

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/away/")


def test_button_pressed_by_nobody_any_more_leads_to_signing_in(client):
    answer = client.post(
        "/away/", {"csrfmiddlewaretoken": "x", "version": "3"}, headers={"origin": "http://testserver"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/away/")


def test_kept_form_is_deleted_when_nobody_comes_back_for_it(client):
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as now:
        sign_in(client, user)
        now.shift(dt.timedelta(minutes=31))
        client.post("/away/", {"note": "Met in the hall"})
        now.shift(dt.timedelta(hours=11))
        early = delete_expired_sessions()
        now.shift(dt.timedelta(hours=1))
        late = delete_expired_sessions()

    assert (early, late, Session.objects.count()) == (0, 1, 0)
