"""What each role may do. Which people's records it may do it to is people.Access; both must agree."""

import enum
from functools import wraps

from django.core.exceptions import PermissionDenied

from accounts.enums import Role


class Permission(enum.Enum):
    """One thing a role may do."""

    OPEN_RECORDS = "Open the records of the people one has access to"
    TAKE_REFERRALS = "Take in referrals and lists, decide eligibility, offer the service"
    RECORD_CONTACTS = "Plan and record visits and other contacts"
    RECORD_RELEASE_DATES = "Record release dates and moves between prisons"
    PLAN_GATES = "Plan and record gate liberations and follow-up"
    KEEP_STOCK = "Take in, count and write off vouchers"
    SHIFT_DATES = "Shift the release dates of a whole group at once"
    ALLOCATE = "Allocate people to mentors"
    MANAGE_MENTORS = "Keep mentors' capacity and clearances"
    MENTOR_SUPPORT = "See one's own profile as a mentor, supervise and be supervised"
    END_CASES = "End and reopen cases"
    MERGE_RECORDS = "Merge two records of one person, and take them apart again"
    WAIVE_STANDARDS = "Set a minimum standard aside for a case"
    SEE_TEAM = "See the whole team's caseload"
    EXPORT = "Export lists"
    RECORD_EQUALITY = "Offer the equality questions and write down the answers"
    SEE_EQUALITY_COUNTS = "See how many gave which answer to the equality questions"
    USE_DIRECTORY = "Look services up, and say whether what is known of them is right"
    CONFIGURE = "Configure prisons, areas, agencies, programmes and staff"
    SEE_TRAIL = "See the trail"


_CASEWORK = {
    Permission.OPEN_RECORDS,
    Permission.RECORD_CONTACTS,
    Permission.RECORD_RELEASE_DATES,
    Permission.PLAN_GATES,
    Permission.END_CASES,
    Permission.EXPORT,
    Permission.MENTOR_SUPPORT,
    Permission.USE_DIRECTORY,
}
PERMISSIONS = {
    Role.PRISON_MENTOR: _CASEWORK | {Permission.TAKE_REFERRALS, Permission.RECORD_EQUALITY},
    Role.COMMUNITY_MENTOR: _CASEWORK | {Permission.RECORD_EQUALITY},
    Role.MANAGER: _CASEWORK
    | {
        Permission.TAKE_REFERRALS,
        Permission.KEEP_STOCK,
        Permission.SHIFT_DATES,
        Permission.ALLOCATE,
        Permission.MANAGE_MENTORS,
        Permission.MERGE_RECORDS,
        Permission.WAIVE_STANDARDS,
        Permission.SEE_TEAM,
        Permission.SEE_TRAIL,
        Permission.SEE_EQUALITY_COUNTS,
    },
    Role.ADMINISTRATOR: {Permission.CONFIGURE, Permission.USE_DIRECTORY},
    Role.AUDITOR: {Permission.SEE_TRAIL},
}


def requires(permission: Permission):
    """Refuse with 403 anyone whose role lacks `permission`. Sign-in itself is required by middleware."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.permission = permission
        return checked

    return decorate
