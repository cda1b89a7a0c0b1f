"""Back in custody: what was in place for the gate before is history, and asked anew; taken back, it stands again."""

import datetime as dt
import html
import uuid

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import EditedMeanwhile
from liberations.services.custody_again import return_to_custody, take_back_return
from mentoring.models import FirstNight, ReadinessItem, ReadinessStep
from mentoring.models.readiness import SAID_FIELDS
from mentoring.readiness.lines import getting_ready
from mentoring.readiness.standard_list import FIRST_NIGHT
from mentoring.selectors.headers import cases_with_header
from mentoring.services.first_nights import record_first_night
from mentoring.services.readiness import ask_anew, record_item, take_back_ask_anew, take_back_step
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory
from tests.factories.readiness import ReadinessKindFactory
from tests.mentoring.readiness.test_readiness_services import BED

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-23T10:00Z", tick=False)]
OUT, BACK, TODAY = dt.date(2026, 10, 1), dt.date(2026, 11, 18), dt.date(2026, 11, 23)
BEFORE = dt.datetime(2026, 9, 20, 10, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
SAID = {
    "bank-account": {"state": "in-place", "evidence": "Card seen", "note": "Keeps it at his sister's"},
    "gp": {"state": "asked", "asked_date": dt.date(2026, 9, 20), "asked_of": "Lantern Yard", "owner": "health"},
    "id": {"state": "failed", "failed_reason": "refused"},
    "benefits": {"state": "to-do", "hold_reason": "court", "hold_until": dt.date(2026, 9, 25)},
}


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def case(manager):
    """Of somebody who came out seven weeks ago, with a bed and answers told before."""
    released = EpisodeFactory(released_date=OUT, released_how="gate", prison=False)
    case = CaseFactory(referral__episode=released, referral__programme__team=manager.team)
    for code, said in SAID.items():
        kind = ReadinessKindFactory(programme=case.programme, code=code)
        record_item(case=case, kind=kind, read_at_version=0, by=manager, at=BEFORE, **said)
    ReadinessKindFactory(programme=case.programme, code=FIRST_NIGHT)
    bed = BED | {"confirmed_date": dt.date(2026, 9, 20)}
    record_first_night(case=case, read_at_number=0, by=manager, at=BEFORE, **bed)
    return case


def back(case, by, **said):
    again = return_to_custody(case=case, by=by, prison=PrisonFactory(), **{"on_date": BACK} | said)
    case.refresh_from_db()
    return again


def stands(case):
    return {item.kind.code: [getattr(item, name) for name in SAID_FIELDS] for item in case.readiness_items.all()}


def ready(case):
    return getting_ready(cases_with_header().get(pk=case.pk), TODAY)


def test_everything_is_asked_anew(case, manager):
    back(case, manager)

    assert (ready(case).settled, len(ready(case).not_asked), ready(case).night) == (0, 5, None)
    assert {item.hold_reason + item.owner for item in ReadinessItem.objects.all()} == {""}


def test_answers_given_before_stay_as_history_on_the_page(as_user, case, manager):
    back(case, manager)

    kind = case.programme.readiness_kinds.get(code="bank-account")
    page = as_user(manager).get(reverse("mentoring:ready_item", args=[case.pk, kind.pk])).content.decode()

    assert "Card seen" in page
    assert "Not talked about yet" in page
    night = as_user(manager).get(reverse("mentoring:first_night", args=[case.pk])).content.decode()
    assert "4 Mill Lane" in night


def test_one_row_of_the_trail_holds_it_all(case, manager):
    rows = Event.objects.count()

    again = back(case, manager)
    take_back_return(again=again, by=manager)

    assert Event.objects.count() == rows + 2


def test_taken_back_all_stands_as_before(case, manager):
    before = stands(case)

    again = back(case, manager)
    take_back_return(again=again, by=manager)
    take_back_return(again=again, by=manager)

    assert (stands(case), FirstNight.objects.current().get().number) == (before, 1)
    assert not ReadinessStep.objects.standing().filter(state="not-asked").exists()


def test_sent_twice_is_one(case, manager):
    key = uuid.uuid4()
    back(case, manager, new_id=key)
    back(case, manager, new_id=key)

    assert ReadinessStep.objects.filter(state="not-asked").count() == 5


def test_what_was_said_since_stays_when_the_return_is_taken_back(case, manager, time_machine):
    again = back(case, manager)
    time_machine.move_to(LATER, tick=False)
    item = case.readiness_items.get(kind__code="gp")
    record_item(case=case, kind=item.kind, read_at_version=item.version, state="not-needed", by=manager)
    record_first_night(case=case, read_at_number=0, lodging="hostel", by=manager)

    take_back_return(again=again, by=manager)

    assert {code: said[0] for code, said in stands(case).items()} == {
        "bank-account": "in-place",
        "gp": "not-needed",
        "id": "failed",
        "benefits": "to-do",
        FIRST_NIGHT: "to-do",
    }
    assert [(night.number, night.is_current) for night in FirstNight.objects.all()] == [(2, True), (1, False)]


def test_an_answer_that_still_holds_is_had_back_by_itself(case, manager):
    back(case, manager)
    item = case.readiness_items.get(kind__code="bank-account")

    take_back_step(item=item, step_id=item.steps.get(state="not-asked").pk, by=manager)

    item.refresh_from_db()
    assert (item.state, item.evidence) == ("in-place", "Card seen")


def test_night_of_the_time_before_the_last_is_not_brought_back(case, manager, time_machine):
    """Two returns, nothing told between them: taking back the second brings back what stood then, which is nothing."""
    back(case, manager)
    type(case.episode).objects.filter(pk=case.episode_id).update(released_date=dt.date(2026, 11, 20))
    case.refresh_from_db()
    time_machine.move_to(LATER, tick=False)

    take_back_return(again=back(case, manager, on_date=dt.date(2026, 11, 22)), by=manager)

    assert not FirstNight.objects.current().exists()
    assert {said[0] for said in stands(case).values()} == {"not-asked"}


def test_page_of_the_bed_opened_before_they_came_back_says_so(as_user, case, manager):
    back(case, manager)
    user, url = as_user(manager), reverse("mentoring:first_night", args=[case.pk])
    typed = {"lodging": "hostel", "called_safe": "not-asked"}

    late = user.post(url, typed | {"version": 1})
    assert (late.status_code, str(EditedMeanwhile()) in html.unescape(late.content.decode())) == (200, True)
    assert not FirstNight.objects.current().exists()

    user.post(url, typed | {"version": 0})
    assert FirstNight.objects.current().get().number == 2


def test_any_number_of_items_costs_the_same(case, manager, django_assert_max_num_queries):
    at = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    with django_assert_max_num_queries(6):
        assert ask_anew(case=case, by=manager, at=at) == 5
    with django_assert_max_num_queries(9):
        assert take_back_ask_anew(case=case, asked_at=at, by=manager) == 5
