"""The paper for the first day comes out of a browser's printer as it comes out of the PDF: one page."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from liberations.enums import AppointmentKind, TravelMode
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory, LegFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.referrals import PlaceFactory, PlacePictureFactory
from tests.liberations.pathway.sheets import PLACES
from tests.plugins.pages import PHONE

pytestmark = pytest.mark.browser
KINDS = list(AppointmentKind)


@pytest.fixture
def plan(transactional_db):
    """Eight appointments under long names, one beside the other, two with a picture."""
    day = timezone.localdate() + dt.timedelta(days=14)
    plan = DayPlanFactory(case=CaseFactory(lead=MentorFactory(), liberation_date=day))
    before = None
    for number in range(8):
        here = PlaceFactory(
            name=f"{PLACES[number % len(PLACES)]} {number}", address=f"{number} Harbour Street, Marlport"
        )
        if number < 2:
            PlacePictureFactory(place=here)
        if before:
            LegFactory(
                from_prison=None,
                from_place=before,
                to_place=here,
                mode=TravelMode.WALK,
                minutes=10,
                note="Along the harbour, then left at the church with the clock.",
            )
        AppointmentFactory(
            plan=plan,
            kind=KINDS[number],
            place=here,
            with_whom="Mairead NicDhòmhnaill",
            bring="your letter",
            minutes=20,
        )
        before = here
    return plan


def test_eight_appointments_are_printed_on_one_page(walker, plan):
    someone = walker()
    someone.sign_in(plan.case.assignments.get().mentor.user)
    someone.go(reverse("liberations:pathway", args=[plan.pk]))
    someone.assert_fits_and_accessible()

    printed = PdfReader(io.BytesIO(someone.page.pdf(prefer_css_page_size=True, format="A4")))

    text = "".join("".join(page.extract_text() for page in printed.pages).split())
    assert len(printed.pages) == 1
    assert "Yourfirstday" in text
    assert "It may have changed since.".replace(" ", "") in text
    for staffs_own in ("Throughgate", "Download", "Need help"):
        assert staffs_own.replace(" ", "") not in text


def test_the_paper_can_be_read_on_a_phone(walker, plan):
    someone = walker(PHONE, script=False)
    someone.sign_in(plan.case.assignments.get().mentor.user)
    someone.go(reverse("liberations:pathway", args=[plan.pk]))

    someone.assert_fits_and_accessible()
