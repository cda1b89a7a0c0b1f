import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from core.errors import RuleBroken
from core.progress import Progress, progress_of, say_progress
from liberations.enums import ListState
from liberations.models import LiberationList
from liberations.services.list_apply import STEPS, apply_list
from liberations.services.list_queue import MOST_TRIES, apply_asked_lists, ask_to_apply
from liberations.services.lists import discard_list
from people.models import Person
from tests.concurrency import at_once
from tests.factories.accounts import ManagerFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory
from tests.liberations.weekly import LATER, on_record, read, row


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def manager(programme):
    return ManagerFactory(team=programme.team)


@pytest.fixture
def prison(db):
    return PrisonFactory()


@pytest.fixture
def made(prison, programme, manager):
    return read(prison, programme, manager, row("090017", "Sharpe"))


def state(made):
    return LiberationList.objects.get(pk=made.pk).state


def test_list_handed_over_is_applied_by_the_job_in_the_name_of_who_asked(made, manager):
    ask_to_apply(liberation_list=made, by=manager)
    asked = state(made)

    done = apply_asked_lists()

    made.refresh_from_db()
    assert (asked, done, made.state, made.applied_by) == (ListState.APPLYING, 1, ListState.APPLIED, manager)
    assert Event.objects.get(action="apply_list").actor_key == manager.pk


def test_asked_twice_it_is_asked_once(made, manager):
    ask_to_apply(liberation_list=made, by=manager)
    ask_to_apply(liberation_list=made, by=ManagerFactory())

    made.refresh_from_db()
    assert (made.apply_asked_by, Event.objects.filter(action="ask_to_apply").count()) == (manager, 1)


def test_list_being_applied_cannot_be_thrown_away(made, manager):
    ask_to_apply(liberation_list=made, by=manager)

    with pytest.raises(RuleBroken, match="being applied"):
        discard_list(liberation_list=made, by=manager)


def test_refusal_hands_the_list_back_with_the_reason(made, prison, manager):
    ask_to_apply(liberation_list=made, by=manager)
    on_record(prison, "090017", "Sharpe", LATER)

    done = apply_asked_lists()

    made.refresh_from_db()
    assert (done, made.state, made.rows.get().difference) == (0, ListState.READ, "brought-forward")
    assert made.apply_problem.startswith("Something on record has changed since this preview")


def test_list_that_stops_its_worker_time_and_again_is_handed_back(made, manager):
    ask_to_apply(liberation_list=made, by=manager)
    LiberationList.objects.update(apply_tries=MOST_TRIES)

    apply_asked_lists()

    made.refresh_from_db()
    assert (made.state, Person.objects.count()) == (ListState.READ, 0)
    assert made.apply_problem.startswith("Applying stopped part-way three times")


@pytest.mark.django_db(transaction=True)
def test_list_somebody_is_at_work_on_is_left_to_them(made, manager):
    ask_to_apply(liberation_list=made, by=manager)

    with transaction.atomic():
        LiberationList.objects.select_for_update().get(pk=made.pk)
        (done,) = at_once(1, apply_asked_lists)

    assert (done, state(made)) == (0, ListState.APPLYING)


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_before_it_is_committed_and_forgotten_after(made):
    def seen():
        (found,) = at_once(1, lambda: progress_of(made.pk))
        return found

    with transaction.atomic():
        say_progress(made.pk, done=3, steps=9)
        meanwhile = seen()

    assert (meanwhile, seen()) == (Progress(3, 9), None)


def test_long_list_is_handed_over_and_its_page_looks_again(
    made, manager, as_user, settings, django_capture_on_commit_callbacks
):
    settings.LIST_ROWS_APPLIED_AT_ONCE = 0
    browser = as_user(manager)

    with django_capture_on_commit_callbacks() as after:
        pressed = browser.post(reverse("liberations:list_apply", args=[made.pk]), {"seen": made.preview_number})
    waiting = browser.get(pressed.url)
    led = browser.get(reverse("liberations:list", args=[made.pk]))
    apply_asked_lists()
    done = browser.get(pressed.url)

    assert (len(after), pressed.url) == (1, reverse("liberations:list_applying", args=[made.pk]))
    assert (waiting.status_code, waiting["Refresh"], led.url) == (200, "2", pressed.url)
    assert "It has not begun yet" not in waiting.text
    assert done.url == reverse("liberations:list", args=[made.pk])
    assert "Applied" in browser.get(done.url).text


def test_page_of_a_list_the_worker_has_left_for_a_minute_says_so(made, manager, as_user):
    ask_to_apply(liberation_list=made, by=manager)
    LiberationList.objects.update(apply_asked_at=made.uploaded_at - dt.timedelta(minutes=2))

    page = as_user(manager).get(reverse("liberations:list_applying", args=[made.pk]))

    assert "It has not begun yet" in page.text


def test_page_names_the_step(made, manager, as_user):
    ask_to_apply(liberation_list=made, by=manager)
    say_progress(made.pk, done=5, steps=len(STEPS))

    page = as_user(manager).get(reverse("liberations:list_applying", args=[made.pk]))

    assert "Step 6 of 9: dates" in page.text


def test_list_handed_over_may_still_be_applied_by_hand(made, manager):
    ask_to_apply(liberation_list=made, by=manager)

    apply_list(liberation_list=made, by=manager)

    assert (state(made), apply_asked_lists()) == (ListState.APPLIED, 0)


def test_name_of_the_connection_fits(made):
    say_progress(made.pk, done=10, steps=10)

    with connection.cursor() as cursor:
        cursor.execute("SHOW application_name")
        assert cursor.fetchone()[0].endswith(f"{made.pk} 10/10")


def test_many_rows_take_as_many_statements_as_few(programme, manager):
    def statements(*rows):
        made = read(PrisonFactory(), programme, manager, *rows)
        with CaptureQueriesContext(connection) as asked:
            apply_list(liberation_list=made, by=manager)
        return len(asked)

    # Names and dates of birth of their own: rows that are alike would wait for a person.
    rows = [
        [f"0800{n:02}", f"{'BCDFGHKLMN'[n % 10]}{'aeiou'[n % 5]}{'rstvw'[n // 10]}o", f"{'NMLKHGFDCB'[n // 5]}enna",
         dt.date(1970 + n, 1 + n % 12, 1 + n % 28), "B", LATER]
        for n in range(35)
    ]  # fmt: skip
    few, many = statements(*rows[:5]), statements(*rows[5:])

    assert Person.objects.count() == 35
    assert many == few
