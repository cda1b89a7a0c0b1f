"""Forms of endings: the talk about it, the ending, what is written afterwards, reopening."""

from tests import ending_kinds, kinds
from tests.factories.endings import EndingConversationFactory
from tests.forms.sent import DAY, Sent


def ending(world):
    EndingConversationFactory(case=world.case)
    return {"kind": "planned", "reason": "completed", "summary": "Well on their way.", "ended_date": DAY}


TALK = {"on_date": DAY, "how": "phone", "planned_date": DAY}

FORMS = {
    "mentoring:case_end": Sent(kinds.case, data=ending),
    "mentoring:case_reopen": Sent(ending_kinds.ended_case, data=lambda world: {"reason": "asked"}),
    "mentoring:ending_call_off": Sent(ending_kinds.conversation),
    "mentoring:ending_talk": Sent(kinds.case, data=lambda world: TALK),
    "mentoring:ending_words": Sent(ending_kinds.ending, data=lambda world: {"their_words": "You kept turning up."}),
}
