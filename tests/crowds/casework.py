"""More people on the pages of mentors and managers."""

import datetime as dt

from liberations.enums import GateDecision
from mentoring.enums.flags import FlagKind
from mentoring.models import Allocation, Debrief, Flag, MatchPreference, PrisonClearance, PvgMembership, Supervision
from notifications.enums import Kind
from people.enums import AlertKind, EqualityCodeList
from people.models import Alert, EqualityAnswers
from prisons.enums import ReleasedHow
from tests.crowds.world import (
    DAY,
    NOON,
    TODAY,
    UnlikePersonFactory,
    case_of_team,
    prison_of,
    rows,
    seen_by_managers,
)
from tests.factories.accounts import UserFactory
from tests.factories.liberations import (
    FollowUpFactory,
    GateLiberationFactory,
)
from tests.factories.mentoring import AssignmentFactory, MeetingFactory, MentorFactory, PlanFactory, PromiseFactory
from tests.factories.notifications import MessageFactory
from tests.factories.people import ConnectionFactory, PersonFactory
from tests.factories.prisons import (
    EpisodeFactory,
    PrisonFactory,
    PrisonStayFactory,
    ReleaseDateFactory,
)
from tests.factories.referrals import ReferralFactory


@rows
def cases(world, n):
    """Of the community mentor's people one who goes home today, in December or went home three days ago; of the first all."""
    kinds = (_today, _in_december, _gone)
    for kind in kinds if n == 0 else kinds[n % 3 :][:1]:
        yield from kind(world, n)


@rows
def waiting_cases(world, n):
    """Someone who agreed to take part and has no mentor."""
    yield from case_of_team(world, n, dt.date(2027, 1, 1 + n % 28))


@rows
def allocated(world, n):
    """Someone more whom one decision gave to the mentor who works in prison."""
    case, *others = case_of_team(world, n, dt.date(2027, 4, 1 + n % 28))
    yield from (case, *others)
    yield AssignmentFactory.build(
        case=case, mentor=world.prison_mentor.mentor, allocation=world.allocation, allocated_by=world.manager
    )


@rows
def allocations(world, n):
    yield Allocation(team=world.team, made_by=world.manager, made_at=NOON - n * DAY)


@rows
def preferences(world, n):
    """Someone who waits was asked once more what they would like of a mentor."""
    asked = {"asked_date": TODAY - n * DAY, "is_current": False, "gender": "woman"}
    yield MatchPreference(case=world.waiting, recorded_by=world.manager, recorded_at=NOON, **asked)


@rows
def sought(world, n):
    """Somebody whom the stored search finds: every maker adds people, and a full page of others would not grow."""
    person = UnlikePersonFactory.build(given_names="Sought")
    yield from case_of_team(world, n, dt.date(2027, 3, 1 + n % 28), world.mentor, person)


@rows
def plans(world, n):
    """Somebody of the mentor's with a plan in force, and a promise that is late."""
    case, *others = case_of_team(world, n, dt.date(2027, 1, 1 + n % 28), world.mentor)
    yield from (case, *others, PlanFactory.build(case=case, started_by=world.manager))
    yield PromiseFactory.build(case=case, mentor=world.mentor)


@rows
def referrals(world, n):
    """A referral that waits for a decision, of someone nobody supports yet."""
    episode = EpisodeFactory.build(person=UnlikePersonFactory.build(), prison=False)
    yield ReferralFactory.build(episode=episode, programme=world.programme)
    yield PrisonStayFactory.build(episode=episode, prison=prison_of(world, n))
    yield ReleaseDateFactory.build(episode=episode)
    yield seen_by_managers(episode.person, world)


@rows
def mentors(world, n):
    """A mentor of the team who leads a case, may enter a prison and has a PVG membership, and somebody without a profile yet."""
    mentor = MentorFactory.build(user__team=world.team)
    yield from (mentor, UserFactory.build(team=world.team))
    yield from case_of_team(world, n, dt.date(2027, 2, 1 + n % 28), mentor)
    yield PrisonClearance(mentor=mentor, prison=prison_of(world, n), from_date=dt.date(2026, 1, 5))
    lasting = {"from_date": dt.date(2026, 1, 5), "until_date": dt.date(2027, 1, 5)}
    yield PvgMembership(mentor=mentor, recorded_by=world.manager, recorded_at=NOON, **lasting)


@rows
def clearances(world, n):
    yield PrisonClearance(mentor=world.mentor, prison=PrisonFactory.build(), from_date=dt.date(2026, 1, 5))


@rows
def debriefs(world, n):
    """A supervision and a debrief of the community mentor with the manager."""
    both = {"mentor": world.mentor, "supervisor": world.manager, "on_date": TODAY - dt.timedelta(days=n)}
    yield Supervision(summary="What was agreed.", recorded_at=NOON, **both)
    yield Debrief(note="A hard visit.", written_by=world.manager, written_at=NOON, **both)


@rows
def notices(world, n):
    yield MessageFactory.build(recipient=world.community_mentor, person_key=world.record.pk)


@rows
def connections(world, n):
    """Somebody of the team knows one more person, whose mentor they are."""
    user = UserFactory.build(team=world.team)
    case, *others = case_of_team(world, n, dt.date(2027, 3, 1 + n % 28), MentorFactory.build(user=user))
    yield from (case, *others)
    yield ConnectionFactory.build(person=case.person, user=user)


@rows
def alerts(world, n):
    """Somebody more of the team with an alert that was to be looked at again in the summer."""
    case, *others = case_of_team(world, n, dt.date(2027, 3, 1 + n % 28))
    yield from (case, *others)
    yield Alert(
        person=case.person,
        kind=AlertKind.COMMUNICATION,
        text="Reads little: say it aloud.",
        source="Hall officer",
        recorded_at=NOON,
        recorded_by=world.manager,
        review_date=dt.date(2026, 7, 1),
    )


@rows
def answered(world, n):
    """Somebody whose support began in June answered the equality questions, some of them of the other code list."""
    case, *others = case_of_team(world, n, dt.date(2027, 4, 1 + n % 28))
    case.opened_date = dt.date(2026, 6, 1)
    yield from (case, *others)
    code_list = EqualityCodeList.ENGLAND_AND_WALES_2021 if n > 100 else EqualityCodeList.SCOTLAND_2022
    yield EqualityAnswers(
        person=case.person, code_list=code_list, answers={"sex": ["male"]}, answered_date=case.opened_date
    )


@rows
def own_connections(world, n):
    """Known to the mentor who works in prison, so that nobody is missing from the pages of the others."""
    yield ConnectionFactory.build(person=PersonFactory.build(), user=world.prison_mentor)


def _today(world, n):
    case, *others = case_of_team(world, n, TODAY, world.mentor)
    yield from (case, *others, Flag(case=case, kind=FlagKind.LIBERATION_PASSED, raised_at=NOON))
    yield MeetingFactory.build(case=case, mentor=world.mentor, on_date=TODAY, prison=prison_of(world, n))
    yield GateLiberationFactory.build(
        case=case, decision=GateDecision.WANTED, mentor=MentorFactory.build(user__team=world.team)
    )


def _in_december(world, n):
    case, *others = case_of_team(world, n, dt.date(2026, 12, 1 + n % 31), world.mentor)
    yield from (case, *others, Flag(case=case, kind=FlagKind.FEWER_MEETINGS, raised_at=NOON))
    for day in (TODAY - DAY, TODAY + DAY):
        yield MeetingFactory.build(case=case, mentor=world.mentor, on_date=day, prison=prison_of(world, n))
    about = {"subject_key": case.pk, "person_key": case.person_id}
    yield MessageFactory.build(recipient=world.community_mentor, kind=Kind.RELEASE_DATE_MOVED, **about)


def _gone(world, n):
    day = TODAY - 3 * DAY
    case, *others = case_of_team(world, n, day, world.mentor, released_date=day, released_how=ReleasedHow.GATE)
    yield from (case, *others, Flag(case=case, kind=FlagKind.FOLLOW_UP_OVERDUE, raised_at=NOON))
    yield FollowUpFactory.build(case=case, window_from_date=day, due_date=TODAY - DAY)
