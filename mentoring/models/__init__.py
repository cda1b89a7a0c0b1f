from mentoring.models.absences import Absence, AbsenceCover
from mentoring.models.cases import Assignment, Case
from mentoring.models.clearances import PrisonClearance, PvgMembership
from mentoring.models.courts import CourtDate, CourtSummary
from mentoring.models.custody_again import CustodyAgain
from mentoring.models.endings import Ending, EndingConversation
from mentoring.models.flags import Flag
from mentoring.models.handovers import Handover
from mentoring.models.held_places import HeldPlace, PlaceStay, StayStep
from mentoring.models.match_reviews import MatchReview
from mentoring.models.matching import Allocation, CaseloadWeights, MatchPreference
from mentoring.models.meeting_moves import MeetingMove
from mentoring.models.meetings import Meeting
from mentoring.models.mentors import Mentor
from mentoring.models.needs import Assessment, AssessmentScore, Scale
from mentoring.models.outcomes import Outcome, SmallWin
from mentoring.models.plans import Action, Goal, Plan, PlanReview, ReviewHold
from mentoring.models.prison_access import RefusedAccess
from mentoring.models.promises import Promise
from mentoring.models.readiness import FirstNight, ReadinessItem, ReadinessKind, ReadinessStep
from mentoring.models.service_gaps import ServiceGap
from mentoring.models.supervision import Debrief, Supervision, SupervisionSettings
from mentoring.models.training import Training, TrainingKind
from mentoring.models.waivers import Waiver

__all__ = [
    "Absence",
    "AbsenceCover",
    "Action",
    "Allocation",
    "Assessment",
    "AssessmentScore",
    "Assignment",
    "Case",
    "CaseloadWeights",
    "CourtDate",
    "CourtSummary",
    "CustodyAgain",
    "Debrief",
    "Ending",
    "EndingConversation",
    "FirstNight",
    "Flag",
    "Goal",
    "Handover",
    "HeldPlace",
    "MatchPreference",
    "MatchReview",
    "Meeting",
    "MeetingMove",
    "Mentor",
    "Outcome",
    "PlaceStay",
    "Plan",
    "PlanReview",
    "PrisonClearance",
    "Promise",
    "PvgMembership",
    "ReadinessItem",
    "ReadinessKind",
    "ReadinessStep",
    "RefusedAccess",
    "ReviewHold",
    "Scale",
    "ServiceGap",
    "SmallWin",
    "StayStep",
    "Supervision",
    "SupervisionSettings",
    "Training",
    "TrainingKind",
    "Waiver",
]
