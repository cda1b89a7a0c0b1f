import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import RuleBroken
from people.equality.codes import CODE_LISTS, PREFER_NOT, is_answer
from people.models import EqualityAnswers, EqualityOffer
from people.services.equality import record_equality_offer, take_out_equality_answers
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def offer():
    return {"person": PersonFactory(), "offered_date": TODAY, "by": UserFactory()}


def test_answers_are_kept_apart_and_the_trail_holds_none(offer):
    record_equality_offer(outcome="answered", answers={"sex": ["female"], "religion": [PREFER_NOT]}, **offer)

    assert EqualityAnswers.objects.get().answers == {"sex": ["female"], "religion": [PREFER_NOT]}
    event = Event.objects.get()
    assert (event.subject_label, event.before, event.after) == ("people.EqualityOffer", {}, {"outcome": "answered"})


def test_answered_again_an_answer_takes_the_place_of_the_earlier_and_the_rest_stays(offer):
    record_equality_offer(outcome="answered", answers={"sex": ["female"], "care": ["yes"]}, **offer)
    record_equality_offer(outcome="answered", answers={"care": ["no"]}, **offer)

    assert EqualityAnswers.objects.get().answers == {"sex": ["female"], "care": ["no"]}
    assert EqualityOffer.objects.count() == 2


def test_answers_of_another_code_list_are_not_mixed_with_it(offer, settings):
    record_equality_offer(outcome="answered", answers={"trans": ["no"], "sex": ["male"]}, **offer)
    settings.EQUALITY_CODE_LIST = "england-and-wales-2021"
    record_equality_offer(outcome="answered", answers={"gender": ["yes"]}, **offer)

    kept = EqualityAnswers.objects.get()
    assert (kept.code_list, kept.answers) == ("england-and-wales-2021", {"gender": ["yes"]})


def test_no_thank_you_is_an_offer_without_answers(offer):
    record_equality_offer(outcome="no", **offer)

    assert (EqualityOffer.objects.get().outcome, EqualityAnswers.objects.exists()) == ("no", False)


def test_offer_sent_twice_is_one(offer):
    key = uuid.uuid4()
    for _ in range(2):
        record_equality_offer(outcome="not-now", new_id=key, **offer)

    assert (EqualityOffer.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"offered_date": dt.date(2026, 11, 23), "outcome": "no"}, "cannot be in the future"),
        ({"outcome": "answered"}, "at least one answer"),
        ({"outcome": "no", "answers": {"sex": ["male"]}}, "at least one answer"),
        ({"outcome": "answered", "answers": {"sex": ["else"]}}, "do not go together"),
        ({"outcome": "answered", "answers": {"sex": ["male", "female"]}}, "do not go together"),
        ({"outcome": "answered", "answers": {"conditions": ["none", "deaf"]}}, "do not go together"),
        ({"outcome": "answered", "answers": {"shoe-size": ["9"]}}, "do not go together"),
    ],
)
def test_offer_that_cannot_stand_is_refused(offer, change, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        record_equality_offer(**offer | change)

    assert (EqualityOffer.objects.count(), EqualityAnswers.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_answers_are_taken_out_once_and_that_is_on_record(offer):
    record_equality_offer(outcome="answered", answers={"sex": ["female"]}, **offer)

    gone = [take_out_equality_answers(person=offer["person"], by=offer["by"]) for _ in range(2)]

    assert (gone, EqualityAnswers.objects.exists()) == ([1, 0], False)
    assert [each.outcome for each in EqualityOffer.objects.order_by("recorded_at", "outcome")] == [
        "answered",
        "taken-out",
    ]
    assert Event.objects.filter(action="take_out_equality_answers").count() == 1


@pytest.mark.parametrize("code_list", CODE_LISTS)
def test_every_question_has_prefer_not_to_say_and_codes_that_differ(code_list):
    for question in CODE_LISTS[code_list]:
        codes = [code for code, _ in question.choices]
        assert len(codes) == len(set(codes))
        assert is_answer(code_list, question.key, [PREFER_NOT])
        assert not is_answer(code_list, question.key, [])
