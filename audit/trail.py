"""Writing the trail. A service or page writes one row in its own transaction; a service called by another adds to that row.

with trail.written("record_release_date", Verb.CHANGED, by=by, subject=row, person=person) as entry:
    entry.before, entry.after = {...}, {...}
"""

import contextlib
import contextvars
import dataclasses
import uuid
from collections.abc import Iterator

from django.db import transaction

from audit.enums import Verb
from audit.models import Event

_request = contextvars.ContextVar("trail_request", default=None)
_open_entry = contextvars.ContextVar("trail_entry", default=None)


@dataclasses.dataclass
class RequestFacts:
    """What the middleware knows of the request being served; `written` tells it whether the page wrote its row."""

    request_id: uuid.UUID
    address: str | None
    written: int = 0


@dataclasses.dataclass
class Entry:
    """A row being prepared. `before`/`after` hold field values as JSON; inner services add theirs under `also`.

    `shown` takes the keys of all people concerned when there are many, as for a list that is applied.
    Set `needed` to False when it turns out that nothing is to be done, as for a form that was sent twice.
    """

    before: dict = dataclasses.field(default_factory=dict)
    after: dict = dataclasses.field(default_factory=dict)
    reason: str = ""
    subject: object = None
    person: object = None
    needed: bool = True
    shown: list = dataclasses.field(default_factory=list)


@contextlib.contextmanager
def request_facts(facts: RequestFacts) -> Iterator[RequestFacts]:
    token = _request.set(facts)
    try:
        yield facts
    finally:
        _request.reset(token)


@contextlib.contextmanager
def written(action: str, verb: Verb, *, by, subject=None, person=None, reason: str = "") -> Iterator[Entry]:
    """One transaction and one trail row around a write. Nested inside another, it joins the outer row.

    `by` is the user who acts, or None for a job; `person` the prison leaver concerned. If the block raises, neither the
    change nor the row is kept.
    """
    outer = _open_entry.get()
    entry = Entry(subject=subject, person=person, reason=reason)
    token = _open_entry.set(entry)
    try:
        with transaction.atomic():
            yield entry
            if not entry.needed:
                pass
            elif outer is None:
                _insert(action, verb, by=by, entry=entry)
            else:
                _join(outer, action, entry)
    finally:
        _open_entry.reset(token)


def is_open() -> bool:
    """Whether a service is writing a row just now; what happens inside it belongs to that row."""
    return _open_entry.get() is not None


def joined(entry: Entry) -> bool:
    """Whether an inner service has added to the row: what only puts others together has something to say if they had."""
    return "also" in entry.after


def join(action: str, *, after: dict) -> None:
    """Add what a set-based statement did to the row being written (see `is_open`)."""
    _join(_open_entry.get(), action, Entry(after=after))


def record(action: str, verb: Verb, *, by, subject=None, person=None, shown=(), after=None, reason: str = "") -> None:
    """One row for a view, a list, a search, an export, a sign-in or a refusal."""
    entry = Entry(subject=subject, person=person, reason=reason, after=after or {})
    _insert(action, verb, by=by, entry=entry, shown=[getattr(each, "pk", each) for each in shown])


def viewed(request, *, subject, person) -> None:
    """The row of a page about one person."""
    record(request.resolver_match.view_name, Verb.VIEWED, by=request.user, subject=subject, person=person)


def listed(request, people, *, after=None, verb=Verb.LISTED) -> None:
    """The row of a page that lists people; `people` are their keys, those on this page only."""
    record(request.resolver_match.view_name, verb, by=request.user, shown=list(people), after=after)


def _join(outer: Entry, action: str, entry: Entry) -> None:
    outer.after.setdefault("also", []).append(
        {"action": action, "subject": _key(entry.subject), "before": entry.before, "after": entry.after}
    )
    outer.person = outer.person or entry.person


def _insert(action, verb, *, by, entry, shown=()) -> None:
    facts = _request.get()
    Event.objects.create(
        actor_key=getattr(by, "pk", None),
        actor_role=getattr(by, "role", "") or "",
        team_key=getattr(by, "team_id", None),
        verb=verb,
        action=action,
        subject_label=entry.subject._meta.label if entry.subject is not None else "",
        subject_key=getattr(entry.subject, "pk", None),
        person_key=getattr(entry.person, "pk", entry.person),
        shown=[*shown, *entry.shown],
        before=_plain(entry.before),
        after=_plain(entry.after),
        reason=entry.reason[:300],
        request_id=facts.request_id if facts else None,
        address=facts.address if facts else None,
    )
    if facts:
        facts.written += 1


def _key(subject):
    return str(subject.pk) if subject is not None else None


def _plain(value):
    """The same value in what JSON knows: dates, times, UUIDs and model rows become text."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if hasattr(value, "pk"):
        return str(value.pk)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
