"""What holds for every page: tokens, headers, where sign-in leads, and that reading changes nothing."""

import uuid

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from people.models import Person
from tests.access import ACTORS, World, address, browser_of
from tests.access_rows import TABLE
from tests.contents import contents
from tests.factories.accounts import PASSWORD, ManagerFactory

pytestmark = pytest.mark.django_db

OFF_SITE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/",
    "//evil.example/%2f..",
    "//evil.example:80",
    "//user@evil.example",
    "//testserver@evil.example",
    "//evil.example?testserver",
    "//evil.example#testserver",
    "/\\evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/ /evil.example\\",
    "/./\\evil.example",
    "http://evil.example",
    "https://evil.example",
    "HTTP://evil.example",
    "hTTps://evil.example",
    "http:evil.example",
    "https:evil.example",
    "http:/evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "https:\\evil.example",
    "http://testserver@evil.example",
    "http://testserver.evil.example",
    "http://testserver:80@evil.example",
    "http://testserver%40evil.example",
    "http://testserver",
    "http://testserver/",
    "ftp://evil.example",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "javascript://testserver/%0aalert(1)",
    "data:text/html,hello",
    "vbscript:x",
    "mailto:x@evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/\n/evil.example",
    "/\r\nLocation: //evil.example",
    "\r\n//evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "\u00a0//evil.example",
    "\u2028//evil.example",
    "/\u200b/evil.example\u202e",
    "。evil.example",
    "//evil。example",
    "／／evil.example",
    "evil.example",
    "evil.example/people/",
    "..//evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "@evil.example",
    "",
]


@pytest.mark.parametrize("target", OFF_SITE, ids=[ascii(each) for each in OFF_SITE])
def test_sign_in_leads_nowhere_else(client, target):
    user = ManagerFactory()

    response = client.post("/sign-in/", {"email": user.email, "password": PASSWORD}, query_params={"next": target})

    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("target", ["/people/", "/people/?search=1&page=2", "/caseload/?sort=-day", "/a//b"])
def test_sign_in_leads_back_to_the_page_asked_for(client, target):
    user = ManagerFactory()

    response = client.post("/sign-in/", {"email": user.email, "password": PASSWORD}, query_params={"next": target})

    assert response["Location"] == target


def test_sign_in_makes_a_new_session_key(client):
    user = ManagerFactory()
    client.session.save()
    planted = client.session.session_key

    client.post("/sign-in/", {"email": user.email, "password": PASSWORD})

    assert client.session.session_key != planted


@pytest.mark.parametrize("token", ["none", "foreign", "foreign origin"])
def test_no_form_is_taken_without_a_good_token(token):
    world = World()
    taken = {}
    for name, row in TABLE.items():
        for actor in ("anonymous", "manager", "administrator"):
            client = Client(enforce_csrf_checks=True)
            if actor != "anonymous":
                client.force_login(world.users[actor])
            client.get("/sign-in/")
            headers, data = {}, {}
            if token == "foreign":
                data = {"csrfmiddlewaretoken": "a" * 64}
            if token == "foreign origin":
                client.get("/account/" if actor != "anonymous" else "/sign-in/")
                data = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
                headers = {"origin": "https://evil.example"}
            with transaction.atomic():
                status = client.post(address(name, row, world), data, headers=headers).status_code
                transaction.set_rollback(True)
            if status != 403:
                taken[name, actor] = status

    assert taken == {}


@pytest.mark.parametrize("actor", ["prison mentor elsewhere", "community mentor elsewhere", "manager elsewhere"])
def test_record_of_another_team_answers_like_one_that_is_not_there(actor):
    world = World()
    client = browser_of(actor, world)
    told = {}
    for name, row in TABLE.items():
        # What has no key in its address is about nobody else’s record.
        if row.kind is None or "404" not in row.get + row.post:
            continue
        with transaction.atomic():
            args = row.kind(world)
            theirs = reverse(name, args=args)
            nobodys = reverse(name, args=[uuid.uuid4() if isinstance(each, uuid.UUID) else each for each in args])
            before = contents()
            for send in (client.get, client.post):
                first, second = send(theirs), send(nobodys)
                if (first.status_code, first.content) != (second.status_code, second.content):
                    told[name] = (first.status_code, second.status_code)
            if contents() != before:
                told[name] = "changed something"
            transaction.set_rollback(True)

    assert told == {}


def test_reading_changes_nothing_but_trail_and_sessions():
    world = World()
    browsers = [browser_of(actor, world) for actor in ACTORS]
    changed = {}
    for name, row in TABLE.items():
        with transaction.atomic():
            url = address(name, row, world)
            before = contents()
            for client in browsers:
                client.get(url)
            after = contents()
            transaction.set_rollback(True)
        if after != before:
            changed[name] = [table for table in after if after[table] != before[table]]

    assert changed == {}


def test_every_answer_carries_the_headers(as_user):
    world = World()
    pages = {"/sign-in/": 200, "/nowhere/": 404, f"/people/{world.person.pk}/": 200, "/administration/staff/": 403}
    client = as_user(world.manager)

    for path, status in pages.items():
        response = (Client() if path == "/sign-in/" else client).get(path)
        assert response.status_code == status
        seen = response.headers
        policy = seen["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy
        assert seen["Cross-Origin-Opener-Policy"] == "same-origin"
        assert seen["Referrer-Policy"] == "same-origin"
        assert seen["X-Content-Type-Options"] == "nosniff"
        assert seen["X-Frame-Options"] == "DENY"
        assert "no-store" in seen["Cache-Control"]
        assert "camera=()" in seen["Permissions-Policy"]


def test_server_error_carries_the_headers(as_user, monkeypatch):
    client = as_user(ManagerFactory())
    client.raise_request_exception = False
    monkeypatch.setattr("accounts.views.staff.render", None)

    response = client.get("/account/")

    assert response.status_code == 500
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "broken",
    [
        "ALTER TABLE audit_event ADD CONSTRAINT nothing_more CHECK (false) NOT VALID",
        "SET TRANSACTION READ ONLY",
    ],
    ids=["trail refuses", "database is read-only"],
)
def test_page_about_a_person_is_not_shown_without_its_trail_row(as_user, broken):
    world = World()
    Person.objects.filter(pk=world.person.pk).update(family_name="Quillfeather")
    client = as_user(world.manager)
    client.raise_request_exception = False
    shown = client.get(f"/people/{world.person.pk}/")

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(broken)
        refused = client.get(f"/people/{world.person.pk}/")
        transaction.set_rollback(True)

    assert ("Quillfeather" in shown.text, shown.status_code) == (True, 200)
    assert ("Quillfeather" in refused.text, refused.status_code) == (False, 500)
