"""Forms of visits and contacts."""

import datetime as dt

from mentoring.enums.meetings import CancelReason, Channel, MeetingState
from tests import kinds
from tests.forms.sent import DAY, Sent

HELD = {"state": MeetingState.HELD, "channel": Channel.PHONE, "minutes": "20", "on_date": DAY}
CANCELLED = {"state": MeetingState.CANCELLED_BY_PRISON, "cancel_reason": CancelReason.choices[0][0], "on_date": DAY}


def _written_up(world):
    """The one visit of the day, held."""
    (row,) = world.case.meetings.all()
    said = {"state": "held", "place": "private-room", "minutes": "40", "version": "1"}
    return {f"{row.pk}-{name}": value for name, value in said.items()} | {"save": str(row.pk)}


FORMS = {
    "mentoring:contact_cancel": Sent(
        kinds.meeting, "community mentor", lambda world: {"state": MeetingState.CANCELLED_BY_PERSON}
    ),
    "mentoring:contact_log": Sent(kinds.case, "community mentor", lambda world: HELD),
    "mentoring:contact_move": Sent(
        kinds.meeting,
        "community mentor",
        lambda world: {"on_date": dt.date(2026, 12, 1), "at_time": dt.time(10), "asked_by": "prison"},
    ),
    "mentoring:contact_plan": Sent(
        kinds.case, "community mentor", lambda world: {"channel": "phone", "on_date": dt.date(2026, 12, 1)}
    ),
    "mentoring:contact_record": Sent(kinds.meeting, "community mentor", lambda world: CANCELLED),
    "mentoring:contact_undo": Sent(kinds.held_meeting, "community mentor"),
    "mentoring:day_results": Sent(kinds.day_in_prison, "community mentor", lambda world: _written_up(world)),
    "mentoring:visits_book": Sent(
        kinds.case, "community mentor", lambda world: {"day_1": dt.date(2026, 12, 1), "time_1": dt.time(10)}
    ),
}
