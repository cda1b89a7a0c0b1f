"""Stories told once, places held for us, and why a need has no service."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from mentoring.enums.held_places import RUNNING_STAYS, HeldPlaceKind, StayState
from mentoring.enums.needs import NeedArea, WithoutService
from mentoring.models import HeldPlace, PlaceStay, ServiceGap, StayStep
from people.enums import HowGiven
from referrals.enums import StorySection, StoryState
from referrals.models import SharePack, SharePackSection
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.people import PersonFactory
from tests.factories.referrals import ServiceFactory


class SharePackFactory(DjangoModelFactory):
    """Being written; `agreed=True` for one they agreed to. `sections={"about-me": "..."}` makes other texts."""

    class Meta:
        model = SharePack
        skip_postgeneration_save = True

    class Params:
        agreed = factory.Trait(
            state=StoryState.AGREED,
            agreed_date=dt.date(2026, 10, 1),
            agreed_how=HowGiven.SIGNED,
            agreed_by=factory.SelfAttribute("started_by"),
            agreed_at=factory.SelfAttribute("started_at"),
        )

    person = factory.SubFactory(PersonFactory)
    started_by = factory.SubFactory(UserFactory)
    started_at = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)

    @factory.post_generation
    def sections(self, create, extracted, **kwargs):
        texts = {StorySection.ABOUT_ME: "Call me Sandy."} if extracted is None else extracted
        for section, text in texts.items() if create else ():
            SharePackSection.objects.create(pack=self, section=section, text=text)


class HeldPlaceFactory(DjangoModelFactory):
    class Meta:
        model = HeldPlace

    service = factory.SubFactory(ServiceFactory)
    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Room {n}")
    kind = HeldPlaceKind.ROOM


class PlaceStayFactory(DjangoModelFactory):
    """Offered, or in another `state`, with the one step that says so (and before it the offer)."""

    class Meta:
        model = PlaceStay
        skip_postgeneration_save = True

    case = factory.SubFactory(CaseFactory)
    place = factory.SubFactory(HeldPlaceFactory, team=factory.SelfAttribute("..case.programme.team"))
    state = StayState.OFFERED
    from_date = dt.date(2026, 11, 2)
    answer_by = factory.LazyAttribute(lambda stay: stay.from_date + dt.timedelta(days=3))
    state_date = factory.SelfAttribute("from_date")
    until_date = factory.LazyAttribute(lambda stay: None if stay.state in RUNNING_STAYS else stay.state_date)
    held_until = factory.LazyAttribute(
        lambda stay: stay.state_date + dt.timedelta(days=28) if stay.state == StayState.HELD else None
    )
    offered_by = factory.SubFactory(UserFactory)
    offered_at = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)

    @factory.post_generation
    def steps(self, create, extracted, **kwargs):
        told = [(StayState.OFFERED, self.from_date)]
        if self.state != StayState.OFFERED:
            told.append((self.state, self.state_date))
        for number, (state, on) in enumerate(told, start=1) if create else ():
            StayStep.objects.create(
                stay=self,
                number=number,
                state=state,
                on_date=on,
                held_until=self.held_until if state == StayState.HELD else None,
                leave_reason="own-home" if state == StayState.LEFT else "",
                recorded_by=self.offered_by,
                recorded_at=self.offered_at,
            )


class ServiceGapFactory(DjangoModelFactory):
    class Meta:
        model = ServiceGap

    case = factory.SubFactory(CaseFactory)
    area = NeedArea.ACCOMMODATION
    reason = WithoutService.FULL
    said_date = dt.date(2026, 11, 2)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
