import datetime as dt

import pytest

from audit.models import Event
from mentoring.models import Allocation, Assignment
from mentoring.services.assignments import allocate
from tests.answers import answers
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import ConnectionFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
URL = "/allocation/proposal/"


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


@pytest.fixture
def make(manager):
    programme = ProgrammeFactory(team=manager.team)
    return lambda **fields: CaseFactory(**{"referral__programme": programme, **fields})


@pytest.fixture
def mentors(manager):
    return [MentorFactory(user__team=manager.team, user__name=name) for name in ("Callum Reid", "Isla Munro")]


def shown(browser, **query):
    """The form as it came to the page, ready to be sent."""
    return answers(browser.get(URL, query).context["form"])


def lead(case):
    return getattr(case.assignments.lead().current().first(), "mentor", None)


def test_proposal_saves_nothing_and_names_reasons(browser, make, mentors):
    case = make(liberation_date=dt.date(2026, 11, 1))

    response = browser.get(URL)

    assert "Nothing is saved yet" in response.text
    assert "Has room: 0 of 20 taken, 1 more with them" in response.text
    assert (Assignment.objects.count(), Event.objects.get().shown) == (0, [case.person_id])


def test_confirmed_everything_is_saved_in_one_decision_and_can_be_taken_back(browser, make, mentors):
    cases = [make(), make()]

    response = browser.post(URL, shown(browser), follow=True)

    made = Allocation.objects.get()
    assert {lead(case) for case in cases} == set(mentors)
    assert all(each.match_note.startswith("Has room") for each in made.assignments.all())
    assert "Take all of it back" in response.text
    response = browser.post(f"/allocation/decisions/{made.pk}/take-back/", follow=True)
    assert [lead(case) for case in cases] == [None, None]
    assert "Taken back. Everything is as it was before." in response.text


def test_only_those_ticked_are_proposed(browser, make, mentors):
    ticked, _ = make(), make()

    rows = browser.get(URL, {"case": [str(ticked.pk), "not-a-key"]}).context["rows"]

    assert [row.person.case for row, _ in rows] == [ticked]


def test_what_was_changed_is_worked_out_again_without_saving(browser, make, mentors):
    case = make()
    sent = shown(browser) | {f"mentor_{case.pk.hex}": str(mentors[1].pk), f"note_{case.pk.hex}": "Same town"}

    response = browser.post(URL, sent | {"again": "1"})

    assert [share.candidate.mentor for share in response.context["shares"]] == [mentors[1]]
    assert "Same town" in response.text
    assert Assignment.objects.count() == 0


def test_nobody_now_leaves_them_waiting(browser, make, mentors):
    stays, goes = make(), make()

    browser.post(URL, shown(browser) | {f"mentor_{stays.pk.hex}": "", f"note_{stays.pk.hex}": ""})

    assert (lead(stays), lead(goes) in mentors) == (None, True)


def test_mentor_without_a_reason_is_asked_for_one_and_nothing_is_saved(browser, make, mentors):
    case, _ = make(), make()

    response = browser.post(URL, shown(browser) | {f"note_{case.pk.hex}": ""})

    assert f"Say why this mentor for {case.reference}" in response.text
    assert Assignment.objects.count() == 0


def test_nothing_is_saved_when_somebody_else_decided_meanwhile(browser, make, mentors, manager):
    case, other = make(), make()
    sent = shown(browser)
    allocate(case=case, mentor=mentors[1], by=manager)

    response = browser.post(URL, sent)

    assert f"{case.reference} has another mentor than when you opened this page" in response.text
    assert lead(other) is None
    again = answers(response.context["form"])
    browser.post(URL, again)
    assert lead(other) in mentors


def test_nothing_is_saved_when_one_has_ended_meanwhile(browser, make, mentors):
    case, other = make(), make()
    sent = shown(browser)
    case.closed_date = dt.date(2026, 10, 5)
    case.save()

    response = browser.post(URL, sent)

    assert "Nothing was saved. 1 person here has ended" in response.text
    assert lead(other) is None


def test_people_of_one_mentor_are_shared_out_among_the_others_with_the_reason(browser, make, mentors):
    leaver, other = mentors
    case = make(lead=leaver)
    response = browser.get(URL, {"of": str(leaver.pk), "reason": "leaves"})
    assert "Somebody else for the people of Callum Reid" in response.text

    browser.post(URL, answers(response.context["form"]) | {"of": str(leaver.pk)})

    assert lead(case) == other
    assert case.assignments.get(mentor=leaver).end_reason == "leaves"


def test_whoever_knows_the_person_cannot_be_chosen(browser, make, mentors):
    case = make()
    ConnectionFactory(user=mentors[0].user, person=case.person)

    response = browser.post(URL, shown(browser) | {f"mentor_{case.pk.hex}": str(mentors[0].pk)})

    assert f"Choose one of the mentors shown for {case.reference}" in response.text


def test_nobody_waiting_and_nobody_to_move_say_what_to_do(browser, mentors):
    assert "Nobody is waiting" in browser.get(URL).text
    assert "Nobody to move" in browser.get(URL, {"of": str(mentors[0].pk)}).text


def test_people_of_other_teams_are_not_proposed(browser, mentors):
    other = CaseFactory()

    assert "Nobody is waiting" in browser.get(URL, {"case": str(other.pk)}).text


def test_decisions_are_listed_newest_first(browser, make, mentors, manager):
    assert "Nothing decided yet" in browser.get("/allocation/decisions/").text
    first, second = (allocate(case=make(), mentor=mentors[0], by=manager).allocation for _ in range(2))
    browser.post(f"/allocation/decisions/{first.pk}/take-back/")

    response = browser.get("/allocation/decisions/")

    assert set(response.context["page"]) == {first, second}
    assert "Taken back" in response.text


def test_refusal_to_take_back_says_why(browser, make, mentors, manager):
    case = make()
    made = allocate(case=case, mentor=mentors[0], by=manager).allocation
    allocate(case=case, mentor=mentors[1], by=manager)

    response = browser.post(f"/allocation/decisions/{made.pk}/take-back/", follow=True)

    assert f"{case.reference} has another mentor by now" in response.text
