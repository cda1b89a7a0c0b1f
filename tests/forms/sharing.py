"""Forms of stories told once, places held for us, and needs without a service."""

from tests import held_kinds, kinds, story_kinds
from tests.forms.sent import DAY, Sent

FORMS = {
    "referrals:story_start": Sent(kinds.person),
    "referrals:story_agree": Sent(story_kinds.draft, data=lambda world: {"how": "signed", "agreed_date": DAY}),
    "referrals:story_give": Sent(story_kinds.agreed, data=story_kinds.given_by_consent),
    "referrals:story_stop": Sent(story_kinds.agreed),
    "referrals:story_resume": Sent(story_kinds.stopped),
    "referrals:story_rewrite": Sent(story_kinds.agreed),
    "referrals:onward_story": Sent(story_kinds.onward_with_story, data=story_kinds.the_story),
    "referrals:programme_linking": Sent(kinds.programme, "administrator", lambda world: {"place_held_days": "14"}),
    "mentoring:place_offer": Sent(kinds.case, data=held_kinds.offered),
    "mentoring:stay": Sent(
        held_kinds.stay, data=lambda world: {"state": "left", "leave_reason": "own-home", "on": DAY}
    ),
    "mentoring:stay_undo": Sent(held_kinds.stay, data=lambda world: {"step": "2"}),
    "mentoring:place_add": Sent(by="administrator", data=held_kinds.added),
    "mentoring:place_edit": Sent(held_kinds.place, "administrator", lambda world: {"notes": "No dogs"}),
    "mentoring:place_close": Sent(held_kinds.place, "administrator"),
    "mentoring:place_reopen": Sent(held_kinds.closed_place, "administrator"),
    "mentoring:gap_add": Sent(held_kinds.need, data=lambda world: {"reason": "full", "on": DAY}),
    "mentoring:gap_take_back": Sent(held_kinds.gap),
    "mentoring:story_write": Sent(
        story_kinds.draft, data=lambda world: {"tell-home": "on", "text-home": "With my sister."}
    ),
}
