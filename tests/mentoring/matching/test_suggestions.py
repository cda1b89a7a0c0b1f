import datetime as dt

import pytest

from accounts.enums import Role
from mentoring.matching.suggestions import suggest_mentors
from mentoring.models import Case, PrisonClearance
from mentoring.selectors.mentors import team_mentors
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MentorFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 10, 5)


@pytest.fixture
def case():
    made = CaseFactory(liberation_date=dt.date(2026, 12, 17))
    made.episode.return_area = LocalAuthorityFactory()
    made.episode.save()
    return made


@pytest.fixture
def prison(case):
    return case.episode.stays.get().prison


def mentor(case, **fields):
    return MentorFactory(user__team=case.programme.team, **fields)


def clear(mentor, prison, until_date=None):
    PrisonClearance.objects.create(mentor=mentor, prison=prison, from_date=dt.date(2026, 1, 1), until_date=until_date)


def lead(mentor, count):
    for _ in range(count):
        AssignmentFactory(mentor=mentor)


def suggested(case):
    row = Case.objects.with_liberation().select_related("programme", "episode").get(pk=case.pk)
    return suggest_mentors(row, TODAY)


def test_reasons_are_told_in_words(case, prison):
    knows = mentor(case, capacity=5)
    knows.areas.add(case.episode.return_area)
    clear(knows, prison)
    lead(knows, 2)
    AssignmentFactory(mentor=knows, case__referral__person=case.person, until_date=dt.date(2026, 9, 30))

    (only,) = suggested(case)

    assert only.for_them == [
        "Has mentored them before",
        f"Cleared for {prison.name}",
        "Covers the area they return to",
        "Room for 3 more",
    ]
    assert only.against_them == []


def test_doubts_are_told_in_words(case, prison):
    full = mentor(case, capacity=1, available=False)
    lead(full, 2)

    (only,) = suggested(case)

    assert only.for_them == []
    assert only.against_them == [
        "Takes no new people now",
        "Has 2 of 1 people already",
        f"No clearance for {prison.name}",
        "Does not cover the area they return to",
    ]


def test_clearance_that_ends_before_liberation_is_told(case, prison):
    clear(mentor(case), prison, dt.date(2026, 12, 16))

    (only,) = suggested(case)

    assert (only.is_cleared, only.cleared_until) == (True, dt.date(2026, 12, 16))
    assert "Clearance runs out before liberation" in only.against_them


def test_clearance_that_is_over_or_for_elsewhere_does_not_count(case, prison):
    anyone = mentor(case)
    clear(anyone, prison, dt.date(2026, 10, 4))
    clear(anyone, PrisonFactory())

    (only,) = suggested(case)

    assert (only.is_cleared, only.cleared_until) == (False, None)


def test_someone_released_needs_no_clearance(case):
    mentor(case)
    case.episode.stays.update(to_date=dt.date(2026, 10, 1))

    (only,) = suggested(case)

    assert only.clearance_needed is False
    assert not [words for words in only.against_them if "learance" in words]


def test_most_fitting_comes_first(case, prison):
    busy, free, unavailable, uncleared, knows = (mentor(case, capacity=10) for _ in range(5))
    for each in (busy, free, unavailable, knows):
        clear(each, prison)
    lead(busy, 3)
    lead(knows, 5)
    AssignmentFactory(mentor=knows, case__referral__person=case.person, until_date=dt.date(2026, 9, 30))
    unavailable.available = False
    unavailable.save()

    assert [each.mentor for each in suggested(case)] == [knows, free, busy, unavailable, uncleared]


def test_mentors_of_other_teams_and_those_who_left_are_not_suggested(case):
    MentorFactory()
    mentor(case, user__is_active=False)

    assert suggested(case) == []


def test_suggestions_take_one_query_for_one_and_for_three(case, prison, django_assert_num_queries):
    for _ in range(3):
        each = mentor(case)
        clear(each, prison)
        lead(each, 2)
    row = Case.objects.with_liberation().select_related("programme", "episode").get(pk=case.pk)

    with django_assert_num_queries(1):
        assert len([each.for_them for each in suggest_mentors(row, TODAY)]) == 3


def test_team_list_holds_those_without_a_profile_and_counts_for_the_others(case, prison):
    team = case.programme.team
    busy = mentor(case, capacity=2)
    lead(busy, 3)
    clear(busy, prison, dt.date(2026, 12, 1))
    clear(busy, PrisonFactory())
    clear(busy, PrisonFactory(), dt.date(2026, 10, 4))
    new = UserFactory(team=team)
    UserFactory(team=team, role=Role.MANAGER)
    UserFactory(team=team, is_active=False)

    rows = {user.pk: (user.people, user.room, user.cleared, user.runs_out) for user in team_mentors(team, TODAY)}

    assert rows == {busy.user_id: (3, -1, 2, dt.date(2026, 12, 1)), new.pk: (0, None, 0, None)}
