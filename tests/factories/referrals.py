import datetime as dt

import factory
from factory.django import DjangoModelFactory

from referrals.enums import ReferralState, ServiceKind, Source
from referrals.models import Agency, Programme, Referral, Service
from tests.factories.accounts import TeamFactory
from tests.factories.prisons import EpisodeFactory


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"Programme {n}")
    team = factory.SubFactory(TeamFactory)


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Agency {n}")


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    kind = ServiceKind.ACCOMMODATION


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = Referral

    episode = factory.SubFactory(EpisodeFactory)
    person = factory.SelfAttribute("episode.person")
    programme = factory.SubFactory(ProgrammeFactory)
    source = Source.PRISON_STAFF
    referred_date = dt.date(2026, 9, 14)
    received_at = dt.datetime(2026, 9, 14, 10, tzinfo=dt.UTC)
    state = ReferralState.RECEIVED
