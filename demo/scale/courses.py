"""The courses that lives take, in days before and after liberation. Each is one that the demonstration tells of somebody.

A course is walked from the referral to the ending and cut off at today: what lies before has happened, the next contact
after it is booked. Nothing is drawn by lot; which course, day and words somebody gets follows from their place in line.
"""

import datetime as dt
from dataclasses import dataclass

from mentoring.enums.cases import EndingKind, EndingReason
from mentoring.enums.meetings import CancelReason, Channel, MeetingState, Place
from mentoring.enums.needs import NeedArea

HELD, AGENCY, DOOR, PRISON, REFUSED, VIDEO = "held", "agency", "door", "prison", "refused", "video"
# The days of the programme's follow-up, kept a day early.
KEPT = (2, 6, 13, 20, 27, 41, 55, 69, 83, 111, 139, 167, 181)
SIX_MONTHS = (183, EndingKind.PLANNED, EndingReason.COMPLETED)


@dataclass(frozen=True)
class Course:
    """`agreed` days before liberation they agreed to take part; `visits` (days before, how it went); `contacts` days after.

    `was` is how many days off the date stood before it moved, `moved` days before liberation; `transferred` likewise.
    `said_late` is how many days nobody said what happened at the gate. `ends` is (days after, kind, reason).
    """

    agreed: int
    visits: tuple[tuple[int, str], ...]
    contacts: tuple[int, ...] = KEPT
    missed: tuple[int, ...] = ()
    ends: tuple[int, EndingKind, EndingReason] = SIX_MONTHS
    was: int = 0
    moved: int = 0
    transferred: int = 0
    with_family: bool = False
    said_late: int = 0


COURSES = (
    # Three visits and the first meeting with whoever meets them outside; six months.
    Course(70, ((63, HELD), (49, HELD), (35, HELD), (14, AGENCY))),
    Course(84, ((77, HELD), (56, HELD), (42, VIDEO), (28, HELD), (10, AGENCY))),
    # Signed up late: two visits, flagged until release.
    Course(24, ((19, HELD), (9, HELD)), KEPT[:9], ends=(120, EndingKind.PLANNED, EndingReason.AGREED_EARLY)),
    # The prison cancels, the cell door does not count.
    Course(60, ((53, HELD), (45, PRISON), (38, DOOR), (30, HELD), (21, PRISON), (12, HELD)), KEPT),
    # Brought forward by two weeks, twenty days before; put back by nine days, thirty before.
    Course(66, ((59, HELD), (40, HELD), (16, AGENCY)), was=14, moved=20),
    Course(72, ((65, HELD), (50, HELD), (24, HELD), (11, AGENCY)), was=-9, moved=30),
    Course(75, ((68, HELD), (50, HELD), (30, HELD), (12, AGENCY)), transferred=40),
    # Collected by family; keeps in touch.
    Course(56, ((48, HELD), (34, HELD), (20, AGENCY)), with_family=True),
    # Nobody said what happened for nine days.
    Course(63, ((55, HELD), (41, HELD), (18, AGENCY)), said_late=9),
    # Goes quiet after two weeks.
    Course(
        58,
        ((51, HELD), (37, HELD), (22, HELD)),
        (2, 6, 13),
        missed=(20, 26, 33),
        ends=(84, EndingKind.UNPLANNED, EndingReason.NO_CONTACT),
    ),
    # Spoken with or seen twice a week at first, then weekly.
    Course(
        80, ((73, HELD), (59, HELD), (45, HELD), (31, HELD), (13, AGENCY)), (1, 2, 4, 6, 9, 12, 16, *range(20, 182, 7))
    ),
    # Says no at the door once, comes round, goes back inside.
    Course(
        50,
        ((44, REFUSED), (36, HELD), (25, HELD), (10, HELD)),
        (2, 6, 13, 20, 27, 41),
        ends=(52, EndingKind.UNPLANNED, EndingReason.RETURNED),
    ),
)

# How each kind of visit is written up: facts of a Contact.
VISITS: dict[str, dict] = {
    HELD: {"place": Place.PRIVATE_ROOM, "minutes": 45},
    AGENCY: {"place": Place.VISIT_ROOM, "minutes": 40, "agency_visit": True},
    DOOR: {"place": Place.CELL_DOOR, "minutes": 8},
    PRISON: {"state": MeetingState.CANCELLED_BY_PRISON, "cancel_reason": CancelReason.REGIME},
    REFUSED: {"state": MeetingState.REFUSED},
    VIDEO: {"channel": Channel.VIDEO, "minutes": 30},
}
NOT_HELD_NOTES = {
    PRISON: "Short of officers; booked again.",
    REFUSED: "Not today, he said through the hall officer. Will ask again.",
    DOOR: "At the door only. Will come back.",
}
NOTES_INSIDE = (
    "Talked about the first morning and who to ring.",
    "Wants a place of their own, away from old company.",
    "Went through the housing form together.",
    "Bank card and ID are in the property store.",
    "Thinking about work; the site card is still valid.",
    "Told us about the debt. We will ask for advice.",
    "Sleeping badly. The nurse knows.",
    "Proud of the course certificate.",
    "Worried how the children will take it.",
    "A good laugh today, the first one.",
    "Has chosen what to wear for the day.",
    "Knows where to stand and what to bring.",
)
NOTES_OUTSIDE = (
    "Benefits are in payment.",
    "Kept the appointment with the housing officer.",
    "Slept well. The flat is quiet.",
    "Went to the doctor's together to register.",
    "Ran out of credit; rang from a neighbour's phone.",
    "Started the course on Monday.",
    "Sees the family on Sundays.",
    "A hard week, and told us so.",
    "Coffee and a look through the letters.",
    "Interview at the warehouse went well.",
    "Script is the same; no change.",
    "Nothing needed today, good to talk.",
)
TOPICS = tuple(NeedArea)
TIMES = tuple(dt.time(hour, minute) for hour in (9, 10, 11, 13, 14, 15) for minute in (15, 30))
ENDING_NOTES = {
    EndingReason.COMPLETED: "Six months out. They know where to find us.",
    EndingReason.AGREED_EARLY: "Settled sooner than planned; agreed to stop here.",
    EndingReason.NO_CONTACT: "No answer since the third week. A letter says the door is open.",
    EndingReason.RETURNED: "Back in custody. Asked us to come and see them.",
}
