"""Visiting times and rooms of some prisons, and days on which one of us was not let in. All of it invented."""

import datetime as dt
import uuid

from demo.days import Days
from demo.scene import Scene
from mentoring.enums.prison_access import AccessRefusal
from mentoring.services.prison_access import record_refused_access
from prisons.enums import Weekday
from prisons.services.visits import add_room, add_slot

MORNING, AFTERNOON = (dt.time(9, 30), dt.time(11, 30)), (dt.time(13, 45), dt.time(15, 30))
# Of each prison: the days with the hours of visits, and how many can be seen.
TIMES = {
    "BAR": ((Weekday.TUESDAY, MORNING, 6), (Weekday.TUESDAY, AFTERNOON, 6), (Weekday.THURSDAY, MORNING, 4)),
    "LOW": ((Weekday.MONDAY, MORNING, 4), (Weekday.WEDNESDAY, AFTERNOON, 4), (Weekday.FRIDAY, MORNING, 3)),
    "STI": ((Weekday.TUESDAY, AFTERNOON, 5), (Weekday.WEDNESDAY, MORNING, 5)),
}
# Rooms, and whether they are private.
ROOMS = {
    "BAR": (("Agents' room 1", True), ("Agents' room 2", True), ("Visit room", False)),
    "LOW": (("Link centre", True), ("Visit room", False)),
    "STI": (("Room by the garden", True),),
}
# Who was turned away: mentor, prison, days ago, why, note.
REFUSALS = (
    ("callum", "BAR", 33, AccessRefusal.NOT_ON_LIST, "The e-mail with our names had not reached the gate."),
    ("amara", "BAR", 18, AccessRefusal.REGIME, "Locked down from 9am."),
    ("isla", "STI", 12, AccessRefusal.NO_ESCORT, ""),
    ("callum", "POL", 6, AccessRefusal.KEYS, "Key training done in May is not on their list."),
)


def tell_register(scene: Scene, days: Days) -> None:
    """Told through the services, after the lives: visits of the past were booked without times."""
    by = scene.users["priya"]
    for code, times in TIMES.items():
        for weekday, (begins, ends), places in times:
            details = {"weekday": weekday, "from_time": begins, "until_time": ends, "places": places}
            add_slot(new_id=uuid.uuid4(), prison=scene.prisons[code], details=details, by=by)
        for name, is_private in ROOMS[code]:
            add_room(new_id=uuid.uuid4(), prison=scene.prisons[code], name=name, is_private=is_private, by=by)
    for who, code, ago, reason, note in REFUSALS:
        record_refused_access(
            mentor=scene.mentors[who],
            prison=scene.prisons[code],
            on_date=days.ago(ago),
            reason=reason,
            note=note,
            by=scene.users[who],
        )
