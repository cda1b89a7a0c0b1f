"""More people in the first hours outside, and more whom nobody reaches."""

from mentoring.enums.meetings import Channel, MeetingState
from prisons.enums import ReleasedHow
from tests.crowds.world import DAY, NOON, TODAY, case_of_team, rows
from tests.factories.keeping_contact import (
    EmergencyContactFactory,
    FirstHourAnswerFactory,
    LostContactFactory,
    LostContactStepFactory,
    MessageTextFactory,
    PersonMessageFactory,
)
from tests.factories.mentoring import MeetingFactory


@rows
def first_hours(world, n):
    """Somebody more who came out yesterday, was spoken with and has their prescription."""
    day = TODAY - DAY
    case, *others = case_of_team(world, n, day, world.mentor, released_date=day, released_how=ReleasedHow.GATE)
    yield from (case, *others)
    yield MeetingFactory.build(
        case=case, held=True, channel=Channel.PHONE, on_date=day, mentor=world.mentor, recorded_by=world.manager
    )
    yield FirstHourAnswerFactory.build(case=case, said_by=world.manager)


@rows
def lost(world, n):
    """Somebody more whom nobody reaches since a fortnight; and one more try of the first of them."""
    day = TODAY - 20 * DAY
    case, *others = case_of_team(world, n, day, world.mentor, released_date=day, released_how=ReleasedHow.GATE)
    found = LostContactFactory.build(case=case, began_date=TODAY - 7 * DAY, since_date=TODAY - 14 * DAY)
    if n == 0:
        world.lost = case
    yield from (case, *others, found)
    yield _try(world, case, n)
    yield LostContactStepFactory.build(lost_contact=found, said_by=world.manager)
    yield EmergencyContactFactory.build(person=world.lost.person, recorded_by=world.manager)
    yield _try(world, world.lost, n + 1)
    words = MessageTextFactory.build()
    yield words
    yield PersonMessageFactory.build(case=world.lost, message_text=words, asked_by=world.manager)


def _try(world, case, n):
    return MeetingFactory.build(
        case=case,
        mentor=world.mentor,
        channel=Channel.PHONE,
        state=MeetingState.NOT_ATTENDED,
        two_way=False,
        on_date=TODAY - (n % 7) * DAY,
        recorded_by=world.manager,
        recorded_at=NOON,
    )
