import datetime as dt

import pytest
import time_machine

from liberations.services.sweeps import ReminderChanges, plan_reminders
from notifications.enums import Kind
from notifications.models import Message
from notifications.services.jobs import run_job
from prisons.enums import ReleasedHow
from tests.concurrency import at_once
from tests.factories.mentoring import AssignmentFactory
from tests.liberations.walks import DAY, days, move, noon, offsets, walking_case


@pytest.mark.django_db
def test_reminder_is_made_on_its_day_and_not_before():
    case = walking_case()

    before, on = plan_reminders(today=DAY - days(85)), plan_reminders(today=DAY - days(84))

    lead = case.assignments.get().mentor.user
    message = Message.objects.get()
    assert (before, on) == (ReminderChanges(), ReminderChanges(made=1))
    assert (message.recipient, message.kind, message.subject_key, message.person_key) == (
        lead,
        Kind.RELEASE_REMINDER,
        case.pk,
        case.person_id,
    )
    assert (message.due_date, message.liberation_date, message.offset_days) == (DAY - days(84), DAY, 84)
    assert (message.reference, message.path) == (case.reference, f"/people/{case.person_id}/")
    assert message.dedupe_key == f"release-reminder/{case.pk}/84/2026-12-17/{lead.pk}"


@pytest.mark.django_db
def test_missed_days_are_caught_up_once():
    case = walking_case()
    plan_reminders(today=DAY - days(43))

    after_three_weeks = plan_reminders(today=DAY - days(14))
    again = plan_reminders(today=DAY - days(14))

    assert (after_three_weeks, again) == (ReminderChanges(made=3), ReminderChanges())
    assert offsets(case) == [84, 42, 28, 14]


@pytest.mark.django_db
def test_day_known_late_brings_only_the_stage_the_case_is_in():
    case = walking_case(known=DAY - days(30))

    plan_reminders(today=DAY - days(30))
    first = offsets(case)
    plan_reminders(today=DAY - days(28))

    assert (first, offsets(case)) == ([42], [42, 28])


@pytest.mark.django_db
def test_day_known_on_the_day_of_a_reminder_brings_that_one_alone():
    case = walking_case(known=DAY - days(28))

    plan_reminders(today=DAY - days(28))

    assert offsets(case) == [28]


@pytest.mark.django_db
def test_nothing_is_made_after_the_day():
    walking_case()

    assert plan_reminders(today=DAY + days(1)) == ReminderChanges()


@pytest.mark.django_db
def test_offsets_are_the_programmes_own_and_each_counts_once():
    case = walking_case(referral__programme__reminder_days=[10, 3, 3])

    plan_reminders(today=DAY)

    assert offsets(case) == [10, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("without", ["mentor", "day", "programme's offsets", "mentor at work", "mentor begun"])
def test_case_without_what_a_reminder_needs_has_none(without):
    case = walking_case()
    if without == "mentor":
        case.assignments.update(until_date=DAY - days(50))
    elif without == "day":
        case.episode.release_dates.update(stated_date=None, liberation_date=None)
    elif without == "programme's offsets":
        case.programme.reminder_days = []
        case.programme.save()
    elif without == "mentor at work":
        user = case.assignments.get().mentor.user
        user.is_active = False
        user.save()
    else:
        case.assignments.update(from_date=DAY - days(3))

    assert plan_reminders(today=DAY - days(4)) == ReminderChanges()


@pytest.mark.django_db
def test_moved_day_withdraws_the_false_and_makes_the_true():
    case = walking_case()
    plan_reminders(today=DAY - days(40))
    sooner = DAY - days(14)
    move(case, sooner, on=DAY - days(40))

    changes = plan_reminders(today=DAY - days(40))

    # 26 days to go: the stage is that of four weeks.
    assert changes == ReminderChanges(made=1, withdrawn=2)
    assert (offsets(case, liberation_date=DAY), offsets(case, liberation_date=sooner)) == ([], [28])


@pytest.mark.django_db
def test_day_moved_back_restores_without_a_second_e_mail():
    case = walking_case()
    plan_reminders(today=DAY - days(40))
    sent_at = noon(DAY - days(40))
    Message.objects.update(emailed_at=sent_at)
    move(case, DAY + days(7), on=DAY - days(39))
    plan_reminders(today=DAY - days(39))

    move(case, DAY, on=DAY - days(38))
    changes = plan_reminders(today=DAY - days(38))

    assert changes == ReminderChanges(withdrawn=1, restored=2)
    assert offsets(case) == [84, 42]
    assert set(Message.objects.in_force().values_list("emailed_at", flat=True)) == {sent_at}


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["closed", "released", "unallocated"])
def test_reminders_of_what_has_ended_are_withdrawn(end):
    case = walking_case()
    plan_reminders(today=DAY - days(40))

    if end == "closed":
        case.closed_date = DAY - days(40)
        case.save()
    elif end == "released":
        case.episode.released_date, case.episode.released_how = DAY - days(40), ReleasedHow.COURT
        case.episode.save()
    else:
        case.assignments.update(until_date=DAY - days(40))
    changes = plan_reminders(today=DAY - days(40))

    assert (changes, offsets(case)) == (ReminderChanges(withdrawn=2), [])


@pytest.mark.django_db
def test_new_mentor_gets_the_present_stage_and_the_former_loses_theirs():
    case = walking_case()
    plan_reminders(today=DAY - days(40))
    case.assignments.update(until_date=DAY - days(39))
    new = AssignmentFactory(case=case, from_date=DAY - days(39)).mentor.user

    changes = plan_reminders(today=DAY - days(39))

    assert changes == ReminderChanges(made=1, withdrawn=2)
    assert (offsets(case), offsets(case, recipient=new)) == ([42], [42])


@pytest.mark.django_db
def test_reminders_of_a_day_that_has_passed_stay_as_history():
    case = walking_case()
    plan_reminders(today=DAY)
    case.episode.released_date, case.episode.released_how = DAY, ReleasedHow.GATE
    case.episode.save()

    changes = plan_reminders(today=DAY + days(1))

    assert (changes, offsets(case)) == (ReminderChanges(), [84, 42, 28, 14, 7, 1, 0])


@pytest.mark.django_db
def test_named_cases_leave_others_alone():
    named, other = walking_case(), walking_case()

    changes = plan_reminders(case_keys=[named.pk], today=DAY - days(84))

    assert (changes, offsets(other)) == (ReminderChanges(made=1), [])


@pytest.mark.django_db
def test_named_case_costs_one_statement(django_assert_num_queries):
    case = walking_case()

    with django_assert_num_queries(1):
        plan_reminders(case_keys=[case.pk], today=DAY - days(84))


@pytest.mark.django_db
def test_second_run_writes_nothing():
    walking_case()
    plan_reminders(today=DAY - days(14))
    versions = Message.objects.extra(select={"row": "ctid::text || xmin::text"}).values_list("pk", "row")
    before = set(versions.all())

    plan_reminders(today=DAY - days(14))

    assert set(versions.all()) == before


@pytest.mark.django_db
def test_today_is_the_day_in_london():
    case = walking_case(day=dt.date(2027, 5, 20), known=dt.date(2027, 1, 11))
    due = dt.date(2027, 5, 20) - days(28)

    # 22:59 UTC is 23:59 in London in April, and 23:00 UTC the next day.
    with time_machine.travel(dt.datetime.combine(due - days(1), dt.time(22, 59), dt.UTC), tick=False):
        plan_reminders()
        before = offsets(case)
    with time_machine.travel(dt.datetime.combine(due - days(1), dt.time(23, 0), dt.UTC), tick=False):
        plan_reminders()

    assert (before, offsets(case)) == ([84, 42], [84, 42, 28])


@pytest.mark.django_db(transaction=True)
def test_five_runs_at_once_make_each_reminder_once():
    cases = [walking_case() for _ in range(6)]

    done = at_once(5, lambda: plan_reminders(today=DAY - days(28)))

    assert sorted(changes.made for changes in done) == [0, 0, 0, 0, 18]
    assert [offsets(case) for case in cases] == [[84, 42, 28]] * 6


@pytest.mark.django_db(transaction=True)
def test_run_by_the_clock_and_services_at_once_make_each_reminder_once():
    cases = [walking_case() for _ in range(5)]
    named = iter([[case.pk] for case in cases])

    def sweep():
        keys = next(named, None)
        if keys is None:
            run_job(name="reminders", work=lambda: plan_reminders(today=DAY - days(28)))
        else:
            plan_reminders(case_keys=keys, today=DAY - days(28))

    at_once(6, sweep)

    assert [offsets(case) for case in cases] == [[84, 42, 28]] * 5
    assert Message.objects.count() == 15
