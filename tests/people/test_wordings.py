import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import RuleBroken
from people.enums import Purpose
from people.services.consents import add_wording, record_consent
from people.wordings import FIRST_VERSION, wordings_in_use
from tests.factories.accounts import AdministratorFactory
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]
TODAY = dt.date(2026, 11, 5)


@pytest.fixture
def administrator():
    return AdministratorFactory()


@pytest.fixture
def add(administrator):
    def add(**change):
        made = {"purpose": Purpose.TEXTS, "version": "2027-01", "text": "May we text you?", "from_date": TODAY}
        return add_wording(by=administrator, **made | change)

    return add


def version_on(day):
    return wordings_in_use(day)[Purpose.TEXTS].version


def test_wording_is_read_from_its_day_until_the_next(add):
    add()
    add(version="2027-02", from_date=dt.date(2027, 2, 1))

    found = [version_on(dt.date(*day)) for day in ((2026, 11, 4), (2026, 11, 5), (2027, 1, 31), (2027, 2, 1))]
    assert found == [FIRST_VERSION, "2027-01", "2027-01", "2027-02"]
    assert wordings_in_use(TODAY)[Purpose.SHARING].version == FIRST_VERSION


def test_decision_keeps_the_version_of_its_own_day(add, administrator):
    add()
    told = {"person": PersonFactory(), "purpose": "texts", "decision": "given", "how": "signed", "by": administrator}

    kept = [record_consent(decided_date=dt.date(2026, 11, day), **told).wording_version for day in (4, 5)]

    assert kept == [FIRST_VERSION, "2027-01"]


def test_form_sent_twice_is_one_wording(add):
    key = uuid.uuid4()

    assert add(new_id=key) == add(new_id=key)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"from_date": dt.date(2026, 11, 4)}, "Choose today or a later day"),
        ({"version": FIRST_VERSION, "from_date": dt.date(2026, 12, 1)}, "this version already"),
        ({"version": "2027-01", "from_date": dt.date(2026, 12, 1)}, "this version already"),
        ({"version": "other"}, "begins on this day already"),
    ],
)
def test_wording_that_would_change_what_was_read_is_refused(add, change, sentence):
    add()

    with pytest.raises(RuleBroken, match=sentence):
        add(**change)


def test_administrator_adds_a_version_from_the_words_in_use(as_user, administrator):
    browser = as_user(administrator)
    assert "Somebody else may see your phone" in browser.get("/administration/wordings/").text
    form = browser.get("/administration/wordings/add/", {"purpose": "texts"}).context["form"]
    assert "Somebody else may see your phone" in form.initial["text"]

    day = {"from_date_day": "5", "from_date_month": "11", "from_date_year": "2026"}
    typed = {"purpose": "texts", "version": "2027-01", "text": "May we text you?", **day}
    browser.post("/administration/wordings/add/", typed)

    assert version_on(TODAY) == "2027-01"
    assert "May we text you?" in browser.get("/administration/wordings/").text
