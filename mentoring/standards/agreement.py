"""R1, R2, R14 and R16: what somebody agreed to, when they came, what was asked and shared. Pure functions of CaseFacts.

Sources: Clinks RR3 2016 (k, m, 1.4e); Upside's twelve weeks.
"""

import datetime as dt

from core.templatetags.ui import day as in_words
from mentoring.enums.meetings import MeetingState
from mentoring.enums.standards import Standard, Verdict
from mentoring.standards.facts import CaseFacts, ConsentFact
from mentoring.standards.results import Evidence, Result


def consent(facts: CaseFacts) -> Result:
    """R1: they agreed to take part no later than the first meeting (and the days the programme allows), have not taken it back,
    and agreed to each sharing that was made. Sharing because a life or a child was at risk needs no agreement."""
    rows = tuple(
        Evidence(each.given_date, "Agreed to take part", _holds(each, facts.today)) for each in facts.taking_part
    )
    rows += tuple(
        Evidence(each.on_date, f"Shared with {each.name}", each.in_danger or _agreed(facts, each))
        for each in facts.disclosures
    )
    return Result(Standard.CONSENT, *_agreed_or_why_not(facts), rows)


def _agreed_or_why_not(facts):
    first = min(
        (each.on_date for each in facts.meetings if each.state == MeetingState.HELD and each.two_way), default=None
    )
    given = min((each.given_date for each in facts.taking_part), default=None)
    if given is None:
        if first is None:
            return Verdict.NOT_YET, "Not asked yet."
        return Verdict.NOT_MET, "They were met, and nothing says that they agreed to take part."
    if first and given > first + dt.timedelta(days=facts.rules.consent_days_after):
        return Verdict.NOT_MET, f"First met on {in_words(first)}, agreed only on {in_words(given)}."
    if facts.closed_date is None and not any(_holds(each, facts.today) for each in facts.taking_part):
        return Verdict.NOT_MET, "They have taken back that they take part."
    without = sorted({each.name for each in facts.disclosures if not (each.in_danger or _agreed(facts, each))})
    if without:
        return Verdict.NOT_MET, f"Shared without their agreement: {', '.join(without)}."
    return Verdict.MET, f"Agreed on {in_words(given)}."


def _holds(consent: ConsentFact, day: dt.date):
    return consent.given_date <= day and (consent.ended_date is None or consent.ended_date > day)


def _agreed(facts, disclosure):
    return any(each.recipient == disclosure.recipient and _holds(each, disclosure.on_date) for each in facts.sharing)


def early_referral(facts: CaseFacts) -> Result:
    """R2: referred long enough before the day of liberation (84 days unless the programme says otherwise).

    Does not apply on remand, nor, when it was late, to somebody who had not been in custody that long when referred: nobody
    could have referred them sooner.
    """
    standard, wanted = Standard.EARLY_REFERRAL, facts.rules.early_referral_days
    row = (Evidence(facts.referred_date, "Referred"),)
    if facts.on_remand:
        return Result(standard, Verdict.NOT_APPLICABLE, "On remand: there was no day to count from.", row)
    if facts.liberation_day is None:
        return Result(standard, Verdict.NOT_YET, "The liberation day is not known.", row)
    left = (facts.liberation_day - facts.referred_date).days
    why = f"Referred {left} days before liberation; {wanted} are asked for."
    if left >= wanted:
        return Result(standard, Verdict.MET, why, row, target=wanted, reached=left)
    inside = (facts.referred_date - facts.admitted_date).days if facts.admitted_date else None
    if inside is not None and inside < wanted:
        why = f"In custody for {inside} days when referred."
        return Result(standard, Verdict.NOT_APPLICABLE, why, row, target=wanted, reached=left)
    return Result(standard, Verdict.NOT_MET, why, row, target=wanted, reached=left)


def identity_asked(facts: CaseFacts) -> Result:
    """R14: they were offered the equality questions and asked what they need to take part. Answering is theirs to choose."""
    day = facts.identity_asked_date
    if day:
        return Result(
            Standard.IDENTITY, Verdict.MET, f"Offered on {in_words(day)}.", (Evidence(day, "Questions offered"),)
        )
    verdict = Verdict.NOT_MET if facts.is_over else Verdict.NOT_YET
    return Result(Standard.IDENTITY, verdict, "The questions have not been offered.")


def agreements(facts: CaseFacts) -> Result:
    """R16: every sharing was under an agreement with that agency or prison that was in date. What was told because life or a child
    was at risk is no sharing of that kind. Does not apply if nothing was shared."""
    standard = Standard.AGREEMENTS
    shared = [each for each in facts.disclosures if not each.in_danger]
    if not shared:
        return Result(standard, Verdict.NOT_APPLICABLE, "Nothing has been shared.")
    rows = tuple(Evidence(each.on_date, f"Shared with {each.name}", each.agreement_in_date) for each in shared)
    without = sorted({each.name for each in shared if not each.agreement_in_date})
    if without:
        return Result(standard, Verdict.NOT_MET, f"No agreement in date with {', '.join(without)}.", rows)
    return Result(standard, Verdict.MET, "Every sharing was under an agreement in date.", rows)
