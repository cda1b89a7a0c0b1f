"""A mentor leaves: everything that hangs on them goes to somebody."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from core.errors import RuleBroken
from liberations.models import GateLiberation
from liberations.services.leavers import Passing, leave_staff, move_caseload
from liberations.services.moving_on import take_back
from mentoring.enums.cases import MatchEnd
from mentoring.models import AbsenceCover, Assignment, Case, Handover, Mentor, Promise
from notifications.enums import Kind
from notifications.models import Message
from tests.answers import answers
from tests.factories.accounts import AdministratorFactory, ManagerFactory, TeamFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.moving_on import AbsenceCoverFactory, AbsenceFactory, HandoverFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-25T10:00Z")]
DAY = dt.date(2026, 12, 3)


@pytest.fixture
def leaver():
    return MentorFactory(user__name="Amara Okafor")


@pytest.fixture
def team(leaver):
    return leaver.user.team


@pytest.fixture
def manager(team):
    return ManagerFactory(team=team)


@pytest.fixture
def case(leaver, team):
    return CaseFactory(referral__programme__team=team, lead=leaver, liberation_date=dt.date(2026, 12, 17))


@pytest.fixture
def other(team):
    return MentorFactory(user__team=team, user__name="Callum Reid")


def new_case(case, lead, **facts):
    return CaseFactory(referral__programme=case.programme, lead=lead, **facts)


def promise(case, mentor):
    return Promise.objects.create(
        case=case, mentor=mentor, words="Ring the housing officer", promised_date=DAY, due_date=DAY,
        made_by=mentor.user, made_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
    )  # fmt: skip


def lead_of(case):
    return case.assignments.lead().current().get().mentor


def test_everything_of_a_person_goes_with_them(leaver, case, other, manager):
    visit = MeetingFactory(case=case, mentor=leaver, on_date=DAY)
    owed = promise(case, leaver)
    gate = GateLiberationFactory(case=case, decision="wanted", mentor=leaver)

    allocation = move_caseload(
        mentor=leaver, passing=Passing([(case, other, "Same town")]), reason=MatchEnd.LEAVES, by=manager
    )

    for row in (visit, owed, gate):
        row.refresh_from_db()
    assert [lead_of(case), visit.mentor, owed.mentor, gate.mentor] == [other] * 4
    leaver.refresh_from_db()
    assert leaver.available is False
    assert Assignment.objects.get(mentor=other).match_note == "Same town"
    assert Assignment.objects.get(mentor=leaver).end_reason == MatchEnd.LEAVES
    assert Event.objects.get().action == "move_caseload"

    take_back(handover=allocation.handovers.get(), by=manager)

    for row in (visit, owed, gate):
        row.refresh_from_db()
    assert [lead_of(case), visit.mentor, owed.mentor, gate.mentor] == [leaver] * 4
    assert Handover.objects.get().state == "taken-back"


def test_who_gets_nobody_waits_and_so_does_their_gate(leaver, case, manager):
    gate = GateLiberationFactory(case=case, decision="wanted", mentor=leaver)

    allocation = move_caseload(mentor=leaver, passing=Passing([(case, None, "")]), reason="leaves", by=manager)

    gate.refresh_from_db()
    assert (allocation, gate.mentor, list(Case.objects.unallocated())) == (None, None, [case])


def test_what_hung_on_them_elsewhere_goes_to_somebody(leaver, case, other, manager):
    theirs = new_case(case, other)
    third = MentorFactory(user__team=manager.team)
    gate = GateLiberationFactory(case=theirs, decision="wanted", mentor=leaver)
    visit = MeetingFactory(case=theirs, mentor=leaver, on_date=DAY)
    joint = MeetingFactory(case=theirs, mentor=other, together_with=leaver, on_date=DAY)
    owed = promise(theirs, leaver)
    absence = AbsenceFactory(mentor=other)
    cover = AbsenceCoverFactory(absence=absence, case=theirs, mentor=leaver)
    planned = HandoverFactory(case=theirs, from_mentor=other, to_mentor=leaver)

    move_caseload(
        mentor=leaver,
        passing=Passing([(case, other, "")], [(gate, third)], [(cover, third)]),
        reason="leaves",
        by=manager,
    )

    for row in (gate, visit, joint, owed, planned):
        row.refresh_from_db()
    assert (gate.mentor, visit.mentor, joint.together_with, owed.mentor) == (third, third, None, other)
    assert planned.state == "called-off"
    assert AbsenceCover.objects.standing().get().mentor == third


def test_who_came_since_stops_it(leaver, case, other, manager):
    late = new_case(case, leaver)

    with pytest.raises(RuleBroken, match="have changed since"):
        move_caseload(mentor=leaver, passing=Passing([(case, other, "")]), reason="leaves", by=manager)

    assert (lead_of(case), lead_of(late)) == (leaver, leaver)
    with pytest.raises(RuleBroken, match="Nobody is left"):
        move_caseload(mentor=other, passing=Passing([]), reason="leaves", by=manager)


def test_page_proposes_and_asks_for_everybody(leaver, case, other, manager, as_user):
    url = reverse("liberations:caseload_move", args=[leaver.pk])
    client = as_user(manager)

    form = client.get(url).context["form"]
    sent = answers(form)
    assert sent[f"person_{case.pk.hex}"] == str(other.pk)
    late = new_case(case, leaver)
    again = client.post(url, sent)

    assert again.context["form"].errors[f"person_{late.pk.hex}"]
    assert lead_of(case) == leaver
    done = client.post(url, answers(client.get(url).context["form"]), follow=True)
    assert done.redirect_chain == [
        (reverse("liberations:caseload_moved", args=[Handover.objects.first().allocation_id]), 302)
    ]
    assert (lead_of(case), lead_of(late)) == (other, other)
    assert "Nothing hangs on them" in client.get(url).text


def test_deactivating_warns_and_tells_the_managers(leaver, case, manager, as_user):
    url = reverse("liberations:staff_deactivate", args=[leaver.user_id])
    client = as_user(AdministratorFactory())

    page = client.get(url)
    client.post(url)

    assert "1 person has" in page.text
    assert User.objects.get(pk=leaver.user_id).is_active is False
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.person_key) == (manager, Kind.MENTOR_LEFT, None)
    assert as_user(manager).get(message.path).status_code == 200


def test_deactivating_somebody_nobody_hangs_on_tells_nobody(other, manager):
    leave_staff(user=other.user, by=AdministratorFactory())

    assert (Message.objects.count(), Mentor.objects.get(pk=other.pk).user.is_active) == (0, False)


def test_gates_of_their_people_pass_on_after_they_have_left(leaver, case, other, manager):
    leave_staff(user=leaver.user, by=AdministratorFactory())
    gate = GateLiberationFactory(case=case, decision="wanted", mentor=leaver)

    move_caseload(mentor=leaver, passing=Passing([(case, other, "")]), reason="leaves", by=manager)

    assert GateLiberation.objects.get(pk=gate.pk).mentor == other


def test_another_role_warns_and_tells_the_managers(leaver, case, manager, as_user):
    url = reverse("liberations:staff_edit", args=[leaver.user_id])
    client = as_user(AdministratorFactory())

    page = client.get(url)
    assert "1 person has" in page.text
    client.post(url, answers(page.context["form"], role="community-mentor"))
    client.post(url, answers(client.get(url).context["form"], role="prison-mentor"))
    assert not Message.objects.exists()

    client.post(url, answers(client.get(url).context["form"], role="manager"))

    assert User.objects.get(pk=leaver.user_id).role == "manager"
    message = Message.objects.get(recipient=manager)
    assert (message.kind, message.person_key) == (Kind.MENTOR_LEFT, None)
    assert case.person.full_name in as_user(manager).get(message.path).text


@pytest.mark.parametrize("role", ["community-mentor", "auditor"])
def test_another_team_waits_until_their_people_are_passed_on(leaver, case, other, manager, as_user, role):
    url = reverse("liberations:staff_edit", args=[leaver.user_id])
    client = as_user(AdministratorFactory())
    elsewhere = {"role": role, "team": TeamFactory().pk}

    refused = client.post(url, answers(client.get(url).context["form"], **elsewhere))

    assert "1 person has them as their mentor. Let a manager of" in refused.text
    assert User.objects.get(pk=leaver.user_id).team == manager.team
    move_caseload(mentor=leaver, passing=Passing([(case, other, "")]), reason="away", by=manager)

    client.post(url, answers(client.get(url).context["form"], **elsewhere))

    assert User.objects.get(pk=leaver.user_id).role == role
    assert not Message.objects.filter(kind=Kind.MENTOR_LEFT).exists()
