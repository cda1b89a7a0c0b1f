import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import RuleBroken
from mentoring.enums.needs import NeedArea, WithoutService
from mentoring.models import ServiceGap
from mentoring.services.service_gaps import say_without_service, take_back_without_service
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.referrals import ServiceFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


def test_the_last_reason_counts_and_the_one_before_stays():
    case, mentor = CaseFactory(), UserFactory()
    said = {"case": case, "area": NeedArea.MONEY, "by": mentor}
    say_without_service(**said, reason=WithoutService.FULL, service=ServiceFactory())

    say_without_service(**said, reason=WithoutService.SAID_NO)

    assert list(case.service_gaps.values_list("reason", "is_current").order_by("is_current")) == [
        ("full", False),
        ("said-no", True),
    ]


def test_form_sent_twice_makes_one_and_taken_back_twice_is_once():
    case, mentor, key = CaseFactory(), UserFactory(), uuid.uuid4()
    said = {"case": case, "area": NeedArea.MONEY, "reason": WithoutService.FULL, "by": mentor, "new_id": key}
    gap = say_without_service(**said)
    assert say_without_service(**said) == gap

    for _ in range(2):
        take_back_without_service(gap=gap, by=mentor)

    assert not ServiceGap.objects.current().exists()
    assert Event.objects.filter(action="take_back_without_service", person_key=case.person_id).count() == 1


@pytest.mark.parametrize(
    ("case_is", "on", "sentence"),
    [
        ({"closed_date": TODAY}, TODAY, "Support has ended"),
        ({}, dt.date(2026, 11, 23), "not come yet"),
        ({}, dt.date(2026, 9, 1), "before they agreed to take part"),
    ],
)
def test_a_reason_has_a_day_within_the_support(case_is, on, sentence):
    case = CaseFactory(**case_is)

    with pytest.raises(RuleBroken, match=sentence):
        say_without_service(case=case, area="money", reason="full", on=on, by=UserFactory())
