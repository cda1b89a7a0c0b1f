"""Every large table is reached by an index when a sweep looks at a few cases, as services have it do."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liberations.keeping_contact.sweeps import plan_follow_ups, refresh_looking
from liberations.services import sweeps
from mentoring.services.sweeps import refresh_meeting_flags
from tests.liberations.walks import DAY, walking_case

SMALL = {"referrals_programme", "mentoring_mentor", "accounts_user"}


def follow_ups(*, case_keys, today):
    """No day of today's counts in it."""
    plan_follow_ups(case_keys)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sweep",
    [
        sweeps.plan_reminders,
        follow_ups,
        sweeps.flag_passed_liberations,
        sweeps.flag_overdue_follow_ups,
        refresh_meeting_flags,
        refresh_looking,
    ],
)
def test_sweep_of_a_few_cases_reads_no_large_table_from_end_to_end(sweep):
    case = walking_case()
    with CaptureQueriesContext(connection) as said:
        sweep(case_keys=[case.pk, uuid.uuid4()], today=DAY + dt.timedelta(days=1))

    with connection.cursor() as cursor:
        # In tables of one row the planner would not look for an index.
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = []
        for query in said:
            cursor.execute("EXPLAIN " + query["sql"])
            plans += [line for (line,) in cursor.fetchall()]

    assert plans
    assert {table for line in plans for table in re.findall(r"Seq Scan on (\w+)", line)} - SMALL == set()
