"""R6a, R6b, R7, R8 and R11 by tables: one row a situation, every ambiguity of domain.md section 4 among them."""

import datetime as dt

import pytest

from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.enums.standards import Mark, Verdict
from mentoring.standards.facts import AssignmentFact
from mentoring.standards.meetings import (
    before_and_after,
    meetings_held,
    meetings_offered,
    same_mentor,
    somewhere_private,
)
from tests.mentoring.standards.lives import BEFORE, DAY, DAY_AFTER, DONNA, ISLA, after, before, booked, facts, held

TWO = (held(before(60)), held(before(40)))
PRISON, US = MeetingState.CANCELLED_BY_PRISON, MeetingState.CANCELLED_BY_US
MET, NOT_MET, NOT_YET, NA = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_YET, Verdict.NOT_APPLICABLE
PHONE = {"channel": Channel.PHONE, "place": "", "instead_of_visit": True}
VIDEO = {"channel": Channel.VIDEO, "place": ""}


@pytest.mark.parametrize(
    ("situation", "verdict", "reached", "marks"),
    [
        pytest.param({}, MET, 3, (), id="three held"),
        pytest.param({"meetings": TWO}, NOT_MET, 2, (), id="two held"),
        pytest.param({**BEFORE, "meetings": TWO}, NOT_YET, 2, (), id="two held, ten days to go"),
        pytest.param({**BEFORE}, MET, 3, (), id="three held, ten days to go"),
        pytest.param({**BEFORE, "meetings": TWO, "closed_date": before(12)}, NOT_MET, 2, (), id="ended before"),
        pytest.param({**BEFORE, "liberation_day": None, "meetings": TWO}, NOT_YET, 2, (), id="day not known"),
        # Does a phone call count? Only instead of a visit while visits are suspended, at most one of three.
        pytest.param({"meetings": (*TWO, held(before(20), channel=Channel.PHONE, place=""))}, NOT_MET, 2, (), id="call"),
        pytest.param({"meetings": (*TWO, held(before(20), **PHONE))}, MET, 3, (Mark.BY_PHONE,), id="call, suspended"),
        pytest.param(
            {"meetings": (TWO[0], held(before(20), **PHONE), held(before(15), **PHONE))},
            NOT_MET, 2, (Mark.BY_PHONE,), id="two calls, suspended",
        ),
        pytest.param(
            {"meetings": (TWO[0], held(before(20), **PHONE), held(before(15), **PHONE)), "rules": {"phone_meetings_most": 2}},
            MET, 3, (Mark.BY_PHONE,), id="two calls where two count",
        ),
        pytest.param(
            {"meetings": (*TWO, held(before(20), **PHONE)), "rules": {"phone_meetings_most": 0}},
            NOT_MET, 2, (), id="call where none counts",
        ),
        pytest.param({"meetings": (*TWO, held(before(20), **PHONE | {"two_way": False}))}, NOT_MET, 2, (), id="no answer"),
        # Video? From 15 minutes, both ways.
        pytest.param({"meetings": (*TWO, held(before(20), **VIDEO, minutes=15))}, MET, 3, (), id="video of 15"),
        pytest.param({"meetings": (*TWO, held(before(20), **VIDEO, minutes=14))}, NOT_MET, 2, (), id="video of 14"),
        pytest.param({"meetings": (*TWO, held(before(20), **VIDEO, minutes=None))}, NOT_MET, 2, (), id="video, no minutes"),
        pytest.param(
            {"meetings": (*TWO, held(before(20), **VIDEO, minutes=30, two_way=False))}, NOT_MET, 2, (), id="video, one way"
        ),
        pytest.param(
            {"meetings": (*TWO, held(before(20), **VIDEO, minutes=90)), "rules": {"video_minutes": None}},
            NOT_MET, 2, (), id="video where none counts",
        ),
        # Letters and texts? Never.
        *(
            pytest.param({"meetings": (*TWO, held(before(20), channel=channel, place=""))}, NOT_MET, 2, (), id=channel)
            for channel in (Channel.LETTER, Channel.TEXT)
        ),
        pytest.param(
            {"meetings": (*TWO, held(before(20), channel=Channel.LETTER, place="")), "rules": {"letters_count": True}},
            MET, 3, (), id="letter where letters count",
        ),
        # Cell door? A contact.
        pytest.param({"meetings": (*TWO, held(before(20), place=Place.CELL_DOOR))}, NOT_MET, 2, (), id="cell door"),
        pytest.param(
            {"meetings": (*TWO, held(before(20), place=Place.CELL_DOOR)), "rules": {"cell_door_counts": True}},
            MET, 3, (), id="cell door where it counts",
        ),
        # Cancelled or nobody came? Never held; said when the prison made the difference.
        pytest.param(
            {"meetings": (*TWO, booked(before(20), PRISON))}, NOT_MET, 2, (Mark.PRISON_CANCELLED,), id="prison cancelled"
        ),
        pytest.param({"meetings": (TWO[0], booked(before(20), PRISON))}, NOT_MET, 1, (), id="cancelled, no difference"),
        pytest.param({"meetings": (*TWO, booked(before(20), US))}, NOT_MET, 2, (), id="we cancelled"),
        pytest.param(
            {"meetings": (*TWO, booked(before(20), MeetingState.NOT_ATTENDED))}, NOT_MET, 2, (), id="nobody came"
        ),
        # Two in one day? One.
        pytest.param({"meetings": (*TWO, held(before(40)))}, NOT_MET, 2, (), id="two in one day"),
        pytest.param(
            {"meetings": (*TWO, held(before(40))), "rules": {"several_a_day_count": True}}, MET, 3, (), id="two count"
        ),
        # A group, or family there? No.
        pytest.param({"meetings": (*TWO, held(before(20), one_to_one=False))}, NOT_MET, 2, (), id="in company"),
        pytest.param(
            {"meetings": (*TWO, held(before(20), one_to_one=False)), "rules": {"company_counts": True}},
            MET, 3, (), id="company where it counts",
        ),
        # Too short, or referred late? Counted apart with fewer asked for, never as met.
        pytest.param({"opened_date": before(20)}, NA, 3, (Mark.SHORT,), id="twenty days"),
        pytest.param({"opened_date": before(21)}, MET, 3, (), id="twenty-one days"),
        pytest.param({"opened_date": before(20), "rules": {"short_days": 0}}, MET, 3, (), id="nobody apart"),
        # Released from remand by a court? Does not apply.
        pytest.param({"meetings": (), "remand_freed_by_court": True}, NA, 0, (Mark.REMAND,), id="court"),
        pytest.param(
            {"meetings": (), "remand_freed_by_court": True, "rules": {"court_release_counts": True}},
            NOT_MET, 0, (), id="court where it counts",
        ),
        # The day was brought forward past the third? Not met, and said.
        pytest.param(
            {"meetings": (*TWO, booked(after(3))), "earlier_days": (after(10),)},
            NOT_MET, 2, (Mark.DATE_MOVED,), id="brought forward",
        ),
        pytest.param(
            {"meetings": (*TWO, booked(after(3))), "earlier_days": (after(10),), "rules": {"moved_day_excuses": True}},
            NA, 2, (Mark.DATE_MOVED,), id="brought forward, excused",
        ),
        pytest.param(
            {"meetings": (*TWO, booked(after(3))), "earlier_days": (before(10),)}, NOT_MET, 2, (), id="put back before"
        ),
        # A transfer? All prisons add up.
        pytest.param({"meetings": (*TWO, held(before(20), this_prison=False))}, MET, 3, (), id="transfer"),
        pytest.param(
            {"meetings": (*TWO, held(before(20), this_prison=False)), "rules": {"each_prison_alone": True}},
            NOT_MET, 2, (), id="each prison alone",
        ),
        # On the day itself? Inside before release does not count; at the gate is after release.
        pytest.param({"meetings": (*TWO, held(DAY))}, NOT_MET, 2, (), id="inside on the day"),
        pytest.param(
            {"meetings": (*TWO, held(DAY)), "rules": {"on_the_day_counts": True}}, MET, 3, (), id="day counts"
        ),
        pytest.param(
            {"meetings": (*TWO, held(DAY, channel=Channel.GATE, place="")), "rules": {"on_the_day_counts": True}},
            NOT_MET, 2, (), id="gate never",
        ),
        # Two times in custody in one case? Each for itself.
        pytest.param({"meetings": (*TWO, held(before(20), this_custody=False))}, NOT_MET, 2, (), id="earlier custody"),
        pytest.param(
            {"meetings": (*TWO, held(before(20), this_custody=False)), "rules": {"episodes_add_up": True}},
            MET, 3, (), id="custodies add up",
        ),
        pytest.param(
            {
                "meetings": (*TWO, held(before(20), this_custody=False, before_that_release=False)),
                "rules": {"episodes_add_up": True},
            },
            NOT_MET, 2, (), id="outside between custodies",
        ),
    ],
)  # fmt: skip
def test_meetings_held(situation, verdict, reached, marks):
    result = meetings_held(facts(**situation))

    assert (result.verdict, result.reached, result.marks) == (verdict, reached, marks)


def test_meetings_held_says_of_each_why_it_does_not_count():
    result = meetings_held(
        facts(
            meetings=(
                *TWO,
                held(before(40), minutes=10),
                held(before(30), place=Place.CELL_DOOR),
                booked(before(9), PRISON),
            )
        )
    )

    assert [(each.on_date, each.text, each.counts) for each in result.evidence] == [
        (before(60), "In prison, held", True),
        (before(40), "In prison, held", True),
        (before(40), "In prison, held: another on the same day counts", False),
        (before(30), "In prison, held: at the cell door, not private", False),
        (before(9), "In prison, cancelled by the prison", False),
    ]
    assert result.why == "2 meetings held before liberation; 3 are needed. The prison cancelled 1."


@pytest.mark.parametrize(("days", "target"), [(0, 1), (6, 1), (7, 1), (13, 1), (14, 2), (20, 2)])
def test_meetings_asked_for_where_time_was_short(days, target):
    result = meetings_held(facts(opened_date=before(days), meetings=()))

    assert (result.verdict, result.target) == (NA, target)


@pytest.mark.parametrize(
    ("situation", "verdict", "reached"),
    [
        pytest.param({}, MET, 3, id="held are offered"),
        pytest.param({"meetings": (*TWO, booked(before(20), PRISON))}, MET, 3, id="prison cancelled"),
        pytest.param({"meetings": (*TWO, booked(before(20), MeetingState.NOT_ATTENDED))}, MET, 3, id="nobody came"),
        pytest.param({"meetings": (*TWO, booked(before(20), MeetingState.REFUSED))}, MET, 3, id="refused"),
        pytest.param(
            {"meetings": (*TWO, booked(before(20), PRISON)), "rules": {"cancelled_count_as_offered": False}},
            NOT_MET, 2, id="cancelled where it does not count",
        ),
        pytest.param({**BEFORE, "meetings": (*TWO, booked(before(5)))}, MET, 3, id="one to come"),
        pytest.param({**BEFORE, "meetings": TWO}, NOT_YET, 2, id="two, ten days to go"),
        pytest.param({**BEFORE, "meetings": (*TWO, booked(after(2)))}, NOT_YET, 2, id="booked too late"),
        pytest.param({"meetings": (*TWO, booked(before(40)))}, NOT_MET, 2, id="on the same day"),
        pytest.param({"meetings": (*TWO, booked(before(20), channel=Channel.PHONE))}, NOT_MET, 2, id="a call"),
        pytest.param({"meetings": (), "opened_date": before(10)}, NA, 0, id="too short"),
        pytest.param({"meetings": (), "remand_freed_by_court": True}, NA, 0, id="court"),
    ],
)  # fmt: skip
def test_meetings_offered(situation, verdict, reached):
    result = meetings_offered(facts(**situation))

    assert (result.verdict, result.reached) == (verdict, reached)


def outside(day=DAY_AFTER, **fields):
    return held(day, **{"channel": Channel.COMMUNITY, "place": ""} | fields)


BY_DONNA = (held(before(60), mentor=DONNA), held(before(40), mentor=DONNA))
CHANGED = (AssignmentFact(DONNA, before(80), before(10)), AssignmentFact(ISLA, before(10)))
JOINT = held(before(12), mentor=DONNA, together_with=ISLA)


@pytest.mark.parametrize(
    ("situation", "verdict", "marks"),
    [
        pytest.param({}, MET, (), id="the same"),
        pytest.param({**BEFORE}, NOT_YET, (), id="still inside"),
        pytest.param({"meetings": TWO}, NA, (), id="no contact since release"),
        pytest.param({"meetings": (*BY_DONNA, outside())}, NOT_MET, (), id="another"),
        pytest.param({"meetings": (*BY_DONNA, outside(mentor=None))}, NOT_MET, (), id="nobody named"),
        # The gate comes first on its day, and is after release.
        pytest.param(
            {"meetings": (*BY_DONNA, outside(DAY), held(DAY, channel=Channel.GATE, place="", mentor=DONNA))},
            MET, (), id="at the gate",
        ),
        # What no call was answered by is no contact.
        pytest.param(
            {"meetings": (*TWO, outside(after(1), mentor=DONNA, two_way=False), outside(after(2)))}, MET, (), id="no answer"
        ),
        # A joint meeting is credited to both.
        pytest.param({"meetings": (JOINT, outside())}, MET, (), id="joint"),
        pytest.param(
            {"meetings": (JOINT, outside()), "rules": {"joint_counts_for_both": False, "handover_counts": False}},
            NOT_MET, (), id="joint for one",
        ),
        # The agency visit of the community mentor, signed up by the mentor in prison, must have taken place.
        pytest.param({"meetings": (*BY_DONNA, booked(before(9), PRISON), outside())}, NOT_MET, (), id="no agency visit"),
        pytest.param({"meetings": (*BY_DONNA, held(before(9)), outside())}, MET, (), id="agency visit"),
        pytest.param(
            {"meetings": (*BY_DONNA, held(before(9), place=Place.CELL_DOOR), outside())}, NOT_MET, (), id="at the door"
        ),
        # Handed over: only with a joint meeting before the change.
        pytest.param(
            {
                "meetings": (*BY_DONNA, JOINT, outside()),
                "assignments": CHANGED,
                "rules": {"joint_counts_for_both": False},
            },
            MET, (Mark.HANDOVER,), id="handed over",
        ),
        pytest.param(
            {
                "meetings": (*BY_DONNA, held(before(5), mentor=DONNA, together_with=ISLA), outside()),
                "assignments": CHANGED,
                "rules": {"joint_counts_for_both": False},
            },
            NOT_MET, (), id="joint after the change",
        ),
        pytest.param({"meetings": (*BY_DONNA, outside()), "assignments": CHANGED}, NOT_MET, (), id="no joint meeting"),
        # A transfer changes nothing; a court release does not apply.
        pytest.param({"meetings": (held(before(60), this_prison=False), outside())}, MET, (), id="transfer"),
        pytest.param({"remand_freed_by_court": True}, NA, (Mark.REMAND,), id="court"),
        pytest.param(
            {"remand_freed_by_court": True, "rules": {"court_release_counts": True}}, MET, (), id="court where it counts"
        ),
    ],
)  # fmt: skip
def test_same_mentor(situation, verdict, marks):
    result = same_mentor(facts(**situation))

    assert (result.verdict, result.marks) == (verdict, marks)


@pytest.mark.parametrize(
    ("situation", "verdict"),
    [
        pytest.param({}, MET, id="both"),
        pytest.param({"meetings": TWO}, NOT_YET, id="only before"),
        pytest.param({"meetings": TWO, "closed_date": after(1)}, NOT_MET, id="only before, ended"),
        pytest.param({"meetings": (outside(),)}, NOT_MET, id="only after"),
        pytest.param({**BEFORE, "meetings": ()}, NOT_YET, id="nothing yet"),
        pytest.param({**BEFORE}, NOT_YET, id="still inside"),
        pytest.param({"meetings": (*TWO, outside(channel=Channel.PHONE))}, NOT_YET, id="only a call after"),
        pytest.param({"meetings": (*TWO, held(DAY, channel=Channel.GATE, place=""))}, MET, id="gate is after"),
        pytest.param({"meetings": (*TWO, held(DAY))}, NOT_YET, id="inside on the day is not after"),
        pytest.param(
            {"meetings": (held(before(9), place=Place.CELL_DOOR), outside())}, NOT_MET, id="at the door before"
        ),
    ],
)
def test_before_and_after(situation, verdict):
    assert before_and_after(facts(**situation)).verdict == verdict


@pytest.mark.parametrize(
    ("meetings", "rules", "verdict"),
    [
        ((held(before(9)),), {}, MET),
        ((held(before(9), place=Place.VISIT_ROOM),), {}, MET),
        ((held(before(9), place=Place.HALL),), {}, NOT_MET),
        ((held(before(9)), held(before(8), place=Place.CELL_DOOR)), {}, MET),
        ((held(before(9)), held(before(8), place=Place.CELL_DOOR)), {"cell_door_counts": True}, NOT_MET),
        ((held(before(8), place=Place.CELL_DOOR),), {}, NOT_YET),
        ((held(before(9), channel=Channel.VIDEO, place=""),), {}, NOT_YET),
        ((), {}, NOT_YET),
    ],
)
def test_somewhere_private(meetings, rules, verdict):
    assert somewhere_private(facts(meetings=meetings, rules=rules)).verdict == verdict


def test_talk_at_the_door_is_shown_as_a_contact():
    result = somewhere_private(facts(meetings=(held(before(8), place=Place.CELL_DOOR),)))

    assert [(each.text, each.counts) for each in result.evidence] == [
        ("At the cell door: a contact, not a meeting", False)
    ]


def test_every_meeting_has_its_row_and_link():
    found = facts()

    rows = meetings_held(found).evidence

    assert {each.meeting for each in rows} == {each.key for each in found.meetings if each.on_date < DAY}
    assert all(isinstance(each.on_date, dt.date) for each in rows)
    assert {each.mentor for each in found.meetings} == {ISLA}
