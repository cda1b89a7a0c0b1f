"""The contacts promised after release, for whoever came before it and for whoever came to us after."""

import datetime as dt

import pytest

from audit.models import Event
from liberations.keeping_contact.sweeps import plan_follow_ups
from liberations.models import FollowUp
from mentoring.enums.matching import Need
from mentoring.services.endings import end_case, reopen_case
from mentoring.services.matching import judge_need
from notifications.services.jobs import run_job
from prisons.enums import ReleasedHow
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory

OUT = dt.date(2026, 10, 1)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]


def out_case(opened, steps=(2, 7, 14, 28, 56), released=OUT):
    case = CaseFactory(opened_date=opened, referral__programme__follow_up_days=list(steps))
    case.episode.released_date, case.episode.released_how = released, ReleasedHow.GATE if released else ""
    case.episode.save()
    return case


def planned(case):
    return [
        (step.days_after, (step.window_from_date - OUT).days, (step.due_date - OUT).days)
        for step in FollowUp.objects.filter(case=case, episode=case.episode)
    ]


@pytest.mark.parametrize(
    ("opened_after", "steps"),
    [
        (-30, [(2, 1, 2), (7, 3, 7), (14, 8, 14), (28, 15, 28), (56, 29, 56)]),
        (0, [(2, 1, 2), (7, 3, 7), (14, 8, 14), (28, 15, 28), (56, 29, 56)]),
        (2, [(7, 3, 7), (14, 8, 14), (28, 15, 28), (56, 29, 56)]),
        (10, [(14, 11, 14), (28, 15, 28), (56, 29, 56)]),
        (27, [(28, 28, 28), (56, 29, 56)]),
        (28, [(56, 29, 56)]),
        (60, []),
    ],
)
def test_only_what_falls_due_after_the_case_opened_is_promised(opened_after, steps):
    case = out_case(OUT + dt.timedelta(days=opened_after))

    assert (plan_follow_ups(), planned(case), plan_follow_ups()) == (len(steps), steps, 0)


@pytest.mark.parametrize(
    ("steps", "found"), [((), []), ((0, 2), [(0, 0, 0), (2, 1, 2)]), ((7, 2, 2), [(2, 1, 2), (7, 3, 7)])]
)
def test_steps_are_the_programmes_own_and_each_counts_once(steps, found):
    case = out_case(OUT - dt.timedelta(days=1), steps=steps)

    plan_follow_ups()

    assert planned(case) == found


def test_nothing_is_promised_to_somebody_inside_or_whose_case_has_ended():
    out_case(OUT, released=None)
    ended = out_case(OUT)
    ended.closed_date = OUT
    ended.save()

    assert plan_follow_ups() == 0


def test_reopened_case_is_promised_what_falls_due_after_that():
    case = out_case(OUT - dt.timedelta(days=30))
    manager = ManagerFactory(team=case.programme.team)
    end_case(case=case, kind="unplanned", reason="completed", on=OUT - dt.timedelta(days=1), by=manager)
    reopen_case(case=case, by=manager)

    plan_follow_ups()

    # Reopened on day 35.
    assert planned(case) == [(56, 36, 56)]


def test_each_case_has_its_own_trail_row_and_a_named_one_leaves_others_alone():
    named, other = out_case(OUT), out_case(OUT)

    plan_follow_ups([named.pk])

    row = Event.objects.get(action="plan_follow_ups")
    assert (row.subject_key, row.person_key) == (named.pk, named.person_id)
    assert row.after == {"steps": 5, "released_date": "2026-10-01"}
    assert planned(other) == []


def test_job_of_the_timetable_does_it():
    case = out_case(OUT)

    run_job(name="follow-ups", work=plan_follow_ups)

    assert len(planned(case)) == 5


def by_need(need, **settings):
    case = out_case(dt.date(2026, 11, 4), steps=(2, 7, 14), released=dt.date(2026, 11, 4))
    for name, value in settings.items():
        setattr(case.programme, name, value)
    case.programme.save()
    case.need = need
    case.save()
    return case


def due_after(case):
    return [step.days_after for step in case.follow_ups.order_by("days_after")]


@pytest.mark.parametrize(
    ("need", "settings", "days"),
    [
        (Need.HIGH, {}, [2, 5, 8, 11, 14]),
        (Need.HIGH, {"contact_days_high": 5}, [2, 7, 12, 14]),
        (Need.HIGH, {"contact_days_high": None}, [2, 7, 14]),
        (Need.USUAL, {}, [2, 7, 14]),
        (Need.NOT_JUDGED, {"contact_days_usual": 6}, [2, 8, 14]),
        (Need.LIGHT, {"contact_days_light": 30}, [2, 14]),
    ],
)
def test_contacts_follow_how_much_support_they_need(need, settings, days):
    case = by_need(need, **settings)

    assert (plan_follow_ups(), due_after(case), plan_follow_ups()) == (len(days), days, 0)


def test_need_judged_anew_makes_the_contacts_to_come_anew():
    case = by_need(Need.USUAL)
    plan_follow_ups()
    judge_need(case=case, need=Need.HIGH, by=ManagerFactory())

    # Three days on: the first has begun and stays; what comes is made anew, from that day on.
    made = plan_follow_ups(today=dt.date(2026, 11, 7))
    again = plan_follow_ups(today=dt.date(2026, 11, 7))

    assert (made, again, due_after(case)) == (4, 0, [2, 5, 7, 8, 11, 14])
    assert Event.objects.filter(action="plan_follow_ups", subject_key=case.pk).count() == 3
