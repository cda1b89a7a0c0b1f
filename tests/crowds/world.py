"""The world that the list pages are counted in, and what its crowds are made with."""

import datetime as dt
import functools
import itertools

import factory

from accounts.enums import Role
from liberations.enums import GateDecision, RowDifference
from mentoring.models import Allocation
from people.enums import AccessReason
from people.models import StoredSearch
from prisons.enums import ReleasedHow
from tests.access import World
from tests.factories.liberations import (
    GateLiberationFactory,
    LiberationListFactory,
    ListFileFactory,
    ListRowFactory,
    SchemeFactory,
)
from tests.factories.many import save
from tests.factories.mentoring import AssignmentFactory, CaseFactory
from tests.factories.people import AccessFactory, PersonFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory, PrisonStayFactory, ReleaseDateFactory
from tests.factories.readiness import ReadinessItemFactory
from tests.factories.referrals import AgencyFactory, OnwardReferralFactory, ReferralFactory
from tests.factories.sharing import PlaceStayFactory, SharePackFactory

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
DAY = dt.timedelta(days=1)
DOUBT = {"difference": RowDifference.DECIDE, "problem": "Look again."}


class CrowdedWorld(World):
    """The two teams of the access table, and one of everything that a list is about. The person on `record` came out yesterday."""

    def __init__(self):
        super().__init__()
        self.programme, self.record = self.case.programme, self.person
        self.prisons = PrisonFactory.create_batch(5)
        self.case.episode.stays.update(to_date=TODAY - DAY)
        self.case.episode.released_date, self.case.episode.released_how = TODAY - DAY, ReleasedHow.GATE
        self.case.episode.save()
        self.twin = PersonFactory(given_names=self.record.given_names, family_name=self.record.family_name)
        seen_by_managers(self.twin, self).save()
        self.area, self.agency = LocalAuthorityFactory(), AgencyFactory()
        self.onward = OnwardReferralFactory(person=self.record)
        self.search = StoredSearch.objects.create(user=self.manager, text="Sought")
        self.list = LiberationListFactory(team=self.team)
        self.doubtful = ListRowFactory(list=self.list, **DOUBT)
        self.list_to_map = ListFileFactory(list__team=self.team, list__state="columns").list
        self.waiting = CaseFactory(referral__programme=self.programme, liberation_date=dt.date(2027, 1, 14))
        self.allocation = Allocation.objects.create(team=self.team, made_by=self.manager, made_at=NOON)
        GateLiberationFactory(case=self.waiting, decision=GateDecision.WANTED)
        self.ready = ReadinessItemFactory(case=self.waiting)
        self.referral = ReferralFactory(person=self.record, episode=self.case.episode, programme__team=self.team)
        self.story = SharePackFactory(person=self.record, agreed=True)
        self.stay = PlaceStayFactory(case=self.case, state="taken", from_date=TODAY - 20 * DAY)
        self.held_place = self.stay.place
        self.scheme = SchemeFactory(team=self.team, made_by=self.manager)
        self.shifted = SchemeFactory(
            team=self.team, state="applied", applied_by=self.manager, applied_at=NOON, made_by=self.manager
        )


class UnlikePersonFactory(PersonFactory):
    """Nobody is like another: names of the ordinary factory differ in a number, which comparing names leaves out."""

    given_names = factory.Sequence(lambda n: f"Given{_letters(n) * 3}")
    family_name = factory.Sequence(lambda n: f"Family{_letters(n) * 3}")
    birth_date = factory.Sequence(lambda n: dt.date(1950, 1, 1) + n % 2_000 * 11 * DAY)


def _letters(n):
    return "".join(chr(ord("a") + n // place % 26) for place in (676, 26, 1))


def rows(maker):
    """Makes of `maker(world, n)`, which builds the rows of the nth, one that writes so many more: `maker(world, number)`."""
    numbers = itertools.count()

    @functools.wraps(maker)
    def write(world, number):
        save(*(row for n in itertools.islice(numbers, number) for row in maker(world, n)))

    return write


def case_of_team(world, n, day, lead=None, person=None, **episode):
    """A case of the team's and what belongs to it."""
    case = CaseFactory.build(
        referral__programme=world.programme,
        referral__episode__person=person or UnlikePersonFactory.build(),
        referral__episode__prison=False,
        referral__episode__return_area=world.area,
        **{f"referral__episode__{name}": value for name, value in episode.items()},
    )
    yield case
    yield PrisonStayFactory.build(
        episode=case.episode, prison=prison_of(world, n), to_date=episode.get("released_date")
    )
    yield ReleaseDateFactory.build(episode=case.episode, stated_date=day, recorded_by=world.manager)
    yield seen_by_managers(case.person, world)
    if lead:
        yield AssignmentFactory.build(case=case, mentor=lead, allocated_by=world.manager)
        yield AccessFactory.build(person=case.person, user=lead.user)


def prison_of(world, n):
    return world.prisons[n % len(world.prisons)]


def seen_by_managers(person, world):
    reason = AccessReason.TEAM
    return AccessFactory.build(person=person, user=None, team=world.team, role=Role.MANAGER, reason=reason)
