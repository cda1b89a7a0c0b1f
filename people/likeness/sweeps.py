"""The SQL that finds who may be meant, for any number of entries at once. What it finds is compared in rules.py."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

# Found generously: rules.py says what is near enough. Indexes: a_number_belongs_to_one_person, person_by_birth_date,
# person_by_name_keys.
WHO_MAY_BE_MEANT = """
WITH asked AS MATERIALIZED (
    SELECT n, birth_date, lower(plain_text(family)) AS family, lower(plain_text(split_part(given, ' ', 1))) AS given,
           name_key(family) AS family_key, name_key(split_part(given, ' ', 1)) AS given_key
    FROM unnest(%(ns)s::int[], %(givens)s::text[], %(families)s::text[], %(birth_dates)s::date[])
        AS asked (n, given, family, birth_date)
),
near AS MATERIALIZED (
    SELECT n, date '0001-01-01' + (day - 1) AS day, family_key, given_key
    FROM unnest(string_to_array(%(near_ns)s, ' ')::int[], string_to_array(%(near_days)s, ' ')::int[]) AS near (n, day)
    JOIN asked USING (n)
),
found AS (
    SELECT number.n, identifier.person_id, true AS same_number
    FROM unnest(%(number_ns)s::int[], %(kinds)s::text[], %(values)s::text[]) AS number (n, kind, value)
    JOIN people_identifier AS identifier USING (kind, value)
  UNION ALL
    SELECT asked.n, person.id, false
    FROM asked JOIN people_person AS person ON person.birth_date = asked.birth_date
    WHERE word_similarity(asked.family, person.search_text) + word_similarity(asked.given, person.search_text) >= 0.6
       OR %(one_name_is_enough)s
          AND (person.family_key IN (asked.family_key, asked.given_key)
               OR person.given_key IN (asked.given_key, asked.family_key))
  UNION ALL
    SELECT near.n, person.id, false
    FROM near JOIN people_person AS person ON person.birth_date = near.day
    WHERE person.family_key IN (near.family_key, near.given_key) OR person.given_key IN (near.given_key, near.family_key)
  UNION ALL
    SELECT asked.n, person.id, false
    FROM asked JOIN people_person AS person USING (family_key, given_key)
    WHERE asked.birth_date IS NULL OR person.birth_date IS NULL
  UNION ALL
    SELECT asked.n, person.id, false
    FROM asked JOIN people_person AS person ON (person.family_key, person.given_key) = (asked.given_key, asked.family_key)
    WHERE asked.birth_date IS NULL OR person.birth_date IS NULL
)
SELECT found.n, person.id, bool_or(found.same_number), person.given_names, person.family_name, person.known_as,
       person.other_names, person.birth_date, person.merged_into_id
FROM found JOIN people_person AS person ON person.id = found.person_id
GROUP BY found.n, person.id
"""

# Pairs of records worth comparing among some people, whose keys the statement in the middle gives. Found generously, by the
# same date of birth or the same names (a slip leaves the year as it is, or month and day); left out are those somebody
# said are different people.
ALIKE_PAIRS = """
WITH own AS MATERIALIZED (
    SELECT id, birth_date, sort_name, family_key, given_key, extract(year FROM birth_date)::int AS year,
           extract(month FROM birth_date)::int * 100 + extract(day FROM birth_date)::int AS month_and_day
    FROM people_person WHERE id IN ({people})
),
alike AS (
    SELECT one.id AS first_id, other.id AS second_id
    FROM own AS one JOIN own AS other ON other.birth_date = one.birth_date AND one.id < other.id
    WHERE similarity(one.sort_name, other.sort_name) >= 0.3
  UNION
    SELECT one.id, other.id
    FROM own AS one JOIN own AS other USING (family_key, given_key)
    WHERE one.id < other.id AND (one.year = other.year OR one.month_and_day = other.month_and_day) IS NOT FALSE
  UNION
    SELECT least(one.id, other.id), greatest(one.id, other.id)
    FROM own AS one JOIN own AS other ON (other.family_key, other.given_key) = (one.given_key, one.family_key)
    WHERE one.id <> other.id AND (one.year = other.year OR one.month_and_day = other.month_and_day) IS NOT FALSE
)
SELECT first_id, first.given_names, first.family_name, first.known_as, first.other_names, first.birth_date,
       second_id, second.given_names, second.family_name, second.known_as, second.other_names, second.birth_date
FROM alike
JOIN people_person AS first ON first.id = first_id
JOIN people_person AS second ON second.id = second_id
WHERE NOT EXISTS (
    SELECT FROM people_differentpeople AS said
    WHERE (said.first_id, said.second_id) = (alike.first_id, alike.second_id) AND said.taken_back_at IS NULL
)
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair."""

    person_id: uuid.UUID
    given_names: str
    family_name: str
    known_as: str
    other_names: str
    birth_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Found:
    """A record that may be the one entry `n` is about."""

    n: int
    person_id: uuid.UUID
    same_number: bool
    given_names: str
    family_name: str
    known_as: str
    other_names: str
    birth_date: dt.date | None
    merged_into: uuid.UUID | None


def who_may_be_meant(
    *,
    names: Sequence[tuple[str, str, dt.date | None]],
    near: Iterable[tuple[int, dt.date]],
    numbers: Iterable[tuple[int, str, str]],
    one_name_is_enough: bool,
) -> list[Found]:
    """Records worth comparing with each entry. `names` holds (first names, last name, date of birth) of each; `near` and
    `numbers` begin with the place of the entry in `names`: a date nearly the same, a kind of number and its canonical form.
    With `one_name_is_enough` the same date of birth and either name will do."""
    near, numbers = list(near), list(numbers)
    values = {
        "ns": list(range(len(names))),
        "givens": [given for given, _, _ in names],
        "families": [family for _, family, _ in names],
        "birth_dates": [birth_date for _, _, birth_date in names],
        # Dozens a row: as one text they go over in a tenth of the time of an array.
        "near_ns": " ".join([str(n) for n, _ in near]),
        "near_days": " ".join([str(day.toordinal()) for _, day in near]),
        "number_ns": [n for n, _, _ in numbers],
        "kinds": [kind for _, kind, _ in numbers],
        "values": [value for _, _, value in numbers],
        "one_name_is_enough": one_name_is_enough,
    }
    with connection.cursor() as cursor:
        cursor.execute(WHO_MAY_BE_MEANT, values)
        return [Found(*row) for row in cursor.fetchall()]


def alike_pairs(people: QuerySet) -> list[tuple[Side, Side]]:
    """Pairs among `people`, a queryset, that are worth comparing. One statement."""
    sql, parameters = people.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(ALIKE_PAIRS.format(people=sql), parameters)
        return [(Side(*row[:6]), Side(*row[6:])) for row in cursor.fetchall()]
