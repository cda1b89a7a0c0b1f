import datetime as dt

import factory
from factory.django import DjangoModelFactory

from accounts.enums import Role
from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.enums.needs import Answer, AssessmentKind, NeedArea
from mentoring.enums.plans import Agreement, Owner, ReviewCause
from mentoring.models import (
    Action,
    Assessment,
    AssessmentScore,
    Assignment,
    Case,
    Goal,
    Meeting,
    Mentor,
    Plan,
    Promise,
    Scale,
    TrainingKind,
)
from people.enums import AccessReason
from referrals.enums import ReferralState
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory


class MentorFactory(DjangoModelFactory):
    class Meta:
        model = Mentor

    user = factory.SubFactory(UserFactory)


class TrainingKindFactory(DjangoModelFactory):
    class Meta:
        model = TrainingKind

    name = factory.Sequence(lambda n: f"Training {n}")
    is_required = True


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


class ScaleFactory(DjangoModelFactory):
    class Meta:
        model = Scale

    programme = factory.SubFactory(ProgrammeFactory)
    from_date = dt.date(2026, 9, 1)


class AssessmentFactory(DjangoModelFactory):
    """Finished with the person; `open=True` for one to carry on with. `scores={"money": 3}` makes rows."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    class Params:
        open = factory.Trait(completed_date=None, with_person=None, completed_by=None, completed_at=None)

    case = factory.SubFactory(CaseFactory)
    kind = AssessmentKind.FIRST
    started_date = dt.date(2026, 10, 5)
    completed_date = dt.date(2026, 10, 5)
    with_person = True
    started_by = factory.SubFactory(UserFactory)
    started_at = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)
    completed_by = factory.SelfAttribute("started_by")
    completed_at = factory.SelfAttribute("started_at")

    @factory.lazy_attribute
    def scale(self):
        in_use = Scale.objects.in_use().filter(programme=self.case.programme).first()
        return in_use or ScaleFactory(programme=self.case.programme)

    @factory.post_generation
    def scores(self, create, extracted, **kwargs):
        for area, score in (extracted or {}).items():
            AssessmentScore.objects.create(
                assessment=self,
                area=area,
                answer=Answer.NOT_APPLICABLE if score is None else Answer.SCORED,
                score=score,
                on_date=self.started_date,
                recorded_by=self.started_by,
                recorded_at=self.started_at,
            )


class PlanFactory(DjangoModelFactory):
    """The version in force, with one goal and one step; `draft=True` for one that is not agreed."""

    class Meta:
        model = Plan
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(
            number=None,
            agreed_date=None,
            agreement="",
            agreed_by=None,
            agreed_at=None,
            review_due=None,
            review_cause="",
            is_current=False,
        )

    case = factory.SubFactory(CaseFactory)
    number = 1
    agreed_date = dt.date(2026, 10, 12)
    agreement = Agreement.SPOKEN
    review_due = dt.date(2027, 1, 10)
    review_cause = ReviewCause.TIME
    is_current = True
    started_by = factory.SubFactory(UserFactory)
    started_at = dt.datetime(2026, 10, 12, 12, tzinfo=dt.UTC)
    agreed_by = factory.SelfAttribute("started_by")
    agreed_at = factory.SelfAttribute("started_at")

    @factory.post_generation
    def goals(self, create, extracted, **kwargs):
        for words in extracted or ():
            goal = Goal.objects.create(plan=self, words=words, area=NeedArea.ACCOMMODATION)
            Action.objects.create(goal=goal, words=f"First step to: {words}", owner=Owner.PERSON)


class PromiseFactory(DjangoModelFactory):
    class Meta:
        model = Promise

    case = factory.SubFactory(CaseFactory)
    mentor = factory.SubFactory(MentorFactory)
    words = "Ring the housing office"
    promised_date = dt.date(2026, 11, 10)
    due_date = dt.date(2026, 11, 14)
    made_by = factory.SelfAttribute("mentor.user")
    made_at = dt.datetime(2026, 11, 10, 12, tzinfo=dt.UTC)
