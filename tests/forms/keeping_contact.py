"""Forms of keeping in touch after release."""

from tests import contact_kinds, kinds
from tests.forms.sent import Sent

FORMS = {
    "liberations:first_step": Sent(contact_kinds.first_step, data=lambda world: {"answer": "done"}),
    "liberations:first_step_undo": Sent(contact_kinds.said_first_step),
    "liberations:lost_again": Sent(contact_kinds.lost_and_seen),
    "liberations:lost_end": Sent(contact_kinds.lost, data=lambda world: {"how": "seen", "note": "At the hostel"}),
    "liberations:lost_go_on": Sent(contact_kinds.lost_on_hold),
    "liberations:lost_hold": Sent(contact_kinds.lost, data=lambda world: {"reason": "With family"}),
    "liberations:lost_step": Sent(contact_kinds.lost_step, data=lambda world: {"answer": "done", "note": "Not seen"}),
    "liberations:lost_step_undo": Sent(contact_kinds.said_step),
    "liberations:message_off": Sent(contact_kinds.message_by_hand),
    "liberations:message_sent": Sent(contact_kinds.message_by_hand),
    "liberations:messages_stop": Sent(contact_kinds.texted),
    "liberations:text_add": Sent(None, "administrator", lambda world: {"name": "Ring", "text": "Please ring me."}),
    "liberations:text_close": Sent(contact_kinds.text, "administrator"),
    "liberations:text_edit": Sent(contact_kinds.text, "administrator", lambda world: {"text": "Ring me, please."}),
    "liberations:text_reopen": Sent(contact_kinds.closed_text, "administrator"),
    "liberations:worried": Sent(contact_kinds.out, data=lambda world: {"worry": "Not at the hostel"}),
    "referrals:emergency_add": Sent(
        kinds.person,
        data=lambda world: {"name": "Ellen Boyd", "relation": "Sister", "phone": "0141 496 0111", "how": "signed"},
    ),
    "referrals:emergency_end": Sent(contact_kinds.emergency_contact),
    "referrals:programme_contacting": Sent(kinds.programme, "administrator", lambda world: {"lost_days": "4"}),
}
