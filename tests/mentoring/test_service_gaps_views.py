import pytest
from django.urls import reverse

from mentoring.models import ServiceGap
from tests.factories.mentoring import AssessmentFactory, CaseFactory, MentorFactory
from tests.factories.referrals import OnwardReferralFactory, ServiceFactory
from tests.factories.sharing import ServiceGapFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
ON = {"on_day": "20", "on_month": "11", "on_year": "2026"}


@pytest.fixture
def case():
    case = CaseFactory(lead=MentorFactory())
    AssessmentFactory(case=case, scores={"accommodation": 2, "money": 3, "work": 1, "family": 9})
    return case


@pytest.fixture
def browser(as_user, case):
    return as_user(case.assignments.get().mentor.user)


def gap_of(case, area):
    return reverse("mentoring:gap_add", args=[case.pk, area])


def test_every_open_need_says_whether_it_is_linked(browser, case):
    onward = OnwardReferralFactory(person=case.person)
    ServiceGapFactory(case=case, area="money", reason="said-no")

    lines = browser.get(f"/cases/{case.pk}/services/").context["lines"]

    assert [(line.need.area, line.referrals, line.is_linked) for line in lines] == [
        ("accommodation", [onward], True),
        ("money", [], True),
        ("work", [], False),
    ]


def test_why_a_need_has_no_service_is_written_down_and_taken_back(browser, case):
    service = ServiceFactory(kind="work", name="Forge")
    ServiceFactory(kind="accommodation", name="Night stop")
    page = browser.get(gap_of(case, "work"))
    assert "Forge" in page.text and "Night stop" not in page.text

    typed = {"reason": "full", "service": service.pk, "note": "Until spring", **ON}
    shown = browser.post(gap_of(case, "work"), typed, follow=True)
    assert "Until spring" in shown.text

    browser.post(f"/service-gaps/{ServiceGap.objects.get().pk}/take-back/")
    assert not ServiceGap.objects.current().exists()


def test_a_service_is_kept_only_where_one_is_asked_for(browser, case):
    service = ServiceFactory(kind="work")

    browser.post(gap_of(case, "work"), {"reason": "said-no", "service": service.pk, **ON})

    assert ServiceGap.objects.get().service is None


def test_an_area_that_is_none_is_not_found(browser, case):
    assert browser.get(f"/cases/{case.pk}/services/weather/").status_code == 404


def test_without_a_need_the_page_says_what_to_do(as_user):
    case = CaseFactory(lead=MentorFactory())

    assert "No open need" in as_user(case.assignments.get().mentor.user).get(f"/cases/{case.pk}/services/").text
