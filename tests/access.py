"""The world that the access table is walked in, and the walk. The table itself is in tests/access_rows/."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.enums import Role
from audit.models import Event
from people.enums import AccessReason
from tests.factories.accounts import (
    AdministratorFactory,
    AuditorFactory,
    ManagerFactory,
    PrisonMentorUserFactory,
    TeamFactory,
    UserFactory,
)
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AccessFactory
from tests.factories.referrals import ProgrammeFactory

# The columns of the table. "elsewhere" is another team: the same role, and no access to the people of this one.
ACTORS = (
    "anonymous",
    "deactivated",
    "prison mentor",
    "prison mentor elsewhere",
    "community mentor",
    "community mentor elsewhere",
    "manager",
    "manager elsewhere",
    "administrator",
    "auditor",
)


@dataclasses.dataclass(frozen=True)
class Row:
    """What one URL answers. `get` and `post` hold a status for each of ACTORS; "in" is a redirect to the sign-in page.

    `kind` makes what the address is about: it takes the World and returns the arguments of the URL. POST sends `data`,
    nothing by default: a form then comes back with errors (200), a plain button does its work (302).
    `trail` is how many trail rows a page shown (200) writes, `moved` how many a POST that redirects writes.
    Refusals write one: 403 always, 404 where the address has arguments.
    """

    get: str
    post: str
    kind: Callable | None = None
    trail: int = 0
    moved: int = 1
    data: dict = dataclasses.field(default_factory=dict)
    query: str = ""


class World:
    """Two teams. A case of the first team is open to its manager, its prison mentors and the community mentor allocated."""

    def __init__(self):
        self.team, self.team_elsewhere = TeamFactory(), TeamFactory()
        self.prison_mentor = PrisonMentorUserFactory(team=self.team)
        self.community_mentor = UserFactory(team=self.team)
        self.manager = ManagerFactory(team=self.team)
        self.administrator = AdministratorFactory()
        self.users = {
            "deactivated": ManagerFactory(team=self.team, is_active=False),
            "prison mentor": self.prison_mentor,
            "prison mentor elsewhere": PrisonMentorUserFactory(team=self.team_elsewhere),
            "community mentor": self.community_mentor,
            "community mentor elsewhere": UserFactory(team=self.team_elsewhere),
            "manager": self.manager,
            "manager elsewhere": ManagerFactory(team=self.team_elsewhere),
            "administrator": self.administrator,
            "auditor": AuditorFactory(),
        }
        mentors = {role: MentorFactory(user=user) for role, user in self.users.items() if user.is_mentor}
        self.mentor = mentors["community mentor"]
        self.case = CaseFactory(
            referral__programme=ProgrammeFactory(team=self.team),
            lead=self.mentor,
            liberation_date=dt.date(2026, 12, 17),
        )
        self.person = self.case.person
        self.share(self.person, Role.PRISON_MENTOR, AccessReason.TRIAGE)

    def share(self, person, role, reason):
        """Give everyone of `role` in the first team access to `person`."""
        AccessFactory(person=person, user=None, team=self.team, role=role, reason=reason)


def url_names(patterns=None, namespace="") -> Iterator[str]:
    """The name of every URL there is, with its namespace."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern.url_patterns, inner)


def address(name, row, world) -> str:
    return reverse(name, args=row.kind(world) if row.kind else ()) + row.query


def browser_of(actor, world) -> Client:
    client = Client(raise_request_exception=False)
    if actor != "anonymous":
        client.force_login(world.users[actor])
    return client


def answer(client, method, url, data=None) -> tuple[str, int]:
    """The status, "in" for the way to the sign-in page, and how many trail rows were written; nothing it did is kept."""
    with transaction.atomic():
        before = Event.objects.count()
        response = client.generic(method, url) if data is None else client.post(url, data)
        written = Event.objects.count() - before
        transaction.set_rollback(True)
    status = str(response.status_code)
    if status == "302" and response["Location"].startswith("/sign-in/"):
        status = "in"
    return status, written


def expected(row, method) -> dict[tuple[str, str], tuple[str, int]]:
    """What the table says, with the trail rows that follow from it."""
    statuses = (row.post if method == "POST" else row.get).split()
    rows = {"200": row.trail, "302": row.moved if method == "POST" else 0, "403": 1, "404": 1 if row.kind else 0}
    return {
        (method, actor): (status, rows.get(status, 0) if actor not in ("anonymous", "deactivated") else 0)
        for actor, status in zip(ACTORS, statuses, strict=True)
    }
