import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.held_places import STAY_MOVES, HeldPlaceKind, StayState
from mentoring.models import HeldPlace, PlaceStay
from mentoring.services.held_places import add_held_place, close_held_place, edit_held_place, reopen_held_place
from mentoring.services.place_stays import move_stay, offer_place, undo_stay
from tests.concurrency import at_once
from tests.factories.accounts import AdministratorFactory, TeamFactory, UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.referrals import ProgrammeFactory, ServiceFactory
from tests.factories.sharing import HeldPlaceFactory, PlaceStayFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return UserFactory()


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def place(case):
    return HeldPlaceFactory(team=case.programme.team)


@pytest.fixture
def taken(case, place):
    return PlaceStayFactory(case=case, place=place, state=StayState.TAKEN, from_date=TODAY - 10 * DAY)


def states(stay):
    return [(step.state, step.taken_back_at is None) for step in stay.steps.order_by("number")]


def test_a_free_place_is_kept_for_them_until_they_answer(case, place, mentor):
    stay = offer_place(place=place, case=case, by=mentor)

    assert (stay.state, stay.from_date, stay.answer_by) == (StayState.OFFERED, TODAY, TODAY + 3 * DAY)
    assert not HeldPlace.objects.free().filter(pk=place.pk).exists()
    row = Event.objects.get(action="offer_place")
    assert (row.person_key, row.subject_key) == (case.person_id, stay.pk)


def test_place_that_changed_hands_within_a_day_is_not_offered_a_third_time(case, place, mentor):
    second, third = (CaseFactory(programme=case.programme) for _ in range(2))
    offer_place(place=place, case=second, by=mentor)
    declined = PlaceStay.objects.get(case=second)
    move_stay(stay=declined, state=StayState.SAID_NO, by=mentor)
    offer_place(place=place, case=case, by=mentor)
    # The one who declined was written down later, as when two people write at once.
    PlaceStay.objects.filter(pk=declined.pk).update(offered_at=declined.offered_at + DAY)

    with pytest.raises(RuleBroken, match="Somebody else has this place"):
        offer_place(place=place, case=third, by=mentor)


def test_form_sent_twice_offers_once(case, place, mentor):
    key = uuid.uuid4()

    assert offer_place(place=place, case=case, by=mentor, new_id=key) == offer_place(
        place=place, case=case, by=mentor, new_id=key
    )
    assert Event.objects.filter(action="offer_place").count() == 1


def test_a_place_that_somebody_has_is_not_offered(case, taken, mentor):
    other = CaseFactory(referral__programme=case.programme)

    with pytest.raises(RuleBroken, match="Somebody else has this place"):
        offer_place(place=taken.place, case=other, by=mentor)
    with pytest.raises(RuleBroken, match="offered this place already"):
        offer_place(place=taken.place, case=case, by=mentor)


@pytest.mark.parametrize(
    ("place_is", "case_is", "said", "sentence"),
    [
        ({"closed_date": TODAY}, {}, {}, "This place is closed"),
        ({"team": None}, {}, {}, "held for another team"),
        ({}, {"closed_date": TODAY}, {}, "Support has ended"),
        ({}, {}, {"on": TODAY + DAY}, "not before"),
        ({}, {"opened_date": TODAY}, {"on": TODAY - 9 * DAY}, "before they agreed to take part"),
        ({}, {}, {"answer_by": TODAY - DAY}, "before the day of the offer"),
    ],
)
def test_offering_is_refused(mentor, place_is, case_is, said, sentence):
    case = CaseFactory(**case_is)
    team = {"team": TeamFactory() if "team" in place_is else case.programme.team}

    with pytest.raises(RuleBroken, match=sentence):
        offer_place(place=HeldPlaceFactory(**place_is | team), case=case, by=mentor, **said)


@pytest.mark.parametrize("before", StayState)
@pytest.mark.parametrize("after", StayState)
def test_every_move_is_made_or_refused_by_the_table(before, after, mentor):
    stay = PlaceStayFactory(state=before)
    said = {"held_until": TODAY + DAY, "leave_reason": "own-home"}
    if after in STAY_MOVES[before]:
        assert move_stay(stay=stay, state=after, by=mentor, **said).state == after
        return
    with pytest.raises(RuleBroken):
        move_stay(stay=stay, state=after, by=mentor, **said)


def test_whoever_says_no_leaves_the_place_free_at_once(case, place, mentor):
    stay = offer_place(place=place, case=case, by=mentor)

    move_stay(stay=stay, state=StayState.SAID_NO, by=mentor)

    other = CaseFactory(referral__programme=case.programme)
    assert offer_place(place=place, case=other, by=mentor).state == StayState.OFFERED


def test_a_place_is_kept_during_custody_as_long_as_the_programme_allows(taken, mentor):
    with pytest.raises(RuleBroken, match="kept for 28 days at most: until 20 Dec 2026"):
        move_stay(stay=taken, state=StayState.HELD, held_until=TODAY + 29 * DAY, by=mentor)
    with pytest.raises(RuleBroken, match="Enter the last day"):
        move_stay(stay=taken, state=StayState.HELD, by=mentor)

    held = move_stay(stay=taken, state=StayState.HELD, held_until=TODAY + 28 * DAY, by=mentor)
    back = move_stay(stay=held, state=StayState.TAKEN, note="Back on Friday", by=mentor)

    assert (held.held_until, back.held_until, back.until_date) == (TODAY + 28 * DAY, None, None)
    assert states(back) == [("offered", True), ("taken", True), ("held", True), ("taken", True)]


def test_a_programme_may_never_keep_places(mentor):
    case = CaseFactory(referral__programme=ProgrammeFactory(place_held_days=0))
    stay = PlaceStayFactory(case=case, state=StayState.TAKEN)

    with pytest.raises(RuleBroken, match="0 days at most"):
        move_stay(stay=stay, state=StayState.HELD, held_until=TODAY + DAY, by=mentor)


def test_who_left_says_why_and_the_place_is_free(taken, mentor):
    with pytest.raises(RuleBroken, match="why they left"):
        move_stay(stay=taken, state=StayState.LEFT, by=mentor)

    left = move_stay(stay=taken, state=StayState.LEFT, leave_reason="own-home", by=mentor)

    assert left.until_date == TODAY
    assert HeldPlace.objects.free().filter(pk=taken.place_id).exists()


def test_the_day_is_between_the_last_and_today(taken, mentor):
    for on in (TODAY + DAY, taken.state_date - DAY):
        with pytest.raises(RuleBroken, match="between 12 Nov 2026 and today"):
            move_stay(stay=taken, state=StayState.LEFT, leave_reason="own-home", on=on, by=mentor)


def test_a_form_sent_twice_is_one_step(taken, mentor):
    for _ in range(2):
        move_stay(stay=taken, state=StayState.LEFT, leave_reason="own-home", by=mentor)

    assert Event.objects.filter(action="move_stay").count() == 1


def test_nobody_lives_in_two_places(case, taken, mentor):
    second = offer_place(place=HeldPlaceFactory(team=case.programme.team), case=case, by=mentor)

    with pytest.raises(RuleBroken, match="still have another place"):
        move_stay(stay=second, state=StayState.TAKEN, by=mentor)
    move_stay(stay=taken, state=StayState.LEFT, leave_reason="own-home", by=mentor)

    assert move_stay(stay=second, state=StayState.TAKEN, by=mentor).state == StayState.TAKEN


def test_the_last_step_is_taken_back_and_no_other(taken, mentor):
    left = move_stay(stay=taken, state=StayState.LEFT, leave_reason="own-home", by=mentor)
    for _ in range(2):
        left = undo_stay(stay=left, number=3, by=mentor)

    assert (left.state, left.until_date, left.state_date) == (StayState.TAKEN, None, taken.state_date)
    assert states(left) == [("offered", True), ("taken", True), ("left", False)]
    assert Event.objects.filter(action="undo_stay").count() == 1
    with pytest.raises(RuleBroken, match="meanwhile"):
        undo_stay(stay=left, number=1, by=mentor)


def test_a_step_that_was_taken_back_is_followed_by_the_next_number(taken, mentor):
    left = move_stay(stay=taken, state=StayState.LEFT, leave_reason="own-home", by=mentor)
    undo_stay(stay=left, number=3, by=mentor)

    again = move_stay(stay=taken, state=StayState.LEFT, leave_reason="elsewhere", by=mentor)

    assert [step.number for step in again.steps.standing()] == [4, 2, 1]


def test_the_offer_itself_is_not_undone(case, place, mentor):
    stay = offer_place(place=place, case=case, by=mentor)

    with pytest.raises(RuleBroken, match="offer itself"):
        undo_stay(stay=stay, number=1, by=mentor)


def test_what_somebody_else_has_by_now_does_not_come_back(taken, mentor):
    left = move_stay(stay=taken, state=StayState.LEFT, leave_reason="own-home", by=mentor)
    offer_place(place=taken.place, case=CaseFactory(referral__programme=taken.case.programme), by=mentor)

    with pytest.raises(RuleBroken, match="Somebody else has this place"), transaction.atomic():
        undo_stay(stay=left, number=3, by=mentor)


@pytest.mark.parametrize("until", [None, TODAY + 5 * DAY])
def test_the_database_refuses_two_at_once_in_one_place(place, until):
    PlaceStayFactory(place=place, case__referral__programme__team=place.team)

    with pytest.raises(IntegrityError, match="never_two_at_once_in_one_place"), transaction.atomic():
        PlaceStayFactory(place=place, from_date=TODAY, state="left" if until else "offered", until_date=until)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_offer_one_place_at_once_one_does():
    place = HeldPlaceFactory()
    programme = ProgrammeFactory(team=place.team)
    cases = [CaseFactory(referral__programme=programme) for _ in range(8)]
    mentor = UserFactory()

    def offer():
        try:
            offer_place(place=place, case=cases.pop(), by=mentor)
        except RuleBroken:
            return False
        return True

    assert sorted(at_once(8, offer)) == [False] * 7 + [True]
    assert PlaceStay.objects.count() == 1


def details(**changes):
    usual = {"kind": HeldPlaceKind.FLAT, "name": "Flat 2", "area": None, "address": "", "notes": ""}
    return usual | {"service": changes.pop("service", None) or ServiceFactory(), "team": TeamFactory()} | changes


def test_places_are_added_once_and_have_names_of_their_own():
    admin, facts, key = AdministratorFactory(), details(), uuid.uuid4()

    place = add_held_place(details=facts, by=admin, new_id=key)

    assert add_held_place(details=facts, by=admin, new_id=key) == place
    with pytest.raises(RuleBroken, match="of this name already"):
        add_held_place(details=facts, by=admin)


def test_a_place_somebody_has_is_neither_closed_nor_given_to_another_team(taken):
    admin, place = AdministratorFactory(), taken.place

    with pytest.raises(RuleBroken, match="once it is free"):
        close_held_place(place=place, by=admin)
    with pytest.raises(RuleBroken, match="once it is free"):
        edit_held_place(place=place, details={"team": TeamFactory()}, read_at_version=1, by=admin)


def test_a_place_is_edited_closed_and_opened_again(place):
    admin = AdministratorFactory()
    edit_held_place(place=place, details={"notes": "No dogs"}, read_at_version=1, by=admin)
    with pytest.raises(EditedMeanwhile):
        edit_held_place(place=place, details={"notes": "Dogs"}, read_at_version=1, by=admin)

    closed = close_held_place(place=place, by=admin)
    opened = reopen_held_place(place=close_held_place(place=place, by=admin), by=admin)

    assert (closed.closed_date, opened.closed_date, opened.notes) == (TODAY, None, "No dogs")
    assert Event.objects.filter(action="close_held_place").count() == 1
