"""Rows of the access table (tests/test_access.py) for the plan of the day of release and the ways of a day."""

from tests import day_kinds, kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, CONFIGURE, RECORD, moved, not_here

# fmt: off
ROWS = {
    "liberations:day_plan": Row(
        get=RECORD, post=not_here(CASEWORKERS), kind=day_kinds.day_with_office_before_chemist, trail=1),
    "liberations:day_plan_edit": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "liberations:day_plan_look_over": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=day_kinds.planned_day),
    "liberations:day_plan_suggestion": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=day_kinds.day_with_office_before_chemist,
        data={"code": day_kinds.CHEMIST_FIRST}),
    "liberations:leg_add": Row(get=CASEWORKERS, post=CASEWORKERS),
    "liberations:leg_edit": Row(get=CASEWORKERS, post=CASEWORKERS, kind=day_kinds.leg),
    "liberations:leg_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "liberations:leg_remove": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), kind=day_kinds.leg),
    "referrals:programme_first_day": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "liberations:stop_add": Row(get=RECORD, post=RECORD, kind=day_kinds.plan_key, trail=1),
    "liberations:stop_booked": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=day_kinds.booked_for_another_day),
    "liberations:stop_edit": Row(get=RECORD, post=RECORD, kind=day_kinds.stop, trail=1),
    "liberations:stop_put_back": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=day_kinds.taken_out),
    "liberations:stop_shift": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=day_kinds.last_of_two, data={"to": "0"}),
    "liberations:stop_take_out": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=day_kinds.stop),
    "liberations:stop_way": Row(get=RECORD, post=RECORD, kind=day_kinds.stop, trail=1),
}
