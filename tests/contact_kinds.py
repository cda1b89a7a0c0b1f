"""What addresses of keeping in touch are about: made in the World of tests/access.py, with its person out of prison."""

import datetime as dt

from django.utils import timezone

from liberations.keeping_contact.enums import LostEnd
from people.enums import Purpose
from prisons.enums import ReleasedHow
from tests.factories.keeping_contact import (
    EmergencyContactFactory,
    FirstHourAnswerFactory,
    LostContactFactory,
    LostContactStepFactory,
    MessageTextFactory,
    PersonMessageFactory,
)
from tests.factories.people import ConsentFactory


def out(world):
    """The case, once its person came out a fortnight ago."""
    episode = world.case.episode
    episode.released_date, episode.released_how = timezone.localdate() - dt.timedelta(days=14), ReleasedHow.GATE
    episode.save()
    return [world.case.pk]


def lost(world):
    out(world)
    return [_lost(world).pk]


def lost_case(world):
    return [LostContactFactory(case_id=out(world)[0]).case_id]


def lost_step(world):
    return [*lost(world), "partners"]


def lost_on_hold(world):
    out(world)
    until = timezone.localdate() + dt.timedelta(days=3)
    return [_lost(world, hold_until=until, hold_reason="With family", hold_by=world.manager).pk]


def lost_and_seen(world):
    out(world)
    ended = {"ended_at": timezone.now(), "ended_how": LostEnd.SEEN, "ended_by": world.manager}
    return [_lost(world, **ended).pk]


def said_step(world):
    out(world)
    return [LostContactStepFactory(lost_contact=_lost(world), said_by=world.manager).pk]


def first_step(world):
    return [*out(world), "prescription"]


def said_first_step(world):
    out(world)
    return [FirstHourAnswerFactory(case=world.case, said_by=world.manager).pk]


def emergency_contact(world):
    return [EmergencyContactFactory(person=world.person, recorded_by=world.manager).pk]


def text(world):
    return [MessageTextFactory().pk]


def closed_text(world):
    return [MessageTextFactory(closed_at=timezone.now()).pk]


def texted(world):
    """Out, with a mobile number, and agrees to be texted."""
    case = out(world)
    world.person.phone = "07700 900123"
    world.person.save(update_fields=["phone"])
    ConsentFactory(person=world.person, purpose=Purpose.TEXTS, recipient_name="")
    return case


def message_by_hand(world):
    return [PersonMessageFactory(case_id=texted(world)[0], state="by-hand", asked_by=world.manager).pk]


def _lost(world, **fields):
    return LostContactFactory(case=world.case, **fields)
