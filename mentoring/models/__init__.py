from mentoring.models.cases import Assignment, Case, Ending
from mentoring.models.flags import Flag
from mentoring.models.meeting_moves import MeetingMove
from mentoring.models.meetings import Meeting
from mentoring.models.mentors import Mentor, PrisonClearance

__all__ = ["Assignment", "Case", "Ending", "Flag", "Meeting", "MeetingMove", "Mentor", "PrisonClearance"]
