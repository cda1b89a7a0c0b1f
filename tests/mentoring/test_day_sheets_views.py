import datetime as dt

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from mentoring.enums.meetings import MeetingState
from mentoring.models import Meeting
from people.enums import AlertKind
from people.models import Alert
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.people import IdentifierFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)
HELD = {"state": "held", "place": "private-room", "minutes": "40", "version": "1"}


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel("2026-11-24 15:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def prison():
    return PrisonFactory(name="HMP Marlhouse")


@pytest.fixture
def page(client, mentor):
    client.force_login(mentor.user)
    return client


@pytest.fixture
def visits(mentor, prison):
    """Three of the mentor's people on one day, the latest first."""
    return [booked(mentor, prison, f"Given{n}", at_time=dt.time(11 - n, 30), hall=f"Hall {n}") for n in range(3)]


def booked(mentor, prison, name, *, hall="", on_date=TODAY, **fields):
    case = CaseFactory(
        lead=mentor,
        referral__episode__prison=prison,
        liberation_date=TODAY + 20 * DAY,
        referral__episode__person__given_names=name,
    )
    case.episode.stays.update(hall=hall)
    return MeetingFactory(case=case, mentor=mentor, prison=prison, on_date=on_date, **fields)


def sheet(prison, day=TODAY):
    return reverse("mentoring:day_sheet", args=[prison.pk, day.isoformat()])


def results(prison, day=TODAY):
    return reverse("mentoring:day_results", args=[prison.pk, day.isoformat()])


def typed(meeting, **said):
    return {f"{meeting.pk}-{name}": value for name, value in ({"version": "1"} | said).items()}


def held(meeting, **more):
    return typed(meeting, **HELD | more)


def text(response):
    return " ".join(response.content.decode().split())


def states(*meetings):
    return [Meeting.objects.get(pk=each.pk).state for each in meetings]


def test_sheet_holds_who_number_hall_time_and_what_staff_must_know(page, mentor, prison, visits):
    person = visits[2].case.person
    number = IdentifierFactory(person=person).value
    told = {"kind": AlertKind.HEALTH, "text": "Carries an inhaler.", "source": "Nurse"}
    Alert.objects.create(
        person=person, recorded_by=mentor.user, recorded_at="2026-10-01T09:00Z", review_date=TODAY, **told
    )

    response = page.get(sheet(prison))

    assert [row.pk for row in response.context["rows"]] == [visits[2].pk, visits[1].pk, visits[0].pk]
    shown = text(response)
    for words in (person.full_name, number, "Hall 2", "9:30am", "Carries an inhaler.", "0 visits held, 3 needed"):
        assert words in shown
    assert Event.objects.filter(verb=Verb.LISTED).get().shown == [row.case.person_id for row in reversed(visits)]


def test_the_title_that_a_browser_prints_names_no_prison(page, prison, visits):
    shown = text(page.get(sheet(prison)))

    assert "<title>Day sheet, 24 Nov 2026 – Throughgate</title>" in shown
    assert '<p class="muted no-print">HMP Marlhouse</p>' in shown


def test_only_ones_own_people_in_that_prison_on_that_day_are_on_it(page, mentor, prison, visits):
    booked(mentor, PrisonFactory(), "Elsewhere")
    booked(mentor, prison, "Tomorrow", on_date=TODAY + DAY)
    booked(MentorFactory(), prison, "Notmine")

    assert len(page.get(sheet(prison)).context["rows"]) == 3


def test_somebody_who_was_moved_is_pointed_out(page, prison, visits):
    visits[0].case.episode.stays.update(prison=PrisonFactory(name="HMP Elsewhere"))

    assert "Moved to HMP Elsewhere" in text(page.get(sheet(prison)))


@pytest.mark.parametrize("day", ["2026-13-01", "today", "20261124x"])
def test_a_day_that_is_none_is_not_found(page, prison, day):
    assert page.get(f"/visits/{prison.pk}/{day}/").status_code == 404
    assert page.get(f"/visits/{prison.pk}/{day}/results/").status_code == 404


def test_one_row_is_saved_alone(page, prison, visits):
    response = page.post(results(prison), held(visits[2], note="Wants work.") | {"save": str(visits[2].pk)})

    assert response.url == f"{results(prison)}#row-{visits[1].pk}"
    assert [str(each) for each in get_messages(response.wsgi_request)] == ["1 visit written up. 2 left."]
    meeting = Meeting.objects.get(pk=visits[2].pk)
    assert (meeting.state, meeting.note, meeting.minutes) == (MeetingState.HELD, "Wants work.", 40)
    assert states(*visits[:2]) == [MeetingState.PLANNED] * 2


def test_what_is_typed_in_other_rows_stays(page, prison, visits):
    data = held(visits[2]) | typed(visits[1], state="held", note="Half a note") | {"save": str(visits[2].pk)}

    response = page.post(results(prison), data)

    assert response.status_code == 200
    rows = {row.pk: row for row in response.context["rows"]}
    assert rows[visits[2].pk].state == MeetingState.HELD
    kept = rows[visits[1].pk].form
    assert (kept["note"].value(), kept["state"].value(), kept.errors) == ("Half a note", "held", {})
    assert "Half a note</textarea>" in response.content.decode()
    assert states(visits[1]) == [MeetingState.PLANNED]


def test_all_that_are_filled_in_are_saved_and_the_others_wait(page, prison, visits):
    said = typed(visits[1], state="cancelled-by-prison", cancel_reason="regime")

    response = page.post(results(prison), held(visits[2]) | said | typed(visits[0], minutes="45") | {"save": "all"})

    assert response.status_code == 302
    assert states(*visits) == [MeetingState.PLANNED, MeetingState.CANCELLED_BY_PRISON, MeetingState.HELD]


def test_a_wrong_row_is_named_and_the_right_one_is_saved(page, prison, visits):
    data = held(visits[2]) | typed(visits[1], state="held", minutes="40") | {"save": "all"}

    response = page.post(results(prison), data)

    assert states(visits[2], visits[1]) == [MeetingState.HELD, MeetingState.PLANNED]
    assert "<title>Error: " in text(response)
    assert f'href="#id_{visits[1].pk}-place_0"' in response.content.decode()


def test_the_last_row_leads_back_to_the_first_page(page, prison, visits):
    data = {"save": "all"}
    for visit in visits:
        data |= held(visit, next="1")

    response = page.post(results(prison), data)

    assert response.url == "/"
    assert states(*visits) == [MeetingState.HELD] * 3
    assert set(Meeting.objects.planned().values_list("on_date", "at_time")) == {
        (TODAY + 7 * DAY, visit.at_time) for visit in visits
    }


def test_what_somebody_else_wrote_meanwhile_is_shown_beside_ones_own(page, prison, visits):
    page.post(results(prison), held(visits[0]) | {"save": str(visits[0].pk)})

    response = page.post(results(prison), typed(visits[0], state="refused") | {"save": str(visits[0].pk)})

    assert "Someone else changed this" in text(response)
    assert states(visits[0]) == [MeetingState.HELD]


def test_a_row_that_is_not_on_the_sheet_changes_nothing(page, prison, visits):
    other = booked(MentorFactory(), prison, "Notmine")

    response = page.post(results(prison), held(other) | {"save": str(other.pk)})

    assert (response.status_code, states(other)) == (200, [MeetingState.PLANNED])


def test_a_day_to_come_is_moved_or_cancelled_and_not_written_up(page, prison, mentor):
    visit = booked(mentor, prison, "Later", on_date=TODAY + DAY)

    response = page.get(results(prison, TODAY + DAY))

    assert "This day has not come yet" in text(response)
    assert reverse("mentoring:contact_cancel", args=[visit.pk]) in response.content.decode()


def test_days_are_listed_with_how_many_to_see(page, prison, mentor, visits):
    late = booked(mentor, prison, "Late", on_date=TODAY - 3 * DAY)
    booked(mentor, prison, "Done", on_date=TODAY - 4 * DAY, held=True)

    response = page.get(reverse("mentoring:sheet_days"))

    assert [(row["on_date"], row["people"]) for row in response.context["page"]] == [(late.on_date, 1), (TODAY, 3)]
    assert late.case.person.full_name not in text(response)
    other = page.get(reverse("mentoring:sheet_days"), {"prison": PrisonFactory().pk, "sort": "-people"})
    assert "No days in prison" in text(other)


def test_a_visit_planned_for_after_support_ended_is_on_no_sheet(page, prison, mentor, visits):
    ended = booked(mentor, prison, "Ended", on_date=TODAY + DAY)
    ended.case.closed_date = TODAY
    ended.case.save(update_fields=["closed_date"])
    visits[0].case.closed_date = TODAY
    visits[0].case.save(update_fields=["closed_date"])

    response = page.get(reverse("mentoring:sheet_days"))
    later = page.get(sheet(prison, TODAY + DAY))

    assert [(row["on_date"], row["people"]) for row in response.context["page"]] == [(TODAY, 3)]
    assert ended.case.person.full_name not in text(later)
