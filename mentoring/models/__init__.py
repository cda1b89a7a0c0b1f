from mentoring.models.cases import Assignment, Case, Ending
from mentoring.models.flags import Flag
from mentoring.models.matching import Allocation, CaseloadWeights, MatchPreference
from mentoring.models.meeting_moves import MeetingMove
from mentoring.models.meetings import Meeting
from mentoring.models.mentors import Mentor, PrisonClearance
from mentoring.models.readiness import FirstNight, ReadinessItem, ReadinessKind, ReadinessStep

__all__ = [
    "Allocation",
    "Assignment",
    "Case",
    "CaseloadWeights",
    "Ending",
    "FirstNight",
    "Flag",
    "MatchPreference",
    "Meeting",
    "MeetingMove",
    "Mentor",
    "PrisonClearance",
    "ReadinessItem",
    "ReadinessKind",
    "ReadinessStep",
]
