import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from audit.models import Event
from core.templatetags.ui import tag
from mentoring.models import FirstNight, ReadinessItem
from mentoring.readiness.standard_list import FIRST_NIGHT
from mentoring.services.first_nights import record_first_night
from mentoring.services.readiness import record_item
from mentoring.services.readiness_kinds import start_standard_list
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.readiness import FirstNightFactory, ReadinessKindFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def case():
    return CaseFactory(liberation_date=dt.date(2026, 12, 17))


@pytest.fixture
def manager(client, case):
    user = ManagerFactory(team=case.programme.team)
    client.force_login(user)
    return user


@pytest.fixture
def kind(case):
    return ReadinessKindFactory(programme=case.programme, name="Bank account", lead_days=56)


def item_url(case, kind):
    return reverse("mentoring:ready_item", args=[case.pk, kind.pk])


def tab(client, case):
    response = client.get(f"{case.get_absolute_url()}?tab=ready")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def asked(day="23"):
    return {"asked_date_day": day, "asked_date_month": "11", "asked_date_year": "2026"}


def test_tab_shows_what_is_overdue_and_who_sees_to_it(client, case, kind, manager):
    page = tab(client, case)

    assert tag("at-risk", "Overdue").strip() in page
    assert '<span class="overdue">1 overdue</span>' in page
    assert item_url(case, kind) in page


def test_tab_without_a_list_says_who_starts_it(client, case, manager):
    assert "Ask an administrator to start it." in tab(client, case)


def test_tab_says_that_the_gate_is_required_with_nowhere_to_stay(client, case, manager):
    start_standard_list(programme=case.programme, by=manager)
    before = tab(client, case)
    FirstNightFactory(case=case)

    assert "The gate meeting is required" not in before
    assert "The gate meeting is required" in tab(client, case)


def test_item_is_saved_and_shown_with_its_history(client, case, kind, manager):
    response = client.post(
        item_url(case, kind),
        {"version": "0", "state": "asked", **asked(), "asked_of": "The branch", "owner": "partner", "note": ""},
    )

    assert response["Location"] == f"{case.get_absolute_url()}?tab=ready"
    assert "Asked on 23 Nov 2026: The branch." in tab(client, case)
    page = client.get(item_url(case, kind)).content.decode()
    assert "Take this back" in page


def test_item_on_hold_needs_a_reason_and_a_day(client, case, kind, manager):
    typed = {"version": "0", "state": "to-do", "owner": "mentor", "on_hold": "on", "hold_reason": "court"}

    refused = client.post(item_url(case, kind), typed)
    saved = client.post(
        item_url(case, kind), typed | {"hold_until_day": "1", "hold_until_month": "12", "hold_until_year": "2026"}
    )

    assert (refused.status_code, saved.status_code) == (200, 302)
    item = ReadinessItem.objects.get()
    assert (item.hold_reason, item.hold_until) == ("court", dt.date(2026, 12, 1))
    assert "On hold until 1 Dec 2026: a court date comes first." in tab(client, case)


def test_refusal_stands_at_its_question(client, case, kind, manager):
    page = client.post(item_url(case, kind), {"version": "0", "state": "asked", **asked("24"), "owner": "mentor"})

    assert page.context["form"].errors["asked_date"] == ["It cannot have been asked for on a day that has not come."]


def test_item_changed_meanwhile_shows_both(client, case, kind, manager):
    record_item(case=case, kind=kind, read_at_version=0, state="not-needed", by=manager)

    page = client.post(
        item_url(case, kind), {"version": "0", "state": "in-place", "evidence": "Card seen", "owner": "mentor"}
    )

    assert page.status_code == 200
    assert "“How does it stand?” is now “Not needed”. You wrote “In place”" in page.content.decode()
    assert ReadinessItem.objects.get().state == "not-needed"


def test_step_taken_back_leads_to_the_item(client, case, kind, manager):
    item = record_item(case=case, kind=kind, read_at_version=0, state="not-needed", by=manager)

    response = client.post(reverse("mentoring:ready_take_back", args=[item.steps.get().pk]))

    assert response["Location"] == item_url(case, kind)
    assert ReadinessItem.objects.get().state == "not-asked"


def test_list_is_gone_through_and_what_is_left_open_stays_open(client, case, kind, manager):
    other = ReadinessKindFactory(programme=case.programme, name="Phone")
    url = reverse("mentoring:ready_ask", args=[case.pk])
    page = client.get(url)
    without_words = client.post(url, {f"state_{kind.pk}": "in-place", f"state_{other.pk}": ""})
    response = client.post(
        url, {f"state_{kind.pk}": "in-place", f"evidence_{kind.pk}": "Card seen", f"state_{other.pk}": ""}
    )

    assert [question.kind for question in page.context["form"].questions()] == [kind, other]
    assert "Say how you know that it is in place: Bank account" in without_words.content.decode()
    assert response.status_code == 302
    assert list(ReadinessItem.objects.values_list("kind__name", "state", "evidence")) == [
        ("Bank account", "in-place", "Card seen")
    ]
    assert [question.kind for question in client.get(url).context["form"].questions()] == [other]


def test_first_night_needs_only_the_first_answer(client, case, manager):
    url = reverse("mentoring:first_night", args=[case.pk])

    response = client.post(url, {"version": "0", "lodging": "hostel", "called_safe": "not-asked"}, follow=True)

    assert FirstNight.objects.get().lodging == "hostel"
    assert [str(message) for message in response.context["messages"]] == [
        "Saved. Still to find out: the address, who confirmed it, when it was confirmed, when to be there, "
        "how they get in and whether they call it safe."
    ]


def test_first_night_changed_meanwhile_shows_both(client, case, manager):
    record_first_night(case=case, read_at_number=0, lodging="nowhere", by=manager)

    page = client.post(
        reverse("mentoring:first_night", args=[case.pk]),
        {"version": "0", "lodging": "hostel", "called_safe": "not-asked"},
    )

    assert "is now “Nowhere to stay yet”. You wrote “Hostel”" in page.content.decode()


def test_bed_on_the_list_opens_the_first_night(client, case, manager):
    bed = ReadinessKindFactory(programme=case.programme, code=FIRST_NIGHT)

    assert client.get(item_url(case, bed))["Location"] == reverse("mentoring:first_night", args=[case.pk])


def test_item_of_another_programme_is_not_found(client, case, manager):
    assert client.get(item_url(case, ReadinessKindFactory())).status_code == 404


def test_sheet_for_the_person_names_no_prison(client, case, kind, manager):
    record_item(case=case, kind=kind, read_at_version=0, state="to-do", by=manager)
    licence = ReadinessKindFactory(programme=case.programme, name="Licence", on_sheet=False)
    record_item(case=case, kind=licence, read_at_version=0, state="to-do", by=manager)
    prison = case.episode.stays.get().prison

    page = client.get(reverse("mentoring:ready_sheet", args=[case.pk])).content.decode()

    assert "<b>Bank account</b>: your mentor" in page
    assert "Licence" not in page
    assert "Thursday 17 December 2026" in page
    assert prison.name not in page
    assert Event.objects.filter(action="mentoring:ready_sheet", person_key=case.person_id).count() == 1


def test_answer_to_a_version_that_never_was_is_shown_again(client, case, kind, manager):
    response = client.post(item_url(case, kind), {"version": "7", "state": "to-do", "owner": "mentor", "note": "Rang."})

    assert (response.status_code, response.context["form"]["note"].value()) == (200, "Rang.")
    assert not ReadinessItem.objects.exists()
