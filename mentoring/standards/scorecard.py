"""Every standard of a case, in the order they are read."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from core.templatetags.ui import day
from mentoring.enums.standards import Standard, Verdict
from mentoring.models import Waiver
from mentoring.standards import afterwards, agreement, meetings, mentors, plans, services
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
    Standard.RELEASE_DAY: afterwards.met_on_release,
    Standard.MONTHS: afterwards.months_of_support,
    Standard.PRIVATE: meetings.somewhere_private,
    Standard.MENTOR_READY: mentors.mentor_ready,
    Standard.MATCHED: mentors.match_considered,
    Standard.IDENTITY: agreement.identity_asked,
    Standard.SERVICES: services.linked_with_services,
    Standard.AGREEMENTS: agreement.agreements,
    Standard.PLANNED_ENDING: afterwards.planned_ending,
}


def scorecard(facts: CaseFacts, waivers: Iterable[Waiver] = ()) -> list[Result]:
    """What every standard says of the case on the day of the facts. A waiver counts where the standard is not met, or not yet."""
    aside = {waiver.standard: waiver for waiver in waivers}
    return [_set_aside(rule(facts), aside.get(standard)) for standard, rule in RULES.items()]


def _set_aside(result, waiver):
    if waiver is None or result.verdict not in (Verdict.NOT_MET, Verdict.NOT_YET):
        return result
    why = f"Set aside by {waiver.waived_by} on {day(waiver.waived_at)}: {waiver.reason}"
    return replace(result, verdict=Verdict.WAIVED, why=why, waiver=waiver.pk)
