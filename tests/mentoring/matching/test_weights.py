import datetime as dt
from decimal import Decimal

import pytest

from mentoring.enums.matching import Need, Phase
from mentoring.matching.weights import is_far, phase_of, plain, weighted_load, weights_of
from mentoring.models import Assignment, CaseloadWeights, Mentor
from mentoring.models.loads import weighed
from tests.factories.accounts import TeamFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MentorFactory
from tests.factories.prisons import LocalAuthorityFactory

TODAY = dt.date(2026, 10, 5)
WEIGHTS = CaseloadWeights()


def day(days):
    return TODAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("need", "phase", "far", "weight", "words"),
    [
        (Need.USUAL, Phase.NEAR, False, "1", "1 × 1 × 1 = 1"),
        (Need.NOT_JUDGED, Phase.UNKNOWN, False, "1", "1 × 1 × 1 = 1"),
        (Need.HIGH, Phase.FIRST, False, "2.3", "1.5 × 1.5 × 1 = 2.3"),
        (Need.HIGH, Phase.FIRST, True, "2.8", "1.5 × 1.5 × 1.25 = 2.8"),
        (Need.LIGHT, Phase.AHEAD, False, "0.3", "0.5 × 0.5 × 1 = 0.3"),
        (Need.USUAL, Phase.LATER, True, "0.9", "1 × 0.75 × 1.25 = 0.9"),
    ],
)
def test_weight_is_need_times_phase_times_travel(need, phase, far, weight, words):
    weighed = weighted_load(WEIGHTS, need=need, phase=phase, is_far=far)

    assert (weighed.weight, weighed.sum) == (Decimal(weight), words)


@pytest.mark.parametrize(
    ("liberation", "released", "phase"),
    [
        (None, None, Phase.UNKNOWN),
        (43, None, Phase.AHEAD),
        (42, None, Phase.NEAR),
        (0, None, Phase.NEAR),
        (-3, None, Phase.NEAR),
        (0, 0, Phase.FIRST),
        (-28, -28, Phase.FIRST),
        (-29, -29, Phase.LATER),
    ],
)
def test_phase_goes_by_the_days_to_and_from_the_gate(liberation, released, phase):
    days = {
        "liberation_day": None if liberation is None else day(liberation),
        "released_date": None if released is None else day(released),
    }

    assert phase_of(WEIGHTS, on=TODAY, **days) == phase


@pytest.mark.parametrize(
    ("where", "areas", "far"), [(1, {1, 2}, False), (3, {1, 2}, True), (None, {1}, False), (3, set(), False)]
)
def test_far_is_where_the_mentor_covers_areas_and_not_this_one(where, areas, far):
    assert is_far(where=where, areas=areas) is far


def test_weights_are_told_in_words():
    weighed = weighted_load(WEIGHTS, need=Need.HIGH, phase=Phase.FIRST, is_far=True)

    assert weighed.words == "More support than usual × first weeks outside × outside their areas"


@pytest.mark.parametrize(("number", "text"), [("1.50", "1.5"), ("2.0", "2"), ("0", "0"), ("10", "10")])
def test_numbers_have_no_needless_zeros(number, text):
    assert plain(Decimal(number)) == text


@pytest.mark.django_db
def test_a_team_goes_by_the_defaults_until_somebody_chooses():
    team = TeamFactory()
    assert weights_of(team).need_high == Decimal("1.5")

    CaseloadWeights.objects.create(team=team, need_high=2)

    assert weights_of(team).need_high == 2


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", [{}, {"need_high": Decimal(3), "travel_far": Decimal(2), "near_days": 20}])
def test_what_the_database_sums_is_what_the_words_say(chosen):
    mentor = MentorFactory()
    near, far = LocalAuthorityFactory(), LocalAuthorityFactory()
    mentor.areas.add(near, LocalAuthorityFactory())
    weights = CaseloadWeights(team=mentor.user.team, **chosen)
    if chosen:
        weights.save()
    kinds = [
        (Need.HIGH, day(80), None, near),
        (Need.HIGH, day(30), None, far),
        (Need.USUAL, None, None, far),
        (Need.LIGHT, day(-1), day(-1), near),
        (Need.HIGH, day(-28), day(-28), far),
        (Need.NOT_JUDGED, day(-60), day(-60), None),
    ]
    expected = {}
    for need, liberation, released, area in kinds:
        case = CaseFactory(need=need, liberation_date=liberation, lead=mentor)
        stay = case.episode.stays.get()
        if released:
            case.episode.released_date, case.episode.released_how = released, "as-planned"
            case.episode.return_area = area
            case.episode.save()
            stay.to_date = released
        else:
            stay.prison.area = area
            stay.prison.save()
        stay.save()
        phase = phase_of(weights, liberation_day=liberation, released_date=released, on=TODAY)
        away = is_far(where=area and area.pk, areas={each.pk for each in mentor.areas.all()})
        expected[case.pk] = weighted_load(weights, need=need, phase=phase, is_far=away).weight
    AssignmentFactory(mentor=mentor, case__closed_date=TODAY)
    AssignmentFactory(mentor=mentor, until_date=TODAY)

    rows = weighed(Assignment.objects.current().filter(mentor=mentor, case__closed_date=None), TODAY)

    assert {row.case_id: row.weight for row in rows} == expected
    assert Mentor.objects.with_load(TODAY).get(pk=mentor.pk).load == sum(expected.values())


@pytest.mark.django_db
def test_nobody_weighs_nothing():
    mentor = MentorFactory()

    assert Mentor.objects.with_load(TODAY).get(pk=mentor.pk).load == 0
