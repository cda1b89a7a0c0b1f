"""Facts are made by hand here: what a proposal does with them needs no database."""

import uuid
from decimal import Decimal
from types import SimpleNamespace

import pytest

from mentoring.enums.matching import Need, Phase
from mentoring.matching.facts import Candidate, Facts, ToMatch
from mentoring.matching.proposal import propose
from mentoring.models import CaseloadWeights


def someone(need=Need.USUAL, lead=None):
    episode = SimpleNamespace(return_area_id=None, released_date=None)
    case = SimpleNamespace(
        pk=uuid.uuid4(),
        person_id=uuid.uuid4(),
        need=need,
        lead_id=lead and lead.key,
        now_at=None,
        now_at_name="",
        liberation_day=None,
        episode=episode,
    )
    return ToMatch(case, Phase.NEAR, None, high_risk=False, visiting_weekdays=(), wishes=None)


def mentor(load=0, capacity=10, available=True, barred_from=(), away=""):
    row = SimpleNamespace(pk=uuid.uuid4(), available=available, working_days=[1], gender="", languages=[])
    return Candidate(
        mentor=row,
        people=0,
        load=Decimal(load),
        capacity=Decimal(capacity),
        areas=frozenset(),
        clearances={},
        trained=None,
        mentored=frozenset(),
        barred_from=frozenset(barred_from),
        away=away,
    )


def proposed(people, mentors, chosen=None):
    made = propose(Facts(CaseloadWeights(), people, mentors), chosen)
    return [row.chosen and row.chosen.candidate.key for row in made.rows], {
        share.candidate.key: (share.gets, share.gives, share.after) for share in made.shares
    }


def test_everyone_takes_a_share_before_the_next():
    one, other = mentor(), mentor()

    chosen, shares = proposed([someone() for _ in range(4)], [one, other])

    assert chosen == [one.key, other.key, one.key, other.key]
    assert shares == {one.key: (2, 0, 2), other.key: (2, 0, 2)}


def test_whoever_needs_more_weighs_more():
    one, other = mentor(), mentor()

    chosen, _ = proposed([someone(Need.HIGH), someone(Need.LIGHT), someone(Need.LIGHT), someone()], [one, other])

    assert chosen == [one.key, other.key, other.key, other.key]


@pytest.mark.parametrize("unfit", [{"available": False}, {"capacity": 0}, {"load": 9.5}])
def test_nobody_is_proposed_who_has_no_room_or_takes_nobody(unfit):
    assert proposed([someone()], [mentor(**unfit)]) == ([None], {})


def test_nobody_is_proposed_who_knows_the_person():
    person = someone()
    knows, other = mentor(barred_from=[person.case.person_id]), mentor(load=9)

    assert proposed([person], [knows, other])[0] == [other.key]


def test_room_that_is_used_up_is_gone_for_the_next():
    assert [bool(each) for each in proposed([someone(), someone()], [mentor(capacity=1)])[0]] == [True, False]


def test_what_the_manager_chose_counts_even_over_capacity():
    full, free = mentor(capacity=0), mentor()
    person, nobody = someone(), someone()

    chosen, shares = proposed([person, nobody], [full, free], {person.case.pk: full.key, nobody.case.pk: None})

    assert (chosen, shares) == ([full.key, None], {full.key: (1, 0, 1)})


def test_weight_goes_from_who_has_them_to_who_is_chosen():
    former, other = mentor(load=5), mentor(load=1)
    person = someone(lead=former)

    assert proposed([person], [former, other], {person.case.pk: other.key})[1] == {
        former.key: (0, 1, 4),
        other.key: (1, 0, 2),
    }


def test_staying_with_the_same_mentor_moves_nothing():
    former = mentor(load=1)
    person = someone(lead=former)

    assert proposed([person], [former], {person.case.pk: former.key}) == ([former.key], {})


def test_mentor_who_is_away_is_not_proposed_and_may_be_chosen():
    person, away = someone(), mentor(away="Away until 4 Dec")

    assert proposed([person], [away])[0] == [None]
    assert proposed([person], [away, mentor(load=9)])[0] != [away.key]
    assert proposed([person], [away], {person.case.pk: away.key})[0] == [away.key]
