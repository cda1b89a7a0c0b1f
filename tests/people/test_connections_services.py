import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from audit.models import Event
from core.errors import RuleBroken
from liberations.services.gate_access import let_in, let_in_again
from liberations.services.merges import merge_people, unmerge_people
from mentoring.models import Case
from mentoring.services.assignments import allocate
from notifications.enums import Kind
from notifications.models import Message
from notifications.services.messages import post_message
from notifications.services.outbox import claim
from people.enums import AccessReason, HowKnown
from people.models import Access, Person, PersonalConnection
from people.selectors import search
from people.services.access import grant_access
from people.services.connections import declare_connection, end_connection
from referrals.models import Referral
from tests.factories.accounts import AdministratorFactory, ManagerFactory, UserFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.notifications import MessageFactory
from tests.factories.people import AccessFactory, PersonFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team)


@pytest.fixture
def case(manager, mentor):
    programme = ProgrammeFactory(team=manager.team)
    return CaseFactory(referral__programme=programme, referral__episode__person__family_name="Corrie", lead=mentor)


def managed(person, manager):
    AccessFactory(person=person, user=None, team=manager.team, role=Role.MANAGER, reason=AccessReason.TEAM)
    return person


def knows(person, user, by=None, how=HowKnown.FAMILY, **more):
    return declare_connection(person=person, user=user, how=how, by=by or user, **more)


def seen_by(user, case):
    return [
        Person.objects.visible_to(user).filter(pk=case.person_id).count(),
        Case.objects.visible_to(user).filter(pk=case.pk).count(),
        Referral.objects.visible_to(user).filter(person=case.person).count(),
        search(user, "corrie").count(),
    ]


def test_record_is_closed_at_once_to_who_knows_the_person_and_to_nobody_else(case, mentor, manager):
    before = seen_by(mentor.user, case)

    knows(case.person, mentor.user)

    assert (before, seen_by(mentor.user, case), seen_by(manager, case)) == ([1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1])


def test_role_in_a_team_opens_the_record_no_longer_to_the_one_who_knows_them(case, manager):
    other = ManagerFactory(team=manager.team)

    knows(case.person, manager, how=HowKnown.SELF)

    assert (seen_by(manager, case), seen_by(other, case)) == ([0, 0, 0, 0], [1, 1, 1, 1])


@pytest.mark.parametrize("reason", AccessReason.values)
def test_access_of_every_kind_is_refused(case, manager, reason):
    colleague = UserFactory(team=manager.team)
    knows(case.person, colleague)

    with pytest.raises(RuleBroken, match=f"{colleague.name} cannot work with this person"):
        grant_access(person=case.person, user=colleague, reason=reason, by=manager)

    assert not Access.objects.filter(user=colleague).exists()


def test_who_knows_the_person_is_not_allocated_nor_sent_to_the_gate(case, manager):
    other = MentorFactory(user__team=manager.team)
    knows(case.person, other.user)

    with pytest.raises(RuleBroken, match="cannot work with this person"):
        allocate(case=case, mentor=other, by=manager)
    with pytest.raises(RuleBroken, match="cannot work with this person"):
        let_in(case=case, mentor=other, by=manager)
    let_in_again(case=case, mentor=other, by=manager)

    assert not Access.objects.filter(user=other.user).exists()


def test_lead_who_comes_to_know_them_is_not_sent_to_the_gate_either(case, mentor, manager):
    knows(case.person, mentor.user)

    with pytest.raises(RuleBroken, match="cannot work with this person"):
        let_in(case=case, mentor=mentor, by=manager)


def test_managers_are_told_by_key_and_not_those_who_know_the_person_nor_who_wrote_it_down(case, mentor, manager):
    told = ManagerFactory(team=manager.team)
    ManagerFactory()
    knows(case.person, manager)
    Message.objects.all().delete()

    knows(case.person, mentor.user)

    (notice,) = Message.objects.all()
    assert (notice.recipient, notice.kind, notice.person_key, notice.reference) == (
        told,
        Kind.CONNECTION,
        case.person_id,
        "",
    )


def test_manager_who_writes_it_down_for_a_mentor_is_not_told_of_it(case, mentor, manager):
    connection = knows(case.person, mentor.user, by=manager)

    assert (connection.declared_by, Message.objects.count()) == (manager, 0)


def test_only_manager_of_a_team_who_knows_somebody_is_told_to_the_administrators_without_a_key(case, manager):
    administrator = AdministratorFactory()

    knows(case.person, manager)

    (notice,) = Message.objects.all()
    assert (notice.recipient, notice.kind, notice.person_key) == (administrator, Kind.CONNECTION_UNSEEN, None)


def test_notices_about_the_person_are_gone_and_come_back_when_it_has_ended(case, mentor, manager):
    MessageFactory(recipient=mentor.user, person_key=case.person_id)
    elsewhere = MessageFactory(recipient=mentor.user, person_key=PersonFactory().pk)

    connection = knows(case.person, mentor.user)
    post_message(recipient=mentor.user, kind=Kind.TRANSFERRED, dedupe_key="later", person_key=case.person_id, path="/")
    closed = list(Message.objects.visible_to(mentor.user))
    sent = [each for each in claim(9) if each.recipient == mentor.user]
    end_connection(connection=connection, reason="Declared of the wrong person.", by=manager)

    assert (closed, sent) == ([elsewhere], [elsewhere])
    assert Message.objects.visible_to(mentor.user).count() == 3
    assert seen_by(mentor.user, case) == [1, 1, 1, 1]


def test_declared_twice_is_one_row_one_notice_and_one_line_on_the_trail(case, mentor):
    key = uuid.uuid4()

    assert knows(case.person, mentor.user, new_id=key) == knows(case.person, mentor.user, new_id=key)
    assert knows(case.person, mentor.user).pk == key
    event = Event.objects.get(action="declare_connection")
    assert (event.person_key, event.after["how"]) == (case.person_id, "family")


@pytest.mark.parametrize("who", ["colleague", "manager elsewhere"])
def test_nobody_but_a_manager_of_the_team_declares_for_another(case, mentor, who):
    by = UserFactory(team=mentor.user.team) if who == "colleague" else ManagerFactory()

    with pytest.raises(RuleBroken, match="Only the member of staff or a manager"):
        knows(case.person, mentor.user, by=by)


def test_manager_never_ends_their_own(case, manager):
    connection = knows(case.person, manager)

    with pytest.raises(RuleBroken, match="Only another manager"):
        end_connection(connection=connection, reason="It was long ago.", by=manager)
    with pytest.raises(IntegrityError, match="nobody_ends_their_own_connection"), transaction.atomic():
        PersonalConnection.objects.update(ended_at=connection.declared_at, ended_by=manager, end_reason="No.")


def test_ending_needs_a_reason_and_is_once(case, mentor, manager):
    connection = knows(case.person, mentor.user)

    with pytest.raises(RuleBroken, match="Enter why"):
        end_connection(connection=connection, reason=" ", by=manager)
    for _ in range(2):
        ended = end_connection(connection=connection, reason="Only by name.", by=manager)

    assert (ended.ended_by, Event.objects.filter(action="end_connection").count()) == (manager, 1)


def test_merged_record_is_closed_to_who_knew_either_and_no_notice_is_left(case, mentor, manager):
    twin = managed(PersonFactory(), manager)
    AccessFactory(person=twin, user=mentor.user)
    MessageFactory(recipient=mentor.user, person_key=twin.pk)
    knows(case.person, mentor.user)
    knows(twin, mentor.user)

    merge = merge_people(survivor=twin, merged=case.person, note="One person.", by=manager)
    MessageFactory(recipient=mentor.user, person_key=case.person_id)
    closed = seen_by(mentor.user, case), Message.objects.visible_to(mentor.user).count()
    unmerge_people(merge=merge, by=manager)

    assert closed == ([0, 0, 0, 0], 0)
    assert set(PersonalConnection.objects.in_force().values_list("person", flat=True)) == {case.person_id, twin.pk}
    assert seen_by(mentor.user, case) == [0, 0, 0, 0]


def test_record_taken_apart_is_closed_on_both_sides_to_who_declared_since(case, mentor, manager):
    twin = managed(PersonFactory(), manager)
    AccessFactory(person=twin, user=mentor.user)
    merge = merge_people(survivor=twin, merged=case.person, note="One person.", by=manager)
    knows(twin, mentor.user)

    unmerge_people(merge=merge, by=manager)

    assert not Person.objects.visible_to(mentor.user).exists()
    assert not Access.objects.in_force(dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)).held_by(mentor.user).exists()


def test_asking_who_may_open_costs_no_query_more(case, mentor):
    with CaptureQueriesContext(connection) as queries:
        list(Case.objects.visible_to(mentor.user))

    assert len(queries) == 1
