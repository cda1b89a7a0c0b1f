"""Lives of people who are out, and of those whose support has ended."""

import datetime as dt

from demo.days import ONE_DAY, Days, weekday_before
from demo.lives.beginnings import LOW_WALL, signed_up, taken_in, visit, weekly
from demo.scene import CLYDE_MONEY, GLASGOW, HARBOUR_HOMES, OPEN_DOOR
from demo.steps import (
    Admitted,
    BackInCustody,
    Bed,
    Booked,
    Contact,
    Ended,
    GatePlanned,
    HowThingsAre,
    Life,
    Met,
    NotMet,
    Referred,
    Told,
    Who,
)
from liberations.enums import BedTonight, NotMetReason, Transport
from mentoring.enums.cases import EndingKind, EndingReason
from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.enums.needs import NeedArea
from mentoring.enums.outcomes import OutcomeAnswer, OutcomeTopic
from people.enums import Sex
from referrals.enums import Source

AT_HER_MOTHERS = {
    OutcomeTopic.ACCOMMODATION: OutcomeAnswer.FOR_NOW,
    OutcomeTopic.BENEFITS: OutcomeAnswer.NOT_CLAIMED,
    OutcomeTopic.GP: OutcomeAnswer.GP_NONE,
    OutcomeTopic.TREATMENT: OutcomeAnswer.NOT_APPLICABLE,
    OutcomeTopic.WORK: OutcomeAnswer.NOT_NOW,
    OutcomeTopic.FAMILY: OutcomeAnswer.LESS,
    OutcomeTopic.CUSTODY: OutcomeAnswer.NOT_RETURNED,
}
AFTER_FOUR_WEEKS = AT_HER_MOTHERS | {
    OutcomeTopic.BENEFITS: OutcomeAnswer.IN_PAYMENT,
    OutcomeTopic.GP: OutcomeAnswer.GP_SEEN,
    OutcomeTopic.WORK: OutcomeAnswer.LOOKING,
}
IN_HER_OWN_FLAT = AFTER_FOUR_WEEKS | {
    OutcomeTopic.ACCOMMODATION: OutcomeAnswer.OWN_HOME,
    OutcomeTopic.WORK: OutcomeAnswer.JOB,
    OutcomeTopic.FAMILY: OutcomeAnswer.AS_WANTED,
}


def endings(days: Days) -> list[Life]:
    out, back = days.out_ago(330), days.out_ago(196)
    return [
        Life(
            Who("George", "Paterson", dt.date(1979, 3, 2), known_as="Geordie", other_names="George Pattison"),
            "041863",
            "donna",
            (
                *taken_in(days, ago=420, out=out, admitted_ago=520),
                *signed_up(days, ago=408, mentor="amara", share_with=(HARBOUR_HOMES,)),
                visit(
                    days, 395, "Quiet at first. Wants his own front door more than anything.", NeedArea.ACCOMMODATION
                ),
                visit(days, 380, "Went through the housing form together.", NeedArea.ACCOMMODATION, NeedArea.IDENTITY),
                visit(
                    days,
                    352,
                    "Nervous about the first weekend.",
                    NeedArea.SUBSTANCES,
                    NeedArea.FAMILY,
                    agency_visit=True,
                ),
                GatePlanned(on=days.ago(340), point=LOW_WALL),
                Met(on=out, note="Straight to Harbour Homes."),
                Bed(on=out, answer=BedTonight.SAFE, note="A room at Harbour Homes, keys in hand."),
                Contact(on=out + 2 * ONE_DAY, channel=Channel.PHONE, minutes=15, note="Slept well. Rang his daughter."),
                Contact(
                    on=days.ago(316),
                    channel=Channel.COMMUNITY,
                    minutes=60,
                    topics=(NeedArea.MONEY, NeedArea.FAMILY),
                    note="Benefits are through.",
                ),
                Ended(
                    on=days.ago(298),
                    kind=EndingKind.UNPLANNED,
                    reason=EndingReason.RETURNED,
                    summary="Back in custody after a breach. Asked us to come and see him when he is ready.",
                    agreed_with_person=False,
                ),
                Admitted(on=days.ago(40), prison="BAR", hall="B hall", area=GLASGOW),
                Told(on=days.ago(6), stated_date=days.out_ahead(58)),
                Referred(on=days.ago(4), source=Source.SELF, note="Asked the hall officer to ring us."),
            ),
        ),
        Life(
            Who("Patricia", "Lamont", dt.date(1986, 11, 21), sex=Sex.FEMALE, known_as="Trish", phone="07700 900210"),
            "107720",
            "yusuf",
            (
                *taken_in(days, ago=270, prison="STI", area="Falkirk", out=back),
                *signed_up(days, ago=258, mentor="isla", texts=True),
                visit(days, 250, "Talked about her two boys.", NeedArea.FAMILY),
                visit(days, 236, "A plan for the first week, in her own words.", NeedArea.PRACTICAL, NeedArea.HEALTH),
                visit(days, 215, "Ready, she says, and means it.", NeedArea.WORK, agency_visit=True),
                GatePlanned(on=days.ago(205), meet_time=dt.time(9, 0), point="Front door"),
                Met(on=back, at_time=dt.time(9, 10)),
                Bed(on=back, answer=BedTonight.SAFE, note="Her mother's."),
                HowThingsAre(on=back, week=0, answers=AT_HER_MOTHERS),
                *weekly(back, (2, 6, 13, 20, 27, 40, 55, 69, 83, 110, 138, 166, 180)),
                HowThingsAre(on=weekday_before(back + 27 * ONE_DAY), week=4, answers=AFTER_FOUR_WEEKS),
                HowThingsAre(on=back + 84 * ONE_DAY, week=12, answers=IN_HER_OWN_FLAT, since=back + 60 * ONE_DAY),
                HowThingsAre(on=back + 181 * ONE_DAY, week=26, answers=IN_HER_OWN_FLAT, since=back + 60 * ONE_DAY),
                Ended(
                    on=days.ago(12),
                    summary="Six months out. Working part time in a bakery, sees her boys every weekend.",
                ),
            ),
        ),
    ]


def in_the_community(days: Days) -> list[Life]:
    ten_weeks, three_weeks, passed = days.out_ago(70), days.out_ago(21), days.out_ago(3)
    return [
        Life(
            Who("Fatima", "El-Amin", dt.date(1995, 6, 9), sex=Sex.FEMALE, phone="07700 900224"),
            "132406",
            "yusuf",
            (
                *taken_in(days, ago=140, prison="STI", out=ten_weeks),
                *signed_up(days, ago=128, mentor="amara", share_with=(CLYDE_MONEY,), texts=True),
                visit(days, 120, "Wants to finish her college course.", NeedArea.LEARNING),
                visit(days, 105, "College is keeping the place open.", NeedArea.LEARNING, NeedArea.MONEY),
                visit(days, 84, "Met her new key worker with us.", NeedArea.HEALTH, agency_visit=True),
                GatePlanned(on=days.ago(78), meet_time=dt.time(9, 0), point="Front door"),
                Met(on=ten_weeks, at_time=dt.time(9, 20)),
                Bed(on=ten_weeks, answer=BedTonight.SAFE, note="Her own flat, kept on."),
                *weekly(ten_weeks, (2, 6, 13, 19, 27, 41, 55, 67)),
                Booked(on=days.ago(2), day=days.ahead(3), channel=Channel.COMMUNITY, at_time=dt.time(14, 0)),
            ),
        ),
        Life(
            Who(
                "Jamie",
                "Rafferty",
                dt.date(1991, 1, 30),
                phone="07700 900231",
                phone_note="His partner may answer. Say it is Amara, no more.",
            ),
            "090417",
            "donna",
            (
                *taken_in(days, ago=96, out=three_weeks, hall="C hall"),
                *signed_up(days, ago=84, mentor="amara", share_with=(OPEN_DOOR, HARBOUR_HOMES), texts=True),
                visit(days, 77, "Talked about what went wrong last time.", NeedArea.SUBSTANCES),
                visit(days, 63, "Script to be sent on two days before.", NeedArea.SUBSTANCES, NeedArea.HEALTH),
                visit(days, 35, "First meeting outside planned: Lantern Yard.", NeedArea.HEALTH, agency_visit=True),
                GatePlanned(on=days.ago(28), point=LOW_WALL),
                Met(on=three_weeks, note="Drove to Lantern Yard, then the housing office."),
                Bed(on=three_weeks, answer=BedTonight.UNSAFE, note="Old flat; he does not like who lives next door."),
                Contact(on=three_weeks + ONE_DAY, channel=Channel.PHONE, minutes=10, note="Script picked up."),
                Contact(
                    on=weekday_before(three_weeks + 6 * ONE_DAY),
                    channel=Channel.ACCOMPANIED,
                    minutes=90,
                    topics=(NeedArea.ACCOMMODATION,),
                    note="Housing office: on the list, six weeks.",
                ),
                Contact(
                    on=days.ago(8),
                    channel=Channel.COMMUNITY,
                    state=MeetingState.NOT_ATTENDED,
                    note="Waited twenty minutes at the café.",
                ),
                Contact(on=days.ago(5), channel=Channel.TEXT, two_way=False, note="Sent a text, no answer yet."),
            ),
        ),
        Life(
            Who("Darren", "McPhail", dt.date(1988, 9, 14)),
            "118305",
            "donna",
            (
                *taken_in(days, ago=74, prison="ADD", area="West Lothian", out=passed),
                *signed_up(days, ago=60, mentor="isla"),
                visit(days, 52, "Looking forward to fishing again.", NeedArea.PRACTICAL, place=Place.VISIT_ROOM),
                visit(days, 38, "Job centre appointment made for the second day.", NeedArea.WORK, NeedArea.MONEY),
                visit(days, 17, "Knows where to meet us.", NeedArea.ACCOMMODATION, agency_visit=True),
                GatePlanned(on=days.ago(10), meet_time=dt.time(8, 15), transport=Transport.PUBLIC, point="First door"),
            ),
        ),
    ]


def just_out(days: Days) -> list[Life]:
    # Yesterday; on a day after days without liberations this morning, if it is late enough for that.
    yesterday = days.out_ago(1)
    if yesterday != days.today - ONE_DAY and days.is_lawful(days.today):
        yesterday = days.today if days.now >= days.moment(days.today, dt.time(10, 0)) else yesterday
    return [
        Life(
            Who("Marek", "Zieliński", dt.date(1993, 12, 5), language="Polish; some English", phone="07700 900245"),
            "126114",
            "donna",
            (
                *taken_in(days, ago=66, prison="GRE", area="Inverclyde", out=yesterday, source=Source.PRISON_STAFF),
                *signed_up(days, ago=54, mentor="callum", note="Speaks Polish", share_with=(HARBOUR_HOMES,)),
                visit(days, 46, "Spoke Polish throughout. Misses his sister.", NeedArea.FAMILY),
                visit(days, 31, "Bank card and ID in the property store.", NeedArea.IDENTITY, NeedArea.MONEY),
                visit(days, 11, "A list of three people to ring on the first day.", NeedArea.FAMILY, agency_visit=True),
                GatePlanned(on=days.ago(8), point="Under the shelter, left of the gate"),
                Met(on=yesterday, note="Took the train to Glasgow with him."),
                Bed(on=yesterday, answer=BedTonight.SAFE, at_time=dt.time(9, 30), note="His sister's sofa."),
            ),
        ),
        Life(
            Who("Ryan", "Buchanan", dt.date(2000, 2, 11)),
            "140228",
            "yusuf",
            (
                *taken_in(days, ago=58, prison="POL", area="Renfrewshire", out=days.out_ago(9)),
                *signed_up(days, ago=47, mentor="callum"),
                visit(days, 40, "Talked about football and his gran.", NeedArea.FAMILY),
                visit(days, 28, "Would like to try the joinery course.", NeedArea.LEARNING),
                visit(days, 16, "His gran is to collect him.", NeedArea.FAMILY, agency_visit=True),
                GatePlanned(on=days.ago(14), transport=Transport.FAMILY, point="The shelter in the car park"),
                NotMet(on=days.out_ago(9), reason=NotMetReason.WITH_FAMILY, note="Waved to us from his gran's car."),
                Bed(on=days.out_ago(9), answer=BedTonight.SAFE, note="At his gran's."),
                Contact(on=days.out_ago(9) + 2 * ONE_DAY, channel=Channel.PHONE, minutes=12, note="All well."),
                Contact(on=days.ago(3), channel=Channel.COMMUNITY, minutes=40, topics=(NeedArea.LEARNING,)),
                Booked(on=days.ago(3), day=days.ahead(4), channel=Channel.COMMUNITY, at_time=dt.time(11, 0)),
            ),
        ),
    ]


def back_in_custody(days: Days) -> list[Life]:
    """Support ended some weeks ago and goes on; the mentor he had has been asked first and has not answered."""
    out = days.out_ago(110)
    return [
        Life(
            Who("Scott", "Drummond", dt.date(1990, 8, 19), phone="07700 900252"),
            "112968",
            "donna",
            (
                *taken_in(days, ago=190, out=out, hall="A hall"),
                *signed_up(days, ago=178, mentor="callum"),
                visit(days, 168, "Would like to be nearer his daughter.", NeedArea.FAMILY),
                visit(days, 150, "Filled in the form for a flat.", NeedArea.ACCOMMODATION),
                visit(days, 124, "Wants to walk the first mile.", NeedArea.PRACTICAL, agency_visit=True),
                GatePlanned(on=days.ago(118), point=LOW_WALL),
                Met(on=out),
                Bed(on=out, answer=BedTonight.SAFE, note="A hostel room, his for six weeks."),
                *weekly(out, (2, 6, 13, 20, 27)),
                Ended(
                    on=days.ago(70),
                    kind=EndingKind.UNPLANNED,
                    reason=EndingReason.NO_CONTACT,
                    summary="Left the hostel and could not be reached. The door stays open.",
                    agreed_with_person=False,
                ),
                BackInCustody(on=days.ago(4), prison="BAR", hall="B hall"),
            ),
        )
    ]
