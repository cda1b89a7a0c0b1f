"""What counts as a pre-release meeting, in Python and with the reason where it does not.

The same as `Meeting.objects.pre_release()` and `pre_release_meetings`; a test holds the three together. Source: domain.md section 4,
R6b and the table of ambiguities.
"""

import datetime as dt

from mentoring.enums.cases import FurtherRole
from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.standards.facts import CaseFacts, MeetingFact


def why_not(meeting: MeetingFact, facts: CaseFacts) -> str:
    """Why a held contact is no pre-release meeting, in a few words; empty if it is one."""
    return _by_its_kind(meeting, facts) or _by_its_day(meeting, facts) or _by_its_place_in_time(meeting, facts)


def qualifying(facts: CaseFacts) -> list[MeetingFact]:
    """The held contacts that are pre-release meetings, the earliest first."""
    found = [each for each in facts.meetings if each.state == MeetingState.HELD and not why_not(each, facts)]
    return sorted(found, key=lambda each: each.on_date)


def how_many(meetings: list[MeetingFact], facts: CaseFacts) -> int:
    """Days with a meeting, unless the programme counts two on one day as two; of calls only as many as the programme lets count."""
    visits = _number([each for each in meetings if each.channel != Channel.PHONE], facts)
    return visits + min(facts.rules.phone_meetings_most, _number(meetings, facts) - visits)


def _number(meetings, facts):
    return len(meetings) if facts.rules.several_a_day_count else len({each.on_date for each in meetings})


def _by_its_kind(meeting, facts):
    rules = facts.rules
    if meeting.further_role:
        return f"not by the mentor: {FurtherRole(meeting.further_role).label.lower()}"
    if not meeting.one_to_one and not rules.company_counts:
        return "others were there"
    if meeting.channel == Channel.IN_PRISON:
        at_the_door = meeting.place == Place.CELL_DOOR and not rules.cell_door_counts
        return "at the cell door, not private" if at_the_door else ""
    if meeting.channel == Channel.VIDEO:
        return _by_video(meeting, rules)
    if meeting.channel == Channel.PHONE:
        counts = meeting.instead_of_visit and meeting.two_way and rules.phone_meetings_most
        return "" if counts else "a phone call"
    if meeting.channel in (Channel.LETTER, Channel.TEXT):
        return "" if rules.letters_count else "in writing"
    return "not inside"


def _by_video(meeting, rules):
    if rules.video_minutes is None:
        return "by video"
    if not meeting.two_way:
        return "nobody answered"
    short = meeting.minutes is None or meeting.minutes < rules.video_minutes
    return f"video shorter than {rules.video_minutes} minutes" if short else ""


def _by_its_day(meeting, facts):
    day: dt.date | None = facts.liberation_day
    if day is None or meeting.on_date < day:
        return ""
    inside_that_day = meeting.on_date == day and meeting.channel == Channel.IN_PRISON
    if inside_that_day and facts.rules.on_the_day_counts:
        return ""
    return "on the day of liberation" if meeting.on_date == day else "after liberation"


def _by_its_place_in_time(meeting, facts):
    if not meeting.this_custody and not (facts.rules.episodes_add_up and meeting.before_that_release):
        return "in an earlier time in custody"
    if facts.rules.each_prison_alone and not meeting.this_prison:
        return "in another prison"
    return ""
