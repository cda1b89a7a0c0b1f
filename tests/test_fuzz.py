"""Awkward input at every address, by everyone who may open it: never an error of ours, never a long wait.

The posts come from a fixed seed, so that what fails once fails again. Each is undone before the next.
"""

import random
import uuid
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from core.forms import DayField
from tests.access import ACTORS, World, address
from tests.access_rows import TABLE

pytestmark = pytest.mark.django_db

SEED = 20261122
POSTS_FOR_EACH = 2
SIGNED_IN = [actor for actor in ACTORS if actor not in ("anonymous", "deactivated")]
# What a form of one button takes, or a page that keeps no form.
OTHER_NAMES = ("new_id", "version", "back", "person", "save", "q", "note", "reason", "out_time", "next", "email")

MEGABYTE = "a" * 1_000_000
AWKWARD = [
    "",
    " ",
    "\x00",
    "before\x00after",
    "\ud800",
    "²",
    "٣",
    "０１２３４５",
    "-1",
    "0",
    "1",
    "3",
    "31",
    "02",
    "1e9",
    "99999999999999999999999999",
    "9" * 5000,
    "1",
    "9999",
    "2026",
    "2027",
    "NaN",
    "Infinity",
    "true",
    "None",
    "[]",
    "{}",
    "%s%n%d",
    "{{ form }}{% now %}",
    "'; DROP TABLE people_person; --",
    "<script>alert(1)</script>",
    "=cmd()",
    "\r\nBcc: everyone@example.org",
    "\u202eright to left\u202c",
    "שלום مرحبا",
    "👩‍👩‍👧‍👦" * 60,
    "e\u0301" * 400,
    "ﷺ" * 20,
    "ﬀ" * 120,
    "İ" * 120,
    "x" * 121,
    "x" * 5000,
    "\u200b",
    "\ufeff",
    "00000000-0000-0000-0000-000000000000",
    "25:61",
    "2.30",
    "0:00",
    "24:00",
    "9am",
    "a@b",
    "a@b.example",
    "../../etc/passwd",
]
QUERIES = [
    "?page=²&sort=%00",
    "?page=-1&sort=--name",
    "?page=99999999999999999999&sort=name,pk",
    "?page=last&search=%00&q=%00",
    "?search=00000000-0000-0000-0000-000000000000",
    "?state=%00&programme=%00&prison=%00&mentor=%00&kind=%00&verb=%00&person=%00",
    "?state=x&programme=x&prison=x&mentor=x&area=x&flag=x&liberation=x&when=x&source=x&difference=x&role=x",
    "?programme=00000000-0000-0000-0000-000000000000&prison=00000000-0000-0000-0000-000000000000&mentor=²",
    "?liberation=99999999999999999999&flag=%F0%9F%91%A9&page=0",
    "?from_day=31&from_month=2&from_year=2026&to_day=1&to_month=1&to_year=9999&day=0001-01-01",
    "?day=9999-12-31&of=%00&back=//evil.example",
    "?q=" + "x" * 3000,
    "?%00=%00&=&&&page",
    "?q=%ED%A0%80&state=%FF%FE",
]


def test_awkward_posts_are_answered():
    world, chance, failed, posts = World(), random.Random(SEED), {}, 0
    for name, row in sorted(TABLE.items()):
        for actor in SIGNED_IN:
            with transaction.atomic():
                url = address(name, row, world)
                client = _browser(world, actor)
                fields = _fields(client, url)
                for _ in range(POSTS_FOR_EACH if fields else 1):
                    data = _typed(fields, chance)
                    status = _sent(client, url, data)
                    posts += 1
                    if status >= 500:
                        shown = {key: repr(value)[:60] for key, value in data.items()}
                        failed.setdefault(f"{name} by {actor}: {status}", shown)
                transaction.set_rollback(True)

    assert failed == {}
    assert posts >= 1000


def test_awkward_addresses_are_answered():
    world, failed = World(), {}
    for name, row in sorted(TABLE.items()):
        for actor in ("manager", "administrator"):
            with transaction.atomic():
                url = address(name, row, world).partition("?")[0]
                client = _browser(world, actor)
                context = client.get(url).context
                # What is refused, a button or a form reads no more than a day from its address.
                for query in QUERIES if context and not context.get("form") else QUERIES[-3:-1]:
                    status = client.get(url + query).status_code
                    if status >= 500:
                        failed[url + query[:60], actor] = status
                transaction.set_rollback(True)

    assert failed == {}


def test_megabyte_of_text_is_answered():
    world, failed = World(), {}
    for name, row in sorted(TABLE.items()):
        actor = "administrator" if name.startswith(("accounts", "prisons")) else "manager"
        with transaction.atomic():
            url = address(name, row, world)
            client = _browser(world, actor)
            texts = [key for key, field in _fields(client, url).items() if isinstance(field, forms.CharField)]
            for data in ({texts[0]: MEGABYTE}, dict.fromkeys(texts[:4], MEGABYTE)) if texts else ():
                status = _sent(client, url, data)
                if status >= 500:
                    failed[name] = status
            transaction.set_rollback(True)

    assert failed == {}


def _browser(world, actor):
    client = Client(raise_request_exception=False)
    client.force_login(world.users[actor])
    return client


def _fields(client, url):
    """The fields of the page's form by name; none where there is no form to fill in."""
    with transaction.atomic():
        context = client.get(url).context
        transaction.set_rollback(True)
    form = context.get("form") if context else None
    return dict(form.fields) if isinstance(form, forms.BaseForm) else {}


def _typed(fields, chance):
    """Answers to every field, most of them good or nearly so: what is wrong at the first question hides the rest."""
    data = {}
    wild = chance.random() < 0.3
    for name, field in fields.items():
        awkward = wild or chance.random() < 0.2
        if isinstance(field, DayField):
            parts = ("", "", "") if chance.random() < 0.2 else chance.choice(DAYS)
            for part, value in zip(("day", "month", "year"), parts, strict=True):
                data[f"{name}_{part}"] = chance.choice(AWKWARD) if awkward else value
        elif isinstance(field, forms.FileField):
            content = chance.choice([b"", b"PK\x03\x04", b"\x00\xff\xfe", b"name,liberation date\n\xe9,1/1/2027\n"])
            data[name] = SimpleUploadedFile(chance.choice(["list.csv", "list.xlsx", "\u202efdp.csv"]), content)
        elif awkward:
            data[name] = chance.choice(AWKWARD)
        else:
            data[name] = _good(name, field, chance)
    for name in OTHER_NAMES:
        if name not in data and chance.random() < 0.3:
            data[name] = chance.choice(AWKWARD)
    return {name: value for name, value in data.items() if value is not None}


def _good(name, field, chance):
    choices = [str(key) for key, _ in getattr(field, "choices", [])][:40]
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return chance.sample(choices, min(len(choices), 2))
    if choices:
        return chance.choice(choices)
    if isinstance(field, forms.UUIDField):
        return str(uuid.UUID(int=chance.getrandbits(128), version=4))
    if isinstance(field, forms.BooleanField):
        return chance.choice(["on", None])
    if isinstance(field, forms.IntegerField):
        return str(chance.choice([1, 2, 3, 45]))
    if isinstance(field, forms.EmailField):
        return "someone@throughgate.example"
    if "time" in name:
        return chance.choice(["9:30am", "", "11pm"])
    return chance.choice(["", "Anna-Maria O’Neill", "12345", "One line\r\nand another", "Ŵŷn 👋"])


def _sent(client, url, data):
    """The status; nothing it did is kept."""
    with transaction.atomic():
        if any(isinstance(value, SimpleUploadedFile) for value in data.values()):
            status = client.post(url, {key: value for key, value in data.items() if value != "\ud800"}).status_code
        else:
            # A browser sends no lone surrogates; somebody else may.
            body = urlencode(data, doseq=True, errors="surrogatepass")
            status = client.post(url, body, content_type="application/x-www-form-urlencoded").status_code
        transaction.set_rollback(True)
    return status


DAYS = [
    ("22", "11", "2026"),
    ("1", "12", "2026"),
    ("14", "jan", "27"),
    ("31", "2", "2026"),
    ("1", "1", "1"),
    ("31", "12", "9999"),
    ("1", "1", "1900"),
    ("31", "12", "2100"),
    ("29", "2", "2028"),
    ("5", "6", "1990"),
]
