import datetime as dt

import factory
from factory.django import DjangoModelFactory

from people.enums import AccessReason, AlertKind, Decision, HowGiven, HowKnown, IdentifierKind, Purpose, Sex
from people.models import Access, Alert, Consent, Identifier, Person, PersonalConnection
from tests.factories.accounts import UserFactory


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    given_names = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n}")
    birth_date = dt.date(1990, 5, 17)
    sex = Sex.MALE


class IdentifierFactory(DjangoModelFactory):
    class Meta:
        model = Identifier

    person = factory.SubFactory(PersonFactory)
    kind = IdentifierKind.SPS
    value = factory.Sequence(lambda n: f"{n:06d}")


class AccessFactory(DjangoModelFactory):
    """Access of one user; pass `user=None, team=..., role=...` for a role in a team."""

    class Meta:
        model = Access

    person = factory.SubFactory(PersonFactory)
    user = factory.SubFactory(UserFactory)
    reason = AccessReason.ALLOCATION
    from_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class ConnectionFactory(DjangoModelFactory):
    """A member of staff said that they know the person."""

    class Meta:
        model = PersonalConnection

    person = factory.SubFactory(PersonFactory)
    user = factory.SubFactory(UserFactory)
    how = HowKnown.FAMILY
    declared_at = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
    declared_by = factory.SelfAttribute("user")


class ConsentFactory(DjangoModelFactory):
    """They agreed to sharing; pass `to=` the partner agency or prison."""

    class Meta:
        model = Consent

    class Params:
        to = None

    person = factory.SubFactory(PersonFactory)
    purpose = Purpose.SHARING
    recipient_name = factory.LazyAttribute(lambda consent: consent.to.name if consent.to else "Marl Housing")
    recipient_key = factory.LazyAttribute(lambda consent: consent.to.pk if consent.to else None)
    decision = Decision.GIVEN
    how = HowGiven.SIGNED
    wording_version = "2026-11"
    decided_date = dt.date(2026, 10, 1)
    recorded_at = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
    recorded_by = factory.SubFactory(UserFactory)


class AlertFactory(DjangoModelFactory):
    class Meta:
        model = Alert

    person = factory.SubFactory(PersonFactory)
    kind = AlertKind.RISK_TO_STAFF
    text = "Never alone."
    source = "Hall officer"
    recorded_at = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    recorded_by = factory.SubFactory(UserFactory)
    review_date = dt.date(2027, 3, 1)
