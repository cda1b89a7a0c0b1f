import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from mentoring.matching.facts import to_match
from mentoring.matching.suggestions import suggest_mentors
from mentoring.models import Case, MatchPreference, PrisonClearance, Training
from mentoring.selectors.mentors import team_mentors
from people.enums import AlertKind
from people.services.alerts import add_alert
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MentorFactory, TrainingKindFactory
from tests.factories.moving_on import AbsenceFactory
from tests.factories.people import ConnectionFactory
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
    return suggest_mentors(to_match(Case.objects.with_liberation().with_lead()).get(pk=case.pk), TODAY)


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
        "Has room: 2 of 5 taken, 0.5 more with them",
    ]
    assert only.against_them == []


def test_doubts_are_told_in_words(case, prison):
    full = mentor(case, capacity=1, available=False)
    full.areas.add(LocalAuthorityFactory())
    lead(full, 2)

    (only,) = suggested(case)

    assert only.for_them == []
    assert only.against_them == [
        "Takes no new people now",
        "No room: 2 of 1 taken, 0.5 more with them",
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


def wish(case, **wishes):
    return MatchPreference.objects.create(
        case=case, asked_date=TODAY, recorded_by=UserFactory(), recorded_at=timezone.now(), **wishes
    )


@pytest.mark.parametrize(
    ("wishes", "facts", "reason"),
    [
        ({"gender": "woman"}, {"gender": "woman"}, "A woman, as they asked"),
        ({"gender": "man"}, {"gender": "woman"}, "They asked for a man"),
        ({"gender": "woman"}, {}, "They asked for a woman; gender not recorded"),
        ({"language_wish": "wanted", "language": "pl"}, {"languages": ["en", "pl"]}, "Speaks Polish, as they asked"),
        ({"language_wish": "wanted", "language": "pl"}, {"languages": ["en"]}, "They asked for Polish"),
        ({"lived_experience": "wanted"}, {"lived_experience": True}, "Lived experience, as they asked"),
        ({"lived_experience": "wanted"}, {}, "They asked for someone with lived experience"),
    ],
)
def test_wishes_are_met_or_told(case, wishes, facts, reason):
    wish(case, **wishes)
    mentor(case, **facts)

    (only,) = suggested(case)

    assert (reason in only.for_them, reason in only.against_them) == ("as they asked" in reason, "They asked" in reason)


@pytest.mark.parametrize("wishes", [{}, {"gender": "no-preference", "lived_experience": "no-preference"}])
def test_no_preference_and_not_asked_speak_for_nobody_and_against_nobody(case, wishes):
    wish(case, **wishes)
    mentor(case, gender="man")

    (only,) = suggested(case)

    assert (only.wishes_met, only.wishes_not_met) == ([], [])


def test_only_the_newest_wishes_count(case):
    wish(case, gender="woman", is_current=False)
    wish(case, gender="no-preference")
    mentor(case, gender="man")

    assert suggested(case)[0].wishes_not_met == []


def done(mentor, kind, until):
    Training.objects.create(
        mentor=mentor,
        kind=kind,
        done_date=dt.date(2025, 1, 1),
        expires_date=until,
        recorded_by=UserFactory(),
        recorded_at=timezone.now(),
    )


def test_high_risk_asks_for_training_in_force(case):
    kind = TrainingKindFactory(for_high_risk=True)
    trained, lapsed, untrained = (mentor(case) for _ in range(3))
    done(trained, kind, until=None)
    done(lapsed, kind, until=dt.date(2026, 10, 4))
    assert not any(each.needs_training for each in suggested(case))

    add_alert(
        person=case.person,
        kind=AlertKind.RISK_TO_STAFF,
        text="Two to visit.",
        source="Prison",
        told_person=True,
        review_date=timezone.localdate(),
        by=ManagerFactory(),
    )

    found = {each.mentor: each.needs_training for each in suggested(case)}
    assert found == {trained: False, lapsed: True, untrained: True}
    assert "Trained for high risk" in suggested(case)[0].for_them


def test_visiting_days_on_which_the_mentor_is_off_are_told(case, prison):
    prison.visiting_weekdays = [2]
    prison.save()
    mentor(case, working_days=[1, 3])

    assert f"Does not work on the visiting days of {prison.name}" in suggested(case)[0].against_them


def test_fewer_days_are_room_for_fewer(case):
    part_time = mentor(case, capacity=5, working_days=[1])
    lead(part_time, 1)

    (only,) = suggested(case)

    assert (only.capacity, only.is_full) == (1, True)


def test_whoever_knows_the_person_is_barred_and_last(case):
    knows = mentor(case)
    mentor(case, available=False, capacity=0)
    ConnectionFactory(user=knows.user, person=case.person)

    assert [(each.mentor == knows, each.is_barred) for each in suggested(case)] == [(False, False), (True, True)]


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


def test_suggestions_take_two_queries_for_one_and_for_three(case, prison, django_assert_num_queries):
    for _ in range(3):
        each = mentor(case)
        clear(each, prison)
        lead(each, 2)
    row = to_match(Case.objects.with_liberation().with_lead()).get(pk=case.pk)

    with django_assert_num_queries(2):
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


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2026, 9, 28), dt.date(2026, 10, 9), ["Away until 9 Oct"]),
        (TODAY, TODAY, ["Away until 5 Oct"]),
        (dt.date(2026, 11, 16), dt.date(2026, 12, 4), ["Away 16 Nov to 4 Dec"]),
        # Over, and further off than a liberation that counts as near.
        (dt.date(2026, 9, 28), dt.date(2026, 10, 4), []),
        (dt.date(2026, 11, 17), dt.date(2026, 12, 4), []),
    ],
)
def test_who_is_away_or_soon_will_be_comes_after_who_is_there(case, first, last, words):
    away = mentor(case, user__name="Amara Okafor", capacity=10)
    there = mentor(case, user__name="Callum Reid", capacity=10)
    AbsenceFactory(mentor=away, from_date=first, until_date=last)
    AbsenceFactory(
        mentor=there, from_date=first, until_date=last, called_off_at=timezone.now(), called_off_by=there.user
    )

    ranked = suggested(case)

    assert [each.mentor for each in ranked] == ([there, away] if words else [away, there])
    told = next(each for each in ranked if each.mentor == away)
    assert [said for said in told.against_them if said.startswith("Away")] == words


def test_team_list_names_the_day_on_which_vetting_runs_out_before_its_clearance(case, prison):
    busy = mentor(case)
    clear(busy, prison, dt.date(2026, 12, 1))
    busy.clearances.update(vetting="enhanced", vetting_until_date=dt.date(2026, 11, 25))

    assert team_mentors(case.programme.team, TODAY).get(pk=busy.user_id).runs_out == dt.date(2026, 11, 25)
