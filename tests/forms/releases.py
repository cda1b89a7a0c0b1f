"""Forms of the day of release and the days after it."""

from tests import kinds
from tests.factories.mentoring import MentorFactory
from tests.forms.sent import Sent

FORMS = {
    "liberations:bed": Sent(kinds.case, data=lambda world: {"bed": "safe", "note": "With their sister"}),
    "liberations:decision_again": Sent(kinds.left_decision),
    "liberations:decision_leave": Sent(kinds.open_decision),
    "liberations:gate_answer": Sent(kinds.gate_question, "community mentor", lambda world: {"answer": "cannot"}),
    "liberations:gate_cover": Sent(
        kinds.wanted_gate, data=lambda world: {"mentor": MentorFactory(user__team=world.team).pk, "version": 1}
    ),
    "liberations:gate_met": Sent(kinds.case, data=lambda world: {"out_time": "0:01"}),
    "liberations:gate_not_met": Sent(kinds.case, data=lambda world: {"reason": "declined"}),
    "liberations:gate_plan": Sent(kinds.case, data=lambda world: {"decision": "wanted", "mentor": world.mentor.pk}),
}
