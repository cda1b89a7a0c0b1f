"""The contacts promised after release, by how much support somebody needs, and looking for whom nobody reaches. Statements over
whole sets: the clock runs them every quarter of an hour, so a late run, a missed night and a moved clock are one code path."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.sweeps import sweeping
from liberations.keeping_contact.enums import LostEnd
from mentoring.enums.matching import Need
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.models.meetings import ABOUT_THEM, TWO_WAY_CHANNELS

_TRAIL = """INSERT INTO audit_event
        (at, actor_role, verb, action, subject_label, subject_key, person_key, shown, before, after, reason)"""

# How often, by how much support they need; null: as everybody is promised.
_BY_NEED = """CASE c.need WHEN %(high)s THEN p.contact_days_high WHEN %(light)s THEN p.contact_days_light
         ELSE p.contact_days_usual END"""

# The latest talk about a coming ending of each case, until the last day agreed in it and not from a time in custody before:
# between its two days contact goes by what was agreed there. Without a number of days in it contact goes by need.
# Indexes: ending_coming.
_STEP_DOWN = """(
    SELECT DISTINCT ON (t.case_id) t.case_id, t.on_date, t.planned_date, t.contact_days
    FROM mentoring_endingconversation t
    WHERE t.ending_id IS NULL AND t.called_off_at IS NULL
    ORDER BY t.case_id, t.on_date DESC, t.recorded_at DESC
)"""
_HOLDS = "talk.planned_date >= %(today)s AND (e.admitted_date IS NULL OR talk.on_date >= e.admitted_date)"

# Of whom contacts were made for another need than they have now, or before a step-down was agreed, those whose days have not
# begun go. A step-down is made once its last contact is there; one may be agreed when nothing else is promised any more.
# Indexes: case_open_by_episode, follow_up_of_case, one_follow_up_per_step.
DROP_CHANGED = """
WITH changed AS (
    SELECT c.id, c.person_id, c.episode_id, coalesce(talk.contact_days, {by_need}) AS every_days
    FROM mentoring_case c
    JOIN referrals_programme p ON p.id = c.programme_id
    JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NOT NULL
    LEFT JOIN {step_down} talk ON talk.case_id = c.id AND {holds}
    CROSS JOIN LATERAL (
        SELECT greatest(talk.on_date, e.released_date) AS from_date
    ) AS agreed
    CROSS JOIN LATERAL (
        SELECT agreed.from_date + (talk.planned_date - agreed.from_date) / talk.contact_days * talk.contact_days::int AS last_date
    ) AS stepped
    WHERE c.closed_date IS NULL AND (%(case_keys)s::uuid[] IS NULL OR c.id = ANY(%(case_keys)s::uuid[]))
      AND EXISTS (SELECT FROM liberations_followup u WHERE u.case_id = c.id AND u.episode_id = c.episode_id)
      AND (EXISTS (
          SELECT FROM liberations_followup u
          WHERE u.case_id = c.id AND u.episode_id = c.episode_id AND u.due_date > %(today)s
            AND u.window_from_date > %(today)s AND u.every_days IS DISTINCT FROM coalesce(talk.contact_days, {by_need})
      ) OR (stepped.last_date > agreed.from_date AND stepped.last_date >= %(today)s AND NOT EXISTS (
          SELECT FROM liberations_followup u
          WHERE u.case_id = c.id AND u.episode_id = c.episode_id AND u.days_after = stepped.last_date - e.released_date
      )))
), dropped AS (
    DELETE FROM liberations_followup u
    USING changed x
    WHERE u.case_id = x.id AND u.episode_id = x.episode_id AND u.window_from_date > %(today)s
    RETURNING u.case_id
), trail AS (
    {trail}
    SELECT now(), '', %(changed)s, %(action)s, 'mentoring.Case', x.id, x.person_id, '{{}}', '{{}}',
           jsonb_build_object('dropped', count(*), 'every_days', x.every_days), ''
    FROM dropped d
    JOIN changed x ON x.id = d.case_id
    WHERE %(own_rows)s
    GROUP BY x.id, x.person_id, x.every_days
)
SELECT id FROM changed
"""

# Each step's window begins the day after the one before; the first begins the day after release, so that the first 48 hours
# need a word with the person beyond the gate itself. Who came to us, or back to us, after release is promised only what falls
# due later, and the talk in which they agreed is none of it; whose need has changed is promised anew from today on.
# With a contact every so many days the first and the last promised day stay as they are. A step-down counts from the talk,
# which is none of its contacts, to the last day agreed; what is promised outside these days stays.
# Indexes: case_open_by_episode, the primary key of prisons_custodialepisode, one_follow_up_per_step, the index of
# mentoring_ending.case_id.
PLAN_FOLLOW_UPS = """
WITH out AS (
    SELECT c.id, c.person_id, c.episode_id, e.released_date, p.follow_up_days, {by_need} AS need_days,
           talk.contact_days AS step_days, greatest(talk.on_date - e.released_date, 0) AS step_from,
           talk.planned_date - e.released_date AS step_until,
           greatest(c.opened_date, (
               SELECT max((n.reopened_at AT TIME ZONE 'Europe/London')::date) FROM mentoring_ending n WHERE n.case_id = c.id
           ), CASE WHEN c.id = ANY(%(again)s::uuid[]) THEN %(today)s::date - 1 END) AS since_date
    FROM mentoring_case c
    JOIN referrals_programme p ON p.id = c.programme_id
    JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NOT NULL
    LEFT JOIN {step_down} talk ON talk.case_id = c.id AND talk.contact_days IS NOT NULL AND {holds}
    WHERE c.closed_date IS NULL AND (%(case_keys)s::uuid[] IS NULL OR c.id = ANY(%(case_keys)s::uuid[]))
      AND (c.id = ANY(%(again)s::uuid[]) OR NOT EXISTS (
          SELECT FROM liberations_followup there WHERE there.case_id = c.id AND there.episode_id = c.episode_id
      ))
), made AS (
    INSERT INTO liberations_followup (id, case_id, episode_id, days_after, window_from_date, due_date, every_days)
    SELECT gen_random_uuid(), o.id, o.episode_id, step.days,
           greatest(o.released_date + step.from_days, o.since_date + 1), o.released_date + step.days,
           coalesce(o.step_days, o.need_days)
    FROM out o
    CROSS JOIN LATERAL (SELECT min(day)::int AS first, max(day)::int AS last FROM unnest(o.follow_up_days) AS day) AS ends
    CROSS JOIN LATERAL (
        SELECT days, least(greatest(
            coalesce(lag(days) OVER (ORDER BY days), 0) + 1, CASE WHEN days > o.step_from THEN o.step_from + 1 END
        ), days) AS from_days
        FROM (
            SELECT days FROM (
                SELECT unnest(o.follow_up_days) AS days WHERE o.need_days IS NULL
                UNION
                SELECT generate_series(ends.first, ends.last, o.need_days) WHERE o.need_days IS NOT NULL
                UNION
                SELECT ends.last WHERE o.need_days IS NOT NULL
            ) AS by_need
            WHERE o.step_days IS NULL OR days = ends.first OR days NOT BETWEEN o.step_from + 1 AND o.step_until
            UNION
            SELECT generate_series(o.step_from + o.step_days, o.step_until, o.step_days) WHERE o.step_days IS NOT NULL
        ) AS promised
        WHERE days IS NOT NULL
    ) AS step
    WHERE o.released_date + step.days > o.since_date
    ORDER BY o.id, step.days
    ON CONFLICT (episode_id, case_id, days_after) DO NOTHING
    RETURNING case_id
), trail AS (
    {trail}
    SELECT now(), '', %(created)s, %(action)s, 'mentoring.Case', o.id, o.person_id, '{{}}', '{{}}',
           jsonb_build_object('steps', count(*), 'released_date', o.released_date), ''
    FROM made m
    JOIN out o ON o.id = m.case_id
    WHERE %(own_rows)s
    GROUP BY o.id, o.person_id, o.released_date
)
SELECT count(*) FROM made
"""

# MeetingQuerySet.tries, word for word, and on how many days.
_TRIED_DAYS = """(
    SELECT count(DISTINCT m.on_date) FROM mentoring_meeting m
    WHERE m.case_id = {case} AND m.on_date {after} AND m.channel <> ALL(%(about_them)s)
      AND (m.state = %(not_attended)s OR (m.state = %(held)s AND (NOT m.two_way OR m.channel = %(letter)s)))
)"""
_LAST_SPOKEN = """(
    SELECT m.on_date FROM mentoring_meeting m
    WHERE m.case_id = c.id AND m.state = %(held)s AND m.two_way AND m.channel = ANY(%(two_way_channels)s)
    ORDER BY m.on_date DESC
    LIMIT 1
)"""

# What was ended by somebody is not begun again by what was overdue then; who asked us to stop is left alone until they speak
# with us again.
# Indexes: case_open_by_episode, follow_up_due, follow_up_of_case, meeting_timeline, looked_for_once_at_a_time, the index of
# liberations_lostcontact.case_id.
BEGIN_LOOKING = """
WITH late AS (
    SELECT c.id, c.person_id, c.programme_id, coalesce(c.contact_date, e.released_date) AS since_date,
           min(u.due_date) AS due_date
    FROM (
        SELECT c.id, c.person_id, c.programme_id, c.episode_id, {last_spoken} AS contact_date, (
            SELECT max((x.ended_at AT TIME ZONE 'Europe/London')::date)
            FROM liberations_lostcontact x WHERE x.case_id = c.id AND x.ended_by_id IS NOT NULL
        ) AS ended_date, (
            SELECT max((x.ended_at AT TIME ZONE 'Europe/London')::date)
            FROM liberations_lostcontact x WHERE x.case_id = c.id AND x.ended_how = %(asked_to_stop)s
        ) AS stop_date
        FROM mentoring_case c
        WHERE c.closed_date IS NULL AND (%(case_keys)s::uuid[] IS NULL OR c.id = ANY(%(case_keys)s::uuid[]))
          AND EXISTS (
              SELECT FROM liberations_followup due
              WHERE due.case_id = c.id AND due.episode_id = c.episode_id AND due.due_date < %(today)s
          )
          AND NOT EXISTS (SELECT FROM liberations_lostcontact x WHERE x.case_id = c.id AND x.ended_at IS NULL)
        OFFSET 0
    ) AS c
    JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NOT NULL
    JOIN liberations_followup u ON u.case_id = c.id AND u.episode_id = c.episode_id
    WHERE u.due_date < %(today)s AND (c.contact_date IS NULL OR c.contact_date < u.window_from_date)
      AND (c.ended_date IS NULL OR c.ended_date < u.window_from_date)
      AND (c.stop_date IS NULL OR c.stop_date < c.contact_date)
      AND NOT EXISTS (
          SELECT FROM prisons_custodialepisode inside WHERE inside.person_id = c.person_id AND inside.released_date IS NULL
      )
    GROUP BY c.id, c.person_id, c.programme_id, c.contact_date, e.released_date
), begun AS (
    INSERT INTO liberations_lostcontact (id, case_id, began_date, since_date)
    SELECT gen_random_uuid(), l.id, %(today)s, l.since_date
    FROM late l
    JOIN referrals_programme p ON p.id = l.programme_id
    WHERE l.due_date + p.lost_days <= %(today)s
       OR p.lost_tries <= {tried_days}
    ORDER BY l.id
    ON CONFLICT (case_id) WHERE ended_at IS NULL DO NOTHING
    RETURNING id, case_id
), trail AS (
    {trail}
    SELECT now(), '', %(raised)s, %(action)s, 'liberations.LostContact', b.id, l.person_id, '{{}}', '{{}}',
           jsonb_build_object('since_date', l.since_date), ''
    FROM begun b
    JOIN late l ON l.id = b.case_id
    WHERE %(own_rows)s
)
SELECT case_id FROM begun
"""

# Indexes: lost_contact_open, the primary keys, meeting_timeline.
END_LOOKING = """
WITH over AS (
    SELECT x.id, c.id AS case_id, c.person_id,
           CASE WHEN c.closed_date IS NOT NULL THEN %(support_ended)s
                WHEN custody.is_back THEN %(in_custody)s
                ELSE %(spoken)s END AS how
    FROM liberations_lostcontact x
    JOIN mentoring_case c ON c.id = x.case_id
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM prisons_custodialepisode e WHERE e.person_id = c.person_id AND e.released_date IS NULL
        ) AS is_back
    ) AS custody
    WHERE x.ended_at IS NULL AND (%(case_keys)s::uuid[] IS NULL OR c.id = ANY(%(case_keys)s::uuid[]))
      AND (c.closed_date IS NOT NULL OR custody.is_back OR EXISTS (
          SELECT FROM mentoring_meeting m
          WHERE m.case_id = c.id AND m.state = %(held)s AND m.two_way AND m.channel = ANY(%(two_way_channels)s)
            AND (m.on_date > x.since_date OR (m.on_date = x.since_date AND m.recorded_at > x.began_at))
      ))
), ended AS (
    UPDATE liberations_lostcontact x SET ended_at = greatest(now(), x.began_at), ended_how = o.how
    FROM over o
    WHERE x.id = o.id
    RETURNING x.id, o.case_id, o.person_id, o.how
), trail AS (
    {trail}
    SELECT now(), '', %(cleared)s, %(action)s, 'liberations.LostContact', n.id, n.person_id, '{{}}', '{{}}',
           jsonb_build_object('ended_how', n.how), ''
    FROM ended n
    WHERE %(own_rows)s
)
SELECT case_id FROM ended
"""

# Indexes: lost_contact_open, meeting_timeline.
TELL_MANAGERS = """
UPDATE liberations_lostcontact x SET manager_told_at = now()
FROM mentoring_case c
JOIN referrals_programme p ON p.id = c.programme_id
WHERE c.id = x.case_id AND x.ended_at IS NULL AND x.manager_told_at IS NULL
  AND (%(case_keys)s::uuid[] IS NULL OR c.id = ANY(%(case_keys)s::uuid[]))
  AND (x.hold_until IS NULL OR x.hold_until < %(today)s)
  AND (x.began_date + p.lost_manager_days <= %(today)s
       OR p.lost_manager_tries <= {tried_days})
RETURNING x.case_id
"""


# The parts that several statements share.
_PARTS = {
    "trail": _TRAIL,
    "by_need": _BY_NEED,
    "step_down": _STEP_DOWN,
    "holds": _HOLDS,
    "last_spoken": _LAST_SPOKEN,
}


@dataclasses.dataclass(frozen=True)
class Looking:
    """The cases that a run began to look for, stopped looking for, or told the managers of."""

    begun: list[uuid.UUID]
    ended: list[uuid.UUID]
    told: list[uuid.UUID]


def plan_follow_ups(case_keys: Collection[uuid.UUID] | None = None, today: dt.date | None = None) -> int:
    """Make the contacts promised after release, for all open cases whose person is out and who have none yet, or for those named;
    and make them anew from today on for whom another number of days between contacts holds since. Says how many were made.

    Counted from the day of release: on the programme's `follow_up_days`, or every so many days by how much support they need
    (ContactRules.contact_days_high and the others); between a talk about the ending and the last day agreed in it, as agreed there
    (EndingConversation.contact_days). Of a case opened or reopened after release only those due later than that
    day. Called inside a service it is part of its transaction and of its trail row; by the clock each case has a row of its own.
    """
    action = "plan_follow_ups"
    with sweeping(action, everything=case_keys is None) as cursor:
        facts = {
            "case_keys": None if case_keys is None else list(case_keys),
            "action": action,
            "created": Verb.CREATED,
            "changed": Verb.CHANGED,
            "own_rows": not trail.is_open(),
            "today": today or timezone.localdate(),
            "high": Need.HIGH,
            "light": Need.LIGHT,
        }
        cursor.execute(DROP_CHANGED.format(**_PARTS), facts)
        again = [key for (key,) in cursor.fetchall()]
        cursor.execute(PLAN_FOLLOW_UPS.format(**_PARTS), {**facts, "again": again})
        (steps,) = cursor.fetchone()
        if steps and trail.is_open():
            trail.join(action, after={"steps": steps})
        return steps


def refresh_looking(case_keys: Collection[uuid.UUID] | None = None, today: dt.date | None = None) -> Looking:
    """Begin to look for whom contact is lost with, stop where a stop condition has come true, and mark of whom the managers are
    to be told, for all open cases or for those named. Whom to tell is the caller's. Running it again changes nothing.

    Lost: a promised contact is overdue by `programme.lost_days`, or overdue at all after tries on `lost_tries` days. Stopped:
    spoken with them, back in custody, support has ended. Managers: after `lost_manager_days`, or tries on
    `lost_manager_tries` days; not while on hold.
    """
    action = "refresh_looking"
    with sweeping(action, everything=case_keys is None) as cursor:
        facts = {
            "case_keys": None if case_keys is None else list(case_keys),
            "today": today or timezone.localdate(),
            "action": action,
            "own_rows": not trail.is_open(),
            "raised": Verb.RAISED,
            "cleared": Verb.CLEARED,
            "held": MeetingState.HELD,
            "not_attended": MeetingState.NOT_ATTENDED,
            "letter": Channel.LETTER,
            "about_them": list(ABOUT_THEM),
            "two_way_channels": list(TWO_WAY_CHANNELS),
            "asked_to_stop": LostEnd.ASKED_TO_STOP,
            "support_ended": LostEnd.SUPPORT_ENDED,
            "in_custody": LostEnd.IN_CUSTODY,
            "spoken": LostEnd.SPOKEN,
        }
        found = []
        since_then = _TRIED_DAYS.format(case="l.id", after="> l.since_date")
        since_begun = _TRIED_DAYS.format(case="c.id", after=">= x.began_date")
        for statement, tried_days in ((END_LOOKING, ""), (BEGIN_LOOKING, since_then), (TELL_MANAGERS, since_begun)):
            cursor.execute(statement.format(**_PARTS, tried_days=tried_days), facts)
            found.append([key for (key,) in cursor.fetchall()])
        ended, begun, told = found
        return Looking(begun=begun, ended=ended, told=told)
