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
# The three rules and nothing else: nothing is cleared or moved, nobody is told, the trail stays empty.
FLAGS_BY_HAND = """
INSERT INTO mentoring_flag (id, case_id, kind, raised_at, about_date)
SELECT gen_random_uuid(), found.case_id, found.kind, now(), found.about_date
FROM (
    SELECT c.id AS case_id, 'fewer-meetings' AS kind, l.liberation_date AS about_date
    FROM mentoring_case c
    JOIN referrals_programme p ON p.id = c.programme_id
    JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NULL
    JOIN prisons_releasedate l ON l.episode_id = c.episode_id AND l.is_current
    WHERE c.closed_date IS NULL AND l.liberation_date <= current_date + p.meetings_flag_days
      AND p.minimum_meetings > (
          SELECT count(DISTINCT m.on_date) FROM mentoring_meeting m
          WHERE m.case_id = c.id AND m.episode_id = c.episode_id AND m.on_date < l.liberation_date
            AND m.state = 'held' AND m.one_to_one
            AND ((m.channel = 'in-prison' AND m.place <> 'cell-door')
                 OR (m.channel = 'video' AND m.two_way AND m.minutes >= 15))
      )
    UNION ALL
    SELECT c.id, 'liberation-passed', l.liberation_date
    FROM mentoring_case c
    JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NULL
    JOIN prisons_releasedate l ON l.episode_id = c.episode_id AND l.is_current
    WHERE c.closed_date IS NULL AND l.liberation_date < current_date
      AND NOT EXISTS (
          SELECT FROM liberations_gateliberation g
          WHERE g.episode_id = c.episode_id AND g.state <> 'planned' AND g.outcome_at::date >= l.liberation_date
      )
    UNION ALL
    SELECT c.id, 'follow-up-overdue', min(u.due_date)
    FROM mentoring_case c
    JOIN liberations_followup u ON u.case_id = c.id AND u.episode_id = c.episode_id
    WHERE c.closed_date IS NULL AND u.due_date < current_date
      AND NOT EXISTS (
          SELECT FROM mentoring_meeting m
          WHERE m.case_id = c.id AND m.on_date >= u.window_from_date AND m.state = 'held' AND m.two_way
            AND m.channel IN ('in-prison', 'video', 'phone', 'gate', 'community', 'accompanied', 'text')
      )
    GROUP BY c.id
) AS found
ON CONFLICT (case_id, kind) WHERE cleared_at IS NULL DO NOTHING
"""


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
    return measured(all_flags, [FLAGS_BY_HAND], "SELECT count(*) FROM mentoring_flag")


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
