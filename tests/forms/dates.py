"""Forms of release dates, moves between prisons, and schemes that release early."""

import datetime as dt

from tests import kinds
from tests.factories.prisons import PrisonFactory
from tests.forms.sent import DAY, Sent

FORMS = {
    "liberations:episode_edit": Sent(kinds.episode, data=lambda world: {"legal_status": "recall"}),
    "liberations:date_asked": Sent(kinds.person, data=lambda world: {"outcome": "no-answer", "source": "phone"}),
    "liberations:date_list_asked": Sent(
        data=lambda world: {"episodes": [world.case.episode_id], "answered": "no", "source": "phone"}
    ),
    "liberations:release_date": Sent(
        kinds.person,
        data=lambda world: {"kind": "prison-stated", "stated_date": dt.date(2027, 1, 12), "source": "letter"},
    ),
    "liberations:scheme_add": Sent(
        data=lambda world: {
            "name": "Early release",
            "reason": "Announced.",
            "shift": "days",
            "days_earlier": "7",
            "prisons": kinds.prison(world),
        }
    ),
    "liberations:scheme_apply": Sent(kinds.scheme, data=lambda world: {"version": "1"}),
    "liberations:scheme_discard": Sent(kinds.scheme),
    "liberations:scheme_edit": Sent(kinds.scheme, data=lambda world: {"days_earlier": "5"}),
    "liberations:scheme_member": Sent(kinds.scheme_member, data=lambda world: {"decision": "out"}),
    "liberations:scheme_undo": Sent(kinds.shifted_scheme),
    "liberations:transfer": Sent(kinds.person, data=lambda world: {"prison": PrisonFactory().pk, "on": DAY}),
}
