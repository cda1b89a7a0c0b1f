"""More of everything on one person's record."""

import datetime as dt

from liberations.merging.duplicates import MOST_FOUND
from mentoring.enums.cases import EndingKind, EndingReason
from mentoring.models import Action, AssessmentScore, Ending, Goal
from people.enums import AlertKind, Decision, HowGiven, Purpose
from people.models import Alert, Consent
from prisons.enums import ReleasedHow
from referrals.enums import OfferOutcome
from tests.crowds.world import (
    DAY,
    NOON,
    TODAY,
    prison_of,
    rows,
    seen_by_managers,
)
from tests.factories.accounts import UserFactory
from tests.factories.liberations import (
    FollowUpFactory,
)
from tests.factories.mentoring import (
    AssessmentFactory,
    AssignmentFactory,
    CaseFactory,
    MeetingFactory,
    MentorFactory,
    PlanFactory,
    PromiseFactory,
    ScaleFactory,
)
from tests.factories.people import IdentifierFactory, PersonFactory
from tests.factories.prisons import (
    EpisodeFactory,
    PrisonStayFactory,
    ReleaseDateFactory,
)
from tests.factories.readiness import ReadinessItemFactory, ReadinessKindFactory
from tests.factories.referrals import (
    AgencyFactory,
    DisclosureFactory,
    OfferFactory,
    OnwardReferralFactory,
    ServiceFactory,
)


@rows
def record(world, n):
    """One more of everything on one person's record."""
    person, episode = world.record, world.case.episode
    at = NOON - dt.timedelta(minutes=n)
    by = UserFactory.build(team=world.team)
    mentor = MentorFactory.build(user=by)
    yield from (by, mentor)
    yield MeetingFactory.build(case=world.case, held=True, mentor=mentor, recorded_by=by)
    yield MeetingFactory.build(case=world.case, mentor=mentor, on_date=TODAY + DAY, prison=prison_of(world, n))
    yield ReleaseDateFactory.build(episode=episode, is_current=False, recorded_at=at, recorded_by=by)
    day = dt.date(2020, 1, 1) + n * DAY
    yield PrisonStayFactory.build(episode=episode, from_date=day, to_date=day + DAY, prison=prison_of(world, n))
    yield FollowUpFactory.build(case=world.case, days_after=n, due_date=TODAY + DAY, window_from_date=TODAY)
    yield IdentifierFactory.build(person=person)
    decided = {"decision": Decision.GIVEN, "how": HowGiven.SIGNED, "wording_version": "1", "decided_date": TODAY}
    agency = AgencyFactory.build()
    yield agency
    agreed = Consent(
        person=person,
        purpose=Purpose.SHARING,
        recipient_name=agency.name,
        recipient_key=agency.pk,
        recorded_at=at,
        recorded_by=by,
        **decided,
    )
    yield agreed
    shared = DisclosureFactory.build(
        person=person, agency=agency, consent=agreed, withdrawal=agreed, recorded_by=by, recorded_at=at
    )
    service = ServiceFactory.build(agency=agency)
    yield from (shared, service)
    yield OnwardReferralFactory.build(person=person, service=service, disclosure=shared, sent_by=by, sent_at=at)
    yield OfferFactory.build(referral=world.referral, outcome=OfferOutcome.NOT_SEEN, offered_by=by, offered_at=at)
    told = {"kind": AlertKind.HEALTH, "text": "Carries an inhaler.", "source": "Nurse", "review_date": TODAY - DAY}
    yield Alert(person=person, recorded_at=at, recorded_by=by, **told)
    yield Alert(person=person, recorded_at=at, recorded_by=by, ended_at=NOON, ended_by=by, **told)
    kind = ReadinessKindFactory.build(programme=world.programme, closed_date=TODAY)
    yield kind
    yield ReadinessItemFactory.build(case=world.case, kind=kind)
    yield from _earlier_support(world, mentor)
    yield from _plan(world, n, by, mentor)


@rows
def ledger(world, n):
    """One more date and one more prison of someone who waits for a mentor."""
    episode, day = world.waiting.episode, dt.date(2020, 1, 1) + n * DAY
    at = NOON - dt.timedelta(minutes=n)
    yield ReleaseDateFactory.build(episode=episode, is_current=False, recorded_at=at, recorded_by=UserFactory.build())
    yield PrisonStayFactory.build(episode=episode, from_date=day, to_date=day + DAY, prison=prison_of(world, n))


def _plan(world, n, by, mentor):
    """A goal with a step, one that was let go, a promise; of the first also the plan in force, of the others one before it."""
    if n == 0:
        world.plan = PlanFactory.build(case=world.case, number=30_000, started_by=by)
        world.scale = ScaleFactory.build(programme=world.programme)
        yield from (world.plan, world.scale)
    else:
        yield PlanFactory.build(case=world.case, number=n, is_current=False, started_by=by)
    goal = Goal(plan=world.plan, words=f"Goal {n}", place=n)
    yield from (goal, Action(goal=goal, words=f"Step {n}", owner="person"))
    yield PromiseFactory.build(case=world.case, mentor=mentor)
    review = AssessmentFactory.build(
        case=world.case, scale=world.scale, kind="review" if n else "first", started_by=by, matters_first=f"First {n}"
    )
    yield review
    facts = {"score": n % 11, "words": f"Said {n}" * (n + 1), "recorded_by": by, "recorded_at": NOON, "on_date": TODAY}
    yield AssessmentScore(assessment=review, area="money", answer="scored", **facts)


def _earlier_support(world, mentor):
    """A case that ended, in an earlier time in custody."""
    gone = {"released_date": dt.date(2020, 3, 2), "released_how": ReleasedHow.GATE}
    episode = EpisodeFactory.build(person=world.record, prison=False, admitted_date=dt.date(2020, 1, 6), **gone)
    case = CaseFactory.build(
        referral__episode=episode,
        referral__programme=world.programme,
        opened_date=dt.date(2020, 2, 3),
        closed_date=dt.date(2020, 6, 1),
    )
    yield AssignmentFactory.build(case=case, mentor=mentor, allocated_by=world.manager)
    yield Ending(
        case=case,
        ended_date=case.closed_date,
        kind=EndingKind.PLANNED,
        reason=EndingReason.COMPLETED,
        ended_by=world.manager,
        ended_at=NOON,
    )


@rows
def namesakes(world, n):
    """Another record that is like the one on record: the page shows the 25 likest, so there are never more."""
    if n < MOST_FOUND:
        names = {"given_names": world.record.given_names, "family_name": world.record.family_name}
        yield seen_by_managers(PersonFactory.build(**names), world)
