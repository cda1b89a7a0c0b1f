"""Flags that raise and clear themselves, and the notices that go with them: over all open cases by the clock, or over a few
cases inside the service that changed their facts. Statements over whole sets, so that 120,000 cases cost seconds."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection

from django.utils import timezone

from accounts.enums import Role
from audit import trail
from audit.enums import Verb
from core.sweeps import sweeping
from mentoring.enums.cases import AssignmentRole
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import Channel, MeetingState, Place


@dataclasses.dataclass(frozen=True)
class FlagChanges:
    """How many flags a sweep raised, cleared, or gave a new date."""

    raised: int = 0
    cleared: int = 0
    moved: int = 0


# The cases of which a flag is true now, each once, as (id, person_id, about_date), are put in for `{concerned}`.
# Indexes: one_open_flag_per_case_and_kind, flag_open_by_kind.
RAISE_AND_CLEAR = """
WITH concerned AS ({concerned}), cleared AS (
    UPDATE mentoring_flag f SET cleared_at = greatest(now(), f.raised_at)
    FROM mentoring_case c
    WHERE c.id = f.case_id AND f.kind = %(kind)s AND f.cleared_at IS NULL
      AND (%(case_keys)s::uuid[] IS NULL OR f.case_id = ANY(%(case_keys)s::uuid[]))
      AND NOT EXISTS (SELECT FROM concerned t WHERE t.id = f.case_id)
    RETURNING f.id, c.person_id, f.about_date
), moved AS (
    UPDATE mentoring_flag f SET about_date = t.about_date
    FROM concerned t
    WHERE f.case_id = t.id AND f.kind = %(kind)s AND f.cleared_at IS NULL AND f.about_date IS DISTINCT FROM t.about_date
    RETURNING f.id
), raised AS (
    INSERT INTO mentoring_flag (id, case_id, kind, raised_at, about_date)
    SELECT gen_random_uuid(), t.id, %(kind)s, now(), t.about_date
    FROM concerned t
    WHERE NOT EXISTS (
        SELECT FROM mentoring_flag f WHERE f.case_id = t.id AND f.kind = %(kind)s AND f.cleared_at IS NULL
    )
    ORDER BY t.id
    ON CONFLICT (case_id, kind) WHERE cleared_at IS NULL DO NOTHING
    RETURNING id, case_id, about_date
), trail AS (
    INSERT INTO audit_event
        (at, actor_role, verb, action, subject_label, subject_key, person_key, shown, before, after, reason)
    SELECT now(), '', each.verb, %(action)s, 'mentoring.Flag', each.id, each.person_id, '{{}}', '{{}}',
           jsonb_build_object('kind', %(kind)s::text, 'about_date', each.about_date), ''
    FROM (
        SELECT %(verb_raised)s AS verb, r.id, t.person_id, r.about_date FROM raised r JOIN concerned t ON t.id = r.case_id
        UNION ALL
        SELECT %(verb_cleared)s, id, person_id, about_date FROM cleared
    ) AS each
    WHERE %(own_rows)s
)
SELECT (SELECT count(*) FROM raised), (SELECT count(*) FROM cleared), (SELECT count(*) FROM moved)
"""

# What counts is Meeting.objects.pre_release(), word for word; tests hold the two together.
# Indexes: case_open_by_episode (open cases), one_current_release_date (one row per episode), meeting_timeline (the count, one
# range per case near its day).
SHORT_OF_MEETINGS = """
    SELECT c.id, c.person_id, l.liberation_date AS about_date
    FROM mentoring_case c
    JOIN referrals_programme p ON p.id = c.programme_id
    JOIN prisons_custodialepisode e ON e.id = c.episode_id AND e.released_date IS NULL
    JOIN prisons_releasedate l ON l.episode_id = c.episode_id AND l.is_current
    WHERE c.closed_date IS NULL
      AND (%(case_keys)s::uuid[] IS NULL OR c.id = ANY(%(case_keys)s::uuid[]))
      AND l.liberation_date <= %(today)s::date + p.meetings_flag_days
      AND p.minimum_meetings > (
          SELECT visits + least(p.phone_meetings_most, contacts - visits)
          FROM (
              SELECT CASE WHEN p.several_a_day_count THEN count(*) ELSE count(DISTINCT m.on_date) END AS contacts,
                     CASE WHEN p.several_a_day_count THEN count(*) FILTER (WHERE m.channel <> %(phone)s)
                          ELSE count(DISTINCT m.on_date) FILTER (WHERE m.channel <> %(phone)s) END AS visits
              FROM mentoring_meeting m
              WHERE m.case_id = c.id AND m.state = %(held)s AND (m.one_to_one OR p.company_counts)
                AND (m.on_date < l.liberation_date
                     OR (p.on_the_day_counts AND m.on_date = l.liberation_date AND m.channel = %(in_prison)s))
                AND ((m.channel = %(in_prison)s AND (m.place <> %(cell_door)s OR p.cell_door_counts))
                     OR (m.channel = %(video)s AND m.two_way AND m.minutes >= p.video_minutes)
                     OR (m.channel = %(phone)s AND m.instead_of_visit AND m.two_way AND p.phone_meetings_most > 0)
                     OR (m.channel = ANY(%(letters)s) AND p.letters_count))
                AND (m.episode_id = c.episode_id
                     OR (p.episodes_add_up AND EXISTS (
                         SELECT FROM prisons_custodialepisode o
                         WHERE o.id = m.episode_id AND o.released_date > m.on_date)))
                AND (NOT p.each_prison_alone OR m.prison_id = (
                    SELECT s.prison_id FROM prisons_prisonstay s
                    WHERE s.episode_id = c.episode_id AND s.to_date IS NULL))
          ) AS counted
      )
"""

# To the mentor and the managers of the programme's team, once per raising of the flag. A notice of a flag that was cleared,
# or to somebody it no longer concerns, is withdrawn; one that is true again comes back and is not e-mailed twice.
# Indexes: flag_open_by_kind, assignment_current, the index of accounts_user.team_id, message_in_force, and the unique
# dedupe_key.
TELL_OF_FLAGS = """
WITH concerned AS (
    SELECT f.id AS flag_id, u.id AS user_id
    FROM mentoring_flag f
    JOIN mentoring_assignment a ON a.case_id = f.case_id AND a.role = %(lead)s AND a.until_date IS NULL
    JOIN mentoring_mentor mentor ON mentor.id = a.mentor_id
    JOIN accounts_user u ON u.id = mentor.user_id AND u.is_active
    WHERE f.kind = %(kind)s AND f.cleared_at IS NULL
      AND (%(case_keys)s::uuid[] IS NULL OR f.case_id = ANY(%(case_keys)s::uuid[]))
    UNION
    SELECT f.id, u.id
    FROM mentoring_flag f
    JOIN mentoring_case c ON c.id = f.case_id
    JOIN referrals_programme p ON p.id = c.programme_id
    JOIN accounts_user u ON u.team_id = p.team_id AND u.role = %(manager)s AND u.is_active
    WHERE f.kind = %(kind)s AND f.cleared_at IS NULL
      AND (%(case_keys)s::uuid[] IS NULL OR f.case_id = ANY(%(case_keys)s::uuid[]))
), wanted AS (
    SELECT concat_ws('/', %(kind)s::text, flag_id, user_id) AS dedupe_key, flag_id, user_id FROM concerned
), withdrawn AS (
    UPDATE notifications_message m SET withdrawn_at = now()
    WHERE m.kind = %(kind)s AND m.withdrawn_at IS NULL
      AND (%(case_keys)s::uuid[] IS NULL OR m.subject_key = ANY(%(case_keys)s::uuid[]))
      AND NOT EXISTS (SELECT FROM wanted w WHERE w.dedupe_key = m.dedupe_key)
), restored AS (
    UPDATE notifications_message m SET withdrawn_at = NULL
    FROM wanted w
    WHERE m.dedupe_key = w.dedupe_key AND m.withdrawn_at IS NOT NULL
)
INSERT INTO notifications_message
    (id, recipient_id, kind, dedupe_key, subject_key, person_key, reference, due_date, path, by_email)
SELECT gen_random_uuid(), w.user_id, %(kind)s, w.dedupe_key, c.id, c.person_id, 'TG-' || c.number, f.about_date,
       '/people/' || c.person_id || '/', u.email_notices
FROM wanted w
JOIN mentoring_flag f ON f.id = w.flag_id
JOIN mentoring_case c ON c.id = f.case_id
JOIN accounts_user u ON u.id = w.user_id
WHERE NOT EXISTS (SELECT FROM notifications_message m WHERE m.dedupe_key = w.dedupe_key)
ORDER BY w.dedupe_key
ON CONFLICT (dedupe_key) DO NOTHING
"""


def refresh_meeting_flags(
    case_keys: Collection[uuid.UUID] | None = None, today: datetime.date | None = None
) -> FlagChanges:
    """Raise and clear "fewer pre-release meetings than needed" for all open cases, or for those named.

    Raised from `programme.meetings_flag_days` before the liberation day until release, while fewer days with a meeting that
    counts than `programme.minimum_meetings`. Called inside a service it is part of its transaction and of its trail row;
    by the clock each flag has a row of its own. Running it again changes nothing. `today` is a day in Europe/London.
    """
    return refresh_flags(
        SHORT_OF_MEETINGS,
        FlagKind.FEWER_MEETINGS,
        case_keys=case_keys,
        today=today,
        action="refresh_meeting_flags",
        facts={
            "held": MeetingState.HELD,
            "in_prison": Channel.IN_PRISON,
            "cell_door": Place.CELL_DOOR,
            "video": Channel.VIDEO,
            "phone": Channel.PHONE,
            "letters": [Channel.LETTER, Channel.TEXT],
        },
    )


def refresh_flags(
    concerned: str,
    kind: FlagKind,
    *,
    action: str,
    facts: dict,
    case_keys: Collection[uuid.UUID] | None,
    today: datetime.date | None,
) -> FlagChanges:
    """Raise the flag `kind` for the cases that the query `concerned` gives (see RAISE_AND_CLEAR), clear it for all others, then
    bring its notices into line.

    Shared with the apps above, whose queries stand beside their own facts. Within a service the notices are looked at
    only if a flag changed: a page waits for nothing that the clock can do.
    """
    everything = case_keys is None
    with sweeping(action, everything=everything) as cursor:
        parameters = {
            **facts,
            "kind": kind,
            "action": action,
            "case_keys": None if everything else list(case_keys),
            "today": today or timezone.localdate(),
            "own_rows": not trail.is_open(),
            "verb_raised": Verb.RAISED,
            "verb_cleared": Verb.CLEARED,
        }
        cursor.execute(RAISE_AND_CLEAR.format(concerned=concerned), parameters)
        changes = FlagChanges(*cursor.fetchone())
        if changes != FlagChanges() and trail.is_open():
            trail.join(action, after={"kind": kind, **dataclasses.asdict(changes)})
        if everything or changes != FlagChanges():
            cursor.execute(TELL_OF_FLAGS, {**parameters, "lead": AssignmentRole.LEAD, "manager": Role.MANAGER})
    return changes
