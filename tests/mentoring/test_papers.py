import datetime as dt

import pytest
import time_machine

from mentoring.enums.mentors import Paper
from mentoring.models import Mentor, PrisonClearance, PvgMembership, Supervision, SupervisionSettings, Training
from mentoring.selectors.papers import paper_lines
from mentoring.services.papers import Reminded, remind_of_papers
from notifications.enums import Kind
from notifications.models import Message
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import MentorFactory, TrainingKindFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def mentor(manager):
    """Everything in order for a long time."""
    row = MentorFactory(user__team=manager.team, supervisor=ManagerFactory(team=manager.team), user__name="Callum Reid")
    PvgMembership.objects.create(mentor=row, from_date=days(-900), recorded_by=manager, recorded_at=NOON)
    Supervision.objects.create(mentor=row, supervisor=row.supervisor, on_date=TODAY, recorded_at=NOON)
    SupervisionSettings.objects.create(team=manager.team, supervision_weeks=52)
    return row


def days(number):
    return TODAY + dt.timedelta(days=number)


def cleared(mentor, until, **fields):
    from_date = days(-400)
    return PrisonClearance.objects.create(
        mentor=mentor, prison=PrisonFactory(), from_date=from_date, until_date=until and days(until), **fields
    )


def trained(mentor, kind, until):
    at = {"done_date": days(-900), "expires_date": until and days(until), "recorded_at": NOON}
    return Training.objects.create(mentor=mentor, kind=kind, recorded_by=mentor.supervisor, **at)


def lines(mentor):
    rows = paper_lines(Mentor.objects.filter(pk=mentor.pk), TODAY)
    found = [
        (row.paper, row.until_date and (row.until_date - TODAY).days, row.state.value)
        for row in rows
        if (row.paper, row.until_date) != (Paper.SUPERVISION, days(364))
    ]
    return sorted(found, key=str)


def told():
    rows = Message.objects.in_force().filter(kind=Kind.PAPERS).select_related("recipient")
    return sorted((row.recipient.role, row.offset_days) for row in rows)


def test_what_is_in_order_without_an_end_has_no_line(mentor):
    cleared(mentor, None, keys="draws-keys", vetting="enhanced")
    trained(mentor, TrainingKindFactory(), None)

    assert lines(mentor) == []


def test_vetting_and_keys_have_lines_of_their_own(mentor):
    cleared(mentor, 100, keys="draws-keys", keys_until_date=days(10), vetting="standard", vetting_until_date=days(-3))

    assert lines(mentor) == [("clearance", 100, "later"), ("keys", 10, "soon"), ("vetting", -3, "over")]


def test_clearance_that_is_over_says_nothing_of_its_keys(mentor):
    cleared(mentor, -3, keys="draws-keys", keys_until_date=days(10))
    cleared(mentor, -40)

    assert lines(mentor) == [("clearance", -3, "over")]


def test_what_every_mentor_needs_is_missing_until_it_is_there(manager):
    kind = TrainingKindFactory()
    TrainingKindFactory(is_required=False)
    TrainingKindFactory(closed_date=TODAY)
    mentor = MentorFactory(user__team=manager.team, supervisor=manager)
    missing = [("pvg", None, "missing"), ("supervision", None, "missing"), ("training", None, "missing")]
    assert lines(mentor) == missing

    trained(mentor, kind, 20)
    struck = trained(mentor, kind, 800)
    struck.struck_at = NOON
    struck.save()

    assert lines(mentor) == [*missing[:2], ("training", 20, "soon")]


@pytest.mark.parametrize(
    ("weeks", "agreed", "due", "state"),
    [
        (8, None, 56, "later"),
        (8, days(15), 15, "later"),
        (8, days(14), 14, "soon"),
        (8, days(90), 56, "later"),
        (2, None, 14, "later"),
    ],
)
def test_supervision_is_due_on_the_day_agreed_or_after_the_weeks_of_the_team(mentor, weeks, agreed, due, state):
    SupervisionSettings.objects.update(supervision_weeks=weeks)
    Supervision.objects.update(next_date=agreed)

    assert lines(mentor) == [("supervision", due, state)]


def test_nobody_who_left_has_lines(mentor):
    cleared(mentor, 10)
    mentor.user.is_active = False
    mentor.user.save()

    assert lines(mentor) == []


def test_mentor_is_told_first_and_managers_from_the_second_reminder_on(mentor, manager):
    cleared(mentor, 30)

    assert remind_of_papers(by=None) == Reminded(posted=1)
    assert remind_of_papers(by=None) == Reminded()
    assert told() == [("community-mentor", 56)]

    with time_machine.travel(NOON + dt.timedelta(days=17), tick=False):
        # The earlier reminder, which nobody has read, is taken back.
        assert remind_of_papers(by=None) == Reminded(posted=3, withdrawn=1)
    assert told() == [("community-mentor", 14), ("manager", 14), ("manager", 14)]


def test_reminder_is_taken_back_when_it_is_renewed(mentor):
    row = cleared(mentor, 30)
    remind_of_papers(by=None)
    row.until_date = days(400)
    row.save()

    assert remind_of_papers(by=None) == Reminded(withdrawn=1)

    row.until_date = days(30)
    row.save()
    assert remind_of_papers(by=None) == Reminded()
    assert told() == [("community-mentor", 56)]


def test_supervision_that_is_due_is_told_to_the_supervisor_and_not_to_managers(mentor, manager):
    Supervision.objects.update(next_date=days(5))

    remind_of_papers(by=None)

    assert set(Message.objects.values_list("recipient", flat=True)) == {mentor.user_id, mentor.supervisor_id}


def test_team_without_reminders_gets_none(mentor):
    SupervisionSettings.objects.update(remind_days=[])
    cleared(mentor, 3)

    assert remind_of_papers(by=None) == Reminded()


@pytest.mark.parametrize("number", [1, 6])
def test_lines_cost_the_same_however_many_mentors(django_assert_num_queries, manager, number):
    TrainingKindFactory()
    for mentor in MentorFactory.create_batch(number, user__team=manager.team, supervisor=manager):
        cleared(mentor, 10)

    with django_assert_num_queries(6):
        paper_lines(Mentor.objects.all(), TODAY)


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


def listed(response):
    return [(row.paper.value, row.until_date and (row.until_date - TODAY).days) for row in response.context["page"]]


def test_page_shows_what_is_missing_first_and_then_by_last_day(browser, mentor):
    TrainingKindFactory(name="Safeguarding")
    cleared(mentor, 30)
    cleared(mentor, -2)

    response = browser.get("/mentors/papers/")

    assert listed(response) == [("training", None), ("clearance", -2), ("clearance", 30)]
    assert listed(browser.get("/mentors/papers/?state=all"))[3:] == [("supervision", 364)]
    assert listed(browser.get("/mentors/papers/?state=later")) == [("supervision", 364)]
    assert "Training: Safeguarding" in response.text


def test_page_filters_and_sorts(browser, mentor, manager):
    cleared(mentor, 30)
    other = MentorFactory(user__team=manager.team, user__name="Amara Okafor")
    cleared(other, 10)

    assert listed(browser.get("/mentors/papers/?paper=clearance&state=soon")) == [("clearance", 10), ("clearance", 30)]
    assert listed(browser.get(f"/mentors/papers/?paper=clearance&mentor={mentor.pk}")) == [("clearance", 30)]
    assert listed(browser.get("/mentors/papers/?paper=clearance&sort=-mentor")) == [
        ("clearance", 30),
        ("clearance", 10),
    ]
    assert "Nothing fits these filters" in browser.get("/mentors/papers/?paper=keys").text


def test_page_with_nothing_to_see_to_leads_to_everything(browser, mentor):
    page = browser.get("/mentors/papers/").text

    assert ("Nothing to see to" in page, "?state=all" in page) == (True, True)


def test_page_of_a_team_without_mentors_says_what_to_do(browser):
    assert "Nothing runs out" in browser.get("/mentors/papers/").text


def test_team_decides_about_reminders(browser, manager):
    given = {"version": "1", "supervision_weeks": "6", "remind_days": "30, 7"}

    response = browser.post("/mentors/settings/", given)
    again = browser.post("/mentors/settings/", {**given, "supervision_weeks": "4"})

    row = SupervisionSettings.objects.get()
    assert (response.url, row.supervision_weeks, row.remind_days) == ("/mentors/papers/", 6, [30, 7])
    assert "“Weeks between supervisions” is now “6”. You wrote “4”" in again.text
