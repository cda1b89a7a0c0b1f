"""Every standard of a case, in the order they are read."""

from collections.abc import Callable

from mentoring.enums.standards import Standard
from mentoring.standards import agreement, meetings, mentors, plans
from mentoring.standards.facts import CaseFacts
from mentoring.standards.results import Result

RULES: dict[Standard, Callable[[CaseFacts], Result]] = {
    Standard.CONSENT: agreement.consent,
    Standard.EARLY_REFERRAL: agreement.early_referral,
    Standard.NEEDS: plans.needs_assessed,
    Standard.PLAN: plans.plan_agreed,
    Standard.PLAN_REVIEWED: plans.plan_reviewed,
    Standard.MEETINGS_OFFERED: meetings.meetings_offered,
    Standard.MEETINGS_HELD: meetings.meetings_held,
    Standard.SAME_MENTOR: meetings.same_mentor,
    Standard.BEFORE_AND_AFTER: meetings.before_and_after,
    Standard.PRIVATE: meetings.somewhere_private,
    Standard.MENTOR_READY: mentors.mentor_ready,
    Standard.MATCHED: mentors.match_considered,
    Standard.IDENTITY: agreement.identity_asked,
    Standard.AGREEMENTS: agreement.agreements,
}


def scorecard(facts: CaseFacts) -> list[Result]:
    return [rule(facts) for rule in RULES.values()]
