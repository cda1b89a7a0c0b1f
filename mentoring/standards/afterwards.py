"""R9, R10 and R17: the day of release, the months after it and the ending. Pure functions of CaseFacts.

Sources: New Routes and Routes out of Prison (R9), Clinks RR3 2016 g and RRCF (R10), RRCF (R17). They are worked out for the
time in custody that the case is about now: somebody released again begins them again.
"""

import datetime as dt

from core.months import months_after
from core.templatetags.ui import day as in_words
from mentoring.enums.cases import EndingKind, EndingReason
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.enums.standards import Mark, Standard, Verdict
from mentoring.standards.facts import CaseFacts
from mentoring.standards.meetings import after_release, said
from mentoring.standards.results import Evidence, Result

# Answers of the person that say no to a contact.
SAID_NO = frozenset({MeetingState.REFUSED, MeetingState.CANCELLED_BY_PERSON})


def met_on_release(facts: CaseFacts) -> Result:
    """R9: met at the gate on the day of release, or spoken with within two days of it (a setting); marked by which of the two.

    The clock starts with the actual release, also from a court. Does not apply to somebody who wanted neither the gate nor
    a contact in those days, nor where support ended before release.
    """
    standard = Standard.RELEASE_DAY
    if not facts.is_released:
        return _before_release(standard, facts)
    last = facts.released_date + dt.timedelta(days=facts.rules.first_contact_days)
    spoken = [each for each in after_release(facts) if each.on_date <= last]
    refused = [
        each
        for each in facts.meetings
        if each.state in SAID_NO and facts.released_date <= each.on_date <= last and each.this_custody
    ]
    evidence = tuple(Evidence(each.on_date, said(each), True, each.key) for each in spoken)
    evidence += tuple(Evidence(each.on_date, said(each), False, each.key) for each in refused)
    at_gate = any(each.channel == Channel.GATE and each.on_date == facts.released_date for each in spoken)
    if at_gate:
        return Result(standard, Verdict.MET, "Met at the gate on the day of release.", evidence, (Mark.AT_GATE,))
    if spoken:
        why = f"Spoken with on {in_words(spoken[0].on_date)}, released on {in_words(facts.released_date)}."
        return Result(standard, Verdict.MET, why, evidence, (Mark.FIRST_DAYS,))
    if facts.gate_declined and refused:
        return Result(standard, Verdict.NOT_APPLICABLE, "They wanted neither the gate nor a contact.", evidence)
    if facts.today <= last:
        return Result(standard, Verdict.NOT_YET, f"To be spoken with by {in_words(last)}.", evidence)
    return Result(standard, Verdict.NOT_MET, f"Nobody spoke with them by {in_words(last)}.", evidence)


def months_of_support(facts: CaseFacts) -> Result:
    """R10: support lasted the months the programme promises after release, calendar months clamped to the end of a month.

    An ending on or after that day meets it; a case still open then is asked for a contact in the days before. What was agreed to
    end early is met and marked; a return to custody and a death are counted apart.
    """
    standard = Standard.MONTHS
    if not facts.is_released:
        return _before_release(standard, facts)
    until = supported_until(facts)
    ending = Evidence(facts.closed_date, "Support ended", facts.closed_date >= until) if facts.closed_date else None
    if facts.closed_date and facts.closed_date >= until:
        why = f"Supported until {in_words(facts.closed_date)}, asked for until {in_words(until)}."
        return Result(standard, Verdict.MET, why, (ending,))
    if facts.closed_date:
        verdict, why, marks = _ended_before(facts, until)
        return Result(standard, verdict, why, (ending,), marks)
    if facts.today < until:
        return Result(standard, Verdict.NOT_YET, f"Asked for until {in_words(until)}.")
    since = until - dt.timedelta(days=facts.rules.in_contact_days)
    spoken = [each for each in after_release(facts) if since < each.on_date <= until]
    evidence = tuple(Evidence(each.on_date, said(each), True, each.key) for each in spoken)
    if spoken:
        return Result(standard, Verdict.MET, f"In contact on {in_words(until)}.", evidence)
    why = f"Open on {in_words(until)}, and nobody had spoken with them since {in_words(since)}."
    return Result(standard, Verdict.NOT_MET, why)


def supported_until(facts: CaseFacts) -> dt.date:
    """The day until which support is asked for, of somebody who is out."""
    months = facts.rules.months_of_support
    if facts.rules.months_as_weeks:
        return facts.released_date + dt.timedelta(weeks=round(months * 52 / 12))
    return months_after(facts.released_date, months)


def _ended_before(facts, until):
    reason = facts.ending.reason if facts.ending else ""
    if reason == EndingReason.DIED:
        return Verdict.NOT_APPLICABLE, "They died.", (Mark.DIED,)
    if reason == EndingReason.RETURNED and facts.rules.return_excuses:
        return Verdict.NOT_APPLICABLE, "They returned to custody.", (Mark.RETURNED,)
    if reason == EndingReason.AGREED_EARLY and facts.rules.early_ending_counts:
        return Verdict.MET, "They agreed to end early.", (Mark.AGREED_EARLY,)
    return (
        Verdict.NOT_MET,
        f"Ended on {in_words(facts.closed_date)}; support was asked for until {in_words(until)}.",
        (),
    )


def planned_ending(facts: CaseFacts) -> Result:
    """R17: a planned ending was talked about with the person at least 28 days (a setting) before the last day of support.

    Does not apply to an ending nobody planned.
    """
    standard, wanted = Standard.PLANNED_ENDING, facts.rules.ending_talk_days
    ending = facts.ending
    talks = tuple(sorted(facts.ending_talks))
    if ending is None:
        evidence = tuple(Evidence(each, "The ending was talked about") for each in talks)
        return Result(standard, Verdict.NOT_YET, "Support goes on.", evidence, target=wanted)
    if ending.kind != EndingKind.PLANNED:
        return Result(standard, Verdict.NOT_APPLICABLE, "The ending was not planned.")
    evidence = tuple(
        Evidence(each, "The ending was talked about", (ending.ended_date - each).days >= wanted) for each in talks
    )
    if not talks:
        why = "Nothing says that the ending was talked about."
        return Result(standard, Verdict.NOT_MET, why, evidence, target=wanted)
    before = (ending.ended_date - talks[0]).days
    verdict = Verdict.MET if before >= wanted else Verdict.NOT_MET
    days = "1 day" if before == 1 else f"{before} days"
    why = f"Talked about {days} before the last day; {wanted} are asked for."
    return Result(standard, verdict, why, evidence, target=wanted, reached=before)


def _before_release(standard, facts):
    if facts.closed_date and facts.closed_date <= facts.today:
        return Result(standard, Verdict.NOT_APPLICABLE, "Support ended before they were released.")
    return Result(standard, Verdict.NOT_YET, "Not released yet.")
