import datetime as dt

import factory
from factory.django import DjangoModelFactory

from liberations.enums import AppointmentKind, TravelMode
from liberations.models import Appointment, DayPlan, Leg
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import PlaceFactory


class DayPlanFactory(DjangoModelFactory):
    """Out between half past eight and ten, by bus, with ten pounds and a phone."""

    class Meta:
        model = DayPlan

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")
    out_from = dt.time(8, 30)
    out_until = dt.time(10)
    mode = TravelMode.PUBLIC
    money_in_hand_pence = 1000
    phone_in_hand = True


class AppointmentFactory(DjangoModelFactory):
    """At a place, whenever they get there."""

    class Meta:
        model = Appointment

    plan = factory.SubFactory(DayPlanFactory)
    number = factory.LazyAttribute(lambda stop: stop.plan.appointments.count())
    kind = AppointmentKind.OTHER
    place = factory.SubFactory(PlaceFactory)
    minutes = 30


class LegFactory(DjangoModelFactory):
    """In the library: from a prison's gate to a place by bus."""

    class Meta:
        model = Leg

    from_prison = factory.SubFactory(PrisonFactory)
    to_place = factory.SubFactory(PlaceFactory)
    mode = TravelMode.PUBLIC
    minutes = 25
    cost_pence = 240
