"""The contacts promised after release, for whoever came before it and for whoever came to us after."""

import datetime as dt

import pytest

from audit.models import Event
from liberations.keeping_contact.sweeps import plan_follow_ups
from liberations.models import FollowUp
from mentoring.enums.matching import Need
from mentoring.selectors.endings import after_release_url
from mentoring.services.endings import end_case, reopen_case
from mentoring.services.matching import judge_need
from notifications.services.jobs import run_job
from prisons.enums import ReleasedHow
from tests.access import World
from tests.factories.accounts import ManagerFactory
from tests.factories.endings import EndingConversationFactory
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


def stepped_down(*, on, until, days=14, need=Need.HIGH, **talk):
    """Out since OUT with a contact every seven days, and a talk `on` so many days after, about an ending `until` then."""
    case = out_case(OUT - dt.timedelta(days=30), steps=(2, 56))
    case.programme.contact_days_high = 7
    case.programme.save()
    case.need = need
    case.save()
    days_of_talk = {"on_date": OUT + dt.timedelta(days=on), "planned_date": OUT + dt.timedelta(days=until)}
    return case, lambda: EndingConversationFactory(case=case, contact_days=days, **days_of_talk | talk)


def test_step_down_agreed_before_release_holds_between_the_first_and_the_last_day():
    case, talk = stepped_down(on=-3, until=45)
    talk()

    made = plan_follow_ups()

    # What is promised before and after stays: the first days, and the last contact of the programme.
    assert planned(case) == [
        (2, 1, 2), (14, 3, 14), (28, 15, 28), (42, 29, 42), (51, 43, 51), (56, 52, 56),
    ]  # fmt: skip
    assert (made, plan_follow_ups()) == (6, 0)


def test_step_down_agreed_later_makes_the_contacts_to_come_anew_from_the_talk_on():
    case, talk = stepped_down(on=35, until=70)
    plan_follow_ups()
    before = due_after(case)
    talk()

    made, again = plan_follow_ups(), plan_follow_ups()

    # Today is day 35; the contact due on day 37 has begun. None of the new ones is settled by the talk itself.
    assert before == [2, 9, 16, 23, 30, 37, 44, 51, 56]
    assert (made, again, due_after(case)) == (2, 0, [2, 9, 16, 23, 30, 37, 49, 63])
    assert planned(case)[-2:] == [(49, 36, 49), (63, 50, 63)]
    assert set(case.follow_ups.filter(days_after__gte=49).values_list("every_days", flat=True)) == {14}


def test_step_down_reaches_beyond_what_the_programme_promises():
    case, talk = stepped_down(on=70, until=100)
    plan_follow_ups()
    talk()

    plan_follow_ups(today=OUT + dt.timedelta(days=70))

    assert (due_after(case)[-3:], plan_follow_ups(today=OUT + dt.timedelta(days=71))) == ([56, 84, 98], 0)


@pytest.mark.parametrize("last", ["called off", "in custody before", "passed", "without days"])
def test_contact_goes_by_need_where_no_step_down_holds(last):
    case, talk = stepped_down(on=20, until=34 if last == "passed" else 70, days=None if last == "without days" else 14)
    said = talk()
    if last == "called off":
        said.called_off_at, said.called_off_by = said.recorded_at, said.recorded_by
        said.save()
    if last == "in custody before":
        case.episode.admitted_date = case.episode.released_date = OUT + dt.timedelta(days=21)
        case.episode.save()

    plan_follow_ups()

    assert set(case.follow_ups.values_list("every_days", flat=True)) == {7}


def test_record_says_how_often_and_why_beside_the_next_contact(client):
    world = World()
    world.case.opened_date, world.case.episode.released_date = OUT, OUT
    world.case.episode.released_how = ReleasedHow.GATE
    world.case.episode.save()
    world.case.save()
    talk = EndingConversationFactory(
        case=world.case, on_date=OUT, planned_date=OUT + dt.timedelta(days=120), contact_days=9
    )
    plan_follow_ups()
    client.force_login(world.manager)

    agreed = client.get(after_release_url(world.case)).content.decode()
    talk.called_off_at, talk.called_off_by = talk.recorded_at, talk.recorded_by
    talk.save()
    plan_follow_ups()
    called_off = client.get(after_release_url(world.case)).content.decode()

    assert "A contact every 9 days, as agreed before the ending." in agreed
    assert "as agreed before the ending" not in called_off
