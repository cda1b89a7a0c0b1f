import datetime as dt

import factory
from factory.django import DjangoModelFactory

from accounts.enums import Role
from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.models import Assignment, Case, Meeting, Mentor
from people.enums import AccessReason
from referrals.enums import ReferralState
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import ReleaseDateFactory
from tests.factories.referrals import ReferralFactory


class MentorFactory(DjangoModelFactory):
    class Meta:
        model = Mentor

    user = factory.SubFactory(UserFactory)


class CaseFactory(DjangoModelFactory):
    """An open case of someone in prison, seen by the managers of its team.

    `liberation_date=None` leaves the ledger empty; `lead=mentor` allocates that mentor and gives them access.
    """

    class Meta:
        model = Case
        skip_postgeneration_save = True

    referral = factory.SubFactory(ReferralFactory, state=ReferralState.AGREED)
    person = factory.SelfAttribute("referral.person")
    programme = factory.SelfAttribute("referral.programme")
    episode = factory.SelfAttribute("referral.episode")
    opened_date = dt.date(2026, 9, 21)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        case = super()._create(model_class, *args, **kwargs)
        case.refresh_from_db(fields=["number"])
        return case

    @factory.post_generation
    def liberation_date(self, create, extracted, **kwargs):
        if create and extracted:
            ReleaseDateFactory(episode=self.episode, stated_date=extracted)

    @factory.post_generation
    def team_access(self, create, extracted, **kwargs):
        if create and extracted is not False:
            AccessFactory(
                person=self.person, user=None, team=self.programme.team, role=Role.MANAGER, reason=AccessReason.TEAM
            )

    @factory.post_generation
    def lead(self, create, extracted, **kwargs):
        if create and extracted:
            AssignmentFactory(case=self, mentor=extracted)
            AccessFactory(person=self.person, user=extracted.user)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    case = factory.SubFactory(CaseFactory)
    mentor = factory.SubFactory(MentorFactory)
    from_date = dt.date(2026, 9, 28)
    allocated_by = factory.SubFactory(ManagerFactory)
    allocated_at = dt.datetime(2026, 9, 28, 9, tzinfo=dt.UTC)


class MeetingFactory(DjangoModelFactory):
    """Planned; pass `held=True` for one that was held and counts."""

    class Meta:
        model = Meeting

    class Params:
        held = factory.Trait(
            state=MeetingState.HELD,
            minutes=45,
            place=Place.PRIVATE_ROOM,
            recorded_by=factory.SubFactory(UserFactory),
            recorded_at=dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC),
        )

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")
    mentor = factory.SubFactory(MentorFactory)
    channel = Channel.IN_PRISON
    on_date = dt.date(2026, 10, 5)
