"""R15: needs linked with partners' services. A pure function of CaseFacts; source: Clinks RR3 2016 (l)."""

from core.templatetags.ui import day as in_words
from mentoring.enums.needs import NOT_UNMET, WithoutService
from mentoring.enums.standards import Mark, Standard, Verdict
from mentoring.planning.linking import helps_with
from mentoring.standards.facts import CaseFacts
from mentoring.standards.results import Evidence, Result


def linked_with_services(facts: CaseFacts) -> Result:
    """R15: every open need (a number that counts as one on the programme's scale) has a referral to a service that helps with
    it, or it is recorded that they do not want one or have help already.

    A referral counts whatever became of it: that it was made is asked. Where no service could take them, it is said beside it and
    never counts as met. A need is given the programme's days (28) to be linked while support lasts. Does not apply without a need.
    """
    standard = Standard.SERVICES
    if not facts.needs:
        return Result(standard, Verdict.NOT_APPLICABLE, "Nothing they talked about counts as a need.")
    rows = tuple(row for need in facts.needs for row in _evidence(need, facts))
    open_ones = [need for need in facts.needs if not _is_linked(need, facts)]
    reached, target = len(facts.needs) - len(open_ones), len(facts.needs)
    if not open_ones:
        return Result(standard, Verdict.MET, "Every need is linked with a service.", rows, (), target, reached)
    names = ", ".join(need.area.label.lower() for need in open_ones)
    marks = (Mark.NO_SERVICE,) if any(_nobody_takes(need, facts) for need in open_ones) else ()
    verdict = Verdict.NOT_MET if any(_is_late(need, facts) for need in open_ones) else Verdict.NOT_YET
    return Result(standard, verdict, f"Without a service: {names}.", rows, marks, target, reached)


def _referrals(need, facts):
    return [each for each in facts.referred_on if helps_with(each.kind, need.area)]


def _reason(need, facts):
    """What was said last of why it has none."""
    return next((each for each in facts.without_service if each.area == need.area), None)


def _is_linked(need, facts):
    said = _reason(need, facts)
    return bool(_referrals(need, facts)) or (said is not None and said.reason in NOT_UNMET)


def _nobody_takes(need, facts):
    said = _reason(need, facts)
    return said is not None and said.reason not in NOT_UNMET


def _is_late(need, facts):
    return (facts.last_day - need.since).days > facts.rules.link_days or facts.closed_date is not None


def _evidence(need, facts):
    rows = [Evidence(each.on_date, f"{need.area.label}: referred to {each.name}") for each in _referrals(need, facts)]
    if said := _reason(need, facts):
        words = WithoutService(said.reason).label
        rows.append(
            Evidence(said.on_date, f"{need.area.label}: {words[:1].lower()}{words[1:]}", said.reason in NOT_UNMET)
        )
    if not rows:
        rows.append(Evidence(need.since, f"{need.area.label}: a need since {in_words(need.since)}, not linked", False))
    return rows
