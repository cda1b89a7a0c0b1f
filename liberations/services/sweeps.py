"""Reminders before liberation, and the flags "nobody said what happened" and "follow-up overdue". Statements over whole sets:
the clock runs them every quarter of an hour, so a late run, a missed night and a moved clock are one code path."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection

from django.utils import timezone

from core.sweeps import sweeping
from liberations.enums import GateState
from mentoring.enums.cases import AssignmentRole
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import MeetingState
from mentoring.models.meetings import TWO_WAY_CHANNELS
from mentoring.services.sweeps import FlagChanges, refresh_flags
from notifications.enums import Kind


@dataclasses.dataclass(frozen=True)
class ReminderChanges:
    """How many reminders a sweep made, took back because they had become false, or put back because they are true again."""

    made: int = 0
    withdrawn: int = 0
    restored: int = 0


# A reminder is true while its case is open, its person inside, its day the liberation day and its recipient the mentor.
# One whose day has passed is history and stays as it is.
# Indexes: case_open_by_episode, one_current_release_date, assignment_current; message_in_force and message_by_day
# (or, for a few cases, message_of_case) for what may have changed and what is there already; the unique dedupe_key.
PLAN_REMINDERS = """
WITH walking AS (
    SELECT c.id AS case_id, c.person_id, c.number, l.liberation_date, u.id AS user_id, u.email_notices, u.is_active,
           a.from_date, p.reminder_days,
           greatest((l.recorded_at AT TIME ZONE 'Europe/London')::date, a.from_date) AS known_date
    FROM mentoring_case c
    JOIN referrals_programme p ON p.id = c.programme_id
    JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NULL
    JOIN prisons_releasedate l ON l.episode_id = c.episode_id AND l.is_current
    JOIN mentoring_assignment a ON a.case_id = c.id AND a.role = %(lead)s AND a.until_date IS NULL
    JOIN mentoring_mentor mentor ON mentor.id = a.mentor_id
    JOIN accounts_user u ON u.id = mentor.user_id
    WHERE c.closed_date IS NULL AND l.liberation_date >= %(today)s
      AND (%(case_keys)s::uuid[] IS NULL OR c.id = ANY(%(case_keys)s::uuid[]))
), due AS (
    SELECT w.*, stage.offset_days, w.liberation_date - stage.offset_days AS due_date,
           concat_ws('/', %(kind)s::text, w.case_id, stage.offset_days,
                     to_char(w.liberation_date, 'YYYY-MM-DD'), w.user_id) AS dedupe_key
    FROM walking w
    CROSS JOIN LATERAL (
        SELECT passed.offset_days, min(passed.offset_days) OVER () AS present_stage
        FROM (SELECT DISTINCT unnest(w.reminder_days) AS offset_days) AS passed
        WHERE w.liberation_date - passed.offset_days <= %(today)s
    ) AS stage
    WHERE w.is_active AND w.from_date <= %(today)s
      -- What fell due before the facts were known is not made up for, but for the stage the case is in now.
      AND (w.liberation_date - stage.offset_days >= w.known_date OR stage.offset_days = stage.present_stage)
), withdrawn AS (
    UPDATE notifications_message m SET withdrawn_at = now()
    WHERE m.kind = %(kind)s AND m.withdrawn_at IS NULL AND m.liberation_date >= %(today)s
      AND (%(case_keys)s::uuid[] IS NULL OR m.subject_key = ANY(%(case_keys)s::uuid[]))
      AND NOT EXISTS (
          SELECT FROM walking w
          WHERE w.case_id = m.subject_key AND w.liberation_date = m.liberation_date AND w.user_id = m.recipient_id
      )
    RETURNING m.id
), restored AS (
    UPDATE notifications_message m SET withdrawn_at = NULL
    FROM walking w
    WHERE m.subject_key = w.case_id AND m.liberation_date = w.liberation_date AND m.recipient_id = w.user_id
      AND m.kind = %(kind)s AND m.withdrawn_at IS NOT NULL AND m.liberation_date >= %(today)s
      AND (%(case_keys)s::uuid[] IS NULL OR m.subject_key = ANY(%(case_keys)s::uuid[]))
    RETURNING m.id
), made AS (
    INSERT INTO notifications_message
        (id, recipient_id, kind, dedupe_key, subject_key, person_key, reference, due_date, liberation_date, offset_days,
         path, by_email)
    SELECT gen_random_uuid(), d.user_id, %(kind)s, d.dedupe_key, d.case_id, d.person_id, 'TG-' || d.number, d.due_date,
           d.liberation_date, d.offset_days, '/people/' || d.person_id || '/', d.email_notices
    FROM due d
    WHERE NOT EXISTS (
        SELECT FROM notifications_message m
        WHERE m.dedupe_key = d.dedupe_key AND m.kind = %(kind)s AND m.liberation_date >= %(today)s
    )
    ORDER BY d.dedupe_key
    ON CONFLICT (dedupe_key) DO NOTHING
    RETURNING id
)
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM withdrawn), (SELECT count(*) FROM restored)
"""

# An outcome of an earlier day does not answer for a day that was put back and has passed since.
# Indexes: release_date_coming (days that have passed), case_open_by_episode, the unique index of
# liberations_gateliberation.episode_id.
UNANSWERED_LIBERATIONS = """
    SELECT c.id, c.person_id, l.liberation_date AS about_date
    FROM mentoring_case c
    JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NULL
    JOIN prisons_releasedate l ON l.episode_id = c.episode_id AND l.is_current
    WHERE c.closed_date IS NULL AND l.liberation_date < %(today)s
      AND (%(case_keys)s::uuid[] IS NULL OR c.id = ANY(%(case_keys)s::uuid[]))
      AND NOT EXISTS (
          SELECT FROM liberations_gateliberation g
          WHERE g.episode_id = c.episode_id AND g.state <> %(planned)s
            AND (g.outcome_at AT TIME ZONE 'Europe/London')::date >= l.liberation_date
      )
"""

# FollowUp.objects.overdue(today); tests hold the two together. One flag per case, about its oldest date. Whether anybody spoke
# with them in a window or since is whether the last contact is that late: it is looked up once a case, and is late enough for
# all of its follow-ups where it is for the one whose window began last.
# Indexes: follow_up_due, follow_up_of_case, meeting_timeline (the last contact).
OVERDUE_FOLLOW_UPS = """
    SELECT c.id, c.person_id, (
        SELECT min(u.due_date)
        FROM liberations_followup u
        WHERE u.case_id = c.id AND u.episode_id = c.episode_id AND u.due_date < %(today)s
          AND (c.contact_date IS NULL OR c.contact_date < u.window_from_date)
    ) AS about_date
    FROM (
        SELECT c.id, c.person_id, c.episode_id, due.window_from_date, (
            SELECT m.on_date
            FROM mentoring_meeting m
            WHERE m.case_id = c.id AND m.state = %(held)s AND m.two_way AND m.channel = ANY(%(two_way_channels)s)
            ORDER BY m.on_date DESC
            LIMIT 1
        ) AS contact_date
        FROM (
            SELECT case_id, episode_id, max(window_from_date) AS window_from_date
            FROM liberations_followup
            WHERE due_date < %(today)s AND (%(case_keys)s::uuid[] IS NULL OR case_id = ANY(%(case_keys)s::uuid[]))
            GROUP BY case_id, episode_id
        ) AS due
        JOIN mentoring_case c ON c.id = due.case_id AND c.episode_id = due.episode_id AND c.closed_date IS NULL
        OFFSET 0
    ) AS c
    WHERE c.contact_date IS NULL OR c.contact_date < c.window_from_date
"""


def plan_reminders(
    case_keys: Collection[uuid.UUID] | None = None, today: datetime.date | None = None
) -> ReminderChanges:
    """Make the reminders that are due and withdraw those that have become false, for all open cases or for those named.

    One for each of `programme.reminder_days` before the liberation day, to the mentor, made on its day or by the first run
    after it, until the day itself. What fell due before the day was recorded or the mentor allocated is left out, but for
    the one of the stage the case is in now. Each exists once: its key names case, offset, day and mentor. When the day
    moves back to what it was, what was withdrawn is true again and is put back, and not e-mailed twice.
    Running it again changes nothing. `today` is a day in Europe/London.
    """
    everything = case_keys is None
    with sweeping("plan_reminders", everything=everything) as cursor:
        cursor.execute(
            PLAN_REMINDERS,
            {
                "kind": Kind.RELEASE_REMINDER,
                "lead": AssignmentRole.LEAD,
                "case_keys": None if everything else list(case_keys),
                "today": today or timezone.localdate(),
            },
        )
        return ReminderChanges(*cursor.fetchone())


def flag_passed_liberations(
    case_keys: Collection[uuid.UUID] | None = None, today: datetime.date | None = None
) -> FlagChanges:
    """Raise and clear "liberation day passed, nobody said what happened": the day is over, the person not recorded as
    released, and no outcome at the gate recorded since. Otherwise as `refresh_meeting_flags`."""
    return refresh_flags(
        UNANSWERED_LIBERATIONS,
        FlagKind.LIBERATION_PASSED,
        action="flag_passed_liberations",
        facts={"planned": GateState.PLANNED},
        case_keys=case_keys,
        today=today,
    )


def flag_overdue_follow_ups(
    case_keys: Collection[uuid.UUID] | None = None, today: datetime.date | None = None
) -> FlagChanges:
    """Raise and clear "follow-up overdue": a promised contact is past its day and nobody has spoken with the person in its
    window or since (FollowUp.objects.overdue). Otherwise as `refresh_meeting_flags`."""
    return refresh_flags(
        OVERDUE_FOLLOW_UPS,
        FlagKind.FOLLOW_UP_OVERDUE,
        action="flag_overdue_follow_ups",
        facts={"held": MeetingState.HELD, "two_way_channels": list(TWO_WAY_CHANNELS)},
        case_keys=case_keys,
        today=today,
    )
