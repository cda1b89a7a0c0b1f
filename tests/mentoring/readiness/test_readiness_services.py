import datetime as dt

import pytest
import time_machine

from audit.models import Event
from core.errors import AnswerRefused, EditedMeanwhile, RuleBroken
from mentoring.enums.readiness import FailedReason, HoldReason, ItemState, Lodging
from mentoring.models import FirstNight, ReadinessItem, ReadinessStep
from mentoring.readiness.standard_list import FIRST_NIGHT
from mentoring.services.first_nights import record_first_night
from mentoring.services.readiness import Answer, record_answers, record_item, take_back_step
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.readiness import ReadinessKindFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
BED = {
    "lodging": Lodging.FAMILY,
    "address": "4 Mill Lane",
    "confirmed_by": "Her sister",
    "confirmed_date": dt.date(2026, 11, 20),
    "arrive_by": dt.time(16),
    "keys": "Her sister is in",
    "called_safe": "yes",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 10:00:00+00:00") as clock:
        yield clock


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def kind(case):
    return ReadinessKindFactory(programme=case.programme, code="bank-account")


def say(case, kind, state, read_at_version=0, by=None, **said):
    by = by or UserFactory()
    return record_item(case=case, kind=kind, state=state, read_at_version=read_at_version, by=by, **said)


def actions():
    return list(Event.objects.order_by("at", "pk").values_list("action", flat=True))


def test_what_is_said_stands_and_is_a_step(case, kind):
    user = UserFactory()

    item = say(case, kind, "asked", asked_date=TODAY, asked_of="The branch", note="Form sent", owner="person", by=user)

    step = ReadinessStep.objects.get()
    assert (item.state, item.asked_date, item.asked_of, item.owner, item.version) == (
        "asked",
        TODAY,
        "The branch",
        "person",
        1,
    )
    assert (step.state, step.note, step.recorded_by, step.taken_back_at) == ("asked", "Form sent", user, None)


def test_trail_says_the_state_and_not_the_words(case, kind):
    say(case, kind, "in-place", evidence="Seen the card")

    event = Event.objects.get()
    assert (event.action, event.person_key, event.after) == (
        "record_readiness",
        case.person_id,
        {"kind": "bank-account", "state": "in-place", "evidence": "(text)"},
    )


def test_same_said_again_is_nothing_new(case, kind):
    user = UserFactory()

    first = say(case, kind, "to-do", by=user)
    again = say(case, kind, "to-do", by=user)

    assert (again.pk, again.version, ReadinessStep.objects.count(), actions()) == (first.pk, 1, 1, ["record_readiness"])


def test_old_page_does_not_overwrite(case, kind):
    say(case, kind, "to-do")

    with pytest.raises(EditedMeanwhile):
        say(case, kind, "not-needed", read_at_version=0)


@pytest.mark.parametrize(
    ("state", "said", "field"),
    [
        ("asked", {}, "asked_date"),
        ("asked", {"asked_date": dt.date(2026, 11, 24)}, "asked_date"),
        ("in-place", {"evidence": "  "}, "evidence"),
        ("failed", {}, "failed_reason"),
        ("to-do", {"hold_reason": HoldReason.COURT}, "hold_until"),
        ("to-do", {"hold_reason": HoldReason.COURT, "hold_until": dt.date(2026, 11, 22)}, "hold_until"),
        ("to-do", {"hold_reason": HoldReason.COURT, "hold_until": dt.date(2027, 11, 22)}, "hold_until"),
        ("not-asked", {"note": "Nothing"}, None),
    ],
)
def test_answer_that_lacks_something_is_refused_by_its_question(case, kind, state, said, field):
    if field is None:
        say(case, kind, "to-do")
        field = "state"
        version = 1
    else:
        version = 0

    with pytest.raises(AnswerRefused) as refused:
        say(case, kind, state, read_at_version=version, **said)

    assert refused.value.field == field


def test_answers_of_another_state_are_dropped(case, kind):
    say(case, kind, "failed", failed_reason=FailedReason.REFUSED, hold_reason=HoldReason.COURT, hold_until=TODAY)

    item = say(
        case,
        kind,
        "in-place",
        read_at_version=1,
        evidence="Card seen",
        failed_reason=FailedReason.REFUSED,
        hold_reason=HoldReason.COURT,
        hold_until=TODAY,
    )

    assert (item.failed_reason, item.hold_reason, item.hold_until) == ("", "", None)


def test_taken_back_it_stands_as_before(case, kind, _today):
    first = say(case, kind, "asked", asked_date=TODAY, asked_of="The branch")
    _today.shift(60)
    item = say(case, kind, "not-needed", read_at_version=first.version)
    step = item.steps.first()
    by = UserFactory()

    item = take_back_step(item=item, step_id=step.pk, by=by)
    take_back_step(item=item, step_id=step.pk, by=by)

    assert (item.state, item.asked_of, item.version) == ("asked", "The branch", 3)
    assert [each.taken_back_by for each in item.steps.order_by("recorded_at")] == [None, by]
    assert actions().count("take_back_readiness") == 1


def test_first_step_taken_back_leaves_it_not_talked_about(case, kind):
    item = say(case, kind, "to-do")

    item = take_back_step(item=item, step_id=item.steps.get().pk, by=UserFactory())

    assert (item.state, ReadinessItem.objects.get().state) == ("not-asked", "not-asked")


def test_only_the_latest_step_is_taken_back(case, kind, _today):
    item = say(case, kind, "to-do")
    first = item.steps.get()
    _today.shift(60)
    item = say(case, kind, "not-needed", read_at_version=1)

    with pytest.raises(RuleBroken, match="Something newer"):
        take_back_step(item=item, step_id=first.pk, by=UserFactory())


def test_list_gone_through_is_one_trail_row_and_leaves_what_was_said(case, kind):
    said = ReadinessKindFactory(programme=case.programme)
    say(case, said, "not-needed")
    answers = [Answer(kind, "in-place", "Card seen"), Answer(said, "to-do")]

    by = UserFactory()
    first = record_answers(case=case, answers=answers, by=by)
    again = record_answers(case=case, answers=answers, by=by)

    assert (first, again, actions()) == (1, 0, ["record_readiness", "record_readiness_answers"])
    assert dict(ReadinessItem.objects.values_list("kind", "state")) == {kind.pk: "in-place", said.pk: "not-needed"}


def test_nothing_is_said_once_support_has_ended(kind):
    ended = CaseFactory(closed_date=TODAY)

    with pytest.raises(RuleBroken, match="Support has ended"):
        say(ended, kind, "to-do")


def test_bed_on_the_list_follows_the_first_night(case):
    bed = ReadinessKindFactory(programme=case.programme, code=FIRST_NIGHT)
    by = UserFactory()

    record_first_night(case=case, read_at_number=0, by=by, lodging=Lodging.NOWHERE)
    nowhere = ReadinessItem.objects.get(kind=bed).state
    record_first_night(case=case, read_at_number=1, by=by, **BED)
    found = ReadinessItem.objects.get(kind=bed)

    assert (nowhere, found.state, found.evidence) == (
        ItemState.TO_DO,
        ItemState.IN_PLACE,
        "Confirmed by Her sister on 20 Nov 2026. They call it safe.",
    )
    assert actions() == ["record_first_night", "record_first_night"]
    with pytest.raises(RuleBroken, match="under the first night"):
        say(case, bed, "not-needed", read_at_version=2)
    with pytest.raises(RuleBroken, match="Change it there"):
        take_back_step(item=found, step_id=found.steps.first().pk, by=by)


def test_first_night_keeps_what_was_said_before(case):
    by = UserFactory()
    record_first_night(case=case, read_at_number=0, by=by, **BED)

    record_first_night(case=case, read_at_number=1, by=by, **{**BED, "lodging": Lodging.NOWHERE})

    rows = FirstNight.objects.values_list("number", "lodging", "address", "called_safe", "is_current")
    assert list(rows) == [(2, "nowhere", "", "not-asked", True), (1, "family", "4 Mill Lane", "yes", False)]


def test_first_night_from_an_old_page_does_not_overwrite(case):
    by = UserFactory()
    record_first_night(case=case, read_at_number=0, by=by, **BED)
    record_first_night(case=case, read_at_number=0, by=by, **BED)

    with pytest.raises(EditedMeanwhile):
        record_first_night(case=case, read_at_number=0, by=by, lodging=Lodging.NOWHERE)

    assert FirstNight.objects.count() == 1


def test_first_night_is_not_confirmed_on_a_day_to_come(case):
    with pytest.raises(RuleBroken, match="has not come"):
        record_first_night(
            case=case, read_at_number=0, by=UserFactory(), **{**BED, "confirmed_date": dt.date(2026, 11, 24)}
        )
    assert not FirstNight.objects.exists()
