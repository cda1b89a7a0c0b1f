"""R12 and R13: the mentor, and the match. Pure functions of CaseFacts; source: Clinks RR3 2016 (d, h, m)."""

import datetime as dt

from core.templatetags.ui import day as in_words
from mentoring.enums.meetings import MeetingState
from mentoring.enums.standards import Standard, Verdict
from mentoring.standards.facts import CaseFacts, MentorFact
from mentoring.standards.results import Evidence, Result


def mentor_ready(facts: CaseFacts) -> Result:
    """R12: on the day of every contact held, its mentor's PVG membership was recorded, the training they need was in date and their last
    supervision was not longer ago than the team allows."""
    held = sorted(
        (each for each in facts.meetings if each.state == MeetingState.HELD and each.mentor),
        key=lambda each: each.on_date,
    )
    if not held:
        return Result(Standard.MENTOR_READY, Verdict.NOT_YET, "No contact has been held yet.")
    weeks = facts.supervision_weeks
    lacks = {each.key: _lacking(facts.mentors.get(each.mentor), each.on_date, weeks) for each in held}
    rows = tuple(
        Evidence(
            each.on_date,
            f"{facts.name_of(each.mentor)}: {', '.join(lacks[each.key]) or 'all in date'}",
            not lacks[each.key],
            each.key,
        )
        for each in held
    )
    missing = sorted({lack for found in lacks.values() for lack in found})
    if missing:
        return Result(
            Standard.MENTOR_READY, Verdict.NOT_MET, f"Not in date on a day of contact: {', '.join(missing)}.", rows
        )
    return Result(Standard.MENTOR_READY, Verdict.MET, "In date on every day of contact.", rows)


def _lacking(mentor: MentorFact | None, day: dt.date, weeks: int) -> list[str]:
    """What was not in date for the mentor on the day, in words."""
    if mentor is None:
        return ["no mentor profile"]
    lacking = [] if any(_covers(spell, day) for spell in mentor.vetted) else ["PVG"]
    in_date = {name for name, first, last in mentor.trainings if _covers((first, last), day)}
    lacking += [name for name in mentor.required if name not in in_date]
    since = day - dt.timedelta(weeks=weeks)
    if not any(since <= each <= day for each in mentor.supervisions):
        lacking.append("supervision")
    return lacking


def _covers(spell, day):
    first, last = spell
    return first <= day and (last is None or day <= last)


def match_considered(facts: CaseFacts) -> Result:
    """R13: they were asked whom they would like (gender, language, lived experience), and whoever matched them wrote why."""
    asked = facts.preferences_asked_date
    rows = (Evidence(asked, "Asked whom they would like"),) if asked else ()
    if facts.match_noted:
        rows += (Evidence(None, "Why this mentor: written down"),)
    if asked and facts.match_noted:
        return Result(Standard.MATCHED, Verdict.MET, f"Asked on {in_words(asked)}, and the match says why.", rows)
    if not facts.assignments and not facts.is_over:
        return Result(Standard.MATCHED, Verdict.NOT_YET, "No mentor yet.", rows)
    missing = [
        words
        for has, words in (
            (asked, "they were not asked whom they would like"),
            (facts.match_noted, "nothing says why this mentor"),
        )
        if not has
    ]
    return Result(Standard.MATCHED, Verdict.NOT_MET, f"{' and '.join(missing)}.".capitalize(), rows)
