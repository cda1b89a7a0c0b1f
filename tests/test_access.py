"""Who may open what: every URL, every role, own and other team, in one table (tests/access_rows/). A URL without a row fails.

To add a page: one row under its URL name in the file of its app. Give it a `kind` if its address has arguments (a function
of tests/kinds.py or a file beside it that takes the World of tests/access.py). `moved(X)` is X for a button that redirects,
`not_here(X)` is X for a method that the page does not take.
"""

import pytest
from django.db import transaction

from tests.access import ACTORS, World, address, answer, browser_of, expected, url_names
from tests.access_rows import TABLE

pytestmark = pytest.mark.django_db


def test_every_url_has_a_row():
    assert sorted(url_names()) == sorted(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_url_answers_every_role_as_the_table_says(name):
    row, world = TABLE[name], World()
    url = address(name, row, world)

    seen = {}
    for actor in ACTORS:
        client = browser_of(actor, world)
        seen[("GET", actor)] = answer(client, "GET", url)
        seen[("POST", actor)] = answer(client, "POST", url, row.data)

    assert seen == expected(row, "GET") | expected(row, "POST")


def test_urls_take_no_other_method():
    world = World()
    client = browser_of("manager", world)

    seen = set()
    for name, row in TABLE.items():
        with transaction.atomic():
            url = address(name, row, world)
            seen |= {answer(client, method, url)[0] for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")}
            transaction.set_rollback(True)

    assert seen == {"405"}
