"""Querysets whose SQL is made once and run many times: making that of the largest takes longer than running it (docs/adr/0036).

    PERSON = stand_in()

    @kept_query
    def _record(today):
        return Case.objects.with_liberation().filter(person=PERSON, opened_date__lte=today)[:1]

    _record(today).first({PERSON: person_id})

What differs from one run to the next is a stand-in. What the SQL is made from, here the day, is an argument of the function.
The moment is that of the run: `timezone.now()` anywhere in the making stands for it.
"""

import copy
import datetime as dt
import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.utils import timezone

# For each function: its last days, or its few kinds.
KEPT = 8


class _Key(uuid.UUID):
    pass


class _Text(str):
    __slots__ = ()


def stand_in() -> uuid.UUID:
    """Stands for a key in the making of a kept query or, in a list by itself, for a list of keys."""
    return _Key(int=uuid.uuid4().int)


def stand_in_text() -> str:
    """Stands for a text."""
    return _Text(uuid.uuid4())


class KeptQuery:
    """The SQL of a queryset, for any thread to run. Made by `kept_query`.

    Raises ValueError where it would keep what is true only now: a moment, a day that it was not made for, or an answer of
    the database.
    """

    def __init__(self, make: Callable[[], QuerySet], *, for_a_day: bool) -> None:
        begun = timezone.now()
        with connection.execute_wrapper(_ask_nothing):
            self._queryset = make()
            self._compiler = self._queryset.query.get_compiler(DEFAULT_DB_ALIAS)
            self._sql, parameters = self._compiler.as_sql()
        made = timezone.now()
        self._parameters = [_lasting(each, begun, made, for_a_day) for each in parameters]
        self._queryset.query.__class__ = _KeptSQL

    def rows(self, given: Mapping[Any, Any]) -> list:
        """What the queryset finds with these values in the place of the stand-ins. One query."""
        rows = self._queryset.all()
        rows.query.compiler = self._compiler_for(given)
        return list(rows)

    def first(self, given: Mapping[Any, Any]) -> Any:
        """The first of `rows`, or None. It reads them all: the queryset should ask for one."""
        return next(iter(self.rows(given)), None)

    def statement(self, given: Mapping[Any, Any]) -> tuple[str, list]:
        """The SQL and its parameters, for a cursor."""
        now = timezone.now()
        return self._sql, [_value(each, given, now) for each in self._parameters]

    def _compiler_for(self, given):
        # It also knows the columns, and belongs to the connection of one thread.
        compiler, statement = copy.copy(self._compiler), self.statement(given)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *args, **kwargs: statement
        return compiler


def kept_query(make: Callable[..., QuerySet]) -> Callable[..., KeptQuery]:
    """Of a function that returns a queryset: its SQL, made once for the same arguments."""

    @functools.lru_cache(maxsize=KEPT)
    @functools.wraps(make)
    def kept(*facts):
        for_a_day = any(isinstance(each, dt.date) for each in facts)
        return KeptQuery(functools.partial(make, *facts), for_a_day=for_a_day)

    return kept


class _KeptSQL(Query):
    compiler = None

    def get_compiler(self, *args, **kwargs):
        return self.compiler


_NOW = object()


def _lasting(parameter, begun, made, for_a_day):
    """The parameter as it may be kept."""
    if isinstance(parameter, dt.datetime):
        if begun <= parameter <= made:
            return _NOW
        raise ValueError("A kept query would go on comparing with a moment that passes.")
    if isinstance(parameter, dt.date) and not for_a_day:
        raise ValueError("A kept query would go on comparing with a day; make it for the day.")
    return parameter


def _value(parameter, given, now):
    if parameter is _NOW:
        return now
    if isinstance(parameter, _Key | _Text):
        return given[parameter]
    if isinstance(parameter, list) and len(parameter) == 1 and isinstance(parameter[0], _Key):
        return list(given[parameter[0]])
    return parameter


def _ask_nothing(execute, sql, params, many, context):
    raise ValueError("A kept query asks the database while it is made, and would never ask that again.")
