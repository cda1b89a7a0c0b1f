"""The facts of a real case: that the standards count as every list does, and what is read of consents, dates and mentors."""

import datetime as dt

import pytest
from hypothesis import given, settings

from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.enums.plans import ReviewCause, ReviewOutcome
from mentoring.enums.standards import Standard, Verdict
from mentoring.models import Case, PlanReview, PvgMembership, Supervision, SupervisionSettings, Training
from mentoring.standards.counting import how_many, qualifying
from mentoring.standards.facts import AssessmentFact, ConsentFact, DisclosureFact, MentorFact, PlanFact
from mentoring.standards.reading import case_facts, with_facts
from mentoring.standards.scorecard import scorecard
from people.enums import Decision, EqualityOutcome, HowGiven, Purpose
from people.models import EqualityOffer
from people.services.consents import record_consent
from prisons.enums import ReleasedHow
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import (
    AssessmentFactory,
    CaseFactory,
    MeetingFactory,
    MentorFactory,
    PlanFactory,
    TrainingKindFactory,
)
from tests.factories.people import ConsentFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import DisclosureFactory, ProgrammeFactory, SharingAgreementFactory
from tests.mentoring.test_sweeps import counting, meetings

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 17)
TODAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)


def facts_of(case, today=TODAY):
    return case_facts(read(case), today)


def read(case):
    cases = Case.objects.with_liberation().with_meetings_held()
    return with_facts(cases.select_related("person", "programme", "referral", "episode")).get(pk=case.pk)


@settings(max_examples=50)
@given(meetings=meetings, rules=counting)
def test_the_standard_counts_the_meetings_that_every_list_counts(meetings, rules):
    case = CaseFactory(liberation_date=DAY, referral__programme=ProgrammeFactory(**rules))
    earlier = EpisodeFactory(person=case.person, released_date=dt.date(2026, 8, 4), released_how=ReleasedHow.GATE)
    here, there = case.episode.stays.get().prison, PrisonFactory()
    for facts in meetings:
        MeetingFactory(
            case=case,
            held=True,
            episode=earlier if facts["earlier_episode"] else case.episode,
            on_date=DAY - dt.timedelta(days=facts["days_before"]),
            instead_of_visit=facts["suspended"] and facts["channel"] == Channel.PHONE,
            prison=there if facts["elsewhere"] else here,
            **{key: facts[key] for key in ("channel", "place", "one_to_one", "two_way", "minutes")},
        )

    found = facts_of(case)

    assert how_many(qualifying(found), found) == read(case).meetings_held


def test_what_was_agreed_is_read_as_spells_for_each_recipient():
    case = CaseFactory()
    said = [
        (Purpose.TAKING_PART, "", Decision.GIVEN, 1),
        (Purpose.SHARING, "Firth Housing", Decision.GIVEN, 2),
        (Purpose.SHARING, "Firth Health", Decision.REFUSED, 3),
        (Purpose.SHARING, "Firth Housing", Decision.WITHDRAWN, 5),
        (Purpose.SHARING, "Firth Housing", Decision.GIVEN, 8),
    ]
    for purpose, recipient, decision, day in said:
        record_consent(
            person=case.person,
            purpose=purpose,
            recipient_name=recipient,
            decision=decision,
            how=HowGiven.SIGNED,
            decided_date=dt.date(2026, 10, day),
            by=ManagerFactory(),
        )

    found = facts_of(case)

    assert found.taking_part == (ConsentFact("", dt.date(2026, 10, 1)),)
    assert found.sharing == (
        ConsentFact("Firth Housing", dt.date(2026, 10, 2), dt.date(2026, 10, 5)),
        ConsentFact("Firth Housing", dt.date(2026, 10, 8)),
    )


@pytest.mark.parametrize(
    ("again", "spells"),
    [
        ((), [(1, 11)]),
        ((dt.date(2026, 10, 10),), [(1, None)]),
        ((dt.date(2026, 10, 12),), [(1, 11), (12, None)]),
    ],
)
def test_agreement_that_ran_out_ends_with_its_last_day_unless_given_again_before(again, spells):
    case, last = CaseFactory(), dt.date(2026, 10, 10)
    ConsentFactory(person=case.person, decided_date=dt.date(2026, 10, 1), expires_date=last)
    for number, day in enumerate(again):
        at = NOON + dt.timedelta(hours=number)
        ConsentFactory(person=case.person, decided_date=day, expires_date=None, recorded_at=at)

    found = facts_of(case).sharing

    assert [(each.given_date.day, each.ended_date and each.ended_date.day) for each in found] == spells


def test_what_was_shared_is_read_with_the_agreement_in_date_that_day():
    case = CaseFactory()
    shared = DisclosureFactory(person=case.person, shared_date=dt.date(2026, 10, 5))
    SharingAgreementFactory(agency=shared.agency, from_date=dt.date(2026, 10, 5), until_date=None)

    (found,) = facts_of(case).disclosures

    assert found == DisclosureFact(
        str(shared.agency_id), shared.agency.name, dt.date(2026, 10, 5), in_danger=False, agreement_in_date=True
    )
    assert {result.standard: result.verdict for result in scorecard(facts_of(case))}[Standard.AGREEMENTS] == Verdict.MET


def test_questions_about_who_they_are_count_from_the_first_offer():
    case = CaseFactory()
    for day in (12, 5):
        EqualityOffer.objects.create(
            person=case.person,
            offered_date=dt.date(2026, 10, day),
            outcome=EqualityOutcome.NO,
            recorded_at=NOON,
            recorded_by=UserFactory(),
        )

    assert facts_of(case).identity_asked_date == dt.date(2026, 10, 5)


def test_earlier_liberation_days_and_their_changes_are_read():
    case = CaseFactory()
    for number, (day, is_current) in enumerate([(DAY, False), (DAY, False), (dt.date(2026, 12, 10), True)], start=1):
        ReleaseDateFactory(
            episode=case.episode,
            stated_date=day,
            is_current=is_current,
            recorded_at=dt.datetime(2026, 10, number, 12, tzinfo=dt.UTC),
        )

    found = facts_of(case)

    assert (found.liberation_day, found.earlier_days) == (dt.date(2026, 12, 10), (DAY,))
    assert found.date_changes == (dt.date(2026, 10, 3),)


def test_who_mentored_and_who_was_there_have_their_names():
    lead, other = MentorFactory(), MentorFactory()
    case = CaseFactory(lead=lead)
    MeetingFactory(case=case, held=True, mentor=lead, together_with=other)

    found = facts_of(case)

    assert {found.name_of(lead.pk), found.name_of(other.pk)} == {lead.user.name, other.user.name}
    assert found.name_of(None) == "Nobody named"
    assert [(each.mentor, each.from_date) for each in found.assignments] == [(lead.pk, dt.date(2026, 9, 28))]


def test_a_quiet_life_is_read_without_a_date_a_mentor_or_a_visit():
    results = {result.standard: result.verdict for result in scorecard(facts_of(CaseFactory()))}

    assert results[Standard.MEETINGS_HELD] == results[Standard.CONSENT] == Verdict.NOT_YET


def test_what_was_planned_is_read_too():
    case = CaseFactory(liberation_date=DAY)
    MeetingFactory(case=case, on_date=dt.date(2026, 12, 1), channel=Channel.IN_PRISON)

    (found,) = facts_of(case).meetings

    assert (found.state, found.place, found.this_custody) == (MeetingState.PLANNED, "", True)
    assert found.place != Place.CELL_DOOR


def test_needs_plan_and_its_reviews_are_read():
    case = CaseFactory()
    AssessmentFactory(case=case, completed_date=dt.date(2026, 10, 12))
    plan = PlanFactory(case=case, goals=["A place of my own"])
    PlanReview.objects.create(
        plan=plan,
        on_date=dt.date(2026, 11, 16),
        cause=ReviewCause.TIME,
        outcome=ReviewOutcome.KEPT,
        reviewed_by=plan.started_by,
        reviewed_at=NOON,
    )

    found = facts_of(case)

    assert found.assessments == (AssessmentFact(dt.date(2026, 10, 12), is_complete=True, with_person=True),)
    assert found.plans == (PlanFact(dt.date(2026, 10, 12), goals=1),)
    assert found.reviews == (dt.date(2026, 11, 16),)


def test_what_a_mentor_had_in_date_is_read_without_what_was_struck():
    mentor = MentorFactory()
    case = CaseFactory(lead=mentor)
    kind = TrainingKindFactory(is_required=True)
    by = mentor.user
    first, last = dt.date(2026, 1, 5), dt.date(2027, 1, 4)
    for struck in (None, NOON):
        row = {"mentor": mentor, "recorded_by": by, "recorded_at": NOON, "struck_at": struck}
        PvgMembership.objects.create(from_date=first, until_date=None, **row)
        Training.objects.create(kind=kind, done_date=first, expires_date=last, **row)
    Supervision.objects.create(mentor=mentor, supervisor=by, on_date=dt.date(2026, 10, 1), recorded_at=NOON)
    SupervisionSettings.objects.create(team=case.programme.team, supervision_weeks=6)

    found = facts_of(case)

    assert found.supervision_weeks == 6
    assert found.mentors[mentor.pk] == MentorFact(
        name=by.name,
        vetted=((first, None),),
        trainings=((kind.name, first, last),),
        required=(kind.name,),
        supervisions=(dt.date(2026, 10, 1),),
    )
