"""Days of release written by hand, each with what a person with a bus timetable and a pencil says of it."""

import dataclasses
import datetime as dt

from liberations.day_plan import Day, Limits, Stop, Way
from liberations.enums import AppointmentKind, TravelMode

Kind = AppointmentKind
FRIDAY = dt.date(2026, 11, 27)
WEDNESDAY = dt.date(2026, 11, 25)


def at(text: str) -> dt.time:
    hours, minutes = text.split(":")
    return dt.time(int(hours), int(minutes))


def span(text: str) -> tuple[dt.time, dt.time]:
    first, last = text.split("-")
    return at(first), at(last)


def stop(key: str, start: str = "", minutes: int = 0, *, kind=Kind.OTHER, place=None, open=None, **facts) -> Stop:
    """A stop at a place of its own name; with a start it is fixed unless `fixed` says otherwise."""
    spans = None if open is None else tuple(span(each) for each in open.split())
    return Stop(
        key=key,
        kind=kind,
        title=key,
        place=None if facts.get("by_phone") else place or key,
        start=at(start) if start else None,
        minutes=minutes,
        open=spans,
        **{"fixed": bool(start)} | facts,
    )


def ways(text: str, mode: TravelMode = TravelMode.PUBLIC) -> tuple[Way, ...]:
    """ "gate>town 20 240, town>bed 5": minutes and, where it costs something, pence."""
    found = []
    for line in filter(None, (each.strip() for each in text.split(","))):
        ends, minutes, *cost = line.split()
        start, end = ends.split(">")
        found.append(Way(start, end, mode, int(minutes), int(cost[0]) if cost else 0))
    return tuple(found)


def day(out: str, *stops: Stop, by: str = "", **facts) -> Day:
    out_from, out_until = span(out)
    known = {"date": WEDNESDAY, "money_pence": 5000, "phone_in_hand": True, "ways": ways(by)}
    return Day(out_from=out_from, out_until=out_until, start="gate", stops=stops, **known | facts)


@dataclasses.dataclass(frozen=True)
class Said:
    """A day and what is said of it: a verdict for each stop, the level, and the findings with their number."""

    day: Day
    verdicts: str
    level: str
    findings: tuple = ()


BED = stop("hostel", kind=Kind.BED, open="14:00-22:00")
CHEMIST = stop("chemist", kind=Kind.PHARMACY, minutes=10, open="9:00-17:30")
CAFE = stop("cafe", kind=Kind.FOOD, minutes=30)

DAYS = {
    "nothing is planned yet": Said(day("9:00-9:30"), "", "fine"),
    "an easy day in the order a body needs": Said(
        day(
            "9:00-9:15",
            CHEMIST,
            CAFE,
            stop("housing", "11:00", 45, kind=Kind.HOUSING, mandatory=True),
            BED,
            by="gate>chemist 25 240, chemist>cafe 5, cafe>housing 15, housing>hostel 20 240",
        ),
        "reached reached reached reached",
        "fine",
    ),
    "two appointments that overlap": Said(
        day(
            "9:00-9:00",
            stop("housing", "10:00", 60, kind=Kind.HOUSING, mandatory=True),
            stop("jobcentre", "10:30", 30, kind=Kind.BENEFITS, mandatory=True),
            BED,
            by="gate>housing 30, housing>jobcentre 10, jobcentre>hostel 10",
        ),
        "reached too-late reached",
        "not-possible",
        (("not-reached", None),),
    ),
    "eight minutes late where they wait for ten": Said(
        day(
            "9:00-9:00",
            stop("clinic", "9:30", 20, kind=Kind.HEALTH, grace_minutes=10),
            BED,
            by="gate>clinic 38, clinic>hostel 5",
        ),
        "tight reached",
        "attention",
        (("tight", -8),),
    ),
    "eleven minutes late where they wait for ten": Said(
        day(
            "9:00-9:00",
            stop("clinic", "9:30", 20, kind=Kind.HEALTH, grace_minutes=10),
            BED,
            by="gate>clinic 41, clinic>hostel 5",
        ),
        "too-late reached",
        "attention",
        (("not-reached", None),),
    ),
    "nine minutes to spare are tight": Said(
        day("9:00-9:00", stop("court", "9:30", 20), BED, by="gate>court 21, court>hostel 5"),
        "tight reached",
        "attention",
        (("tight", 9),),
    ),
    "ten minutes to spare are enough": Said(
        day("9:00-9:00", stop("court", "9:30", 20), BED, by="gate>court 20, court>hostel 5"), "reached reached", "fine"
    ),
    "a programme that calls twenty minutes tight": Said(
        day(
            "9:00-9:00",
            stop("court", "9:30", 20),
            BED,
            by="gate>court 15, court>hostel 5",
            limits=Limits(slack_minutes=20),
        ),
        "tight reached",
        "attention",
        (("tight", 15),),
    ),
    "reached only if they are out early": Said(
        day(
            "8:30-11:00",
            stop("housing", "10:30", 30, kind=Kind.HOUSING, mandatory=True),
            BED,
            by="gate>housing 20, housing>hostel 5",
        ),
        "if-out-early reached",
        "not-possible",
        (("not-reached", None),),
    ),
    "the chemist shuts for lunch, and they wait": Said(
        day(
            "12:00-12:30",
            stop("chemist", kind=Kind.PHARMACY, minutes=10, open="9:00-13:00 14:00-17:30"),
            stop("housing", "14:45", 30, kind=Kind.HOUSING),
            BED,
            by="gate>chemist 25, chemist>housing 20, housing>hostel 5",
        ),
        "reached reached reached",
        "fine",
    ),
    "the wait for the chemist makes them late for housing": Said(
        day(
            "12:30-12:30",
            stop("chemist", kind=Kind.PHARMACY, minutes=10, open="9:00-13:00 14:00-17:30"),
            stop("housing", "14:15", 30, kind=Kind.HOUSING, mandatory=True),
            BED,
            by="gate>chemist 25, chemist>housing 20, housing>hostel 5",
        ),
        "reached too-late reached",
        "not-possible",
        (("not-reached", None),),
    ),
    "shut all day for a local holiday": Said(
        day(
            "9:00-9:00",
            stop("housing", "10:00", 30, kind=Kind.HOUSING, mandatory=True, open=""),
            BED,
            by="gate>housing 20, housing>hostel 5",
        ),
        "closed reached",
        "not-possible",
        (("not-reached", None),),
    ),
    "given a time at which it is shut": Said(
        day(
            "9:00-9:00",
            stop("bank", "12:30", 20, kind=Kind.MONEY, open="9:00-12:00 13:00-16:00"),
            BED,
            by="gate>bank 20, bank>hostel 5",
        ),
        "closed reached",
        "attention",
        (("not-reached", None),),
    ),
    "shut by the time they get there": Said(
        day(
            "15:00-16:30",
            stop("chemist", kind=Kind.PHARMACY, minutes=10, mandatory=True, open="9:00-16:45"),
            BED,
            by="gate>chemist 30, chemist>hostel 5",
        ),
        "if-out-early reached",
        "not-possible",
        (("not-reached", None),),
    ),
    "closes early on the eve of a holiday": Said(
        day(
            "9:00-9:30",
            CAFE,
            stop("housing", kind=Kind.HOUSING, minutes=60, mandatory=True, open="9:00-11:00"),
            BED,
            by="gate>cafe 15, cafe>housing 20, housing>hostel 5",
            next_open_date=dt.date(2026, 11, 26),
        ),
        "reached too-late reached",
        "not-possible",
        (("not-reached", None),),
    ),
    "out on a Friday": Said(
        day(
            "9:00-9:00",
            CHEMIST,
            BED,
            by="gate>chemist 20, chemist>hostel 15",
            date=FRIDAY,
            next_open_date=dt.date(2026, 11, 30),
        ),
        "reached reached",
        "attention",
        (("closed-tomorrow", 3),),
    ),
    "out the day before a Monday's holiday weekend": Said(
        day(
            "9:00-9:00",
            CHEMIST,
            BED,
            by="gate>chemist 20, chemist>hostel 15",
            date=FRIDAY,
            next_open_date=dt.date(2026, 12, 1),
        ),
        "reached reached",
        "attention",
        (("closed-tomorrow", 4),),
    ),
    "five appointments at fixed times": Said(
        day(
            "8:00-8:00",
            *(stop(f"office{hour}", f"{hour}:00", 20) for hour in range(9, 14)),
            BED,
            by="gate>office9 20, office9>office10 10, office10>office11 10, office11>office12 10, office12>office13 10, office13>hostel 10",
        ),
        "reached reached reached reached reached reached",
        "attention",
        (("too-many-fixed", 5), ("no-break", 4)),
    ),
    "offices before the prescription": Said(
        day(
            "9:00-9:00",
            stop("jobcentre", "10:00", 30, kind=Kind.BENEFITS),
            CHEMIST,
            BED,
            by="gate>jobcentre 20, jobcentre>chemist 5, chemist>hostel 5",
        ),
        "reached reached reached",
        "attention",
        (("office-before-needs", None),),
    ),
    "a long day without anything to eat": Said(
        day("9:00-9:00", stop("court", "13:00", 60), BED, by="gate>court 30, court>hostel 30"),
        "reached reached",
        "attention",
        (("no-break", 4),),
    ),
    "nowhere to sleep": Said(
        day("9:00-9:00", CHEMIST, by="gate>chemist 20"), "reached", "attention", (("no-bed", None),)
    ),
    "the fare is more than they have": Said(
        day("9:00-9:00", CHEMIST, BED, by="gate>chemist 20 280, chemist>hostel 15 280", money_pence=400),
        "reached reached",
        "not-possible",
        (("money-short", 160),),
    ),
    "nobody knows what money they have": Said(
        day("9:00-9:00", CHEMIST, BED, by="gate>chemist 20 280, chemist>hostel 15", money_pence=None),
        "reached reached",
        "attention",
        (("money-not-known", 280),),
    ),
    "a call on the way needs no way": Said(
        day(
            "9:00-9:00",
            CAFE,
            stop("jobcentre", "10:00", 40, kind=Kind.BENEFITS, by_phone=True),
            BED,
            by="gate>cafe 20, cafe>hostel 15",
        ),
        "reached reached reached",
        "fine",
    ),
    "a call without a phone": Said(
        day(
            "9:00-9:00",
            CAFE,
            stop("jobcentre", "10:00", 40, kind=Kind.BENEFITS, by_phone=True, mandatory=True),
            BED,
            by="gate>cafe 20, cafe>hostel 15",
            phone_in_hand=False,
        ),
        "reached reached reached",
        "not-possible",
        (("no-phone", None),),
    ),
    "nobody knows the way to the second place": Said(
        day("9:00-9:00", CHEMIST, CAFE, BED, by="gate>chemist 20, cafe>hostel 15"),
        "reached way-not-known way-not-known",
        "attention",
        (("way-not-known", None),),
    ),
    "two things in one building need no way": Said(
        day(
            "9:00-9:00",
            stop("advice", "9:30", 15, place="hub", kind=Kind.SERVICE),
            stop("clothes", minutes=15, place="hub"),
            BED,
            by="gate>hub 20, hub>hostel 15",
        ),
        "reached reached reached",
        "fine",
    ),
    "a way put together from two that are known": Said(
        day("9:00-9:00", CHEMIST, BED, by="gate>town 20 240, town>chemist 5, chemist>hostel 15"),
        "reached reached",
        "fine",
    ),
    "what may be missed is no more than a warning": Said(
        day("9:00-9:00", stop("library", "9:05", 20), BED, by="gate>library 20, library>hostel 5"),
        "too-late reached",
        "attention",
        (("not-reached", None),),
    ),
    "the last boat comes in after midnight": Said(
        day("9:00-9:00", stop("shop", "9:30", 10), BED, by="gate>shop 10, shop>hostel 900"),
        "reached too-late",
        "attention",
        (("not-reached", None),),
    ),
    "meant for two o'clock, nobody waits": Said(
        day(
            "9:00-9:00",
            stop("library", "14:00", 20, fixed=False),
            stop("mum", kind=Kind.FAMILY),
            BED,
            by="gate>library 20, library>mum 5, mum>hostel 10",
        ),
        "reached reached reached",
        "fine",
    ),
}
