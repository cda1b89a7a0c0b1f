"""When something has to be in place, and how urgent it is: in Python and in SQL by the same table."""

import datetime as dt

import pytest

from mentoring.enums.readiness import ITEM_MOVES, SETTLED, HoldReason, ItemState, Standing
from mentoring.models import Case
from mentoring.readiness.lines import counts, getting_ready, lines, with_standing
from mentoring.readiness.standing import Clock
from tests.factories.mentoring import CaseFactory
from tests.factories.readiness import ReadinessItemFactory, ReadinessKindFactory

TODAY = dt.date(2026, 11, 23)
LIBERATION = dt.date(2026, 12, 17)
LONG_AGO = dt.date(2026, 9, 1)


def day(text):
    return dt.date.fromisoformat(text) if text else None


# Liberation day, signed up, lead days, state, hold until: how it stands today, and when it is due.
TABLE = [
    ("2026-12-17", "2026-09-01", 28, "not-asked", "", "overdue", "2026-11-19"),
    ("2026-12-17", "2026-09-01", 24, "not-asked", "", "due", "2026-11-23"),
    ("2026-12-17", "2026-09-01", 25, "asked", "", "overdue", "2026-11-22"),
    ("2026-12-17", "2026-09-01", 28, "failed", "", "overdue", "2026-11-19"),
    ("2026-12-17", "2026-09-01", 10, "to-do", "", "due", "2026-12-07"),
    ("2026-12-17", "2026-09-01", 9, "to-do", "", "later", "2026-12-08"),
    ("2026-12-17", "2026-09-01", 28, "in-place", "", "settled", "2026-11-19"),
    ("2026-12-17", "2026-09-01", 28, "not-needed", "", "settled", "2026-11-19"),
    # A hold lasts to the end of its last day, and is then over by itself.
    ("2026-12-17", "2026-09-01", 28, "to-do", "2026-11-23", "on-hold", "2026-11-19"),
    ("2026-12-17", "2026-09-01", 28, "to-do", "2026-11-22", "overdue", "2026-11-19"),
    # Somebody who signed up late has a week, but not beyond the day itself.
    ("2026-12-17", "2026-11-20", 84, "not-asked", "", "due", "2026-11-27"),
    ("2026-12-17", "2026-11-16", 84, "not-asked", "", "due", "2026-11-23"),
    ("2026-12-17", "2026-11-15", 84, "not-asked", "", "overdue", "2026-11-22"),
    ("2026-11-25", "2026-11-20", 3, "not-asked", "", "due", "2026-11-25"),
    # The day itself counts; once it has passed and nobody said that they are out, all of it is overdue.
    ("2026-11-23", "2026-09-01", 0, "to-do", "", "due", "2026-11-23"),
    ("2026-11-22", "2026-09-01", 0, "to-do", "", "overdue", "2026-11-22"),
    # Without a day nothing is due, and a hold still is a hold.
    ("", "2026-09-01", 28, "to-do", "", "no-day", ""),
    ("", "2026-09-01", 28, "to-do", "2026-12-01", "on-hold", ""),
    ("", "2026-09-01", 28, "in-place", "", "settled", ""),
]


@pytest.mark.parametrize(("liberation", "opened", "lead", "state", "hold", "standing", "due"), TABLE)
def test_standing_and_due_day(liberation, opened, lead, state, hold, standing, due):
    clock = Clock(TODAY, day(liberation), released=False, opened_date=day(opened), due_days=14, settle_days=7)

    assert (clock.due_date(lead), clock.standing(state=state, lead_days=lead, hold_until=day(hold))) == (
        day(due),
        standing,
    )


def test_open_once_they_have_left_is_left_open_and_settled_stays_settled():
    clock = Clock(TODAY, LIBERATION, released=True, opened_date=LONG_AGO, due_days=14, settle_days=7)

    assert [clock.standing(state=state, lead_days=28) for state in ItemState] == [
        Standing.SETTLED if state in SETTLED else Standing.LEFT_OPEN for state in ItemState
    ]


@pytest.mark.django_db
def test_database_says_the_same_of_every_row_of_the_table():
    said = {}
    for number, (liberation, opened, lead, state, hold, standing, due) in enumerate(TABLE):
        case = CaseFactory(opened_date=day(opened), liberation_date=day(liberation))
        kind = ReadinessKindFactory(programme=case.programme, lead_days=lead)
        if state != ItemState.NOT_ASKED:
            facts = {
                "asked_date": TODAY if state == ItemState.ASKED else None,
                "evidence": "Seen" if state == ItemState.IN_PLACE else "",
                "failed_reason": "refused" if state == ItemState.FAILED else "",
            }
            holding = {"hold_reason": HoldReason.COURT, "hold_until": day(hold)} if hold else {}
            ReadinessItemFactory(case=case, kind=kind, state=state, **facts, **holding)
        said[case.pk] = (number, standing, day(due))

    found = {line.pk: (said[line.pk][0], line.standing, line.due_date) for line in lines(Case.objects.all(), TODAY)}
    alone = {
        case.pk: (said[case.pk][0], line.standing, line.due_date)
        for case in Case.objects.with_liberation().select_related("programme", "episode")
        for line in getting_ready(case, TODAY).others
    }

    assert found == said
    assert alone == said


@pytest.mark.django_db
def test_counts_are_of_open_cases_inside_and_kinds_in_use():
    case = CaseFactory(opened_date=LONG_AGO, liberation_date=LIBERATION)
    ReadinessKindFactory(programme=case.programme, lead_days=84)
    ReadinessKindFactory(programme=case.programme, lead_days=84, closed_date=TODAY)
    ReadinessKindFactory(programme=case.programme, lead_days=14)
    ReadinessKindFactory()
    ended = CaseFactory(
        referral__programme=case.programme, opened_date=LONG_AGO, closed_date=TODAY, liberation_date=LIBERATION
    )
    out = CaseFactory(referral__programme=case.programme, liberation_date=LIBERATION)
    type(out.episode).objects.filter(pk=out.episode_id).update(released_date=TODAY, released_how="gate")

    assert counts(Case.objects.all(), TODAY) == {"overdue": 1, "due": 1, "on-hold": 0}
    assert list(with_standing(Case.objects.all(), Standing.OVERDUE, TODAY)) == [case]
    assert ended.pk != case.pk


@pytest.mark.django_db
def test_page_of_a_case_leads_with_the_first_and_keeps_what_was_said_of_kinds_no_longer_asked_about():
    case = CaseFactory(opened_date=LONG_AGO, liberation_date=LIBERATION)
    programme = case.programme
    later = ReadinessKindFactory(programme=programme, lead_days=3, position=1)
    overdue = ReadinessKindFactory(programme=programme, lead_days=84, position=2)
    first = ReadinessKindFactory(programme=programme, lead_days=3, position=3, leads=True)
    second = ReadinessKindFactory(programme=programme, lead_days=84, position=4, leads=True)
    gone = ReadinessKindFactory(programme=programme, closed_date=TODAY, position=5)
    ReadinessKindFactory(programme=programme, closed_date=TODAY, position=6)
    ReadinessItemFactory(case=case, kind=gone, state=ItemState.NOT_NEEDED)
    case = Case.objects.with_liberation().select_related("programme", "episode").get()

    ready = getting_ready(case, TODAY)

    assert [line.kind for line in ready.leading] == [first, second]
    assert [line.kind for line in ready.others] == [overdue, later, gone]
    assert (ready.count(Standing.OVERDUE), len(ready.not_asked), ready.night) == (2, 4, None)


def test_every_state_has_its_moves_and_only_taking_back_leads_to_not_asked():
    assert set(ITEM_MOVES) == set(ItemState)
    assert not any(ItemState.NOT_ASKED in after for after in ITEM_MOVES.values())
    assert not any(state in after for state, after in ITEM_MOVES.items())
