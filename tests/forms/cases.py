"""Forms of cases: who mentors whom, and by which standards."""

from tests import kinds
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.forms.sent import Sent


def somebody_waits(world):
    """The proposal names a mentor who has room, and why."""
    CaseFactory(referral__programme=world.case.programme)
    return {}


FORMS = {
    "mentoring:match_review": Sent(kinds.case, "community mentor", lambda world: {"outcome": "keep"}),
    "mentoring:allocate": Sent(
        kinds.case, data=lambda world: {"mentor": MentorFactory(user__team=world.team).pk, "match_note": "Same town"}
    ),
    "mentoring:standard_waive": Sent(kinds.standard, "manager", lambda world: {"reason": "Signed up at the gate."}),
    "mentoring:waiver_end": Sent(kinds.waiver, "manager"),
    "mentoring:allocation_proposal": Sent(data=somebody_waits),
    "mentoring:allocation_take_back": Sent(kinds.allocation),
    "mentoring:case_need": Sent(kinds.case, data=lambda world: {"need": "high"}),
    "mentoring:caseload_weights": Sent(data=lambda world: {"need_high": "2"}),
    "mentoring:match_preferences": Sent(kinds.case, data=lambda world: {"gender": "no-preference"}),
}
