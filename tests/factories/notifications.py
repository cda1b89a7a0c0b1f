import uuid

import factory
from factory.django import DjangoModelFactory

from notifications.enums import Kind
from notifications.models import Message
from tests.factories.accounts import UserFactory


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    recipient = factory.SubFactory(UserFactory)
    kind = Kind.ALLOCATED
    dedupe_key = factory.LazyFunction(lambda: f"test/{uuid.uuid4()}")
    reference = "TG-10023"
    path = factory.LazyFunction(lambda: f"/people/{uuid.uuid4()}/")
