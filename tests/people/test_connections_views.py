"""What the pages show to somebody who knows a person outside their work: nothing at all, at any address."""

import datetime as dt

import pytest
from django.urls import reverse

from notifications.enums import Kind
from people.models import PersonalConnection
from people.services.connections import declare_connection
from tests.access import World, address
from tests.access_rows import TABLE
from tests.answers import answers
from tests.factories.liberations import GateLiberationFactory, LiberationListFactory, ListRowFactory
from tests.factories.mentoring import MeetingFactory, MentorFactory
from tests.factories.moving_on import AbsenceCoverFactory, AbsenceFactory, HandoverFactory
from tests.factories.notifications import MessageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-12-16T10:00Z", tick=False)]
MARK = "Zwyllenqueth"


@pytest.fixture
def world():
    """The person is about to leave, with a visit, a gate and a notice, under a name that stands out."""
    world = World()
    type(world.person).objects.filter(pk=world.person.pk).update(
        family_name=MARK, given_names=MARK, known_as=MARK, phone="0141 496 0188"
    )
    MeetingFactory(case=world.case, mentor=world.mentor, on_date=dt.date(2026, 12, 16))
    GateLiberationFactory(case=world.case, decision="wanted", mentor=world.mentor)
    for user in (world.community_mentor, world.prison_mentor, world.manager):
        MessageFactory(
            recipient=user,
            kind=Kind.RELEASE_REMINDER,
            person_key=world.person.pk,
            subject_key=world.case.pk,
            reference=world.case.reference,
        )
    return world


@pytest.mark.parametrize("actor", ["community mentor", "prison mentor", "manager"])
def test_who_knows_the_person_meets_them_on_no_page(world, as_user, actor):
    user = world.users[actor]
    client = as_user(user)
    # The address of each page is made before: what it is about belongs to the person.
    about = {name: address(name, row, world) for name, row in TABLE.items() if row.kind is None or _of_them(row, world)}
    before = _shown(client, about)

    declare_connection(person=world.person, user=user, how="family", by=user)

    assert before
    assert _shown(client, about) == []


def _of_them(row, world):
    return row.kind.__name__ in {"person", "case", "meeting", "held_meeting", "episode"}


def _shown(client, about):
    """The pages that say who they are, by name or by reference."""
    found = []
    for name, url in about.items():
        response = client.get(url)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if response.status_code == 200 and (MARK in content.decode() or "0141 496 0188" in content.decode()):
            found.append(name)
    return found


def test_row_of_a_prisons_list_is_not_shown_to_who_knows_the_person(world, as_user):
    made = LiberationListFactory(team=world.team)
    ListRowFactory(list=made, person=world.person, family_name=MARK)
    url = reverse("liberations:list", args=[made.pk])
    client = as_user(world.prison_mentor)
    before = client.get(url).content.decode()

    declare_connection(person=world.person, user=world.prison_mentor, how="family", by=world.prison_mentor)

    assert (MARK in before, MARK in client.get(url).content.decode()) == (True, False)
    assert MARK not in client.get(reverse("liberations:list_export", args=[made.pk])).content.decode()
    assert MARK in as_user(world.manager).get(url).content.decode()


def test_declaring_closes_the_record_and_pressing_again_does_no_harm(world, as_user):
    client = as_user(world.community_mentor)
    url = reverse("people:connection_declare", args=[world.person.pk])
    data = answers(client.get(url).context["form"], how="self")

    once = client.post(url, data)
    again = client.post(url, data)

    assert (once["Location"], again["Location"]) == ("/", "/")
    assert PersonalConnection.objects.get().how == "self"
    assert [client.get(url).status_code, client.get(world.person.get_absolute_url()).status_code] == [404, 404]


def test_own_page_names_nobody_and_says_what_was_declared(world, as_user):
    declare_connection(person=world.person, user=world.community_mentor, how="family", by=world.manager)

    page = as_user(world.community_mentor).get(reverse("people:connection_own")).content.decode()

    assert MARK not in page
    assert "Family" in page
    assert world.manager.name in page


def test_manager_sees_what_has_to_move_and_where(world, as_user):
    declare_connection(person=world.person, user=world.community_mentor, how="friend", by=world.community_mentor)

    page = as_user(world.manager).get(reverse("desk:connections")).content.decode()

    assert reverse("mentoring:allocate", args=[world.case.pk]) in page
    assert reverse("liberations:gate_cover", args=[world.case.pk]) in page
    assert "1 planned contact" in page


def test_manager_sees_whom_they_were_to_cover_for_and_to_take_over(world, as_user):
    other = MentorFactory(user__team=world.team)
    absence = AbsenceFactory(mentor=world.mentor, until_date=dt.date(2026, 12, 16))
    AbsenceCoverFactory(absence=absence, case=world.case, mentor=other)
    handover = HandoverFactory(case=world.case, from_mentor=world.mentor, to_mentor=other)
    declare_connection(person=world.person, user=other.user, how="friend", by=other.user)

    page = as_user(world.manager).get(reverse("desk:connections")).content.decode()

    assert reverse("liberations:absence_cover", args=[absence.pk]) in page
    assert handover.get_absolute_url() in page


def test_manager_of_another_team_sees_none(world, as_user):
    declare_connection(person=world.person, user=world.community_mentor, how="friend", by=world.community_mentor)

    page = as_user(world.users["manager elsewhere"]).get(reverse("desk:connections"))

    assert page.context["page"].paginator.count == 0


def test_manager_lets_it_end_with_a_reason(world, as_user):
    connection = declare_connection(
        person=world.person, user=world.community_mentor, how="other", by=world.community_mentor
    )
    client = as_user(world.manager)
    url = reverse("people:connection_end", args=[connection.pk])

    without = client.post(url, {"reason": ""})
    client.post(url, {"reason": "Another person of that name."})

    assert without.context["form"].errors["reason"]
    assert as_user(world.community_mentor).get(world.person.get_absolute_url()).status_code == 200
    assert "Another person of that name." in client.get(reverse("desk:connections") + "?state=ended").content.decode()
