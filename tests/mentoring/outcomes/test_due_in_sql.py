"""The list asks for the same reading as the record: SQL and Python, held together."""

import datetime as dt

import pytest

from mentoring.enums.cases import EndingReason
from mentoring.enums.outcomes import OutcomeTopic
from mentoring.models import Case
from mentoring.outcomes.readings import readings
from mentoring.selectors.outcomes import reading_due, with_reading
from tests.factories.endings import EndingFactory, OutcomeFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import EpisodeFactory

pytestmark = pytest.mark.django_db
OUT = dt.date(2026, 6, 1)


def in_python(case, today):
    rows = case.outcomes.current().filter(episode=case.episode)
    found = [each for each in readings(case.programme, case.episode.released_date, rows, today) if each.is_next]
    return [(each.week, each.due_date, len(each.missing), each.late_date < today) for each in found]


def in_sql(case, today):
    row = with_reading(Case.objects.filter(pk=case.pk), today).get()
    found = (row.reading_week, row.reading_due, row.reading_missing, row.reading_late)
    return [] if row.reading_week is None else [found]


@pytest.mark.parametrize("weeks", [[], [0, 4, 12, 26, 52], [4]])
@pytest.mark.parametrize(("early", "late"), [(7, 14), (0, 0), (10, 3)])
def test_sql_and_python_ask_for_the_same_reading(weeks, early, late):
    case = CaseFactory(
        referral__episode=EpisodeFactory(admitted_date=None, released_date=OUT, released_how="gate", prison=False)
    )
    rules = case.programme
    rules.outcome_weeks, rules.outcome_early_days, rules.outcome_late_days = weeks, early, late
    rules.save()
    for topic in list(OutcomeTopic)[:3]:
        OutcomeFactory(case=case, week=4, topic=topic, answer="not-asked")
    OutcomeFactory(case=case, week=4, topic="gp", answer="not-known", is_current=False)
    days = [OUT + dt.timedelta(days=after) for after in (0, 1, 13, 14, 15, 17, 18, 20, 21, 28, 31, 43, 84, 182, 400)]

    assert [in_sql(case, day) for day in days] == [in_python(case, day) for day in days]


def test_nobody_inside_is_asked():
    case = CaseFactory()

    assert in_sql(case, OUT) == in_python(case, OUT) == []


@pytest.fixture
def ended(db):
    """Support ended ten weeks after release; four weeks' reading was never made, the next comes after twelve."""
    case = CaseFactory(
        opened_date=OUT,
        closed_date=OUT + dt.timedelta(weeks=10),
        referral__episode=EpisodeFactory(admitted_date=None, released_date=OUT, released_how="gate", prison=False),
    )
    EndingFactory(case=case, ended_date=case.closed_date, reason=EndingReason.COMPLETED)
    return case


def asked(days: int) -> bool:
    return reading_due(Case.objects.all(), OUT + dt.timedelta(days=days)).exists()


@pytest.mark.parametrize(("days", "expected"), [(76, False), (77, True), (84, True), (98, True), (99, False)])
def test_after_support_has_ended_it_is_asked_until_it_is_late(ended, days, expected):
    assert asked(days) is expected


def test_after_support_has_ended_it_is_asked_only_where_the_programme_asks_on(ended):
    ended.programme.outcomes_after_ending = False
    ended.programme.save()

    assert not asked(84)


@pytest.mark.parametrize("reason", EndingReason)
def test_not_of_who_died_wanted_no_more_support_or_is_back_in_custody(ended, reason):
    ended.endings.update(reason=reason)

    assert asked(84) is (reason not in ("died", "no-longer-wants", "returned"))
