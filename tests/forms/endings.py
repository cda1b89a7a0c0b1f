"""Forms of endings: the talk about it, the ending, what is written afterwards, reopening."""

from tests import ending_kinds, kinds
from tests.factories.endings import EndingConversationFactory
from tests.factories.prisons import PrisonFactory
from tests.forms.sent import DAY, Sent


def ending(world):
    EndingConversationFactory(case=world.case)
    return {"kind": "planned", "reason": "completed", "summary": "Well on their way.", "ended_date": DAY}


TALK = {"on_date": DAY, "how": "phone", "planned_date": DAY}

FORMS = {
    "liberations:custody_again": Sent(
        ending_kinds.released_case, data=lambda world: {"prison": PrisonFactory().pk, "on_date": DAY}
    ),
    "liberations:custody_again_answer": Sent(
        ending_kinds.asked_again, "community mentor", lambda world: {"answer": "yes"}
    ),
    "liberations:custody_again_take_back": Sent(ending_kinds.back_in_custody),
    "mentoring:case_end": Sent(kinds.case, data=ending),
    "mentoring:case_reopen": Sent(ending_kinds.ended_case, data=lambda world: {"reason": "asked"}),
    "mentoring:ending_call_off": Sent(ending_kinds.conversation),
    "mentoring:ending_talk": Sent(kinds.case, data=lambda world: TALK),
    "mentoring:outcomes_record": Sent(
        ending_kinds.reading, data=lambda world: {"accommodation": "own-home", "gp": "not-asked"}
    ),
    "mentoring:small_win_add": Sent(kinds.case, data=lambda world: {"words": "Cooked for his gran."}),
    "mentoring:small_win_strike": Sent(ending_kinds.small_win),
    "mentoring:ending_words": Sent(ending_kinds.ending, data=lambda world: {"their_words": "You kept turning up."}),
    "referrals:programme_outcomes": Sent(kinds.programme, "administrator", lambda world: {"outcome_weeks": "4, 26"}),
}
