import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from prisons.models import Holiday, LiberationRulePeriod
from prisons.services.reference_data import load_reference_data
from prisons.services.release_dates import record_release_date
from tests.factories.accounts import AdministratorFactory, ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False):
        user = AdministratorFactory()
        client.force_login(user)
        yield user


def area_url(name, area, **more):
    app = "prisons" if name == "area" else "liberations"
    return reverse(f"{app}:{name}", kwargs={"area_id": area.pk, **more})


def typed(day, month, year=2026, **more):
    boxes = {"first_day_day": day, "first_day_month": month, "first_day_year": year}
    return {**boxes, "name": "Fair Monday", "source": "Council website", **more}


def test_local_holiday_added_by_form_twice_is_one_entry(client, administrator):
    area, form = LocalAuthorityFactory(), typed(20, 7, new_id=uuid.uuid4())

    answers = [client.post(area_url("area_holiday_add", area), form).url for _ in range(2)]

    assert answers == [area_url("area", area) + "?year=2026"] * 2
    assert [(entry.day, entry.local_authority) for entry in Holiday.objects.all()] == [(dt.date(2026, 7, 20), area)]


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        (typed(31, 6), {"first_day": ["The day, or first day must be a real date, like 29 11 2026"]}),
        (typed(26, 12), {"first_day": ["Offices are closed on Sat 26 Dec 2026 already: there is nothing to enter."]}),
        (
            typed(20, 7, last_day_day=19, last_day_month=7, last_day_year=2026),
            {"last_day": ["The last day must not be before the first day"]},
        ),
    ],
)
def test_holiday_on_an_impossible_day_is_told_so(client, administrator, form, errors):
    response = client.post(area_url("area_holiday_add", LocalAuthorityFactory()), {**form, "new_id": uuid.uuid4()})

    assert response.context["form"].errors == errors


def test_source_of_the_last_entry_is_offered_again(client, administrator):
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day="2026-07-20", name="Fair Monday", source="Council website")

    response = client.get(area_url("area_holiday_add", area))

    assert response.context["form"]["source"].value() == "Council website"


def test_national_day_switched_off_and_on_for_an_area(client, administrator):
    area = LocalAuthorityFactory()
    url = area_url("area_switch_off", area, day="2026-05-04")

    asked = client.get(url).content.decode()
    client.post(url, {"source": "Council website"})
    entry = Holiday.objects.get()
    client.post(reverse("liberations:holiday_remove", kwargs={"holiday_id": entry.pk}))
    again = client.post(reverse("liberations:holiday_remove", kwargs={"holiday_id": entry.pk}))

    assert "Monday 4 May 2026" in asked
    assert (entry.day, entry.observed, entry.local_authority) == (dt.date(2026, 5, 4), False, area)
    assert (Holiday.objects.count(), again.status_code) == (0, 302)


@pytest.mark.parametrize("day", ["2026-05-05", "2026-02-30", "soon"])
def test_day_without_a_holiday_has_no_page_to_switch_it_off(client, administrator, day):
    assert client.get(area_url("area_switch_off", LocalAuthorityFactory(), day=day)).status_code == 404


def test_proclaimed_day_is_added_for_the_whole_jurisdiction(client, administrator):
    url = reverse("liberations:national_holiday_add", kwargs={"jurisdiction": "england-wales"})

    response = client.post(url, typed(14, 6, 2027, new_id=uuid.uuid4()))

    entry = Holiday.objects.get()
    assert response.url == reverse("prisons:national", kwargs={"jurisdiction": "england-wales"}) + "?year=2027"
    assert (entry.jurisdiction, entry.local_authority, entry.day) == ("england-wales", None, dt.date(2027, 6, 14))


def test_national_day_is_switched_off_everywhere(client, administrator):
    url = reverse("liberations:national_switch_off", kwargs={"jurisdiction": "scotland", "day": "2026-05-04"})

    client.post(url, {"source": "Gazette"})

    entry = Holiday.objects.get()
    assert (entry.local_authority, entry.observed) == (None, False)


def ending(day, area, **told):
    case = CaseFactory(
        liberation_date=None, referral__episode__return_area=area, referral__episode__person__family_name="Canary"
    )
    record_release_date(
        episode=case.episode, kind="sentence", source="letter", sentence_date=day, by=ManagerFactory(), **told
    )
    return case


def confirmed(response):
    """What the button of the preview sends."""
    return {**dict(response.context["carried"]), "seen": response.context["seen"]}


def test_preview_shows_references_and_days_by_prison_and_no_name(client, administrator):
    area = LocalAuthorityFactory()
    case = ending(dt.date(2027, 2, 12), area)

    response = client.post(area_url("area_holiday_add", area), typed(12, 2, 2027, new_id=uuid.uuid4()))

    text = response.content.decode()
    prison = case.episode.stays.get().prison
    assert (response.context["people"], response.context["prisons"]) == (1, [(prison.name, 1)])
    assert f"TG-{case.number}" in text
    assert "Fri 12 Feb 2027 → <b>Thu 11 Feb 2027</b> <small>brought forward 1 day</small>" in text
    assert "Canary" not in text
    assert f"/people/{case.person_id}" not in text
    assert Holiday.objects.count() == 0
    assert Event.objects.get(verb=Verb.LISTED).shown == [case.person_id]


def test_button_of_the_preview_changes_it_and_moves_them(client, administrator):
    area = LocalAuthorityFactory()
    case = ending(dt.date(2027, 2, 12), area)
    url = area_url("area_holiday_add", area)
    shown = client.post(url, typed(12, 2, 2027, new_id=uuid.uuid4()))

    answers = [client.post(url, confirmed(shown)).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Holiday.objects.get().name == "Fair Monday"
    assert case.episode.release_dates.current().get().liberation_date == dt.date(2027, 2, 11)


def test_preview_that_is_old_is_shown_anew(client, administrator):
    area = LocalAuthorityFactory()
    ending(dt.date(2027, 2, 12), area)
    url = area_url("area_holiday_add", area)
    shown = client.post(url, typed(12, 2, 2027, new_id=uuid.uuid4()))
    ending(dt.date(2027, 2, 13), area)

    again = client.post(url, confirmed(shown))

    assert (again.context["stale"], again.context["people"]) == (True, 2)
    assert b"Something changed since you looked." in again.content
    assert client.post(url, confirmed(again)).status_code == 302


def test_removing_and_switching_off_are_previewed_too(client, administrator):
    area = LocalAuthorityFactory()
    entry = Holiday.objects.create(local_authority=area, day="2027-02-12", name="Fair Friday", source="Council")
    ending(dt.date(2027, 2, 12), area)
    ending(dt.date(2027, 5, 3), area)
    remove = reverse("liberations:holiday_remove", kwargs={"holiday_id": entry.pk})
    off = area_url("area_switch_off", area, day="2027-05-03")

    shown = [client.post(remove), client.post(off, {"source": "Council"})]

    assert [response.context["people"] for response in shown] == [1, 1]
    assert [
        client.post(url, confirmed(response)).status_code for url, response in zip((remove, off), shown, strict=True)
    ] == [302, 302]
    assert [(entry.day, entry.observed) for entry in Holiday.objects.all()] == [(dt.date(2027, 5, 3), False)]


def test_person_without_a_case_has_no_reference_in_the_preview(client, administrator):
    episode = EpisodeFactory(return_area=LocalAuthorityFactory())
    record_release_date(
        episode=episode, kind="sentence", source="letter", sentence_date=dt.date(2027, 2, 12), by=ManagerFactory()
    )

    response = client.post(area_url("area_holiday_add", episode.return_area), typed(12, 2, 2027, new_id=uuid.uuid4()))

    assert b"No case yet" in response.content


def test_preview_takes_the_same_queries_for_one_and_for_twenty(client, administrator):
    area = LocalAuthorityFactory()

    def queries(number):
        for _ in range(number):
            ending(dt.date(2027, 2, 12), area)
        with CaptureQueriesContext(connection) as captured:
            client.post(area_url("area_holiday_add", area), typed(12, 2, 2027, new_id=uuid.uuid4()))
        return len(captured)

    queries(1)
    assert queries(1) == queries(18)


def test_section_8_is_previewed_with_the_reason_of_each_day(client, administrator):
    load_reference_data()
    ending(dt.date(2027, 2, 12), None)
    period = LiberationRulePeriod.objects.get(rule="scotland-section-8")
    day = {"from_date_day": 1, "from_date_month": 1, "from_date_year": 2027, "version": 1}

    url = reverse("liberations:rule_edit", kwargs={"period_id": period.pk})
    shown = client.post(url, day)

    assert b"section 8 rules out Fri 12 to Sun 14 Feb" in shown.content
    assert client.post(url, confirmed(shown)).status_code == 302
    period.refresh_from_db()
    assert period.from_date == dt.date(2027, 1, 1)
