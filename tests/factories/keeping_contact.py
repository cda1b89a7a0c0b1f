import datetime as dt

import factory
from factory.django import DjangoModelFactory

from liberations.models import FirstHourAnswer, LostContact, LostContactStep, MessageText, PersonMessage
from people.models import EmergencyContact
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.people import PersonFactory

AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


class FirstHourAnswerFactory(DjangoModelFactory):
    class Meta:
        model = FirstHourAnswer

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")
    step = "prescription"
    answer = "done"
    said_at = AT
    said_by = factory.SubFactory(ManagerFactory)


class LostContactFactory(DjangoModelFactory):
    """Contact that counts as lost since the 20th, with nobody told but the mentor."""

    class Meta:
        model = LostContact

    case = factory.SubFactory(CaseFactory)
    began_at = AT
    began_date = dt.date(2026, 11, 20)
    since_date = dt.date(2026, 11, 6)


class LostContactStepFactory(DjangoModelFactory):
    class Meta:
        model = LostContactStep

    lost_contact = factory.SubFactory(LostContactFactory)
    rung = "partners"
    answer = "done"
    note = "The hostel saw them on Tuesday."
    said_at = AT
    said_by = factory.SubFactory(ManagerFactory)


class MessageTextFactory(DjangoModelFactory):
    class Meta:
        model = MessageText

    name = factory.Sequence(lambda n: f"Please ring {n}")
    text = "Hello, it’s {mentor}. Please ring me when you can. Reply STOP to get no more of these."


class PersonMessageFactory(DjangoModelFactory):
    """Waiting to be sent."""

    class Meta:
        model = PersonMessage

    case = factory.SubFactory(CaseFactory)
    channel = "text"
    message_text = factory.SubFactory(MessageTextFactory)
    body = "Hello, it’s Jo. Please ring me when you can."
    state = "waiting"
    asked_at = AT
    asked_by = factory.SubFactory(ManagerFactory)
    send_at = AT
    retry_at = AT


class EmergencyContactFactory(DjangoModelFactory):
    class Meta:
        model = EmergencyContact

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"Sister {n}")
    relation = "Sister"
    phone = "0141 496 0111"
    recorded_at = AT
    recorded_by = factory.SubFactory(ManagerFactory)
