"""Forms of money given."""

from tests import kinds, money_kinds
from tests.forms.sent import DAY, Sent

FARE = {"kind": "fare", "amount_pence": "12.50", "what_for": "The bus to the job centre", "on_date": DAY}

FORMS = {
    "liberations:money_add": Sent(kinds.case, data=lambda world: FARE),
    "liberations:money_approve": Sent(money_kinds.asked),
    "liberations:money_hand_over": Sent(money_kinds.approved),
    "liberations:money_receipt_signed": Sent(money_kinds.given),
    "liberations:money_refuse": Sent(money_kinds.asked, data=lambda world: {"note": "Ask the council first."}),
    "liberations:money_take_back": Sent(money_kinds.given, data=lambda world: {"note": "The bus did not go."}),
    "referrals:programme_money": Sent(kinds.programme, "administrator", lambda world: {"money_once_pence": "30"}),
}
