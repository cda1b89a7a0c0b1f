import csv
import datetime as dt
import io

import pytest

from core.lists import PER_PAGE
from mentoring.enums.held_places import SeeTo, StayState
from mentoring.models import HeldPlace, PlaceStay
from mentoring.selectors.held_places import free_for, with_see_to
from mentoring.services.place_reminders import PlacesReminded, remind_of_places
from mentoring.services.place_stays import move_stay
from notifications.enums import Kind
from notifications.models import Message
from notifications.texts import text_of
from tests.factories.accounts import AdministratorFactory, ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory
from tests.factories.referrals import ProgrammeFactory, ServiceFactory
from tests.factories.sharing import HeldPlaceFactory, PlaceStayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
TODAY, DAY = dt.date(2026, 11, 22), dt.timedelta(days=1)
OUT = {"referral__episode__released_date": dt.date(2026, 11, 2), "referral__episode__released_how": "gate"}


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def case(programme):
    return CaseFactory(lead=MentorFactory(user__team=programme.team), referral__programme=programme, **OUT)


@pytest.fixture
def browser(as_user, case):
    return as_user(case.assignments.get().mentor.user)


def day(name, number):
    return {f"{name}_day": str(number), f"{name}_month": "11", f"{name}_year": "2026"}


def test_a_place_is_offered_taken_kept_and_given_back(browser, case):
    place = HeldPlaceFactory(team=case.programme.team, name="Room 3")
    assert "Room 3" in browser.get(f"/cases/{case.pk}/held-places/").text

    stay = browser.post(f"/cases/{case.pk}/held-places/", {"place": place.pk, **day("on", 20)}).url
    browser.post(stay, {"state": "taken", **day("on", 21)})
    browser.post(stay, {"state": "held", **day("held_until", 30), **day("on", 22)})

    row = PlaceStay.objects.get()
    assert (row.state, row.held_until) == (StayState.HELD, dt.date(2026, 11, 30))
    undone = browser.post(f"{stay}undo/", {"step": "3"}, follow=True)
    row.refresh_from_db()
    assert row.state == StayState.TAKEN
    assert "taken back by" in undone.text


def test_refusals_stand_on_the_form(browser, case):
    stay = PlaceStayFactory(case=case, state=StayState.TAKEN)

    page = browser.post(stay.get_absolute_url(), {"state": "left", **day("on", 22)})

    assert "Choose an answer to “Why did they leave?”" in page.text
    assert PlaceStay.objects.get().state == StayState.TAKEN


def situation(name, programme):
    back = {"referral__programme": programme}
    if name == "back inside":
        return PlaceStayFactory(case=CaseFactory(**back), state=StayState.TAKEN)
    if name == "still out":
        return PlaceStayFactory(case=CaseFactory(**back, **OUT), state=StayState.TAKEN)
    if name == "came back again":
        stay = PlaceStayFactory(case=CaseFactory(**back, **OUT), state=StayState.TAKEN)
        EpisodeFactory(person=stay.case.person)
        return stay
    if name == "out again":
        return PlaceStayFactory(case=CaseFactory(**back, **OUT), state=StayState.HELD)
    if name.startswith("kept"):
        until = TODAY + int(name.split()[1]) * DAY
        return PlaceStayFactory(case=CaseFactory(**back), state=StayState.HELD, held_until=until)
    if name == "ended":
        return PlaceStayFactory(case=CaseFactory(**back, **OUT, closed_date=TODAY), state=StayState.TAKEN)
    late = TODAY - DAY if name == "not answered" else TODAY
    return PlaceStayFactory(case=CaseFactory(**back, **OUT), answer_by=late)


@pytest.mark.parametrize(
    ("name", "see_to"),
    [
        ("back inside", SeeTo.BACK_INSIDE),
        ("came back again", SeeTo.BACK_INSIDE),
        ("still out", ""),
        ("out again", SeeTo.OUT_AGAIN),
        ("kept 3 days", SeeTo.RUNS_OUT),
        ("kept 4 days", ""),
        ("ended", SeeTo.ENDED),
        ("not answered", SeeTo.ANSWER),
        ("to answer today", ""),
    ],
)
def test_what_has_to_be_seen_to(name, see_to, programme):
    stay = situation(name, programme)

    assert with_see_to(PlaceStay.objects.all(), TODAY).get(pk=stay.pk).see_to == see_to


def test_board_names_only_whom_one_may_open_and_filters(as_user, programme, case):
    mentor = case.assignments.get().mentor.user
    PlaceStayFactory(case=case, state=StayState.TAKEN, place__name="Room 1")
    other = CaseFactory(referral__programme=programme)
    PlaceStayFactory(case=other, state=StayState.TAKEN, place__name="Room 2")
    HeldPlaceFactory(team=programme.team, name="Room 3")
    HeldPlaceFactory(name="Not ours")

    page = as_user(mentor).get("/held-places/")
    manager = as_user(ManagerFactory(team=programme.team)).get("/held-places/?see_to=back-inside")

    assert [place.name for place in page.context["page"]] == ["Room 1", "Room 2", "Room 3"]
    assert (case.person.full_name in page.text, other.person.full_name in page.text) == (True, False)
    assert [(place.name, place.stay.case) for place in manager.context["page"]] == [("Room 2", other)]
    assert [count for count, _, _ in page.context["counts"]] == [1, 0, 2, 0]


def test_place_that_somebody_has_is_not_free_on_its_second_page(browser, case, programme):
    place = HeldPlaceFactory(team=programme.team)
    for n in range(1, PER_PAGE + 1):
        first = TODAY - n * DAY
        PlaceStayFactory(case=case, place=place, state=StayState.LEFT, from_date=first, until_date=first + DAY)
    PlaceStayFactory(case=case, place=place, state=StayState.TAKEN, from_date=TODAY)

    page = browser.get(f"{place.get_absolute_url()}?page=2").text

    assert "To offer it" not in page


def test_file_names_nobody(as_user, programme, case):
    PlaceStayFactory(case=case, state=StayState.TAKEN, place__name="Room 1")
    other = PlaceStayFactory(case__referral__programme=programme, place__name="Room 2")

    response = as_user(case.assignments.get().mentor.user).get("/held-places.csv")

    rows = list(csv.reader(io.StringIO(response.text.lstrip("\ufeff"))))[1:]
    assert sorted((row[2], row[5], row[-1]) for row in rows) == [
        ("Room 1", "Taken", case.reference),
        ("Room 2", "Offered", ""),
    ]
    assert case.person.family_name not in response.text
    assert other.case.person.family_name not in response.text


def test_free_places_of_the_team_come_with_their_area_first(programme, case):
    area = LocalAuthorityFactory()
    case.episode.return_area = area
    case.episode.save()
    far, near = HeldPlaceFactory(team=programme.team), HeldPlaceFactory(team=programme.team, area=area)
    HeldPlaceFactory(team=programme.team, closed_date=TODAY)
    PlaceStayFactory(case__referral__programme=programme)
    left = PlaceStayFactory(case__referral__programme=programme, state=StayState.LEFT).place

    found = list(free_for(case, TODAY))

    assert found[0] == near
    assert set(found[1:]) == {far, left}


def test_administrators_keep_the_list_and_see_nobody(as_user, programme, case):
    PlaceStayFactory(case=case, state=StayState.TAKEN)
    browser = as_user(AdministratorFactory())
    service = ServiceFactory()
    typed = {"service": service.pk, "team": programme.team_id, "name": "Flat 2", "kind": "flat"}

    browser.post("/administration/held-places/add/", typed)
    place = HeldPlace.objects.get(name="Flat 2")
    browser.post(f"/administration/held-places/{place.pk}/edit/", typed | {"notes": "No dogs", "version": "1"})
    browser.post(f"/administration/held-places/{place.pk}/close/")

    place.refresh_from_db()
    assert (place.notes, place.closed_date) == ("No dogs", TODAY)
    assert case.person.family_name not in browser.get("/administration/held-places/").text
    assert (
        "once it is free"
        in browser.post(f"/administration/held-places/{PlaceStay.objects.get().place_id}/close/", follow=True).text
    )


def test_the_record_shows_their_place_after_release(browser, case):
    stay = PlaceStayFactory(case=case, state=StayState.TAKEN, place__name="Room 7")

    text = browser.get(f"/people/{case.person_id}/?tab=after").text

    assert "Room 7" in text
    assert stay.get_absolute_url() in text


def test_the_mentor_or_else_the_managers_are_told_once_until_it_is_seen_to(case, programme):
    stay = PlaceStayFactory(case=case, state=StayState.HELD)
    manager = ManagerFactory(team=programme.team)
    PlaceStayFactory(case=CaseFactory(referral__programme=programme), state=StayState.TAKEN)

    assert remind_of_places(by=None) == PlacesReminded(posted=2)
    assert remind_of_places(by=None) == PlacesReminded()

    told = Message.objects.filter(kind=Kind.PLACE)
    assert {message.recipient for message in told} == {case.assignments.get().mentor.user, manager}
    assert case.person.family_name not in "".join(text_of(message).sentence for message in told)
    move_stay(stay=stay, state=StayState.TAKEN, by=manager)
    assert remind_of_places(by=None) == PlacesReminded(withdrawn=1)


def test_the_timeline_tells_what_became_of_a_place(browser, case):
    PlaceStayFactory(case=case, state=StayState.HELD, place__name="Room 7", held_until=dt.date(2026, 12, 1))

    text = browser.get(f"/people/{case.person_id}/?tab=timeline").text

    assert "Offered a place: Room 7" in text
    assert "Place kept while in custody: Room 7, until 1 Dec 2026" in text
