"""More of what administrators keep, and of the trail."""

import datetime as dt
import itertools

from celery import current_app

from accounts.enums import Role
from audit.enums import Verb
from audit.models import Event
from mentoring.models import TrainingKind
from notifications.models import JobRun
from people.models import ConsentWording
from prisons.enums import Jurisdiction
from prisons.liberation_rules import Rule
from prisons.models import Holiday, LiberationRulePeriod
from tests.crowds.world import (
    DAY,
    NOON,
    rows,
)
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.many import save
from tests.factories.mentoring import ScaleFactory
from tests.factories.prisons import (
    EpisodeFactory,
    LocalAuthorityFactory,
    PrisonStayFactory,
)
from tests.factories.referrals import (
    AgencyFactory,
    PlaceFactory,
    ProgrammeFactory,
    ServiceFactory,
    SharingAgreementFactory,
)


@rows
def events(world, n):
    yield Event(
        actor_key=world.manager.pk,
        actor_role=Role.MANAGER,
        team_key=world.team.pk,
        verb=Verb.CHANGED,
        action="edit_staff",
        subject_key=world.community_mentor.pk,
        person_key=world.record.pk,
        after={"name": "x"},
    )


@rows
def staff(world, n):
    """A member of staff in a team of their own."""
    yield UserFactory.build()


@rows
def teams(world, n):
    yield TeamFactory.build()


@rows
def training_kinds(world, n):
    yield TrainingKind(name=f"Training {n}", months_valid=24)


@rows
def prisons(world, n):
    """A prison with somebody in it."""
    yield PrisonStayFactory.build(episode=EpisodeFactory.build(prison=False))


@rows
def areas(world, n):
    """An area with a holiday of its own."""
    area = LocalAuthorityFactory.build()
    yield Holiday(local_authority=area, day=dt.date(2026, 7, 20), name="Fair Monday", source="Council")


@rows
def holidays(world, n):
    """A local and a proclaimed holiday."""
    day = dt.date(2026, 1, 1) + n % 365 * DAY
    yield Holiday(local_authority=world.area, day=day, name="Fair Monday", source="Council")
    yield Holiday(day=day, name="Proclaimed", source="Gazette")


def rule_periods(world, number):
    """The product's own periods are the few; there can be no more than one of each law and rule."""
    if number > 1:
        past = {"from_date": dt.date(2000, 1, 1), "to_date": dt.date(2000, 12, 31)}
        pairs = itertools.product(Jurisdiction, Rule)
        periods = [LiberationRulePeriod(jurisdiction=law, rule=rule.value, **past) for law, rule in pairs]
        LiberationRulePeriod.objects.bulk_create(periods, ignore_conflicts=True)


@rows
def agencies(world, n):
    """A partner agency with a service."""
    yield ServiceFactory.build()


@rows
def places(world, n):
    yield PlaceFactory.build()


def services(world, number):
    """Services of one agency, each for an area of its own."""
    made = ServiceFactory.build_batch(number, agency=world.agency)
    areas = LocalAuthorityFactory.build_batch(number)
    pairs = [made[0].areas.through(service=each, localauthority=area) for each, area in zip(made, areas, strict=True)]
    save(*made, *pairs)


@rows
def programmes(world, n):
    yield ProgrammeFactory.build()


def job_runs(world, number):
    """A run of each job: there are no more jobs than those of the timetable."""
    tasks = [entry["task"] for entry in current_app.conf.beat_schedule.values()]
    run = {"started_at": NOON, "ended_at": NOON, "succeeded_at": NOON, "result": {"sent": 1}}
    JobRun.objects.bulk_create([JobRun(name=task, **run) for task in tasks[:number]], ignore_conflicts=True)


@rows
def agreements(world, n):
    agency = AgencyFactory.build()
    yield agency
    yield SharingAgreementFactory.build(agency=agency)


@rows
def wordings(world, n):
    """Versions of the words for texts, of which one is in use."""
    day = dt.date(2020, 1, 1) + n * DAY
    yield ConsentWording(
        purpose="texts", version=f"v{n}", text="Words", from_date=day, added_by=world.administrator, added_at=NOON
    )


@rows
def scales(world, n):
    """A scale that another has taken the place of."""
    yield ScaleFactory.build(programme=world.programme, until_date=dt.date(2026, 9, 2))
