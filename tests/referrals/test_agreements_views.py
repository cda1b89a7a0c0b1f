import datetime as dt

import pytest

from referrals.models import SharingAgreement
from tests.factories.accounts import AdministratorFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import SharingAgreementFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]


@pytest.fixture
def browser(as_user):
    return as_user(AdministratorFactory())


def test_agreement_with_a_prison_is_kept_and_given_a_last_day(browser):
    prison = PrisonFactory()
    day = {"from_date_day": "1", "from_date_month": "11", "from_date_year": "2026"}
    browser.post("/administration/agreements/add/", {"partner": str(prison.pk), "reference": "A 7", **day})
    row = SharingAgreement.objects.get()
    assert (row.partner, row.reference, row.until_date) == (prison, "A 7", None)

    last = {"until_date_day": "4", "until_date_month": "11", "until_date_year": "2026"}
    browser.post(
        f"/administration/agreements/{row.pk}/edit/", {"reference": "A 7", "version": row.version, **day, **last}
    )

    row.refresh_from_db()
    assert row.until_date == dt.date(2026, 11, 4)


def test_list_filters_by_partner_and_by_date(browser):
    now = SharingAgreementFactory(agency__name="Marl Housing")
    over = SharingAgreementFactory(agency__name="Marl Health", until_date=dt.date(2026, 11, 4))

    def shown(**filters):
        return set(browser.get("/administration/agreements/", filters).context["page"])

    assert shown() == {now, over}
    assert shown(state="now", sort="-until") == {now}
    assert shown(state="over") == {over}
    assert shown(q="housing") == {now}
    assert "No agreement matches" in browser.get("/administration/agreements/", {"q": "nobody"}).text
