"""Forms of the plan for the day of release."""

from tests import day_kinds, kinds
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import PlaceFactory
from tests.forms.sent import Sent

STOP = {"kind": "other", "place_text": "The library", "how": "go", "timing": "any", "minutes": "20"}

FORMS = {
    "liberations:day_plan_edit": Sent(
        kinds.case,
        data=lambda world: {"out_from": "8:30am", "out_until": "10am", "mode": "public", "money_in_hand_pence": "20"},
    ),
    "liberations:day_plan_look_over": Sent(day_kinds.planned_day),
    "liberations:day_plan_suggestion": Sent(
        day_kinds.day_with_office_before_chemist, data=lambda world: {"code": day_kinds.CHEMIST_FIRST}
    ),
    "liberations:leg_add": Sent(
        data=lambda world: {"from_prison": PrisonFactory().pk, "to_place": PlaceFactory().pk, "minutes": "25"}
    ),
    "liberations:leg_edit": Sent(day_kinds.leg, data=lambda world: {"minutes": "35"}),
    "liberations:leg_remove": Sent(day_kinds.leg),
    "referrals:programme_first_day": Sent(kinds.programme, "administrator", lambda world: {"day_slack_minutes": "15"}),
    "liberations:stop_add": Sent(day_kinds.plan_key, data=lambda world: STOP),
    "liberations:stop_booked": Sent(day_kinds.booked_for_another_day),
    "liberations:stop_edit": Sent(day_kinds.stop, data=lambda world: {"minutes": "45"}),
    "liberations:stop_put_back": Sent(day_kinds.taken_out),
    "liberations:stop_shift": Sent(day_kinds.last_of_two, data=lambda world: {"to": "0"}),
    "liberations:stop_take_out": Sent(day_kinds.stop),
    "liberations:stop_way": Sent(day_kinds.stop, data=lambda world: {"minutes": "25", "cost_pence": "2.40"}),
}
