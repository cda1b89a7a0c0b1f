import datetime as dt

import factory
from factory.django import DjangoModelFactory

from prisons.enums import CheckOutcome, DateKind, DateSource, LegalStatus, SentenceBand
from prisons.models import (
    CustodialEpisode,
    DateCheck,
    LocalAuthority,
    Prison,
    PrisonStay,
    ReleaseDate,
    VisitRoom,
    VisitSlot,
)
from tests.factories.people import PersonFactory


class LocalAuthorityFactory(DjangoModelFactory):
    class Meta:
        model = LocalAuthority

    code = factory.Sequence(lambda n: f"S12{n:06d}")
    name = factory.Sequence(lambda n: f"Area {n}")


class PrisonFactory(DjangoModelFactory):
    class Meta:
        model = Prison

    code = factory.Sequence(lambda n: f"P{n}")
    name = factory.Sequence(lambda n: f"HMP Marlhouse {n}")


class EpisodeFactory(DjangoModelFactory):
    """In custody since August 2026, in one prison, with no date yet; pass `prison=False` for no stay."""

    class Meta:
        model = CustodialEpisode
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    legal_status = LegalStatus.SENTENCED
    sentence_band = SentenceBand.UNDER_12_MONTHS
    statutory_supervision = False
    admitted_date = dt.date(2026, 8, 3)

    @factory.post_generation
    def prison(self, create, extracted, **kwargs):
        if create and extracted is not False:
            PrisonStayFactory(episode=self, from_date=self.admitted_date, prison=extracted or PrisonFactory())


class PrisonStayFactory(DjangoModelFactory):
    class Meta:
        model = PrisonStay

    episode = factory.SubFactory(EpisodeFactory, prison=False)
    prison = factory.SubFactory(PrisonFactory)
    from_date = dt.date(2026, 8, 3)


class ReleaseDateFactory(DjangoModelFactory):
    """The current ledger row; the stated day is the liberation day."""

    class Meta:
        model = ReleaseDate

    episode = factory.SubFactory(EpisodeFactory)
    kind = DateKind.PRISON_STATED
    source = DateSource.PRISON_LIST
    stated_date = dt.date(2026, 12, 17)
    liberation_date = factory.SelfAttribute("stated_date")
    recorded_at = dt.datetime(2026, 8, 10, 9, tzinfo=dt.UTC)


class DateCheckFactory(DjangoModelFactory):
    """Somebody rang the prison and heard that the date is still right."""

    class Meta:
        model = DateCheck

    episode = factory.SubFactory(EpisodeFactory)
    outcome = CheckOutcome.CONFIRMED
    source = DateSource.PHONE
    checked_at = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    is_latest = True


class VisitRoomFactory(DjangoModelFactory):
    """A private room in use."""

    class Meta:
        model = VisitRoom

    prison = factory.SubFactory(PrisonFactory)
    name = factory.Sequence(lambda n: f"Agents' room {n}")
    is_private = True


class VisitSlotFactory(DjangoModelFactory):
    """Tuesday morning, for four people; its day is not written into the prison, as the service would."""

    class Meta:
        model = VisitSlot

    prison = factory.SubFactory(PrisonFactory)
    weekday = 2
    from_time = dt.time(9, 30)
    until_time = dt.time(11, 30)
    places = 4
