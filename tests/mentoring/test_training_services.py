import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import RuleBroken
from mentoring.models import Training, TrainingKind
from mentoring.services.mistakes import strike_training
from mentoring.services.training import add_training_kind, edit_training_kind, record_training
from tests.factories.accounts import AdministratorFactory, ManagerFactory
from tests.factories.mentoring import MentorFactory, TrainingKindFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
KIND = {"name": "First aid", "months_valid": 36, "is_required": True, "for_high_risk": False}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-20T10:00Z", tick=False):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


def test_kind_is_added_once_and_no_name_twice():
    administrator, key = AdministratorFactory(), uuid.uuid4()

    for _ in range(2):
        add_training_kind(new_id=key, by=administrator, **KIND)
    with pytest.raises(RuleBroken, match="already a training"):
        add_training_kind(by=administrator, **{**KIND, "name": "first AID"})

    assert TrainingKind.objects.get().pk == key


def test_kind_is_changed_and_closed():
    kind = TrainingKindFactory(name="First aid")

    edit_training_kind(kind=kind, read_at_version=1, closed_date=TODAY, by=AdministratorFactory(), **KIND)

    assert list(TrainingKind.objects.required_on(TODAY - dt.timedelta(days=1))) == [kind]
    assert not TrainingKind.objects.required_on(TODAY).exists()


def test_training_of_many_is_one_deed_and_holds_for_its_months(manager):
    mentors, key = MentorFactory.create_batch(3), uuid.uuid4()
    kind = TrainingKindFactory(months_valid=24)

    for _ in range(2):
        record_training(mentors=mentors, kind=kind, done_date=dt.date(2026, 3, 10), new_id=key, by=manager)

    assert set(Training.objects.values_list("mentor", "expires_date")) == {
        (mentor.pk, dt.date(2028, 3, 10)) for mentor in mentors
    }
    assert Event.objects.count() == 1


def test_last_day_on_the_certificate_goes_before_the_months(manager):
    (row,) = record_training(
        mentors=[MentorFactory()],
        kind=TrainingKindFactory(months_valid=24),
        done_date=dt.date(2026, 3, 10),
        expires_date=dt.date(2026, 12, 31),
        by=manager,
    )

    assert row.expires_date == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("done", "expires", "sentence"),
    [(dt.date(2026, 11, 21), None, "day to come"), (TODAY, dt.date(2026, 11, 19), "before the training")],
)
def test_training_that_cannot_be_is_refused(manager, done, expires, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        record_training(
            mentors=[MentorFactory()], kind=TrainingKindFactory(), done_date=done, expires_date=expires, by=manager
        )


def test_training_is_in_force_until_its_last_day_unless_struck(manager):
    kind = TrainingKindFactory(for_high_risk=True, is_required=False)
    (row,) = record_training(
        mentors=[MentorFactory()],
        kind=kind,
        done_date=dt.date(2026, 11, 1),
        expires_date=dt.date(2026, 11, 15),
        by=manager,
    )

    in_force = [
        Training.objects.in_force(dt.date(2026, 10, 31) + dt.timedelta(days=n)).exists() for n in (0, 1, 15, 16)
    ]
    assert in_force == [False, True, True, False]
    held = Training.objects.in_force(dt.date(2026, 11, 9))
    assert (held.for_high_risk().exists(), held.required().exists()) == (True, False)
    strike_training(training=row, struck=True, by=manager)
    assert not held.exists()
    strike_training(training=row, struck=False, by=manager)
    assert held.exists()
