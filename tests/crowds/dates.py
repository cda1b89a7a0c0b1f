"""More of the weekly lists, of schemes and of the people in them."""

import datetime as dt

from notifications.enums import Kind
from prisons.models import ReleaseDate
from tests.crowds.world import (
    DOUBT,
    UnlikePersonFactory,
    case_of_team,
    prison_of,
    rows,
    seen_by_managers,
)
from tests.factories.accounts import UserFactory
from tests.factories.liberations import (
    ColumnMappingFactory,
    LiberationListFactory,
    ListRowFactory,
    ReplanFactory,
    ReplanItemFactory,
    SchemeFactory,
    SchemeMemberFactory,
)
from tests.factories.many import save
from tests.factories.notifications import MessageFactory
from tests.factories.people import IdentifierFactory
from tests.factories.prisons import (
    PrisonFactory,
)


@rows
def lists(world, n):
    """A list with a row, and the columns chosen for a prison."""
    made_by = {"team": world.team, "prison": PrisonFactory.build()}
    yield ListRowFactory.build(list=LiberationListFactory.build(programme=world.programme, **made_by))
    yield ColumnMappingFactory.build(**made_by)


@rows
def list_rows(world, n):
    """A row about somebody on record who moved here, and one that may be about somebody else."""
    known, other = UnlikePersonFactory.build_batch(2)
    yield from (known, other, seen_by_managers(other, world))
    yield ListRowFactory.build(list=world.list, person=known, before_prison=prison_of(world, n))
    yield ListRowFactory.build(list=world.list, candidates=[other.pk], **DOUBT)


def lines(world, number):
    """Lines of the file whose columns are to be chosen."""
    file = world.list_to_map.file
    file.content = bytes(file.content) + b"090018,Shona Vale,15/01/2027\n" * number
    file.save()


def candidates(world, number):
    """People on record whom one row may be about."""
    people = UnlikePersonFactory.build_batch(number)
    save(*(seen_by_managers(person, world) for person in people))
    world.doubtful.candidates += [person.pk for person in people]
    world.doubtful.save()


@rows
def schemes(world, n):
    yield SchemeFactory.build(team=world.team)


@rows
def members(world, n):
    """Somebody whose day a draft shifts."""
    case, *others = case_of_team(world, n, dt.date(2026, 12, 17), world.mentor)
    before = next(row for row in others if isinstance(row, ReleaseDate))
    yield from (case, *others, IdentifierFactory.build(person=case.person))
    yield SchemeMemberFactory.build(scheme=world.scheme, before_row=before)


@rows
def decisions(world, n):
    """Somebody of the community mentor's whose day moved, which leaves too few visits."""
    case, *others = case_of_team(world, n, dt.date(2026, 12, 17), world.mentor)
    yield from (case, *others)
    yield ReplanItemFactory.build(replan__case=case)


@rows
def changes(world, n):
    """One more move of the day of one person, and who was told."""
    told = UserFactory.build(team=world.team)
    replan = ReplanFactory.build(case=world.waiting, recorded_by=told, to_prison=prison_of(world, n))
    key = f"{Kind.RELEASE_DATE_MOVED}/{replan.pk}/{told.pk}"
    notice = {"kind": Kind.RELEASE_DATE_MOVED, "subject_key": world.waiting.pk, "dedupe_key": key}
    yield from (told, ReplanItemFactory.build(replan=replan), MessageFactory.build(recipient=told, **notice))
