from mentoring.models.cases import Assignment, Case, Ending
from mentoring.models.flags import Flag
from mentoring.models.matching import Allocation, CaseloadWeights, MatchPreference
from mentoring.models.meeting_moves import MeetingMove
from mentoring.models.meetings import Meeting
from mentoring.models.mentors import Mentor, PrisonClearance

__all__ = [
    "Allocation",
    "Assignment",
    "Case",
    "CaseloadWeights",
    "Ending",
    "Flag",
    "MatchPreference",
    "Meeting",
    "MeetingMove",
    "Mentor",
    "PrisonClearance",
]
