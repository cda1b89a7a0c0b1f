"""Forms of further roles and of days in court."""

from tests import kinds, role_kinds
from tests.factories.mentoring import MentorFactory
from tests.forms.sent import DAY, Sent


def employment(world):
    beside = MentorFactory(user__team=world.case.programme.team)
    return {"mentor": beside.pk, "further_role": "employment", "note": "Looks for work with them."}


FORMS = {
    "mentoring:court_add": Sent(kinds.case, data=lambda world: {"court": "Kirkmuir Sheriff Court", "on_date": DAY}),
    "mentoring:court_edit": Sent(role_kinds.court, data=lambda world: {"court": "Lochaber Sheriff Court"}),
    "mentoring:court_outcome": Sent(role_kinds.court, data=lambda world: {"state": "put-off", "result": "No judge."}),
    "mentoring:court_take_back": Sent(role_kinds.court_settled),
    "mentoring:further_role_add": Sent(kinds.case, "manager", employment),
    "mentoring:further_role_end": Sent(role_kinds.further_role, "manager"),
    "mentoring:summary_approve": Sent(role_kinds.summary_waiting, "manager", lambda world: {"version": "1"}),
    "mentoring:summary_ask": Sent(role_kinds.summary),
    "mentoring:summary_hand_in": Sent(role_kinds.summary_approved),
    "mentoring:summary_send_back": Sent(role_kinds.summary_waiting, "manager", lambda world: {"note": "Shorter."}),
    "mentoring:summary_start": Sent(role_kinds.court),
    "mentoring:summary_take_back": Sent(role_kinds.summary_waiting),
    "mentoring:summary_write": Sent(role_kinds.summary, data=lambda world: {"words": "Has kept every appointment."}),
}
