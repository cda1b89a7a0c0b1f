"""What the check and its suggestions say, as sentences. Facts in, words out."""

import datetime as dt
from collections.abc import Hashable, Mapping

from django.utils.text import get_text_list

from core.money import in_pounds
from core.templatetags.ui import clock as clock_words
from liberations.day_plan import Finding, FindingCode, Hop, Timed, Verdict
from liberations.enums import TravelMode
from liberations.first_day.suggesting import Suggestion, SuggestionKind

Names = Mapping[Hashable, str]
BY = {
    TravelMode.WALK: "on foot",
    TravelMode.PUBLIC: "by bus or train",
    TravelMode.TAXI: "by taxi",
    TravelMode.MENTOR_CAR: "in the mentor’s car",
}


def finding_words(finding: Finding) -> str:
    """What there is to look at, and what to do about it where that is one thing."""
    return _FINDINGS[finding.code](finding)


def hop_words(hop: Hop, names: Names) -> str:
    """How they get there: "25 minutes by bus or train, £2.40, by way of Marl Station"."""
    said = f"{minutes_words(hop.minutes)} {BY[hop.mode]}"
    if hop.cost_pence:
        said += f", {in_pounds(hop.cost_pence)}"
    if hop.via:
        said += f", by way of {get_text_list([names.get(place, 'another place') for place in hop.via], 'and')}"
    return said


def verdict_words(timed: Timed) -> str:
    """What becomes of a stop, in a few words beside its tag; empty where the tag says it all."""
    match timed.verdict:
        case Verdict.TIGHT:
            late = timed.minutes_late
            return f"{minutes_words(late)} late" if late else f"{minutes_words(timed.slack_minutes)} to spare"
        case Verdict.IF_OUT_EARLY:
            return f"by {clock_words(timed.out_by)}"
        case Verdict.TOO_LATE:
            return f"by {minutes_words(timed.minutes_late)}" if timed.minutes_late else ""
        case Verdict.CLOSED:
            return "that day" if timed.stop.open == () else "at that time"
    return ""


def suggestion_words(suggestion: Suggestion) -> str:
    """What to change, and what is reached with it."""
    said = _SUGGESTIONS[suggestion.kind](suggestion)
    if suggestion.mends == (suggestion.stop,):
        return f"{said}. Then it is reached."
    mended = [stop.title for stop in suggestion.mends]
    if not mended:
        return f"{said}."
    return f"{said}. Then {get_text_list(mended, 'and')} {'is' if len(mended) == 1 else 'are'} reached."


def minutes_words(minutes: int | None) -> str:
    """25 minutes; 1 hour 5 minutes."""
    hours, rest = divmod(minutes or 0, 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts)


def _day(day: dt.date | None) -> str:
    return f"{day:%A} {day.day} {day:%B}" if day else "another day"


def _not_reached(finding: Finding) -> str:
    timed = finding.timed
    title = timed.stop.title
    match timed.verdict:
        case Verdict.IF_OUT_EARLY:
            return f"{title} is reached only if they are out by {clock_words(timed.out_by)}."
        case Verdict.CLOSED:
            return f"{title} is shut {'that day' if timed.stop.open == () else 'at that time'}."
    late = timed.minutes_late
    if late:
        arrives = f": they get there at {clock_words(timed.arrives)}" if timed.arrives else ""
        return f"{title} is not reached{arrives}, {minutes_words(late)} after it begins."
    arrives = f": they get there at {clock_words(timed.arrives)}, too late" if timed.arrives else " before midnight"
    return f"{title} is not reached{arrives}."


def _tight(finding: Finding) -> str:
    title, spare = finding.stop.title, finding.number
    if spare < 0:
        return f"{title}: they come {minutes_words(-spare)} late, and are taken only because the office waits."
    return f"{title}: only {minutes_words(spare)} to spare."


_FINDINGS = {
    FindingCode.NOT_REACHED: _not_reached,
    FindingCode.TIGHT: _tight,
    FindingCode.WAY_NOT_KNOWN: lambda finding: f"Nobody has written down how they get to {finding.stop.title}.",
    FindingCode.WRONG_DAY: lambda finding: (
        f"{finding.stop.title} is booked for {_day(finding.on_date)}, which is not the liberation day any more."
    ),
    FindingCode.TOO_MANY_FIXED: lambda finding: (
        f"{finding.number} appointments at fixed times are a lot for one day. Which of them can wait, or be a call?"
    ),
    FindingCode.OFFICE_BEFORE_NEEDS: lambda finding: f"{finding.stop.title} comes after an office. Put it first.",
    FindingCode.NO_BREAK: lambda finding: (
        f"They are on their feet for more than {finding.number} hours with nothing to eat and no rest."
    ),
    FindingCode.NO_BED: lambda finding: "The plan does not say where they sleep tonight.",
    FindingCode.MONEY_SHORT: lambda finding: f"The fares are {in_pounds(finding.number)} more than they have in hand.",
    FindingCode.MONEY_NOT_KNOWN: lambda finding: (
        f"The fares are {in_pounds(finding.number)}, and nobody has written down what money they will have."
    ),
    FindingCode.NO_PHONE: lambda finding: f"{finding.stop.title} is a call, and they have no phone.",
    FindingCode.PHONE_NOT_KNOWN: lambda finding: f"{finding.stop.title} is a call. Will they have a phone that works?",
    FindingCode.CLOSED_TOMORROW: lambda finding: (
        f"Offices are closed after this until {_day(finding.on_date)}: what is not done today waits {finding.number} days."
    ),
}
_SUGGESTIONS = {
    SuggestionKind.ORDER: lambda each: (
        f"Go to {each.stop.title} " + (f"after {each.after.title}" if each.after else "first")
    ),
    SuggestionKind.TIME: lambda each: f"Ask for {clock_words(each.start)} at {each.stop.title}",
    SuggestionKind.PHONE: lambda each: f"Ask whether {each.stop.title} can be a call",
    SuggestionKind.CAR: lambda each: "Drive them in the mentor’s car",
    SuggestionKind.ANOTHER_DAY: lambda each: f"Leave {each.stop.title} for {_day(each.on_date)}",
}
