"""Every page an administrator keeps the service with, at a desk and on a phone."""

import datetime as dt

import pytest
from django.urls import reverse

from prisons.liberation_rules import Rule
from prisons.models import Holiday, LiberationRulePeriod, LocalAuthority, Prison
from prisons.services.reference_data import load_reference_data
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.prisons import EpisodeFactory
from tests.factories.referrals import AgencyFactory, ProgrammeFactory, ServiceFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "Use the small door at the left of the main gate.\n\nAsk the desk for the agency list; it opens at 8:30am."


@pytest.fixture
def pages():
    """The addresses of all the administrator's pages, on reference data with a few entries of its own."""
    load_reference_data()
    prison = Prison.objects.get(code="BAR")
    Prison.objects.filter(pk=prison.pk).update(
        gate_address="81 Lee Avenue",
        gate_phone="01632 960 001",
        gate_arrangements=TEXT,
        visiting_arrangements=TEXT,
        visiting_weekdays=[2, 4],
        visit_notice_days=3,
        directions=TEXT,
        opened_date=dt.date(1882, 7, 1),
    )
    EpisodeFactory(prison=prison)
    area = LocalAuthority.objects.get(name="Glasgow City")
    this_year = dt.date.today().year  # noqa: DTZ011
    Holiday.objects.create(local_authority=area, day=dt.date(this_year, 7, 20), name="Fair Monday", source="Website")
    Holiday.objects.create(
        local_authority=area,
        day=dt.date(this_year, 8, 3),
        name="Summer",
        source="The council's website",
        observed=False,
    )
    agency = AgencyFactory(
        name="Roof Trust", phone="01632 960 002", email="desk@roof.example", website="https://roof.example", notes=TEXT
    )
    service = ServiceFactory(agency=agency, name="Night shelter", threshold="Anyone over 18", waiting_weeks=2)
    service.areas.set(LocalAuthority.objects.filter(name__startswith="East"))
    ServiceFactory(agency=agency, name="Winter beds", closed_date=dt.date(2026, 3, 31))
    programme = ProgrammeFactory(name="Upward", contract_places=120)
    rule = LiberationRulePeriod.objects.get(rule=Rule.SCOTLAND_SECTION_8.value)
    return {
        "administration": reverse("desk:administration"),
        "prison-list": reverse("prisons:prison_list") + "?state=closed",
        "prison-add": reverse("prisons:prison_add"),
        "prison-edit": reverse("prisons:prison_edit", args=[prison.pk]),
        "prison-close": reverse("prisons:prison_close", args=[prison.pk]),
        "area-list": reverse("prisons:area_list"),
        "area": reverse("prisons:area", args=[area.pk]),
        "area-holiday-add": reverse("liberations:area_holiday_add", args=[area.pk]),
        "area-switch-off": reverse("liberations:area_switch_off", args=[area.pk, f"{this_year}-12-25"]),
        "national": reverse("prisons:national", args=["scotland"]),
        "rule-list": reverse("prisons:rule_list"),
        "rule-edit": reverse("liberations:rule_edit", args=[rule.pk]),
        "agency-list": reverse("referrals:agency_list"),
        "agency": reverse("referrals:agency", args=[agency.pk]),
        "agency-edit": reverse("referrals:agency_edit", args=[agency.pk]),
        "agency-close": reverse("referrals:agency_close", args=[agency.pk]),
        "service-edit": reverse("referrals:service_edit", args=[service.pk]),
        "programme-list": reverse("referrals:programme_list"),
        "programme-edit": reverse("referrals:programme_edit", args=[programme.pk]),
        "prison": reverse("prisons:prison", args=[prison.pk]),
    }


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_the_administrator_are_accessible_and_fit(walker, size, pages):
    someone = walker(size)
    someone.sign_in(AdministratorFactory())

    for name, page in pages.items():
        if name == "prison":
            someone.sign_in(UserFactory())
        someone.go(page)
        someone.assert_fits_and_accessible()
