"""Forms of the prisons' register."""

from tests import kinds, ready_kinds
from tests.forms.sent import Sent

FORMS = {
    "prisons:prison_close": Sent(kinds.prison, "administrator"),
    "prisons:prison_edit": Sent(kinds.prison, "administrator", lambda world: {"town": "Elsewhere"}),
    "prisons:prison_reopen": Sent(kinds.closed_prison, "administrator"),
    "prisons:room_add": Sent(kinds.prison, "administrator", lambda world: {"name": "Link room"}),
    "prisons:room_close": Sent(ready_kinds.visit_room, "administrator"),
    "prisons:room_edit": Sent(ready_kinds.visit_room, "administrator", lambda world: {"name": "Link room"}),
    "prisons:room_reopen": Sent(ready_kinds.closed_visit_room, "administrator"),
    "prisons:slot_add": Sent(
        kinds.prison, "administrator", lambda world: {"weekday": "2", "from_time": "9am", "until_time": "11am"}
    ),
    "prisons:slot_close": Sent(ready_kinds.visit_slot, "administrator"),
    "prisons:slot_edit": Sent(ready_kinds.visit_slot, "administrator", lambda world: {"places": "3"}),
    "prisons:slot_reopen": Sent(ready_kinds.closed_visit_slot, "administrator"),
}
