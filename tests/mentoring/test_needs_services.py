import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.needs import Answer, AssessmentKind, NeedArea
from mentoring.models import Assessment, Scale
from mentoring.services.needs import Said, reopen_assessment, save_assessment, start_assessment
from tests.factories.mentoring import AssessmentFactory, CaseFactory, MentorFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
BED, MONEY, DEBT, WORK = NeedArea.ACCOMMODATION, NeedArea.MONEY, NeedArea.DEBT, NeedArea.WORK


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(liberation_date=dt.date(2026, 12, 4), lead=mentor)


def start(case, mentor, **fields):
    return start_assessment(case=case, by=mentor.user, **({"on": TODAY, "said": {BED: Said("scored", 3)}} | fields))


def save(assessment, mentor, said, **fields):
    usual = {
        "on": TODAY,
        "first_areas": assessment.first_areas,
        "matters_first": assessment.matters_first,
        "read_at_version": assessment.version,
    }
    return save_assessment(assessment=assessment, said=said, by=mentor.user, **(usual | fields))


def answers(assessment):
    return dict(assessment.scores.values_list("area", "score"))


def test_first_talk_keeps_what_was_said_on_the_usual_scale(case, mentor):
    assessment = start(
        case,
        mentor,
        said={BED: Said(Answer.SCORED, 2, "Sofa at his cousin's"), DEBT: Said(Answer.NOT_APPLICABLE)},
        first_areas=[BED, MONEY],
        matters_first="A door I can lock.",
    )

    assessment.refresh_from_db()
    assert (assessment.kind, assessment.is_open, assessment.first_areas) == ("first", True, [BED, MONEY])
    assert answers(assessment) == {BED: 2, DEBT: None}
    scale = Scale.objects.get()
    assert (assessment.scale, scale.lowest, scale.highest, scale.higher_is_better) == (scale, 0, 10, True)
    event = Event.objects.get()
    assert (event.action, event.person_key) == ("start_assessment", case.person_id)
    assert event.after["areas"] == {BED: 2, DEBT: Answer.NOT_APPLICABLE}


def test_several_meetings_fill_it_and_the_last_one_finishes(case, mentor):
    assessment = start(case, mentor, on=TODAY - 7 * DAY)

    save(assessment, mentor, {BED: Said("scored", 3), MONEY: Said("scored", 5)}, on=TODAY - DAY)
    assessment.refresh_from_db()
    save(
        assessment,
        mentor,
        {BED: Said("scored", 3), MONEY: Said("scored", 4), WORK: Said("no-number", words="Not yet")},
        with_person=True,
    )

    assessment.refresh_from_db()
    assert (assessment.completed_date, assessment.with_person, assessment.completed_by) == (TODAY, True, mentor.user)
    assert dict(assessment.scores.values_list("area", "on_date")) == {
        BED: TODAY - 7 * DAY,
        MONEY: TODAY,
        WORK: TODAY,
    }


def test_the_next_one_is_a_review_on_the_scale_that_is_in_use_by_then(case, mentor):
    first = AssessmentFactory(case=case, scores={"money": 3})
    Scale.objects.update(until_date=TODAY - DAY)

    review = start(case, mentor, with_person=False)

    assert (review.kind, review.with_person, review.completed_date) == (AssessmentKind.REVIEW, False, TODAY)
    assert review.scale != first.scale


def test_area_left_out_was_not_asked_after_all(case, mentor):
    assessment = start(case, mentor, said={BED: Said("scored", 3), MONEY: Said("scored", 5)})

    save(assessment, mentor, {MONEY: Said("scored", 5)})

    assert answers(assessment) == {MONEY: 5}
    assert Event.objects.get(action="save_assessment").before["areas"] == {BED: 3}


def test_the_same_again_changes_nothing_and_other_answers_to_an_old_version_are_refused(case, mentor):
    assessment = start(case, mentor)
    said = {BED: Said("scored", 7)}
    save(assessment, mentor, said)
    events = Event.objects.count()

    save(assessment, mentor, said)

    assert Event.objects.count() == events
    with pytest.raises(EditedMeanwhile):
        save(assessment, mentor, {BED: Said("scored", 8)})


def test_form_sent_twice_makes_one(case, mentor):
    key = uuid.uuid4()

    assert start(case, mentor, new_id=key) == start(case, mentor, new_id=key)
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"said": {}}, "Write down what was said of one area at least, or what matters first."),
        ({"said": {BED: Said("scored", 11)}}, "Numbers run from 0 to 10."),
        ({"said": {BED: Said("scored")}}, "A number goes with an area that has one, and only with that."),
        ({"said": {BED: Said("no-number", 3)}}, "A number goes with an area that has one, and only with that."),
        ({"first_areas": [BED, MONEY, DEBT, WORK]}, "Choose 3 at most: what matters first."),
        ({"on": TODAY + DAY}, "That day has not come yet."),
        ({"on": dt.date(2026, 9, 19)}, "That is before they agreed to take part."),
    ],
)
def test_what_cannot_be_is_refused(case, mentor, fields, sentence):
    with pytest.raises(RuleBroken) as refusal:
        start(case, mentor, **fields)

    assert str(refusal.value) == sentence
    assert not Assessment.objects.exists()


def test_one_at_a_time_and_none_after_the_ending(case, mentor):
    start(case, mentor)
    with pytest.raises(RuleBroken, match="not finished yet"):
        start(case, mentor)

    ended = CaseFactory(closed_date=TODAY)
    with pytest.raises(RuleBroken, match="Support has ended"):
        start(ended, mentor)


def test_finished_one_is_opened_again_to_correct_it_but_only_the_newest(case, mentor):
    first = AssessmentFactory(case=case, scores={"money": 3})
    with pytest.raises(RuleBroken, match="finished"):
        save(first, mentor, {MONEY: Said("scored", 4)})

    reopen_assessment(assessment=first, by=mentor.user)
    first.refresh_from_db()
    assert (first.is_open, first.with_person) == (True, None)

    save(first, mentor, {MONEY: Said("scored", 4)}, with_person=True)
    start(case, mentor)
    with pytest.raises(RuleBroken, match="Only the newest"):
        reopen_assessment(assessment=first, by=mentor.user)
