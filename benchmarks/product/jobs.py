"""Run in a process of its own: the jobs beside hand-written statements that write the same rows, and claims of what to send."""

import json
import multiprocessing
import sys
import time

import django

django.setup()

from django.db import connection, connections  # noqa: E402

from liberations.services.sweeps import (  # noqa: E402
    flag_overdue_follow_ups,
    flag_passed_liberations,
    plan_reminders,
)
from mentoring.services.sweeps import refresh_meeting_flags  # noqa: E402
from notifications.services.outbox import BATCH, claim  # noqa: E402

ROUNDS = 3
WORKERS = 4
AT_ONCE = 5

# The least that writing the reminders could be: nothing is withdrawn, nothing put back, who left is not looked at.
REMINDERS_BY_HAND = """
INSERT INTO notifications_message
    (id, recipient_id, kind, dedupe_key, subject_key, person_key, reference, due_date, liberation_date, offset_days, path,
     by_email)
SELECT gen_random_uuid(), m.user_id, 'release-reminder', concat_ws('/', 'by-hand', c.id, o, l.liberation_date, m.user_id),
       c.id, c.person_id, 'TG-' || c.number, l.liberation_date - o, l.liberation_date, o, '/people/' || c.person_id || '/',
       true
FROM mentoring_case c
JOIN referrals_programme p ON p.id = c.programme_id
JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NULL
JOIN prisons_releasedate l ON l.episode_id = c.episode_id AND l.is_current
JOIN mentoring_assignment a ON a.case_id = c.id AND a.until_date IS NULL
JOIN mentoring_mentor m ON m.id = a.mentor_id
CROSS JOIN unnest(p.reminder_days) AS o
WHERE c.closed_date IS NULL AND l.liberation_date >= current_date AND l.liberation_date - o <= current_date
  AND l.liberation_date - o >= greatest(l.recorded_at::date, a.from_date)
ON CONFLICT (dedupe_key) DO NOTHING
"""
# As many flags, rows on the trail and notices as the jobs wrote, from a copy of theirs: no rule is worked out.
FLAGS_BY_HAND = (
    """
INSERT INTO mentoring_flag (id, case_id, kind, raised_at, about_date)
SELECT gen_random_uuid(), f.case_id, f.kind, now(), f.about_date
FROM bench_flag f JOIN mentoring_case c ON c.id = f.case_id
ON CONFLICT (case_id, kind) WHERE cleared_at IS NULL DO NOTHING
""",
    """
INSERT INTO audit_event
    (at, actor_role, verb, action, subject_label, subject_key, person_key, shown, before, after, reason)
SELECT now(), '', 'raised', 'by_hand', 'mentoring.Flag', f.id, c.person_id, '{}', '{}',
       jsonb_build_object('kind', f.kind, 'about_date', f.about_date), ''
FROM bench_flag f JOIN mentoring_case c ON c.id = f.case_id
""",
    """
INSERT INTO notifications_message
    (id, recipient_id, kind, dedupe_key, subject_key, person_key, reference, due_date, path, by_email)
SELECT gen_random_uuid(), recipient_id, kind, dedupe_key, subject_key, person_key, reference, due_date, path, by_email
FROM bench_message ON CONFLICT (dedupe_key) DO NOTHING
""",
)


def all_flags():
    return [refresh_meeting_flags(), flag_passed_liberations(), flag_overdue_follow_ups()]


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def number(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def clear() -> None:
    run("TRUNCATE notifications_message", "TRUNCATE mentoring_flag", "ANALYZE notifications_message, mentoring_flag")


def seconds(call, *arguments) -> float:
    begun = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - begun


def measured(job, by_hand, count: str) -> dict:
    """Seconds of the job, of its second run and of the statements by hand: the best of ROUNDS, all on empty tables."""
    firsts, seconds_runs, hands = [], [], []
    for _ in range(ROUNDS):
        clear()
        firsts.append(seconds(job))
        made = number(count)
        run("ANALYZE notifications_message, mentoring_flag")
        seconds_runs.append(seconds(job))
        again = number(count) - made
        clear()
        hands.append(seconds(run, *by_hand))
        by_hand_made = number(count)
    return {
        "seconds": min(firsts),
        "second_run": min(seconds_runs),
        "by_hand": min(hands),
        "rows": made,
        "rows_again": again,
        "rows_by_hand": by_hand_made,
    }


def reminders() -> dict:
    return measured(plan_reminders, [REMINDERS_BY_HAND], "SELECT count(*) FROM notifications_message")


def flags() -> dict:
    clear()
    all_flags()
    run(
        "DROP TABLE IF EXISTS bench_flag, bench_message",
        "CREATE TABLE bench_flag AS SELECT * FROM mentoring_flag",
        "CREATE TABLE bench_message AS SELECT * FROM notifications_message",
        "ANALYZE bench_flag, bench_message",
    )
    found = measured(all_flags, FLAGS_BY_HAND, "SELECT count(*) FROM mentoring_flag")
    run("DROP TABLE bench_flag, bench_message")
    return found


def _plan(_) -> None:
    connections.close_all()
    plan_reminders()


def _claim_all(_) -> int:
    connections.close_all()
    claimed = 0
    while batch := claim(BATCH):
        claimed += len(batch)
    return claimed


def at_once() -> dict:
    """How many reminders AT_ONCE simultaneous runs make, beside how many one makes."""
    clear()
    plan_reminders()
    one = number("SELECT count(*) FROM notifications_message")
    clear()
    connections.close_all()
    with multiprocessing.Pool(AT_ONCE) as pool:
        pool.map(_plan, range(AT_ONCE), chunksize=1)
    return {"one": one, "together": number("SELECT count(*) FROM notifications_message")}


def claims() -> dict:
    """Claims a second of WORKERS processes, in the product's own batches, until nothing is left."""
    run("UPDATE notifications_message SET by_email = true, retry_at = now()", "VACUUM ANALYZE notifications_message")
    connections.close_all()
    with multiprocessing.Pool(WORKERS) as pool:
        begun = time.perf_counter()
        claimed = sum(pool.map(_claim_all, range(WORKERS), chunksize=1))
        spent = time.perf_counter() - begun
    return {"claimed": claimed, "seconds": spent}


if __name__ == "__main__":
    found = {"flags": flags(), "reminders": reminders(), "at_once": at_once(), "claims": claims()}
    clear()
    all_flags()
    plan_reminders()
    print(json.dumps(found), file=sys.stdout)
