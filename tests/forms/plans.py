"""Forms of needs, plans and promises."""

import datetime as dt

from django.utils import timezone

from tests import kinds, plan_kinds
from tests.forms.sent import DAY, Sent

FORMS = {
    "mentoring:action_add": Sent(plan_kinds.goal, data=lambda world: {"step": "Ring the council", "owner": "person"}),
    "mentoring:action_edit": Sent(plan_kinds.step, data=lambda world: {"step": "Write to the council"}),
    "mentoring:action_state": Sent(plan_kinds.step, data=lambda world: {"state": "done"}),
    "mentoring:goal_add": Sent(
        plan_kinds.draft_plan, data=lambda world: {"words": "See my boys.", "step": "Write to them", "owner": "person"}
    ),
    "mentoring:goal_edit": Sent(plan_kinds.goal, data=lambda world: {"words": "My own door."}),
    "mentoring:goal_state": Sent(plan_kinds.goal, data=lambda world: {"state": "reached"}),
    "mentoring:hold_end": Sent(plan_kinds.review_on_hold),
    "mentoring:needs_edit": Sent(
        plan_kinds.unfinished_needs,
        data=lambda world: {"answer_money": "5", "finished": "done", "with_person": "yes", "on": DAY},
    ),
    "mentoring:needs_reopen": Sent(plan_kinds.needs),
    "mentoring:needs_start": Sent(kinds.case, data=lambda world: {"answer_money": "5", "on": DAY}),
    "mentoring:plan_agree": Sent(plan_kinds.draft_plan, data=lambda world: {"agreed_date": DAY, "agreement": "spoken"}),
    "mentoring:plan_hold": Sent(
        plan_kinds.plan,
        data=lambda world: {"reason": "away", "until_date": timezone.localdate() + dt.timedelta(days=7)},
    ),
    "mentoring:plan_review": Sent(plan_kinds.plan, data=lambda world: {"on": DAY}),
    "mentoring:plan_set_aside": Sent(plan_kinds.draft_plan),
    "mentoring:plan_start": Sent(kinds.case),
    "mentoring:plan_take_back": Sent(plan_kinds.plan),
    "mentoring:plan_take_up": Sent(plan_kinds.plan_set_aside),
    "mentoring:promise_add": Sent(
        kinds.case, data=lambda world: {"words": "Ring the council", "promised_date": DAY, "due_date": DAY}
    ),
    "mentoring:promise_edit": Sent(plan_kinds.promise, data=lambda world: {"words": "Ring them"}),
    "mentoring:promise_explain": Sent(
        plan_kinds.promise, data=lambda world: {"on": DAY, "explanation": "It was shut."}
    ),
    "mentoring:promise_keep": Sent(plan_kinds.promise),
    "mentoring:promise_reopen": Sent(plan_kinds.kept_promise),
    "mentoring:scale": Sent(kinds.programme, "administrator", lambda world: {"highest": "5", "need_at": "3"}),
}
