"""Every form, with each of its statements refused by the database in turn: nothing of it stays, and the page says so.

The session is written last, when the work is done: if that is refused the page says that instead."""

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from tests.access import World
from tests.contents import contents
from tests.test_sent_twice import FORMS, filled

pytestmark = pytest.mark.django_db
# Of Django's own making around a service, and how it takes back what was done; a refusal of these is the end of the connection.
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
SORRY, DONE_BUT_SIGNED_OUT = "Nothing has been half saved", "What you sent was dealt with before that."


class RefuseOne:
    """A database that refuses the statement in place `at`, the first being 1. `count` says how many were asked of it."""

    def __init__(self, at: int):
        self.at, self.count = at, 0

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(SAVEPOINTS):
            self.count += 1
            if self.count == self.at:
                raise OperationalError("The disk is full.")
        return execute(sql, params, many, context)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_form_whose_statement_fails_changes_nothing(name, as_user):
    sent, world = FORMS[name], World()
    url = reverse(name, args=sent.kind(world) if sent.kind else ())
    client = as_user(world.users[sent.by])
    client.raise_request_exception = False
    data = filled(client, url, sent.data(world))
    before = contents(but=())
    statuses, at = set(), 0

    while 302 not in statuses:
        at += 1
        with transaction.atomic():
            with connection.execute_wrapper(RefuseOne(at)):
                response = client.post(url, data)
            statuses.add(response.status_code)
            if response.status_code == 500:
                # Not taken back here: what it left would be there in the end.
                assert SORRY in response.content.decode()
                continue
            if response.status_code == 400:
                assert DONE_BUT_SIGNED_OUT in response.content.decode()
            transaction.set_rollback(True)
    left = {table for table, rows in contents(but=()).items() if rows != before[table]}

    assert (statuses - {400}, left) == ({500, 302}, set())
    assert at > 4
