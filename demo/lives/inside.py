"""Lives of people in prison: at the gate any day, with a day that moved, or with weeks to go."""

import datetime as dt

from demo.days import ONE_DAY, Days
from demo.lives.beginnings import LOW_WALL, signed_up, taken_in, visit
from demo.scene import CLYDE_MONEY, GLASGOW, HARBOUR_HOMES, OPEN_DOOR, Scene
from demo.steps import (
    Accepted,
    Admitted,
    Agreed,
    Alerted,
    Booked,
    Contact,
    GatePlanned,
    Life,
    Offered,
    Referred,
    ReferredOn,
    Told,
    Transferred,
    VisitMoved,
    Who,
)
from mentoring.enums.meetings import CancelReason, MeetingState, MoveAsker, Place
from mentoring.enums.needs import NeedArea
from people.enums import AlertKind, HowGiven, Sex
from prisons.enums import Confidence, DateKind, DateSource, LegalStatus, SentenceBand
from referrals.enums import Source


def at_the_gate(days: Days) -> list[Life]:
    # On a weekend or holiday nobody is let out: then the gates are those of the next working days.
    first = days.lawful_after(days.today)
    second = days.lawful_after(first + ONE_DAY)
    return [
        Life(
            Who("Stephen", "Adeyemi", dt.date(1984, 4, 17), known_as="Stevie", phone="07700 900252"),
            "097731",
            "donna",
            (
                *taken_in(days, ago=88, out=first, hall="D hall"),
                *signed_up(days, ago=76, mentor="amara", share_with=(CLYDE_MONEY, HARBOUR_HOMES), texts=True),
                visit(days, 68, "Wants to be a good dad, first of all.", NeedArea.FAMILY),
                visit(days, 49, "Rent arrears: Clyde Money Advice will ring him.", NeedArea.DEBT, NeedArea.MONEY),
                ReferredOn(
                    on=days.ago(45),
                    agency=CLYDE_MONEY,
                    service="Benefits before the gate",
                    what="Rent arrears on his tenancy. He would like a call in the jail before he is out.",
                ),
                visit(days, 27, "Card for the site is still valid.", NeedArea.WORK),
                visit(days, 9, "Agreed where to stand and what to bring.", NeedArea.ACCOMMODATION, agency_visit=True),
                GatePlanned(on=days.ago(7), point=LOW_WALL, note="Housing office at 11am, then Clyde Money Advice."),
            ),
        ),
        Life(
            Who(
                "Craig",
                "Lennox",
                dt.date(1997, 8, 26),
                communication_needs="Reads slowly: say it, do not only write it.",
            ),
            "121950",
            "donna",
            (
                *taken_in(days, ago=80, prison="LOW", area="North Lanarkshire", out=second),
                *signed_up(days, ago=68, mentor="amara", share_with=(OPEN_DOOR,)),
                Alerted(
                    on=days.ago(40),
                    kind=AlertKind.RISK_FROM_OTHERS,
                    text="A man he owes money has said he will wait at the gate. Meet inside the visitor centre.",
                    source="Craig himself; the hall officer knows",
                    review_date=days.ahead(14),
                    told_person=True,
                    meet_in_twos=True,
                ),
                visit(days, 60, "First talk. Likes to be out of the hall.", NeedArea.ATTITUDES, place=Place.VISIT_ROOM),
                visit(days, 41, "Told us about the debt.", NeedArea.DEBT),
                visit(days, 13, "Script agreed with Open Door.", NeedArea.SUBSTANCES, agency_visit=True),
                GatePlanned(
                    on=days.ago(6),
                    meet_time=dt.time(9, 0),
                    point="Inside the visitor centre",
                    other_door="Comes out through the visitor centre, not the main gate.",
                    second="callum",
                ),
            ),
        ),
    ]


def days_that_moved(scene: Scene, days: Days) -> list[Life]:
    forward = days.out_ahead(19)
    saturday = scene.holiday + ONE_DAY
    return [
        Life(
            Who("Scott", "Gillespie", dt.date(1990, 7, 3), known_as="Scotty"),
            "088142",
            "donna",
            (
                *taken_in(days, ago=40, out=days.lawful_after(forward + 14 * ONE_DAY), hall="A hall"),
                *signed_up(days, ago=27, mentor="callum"),
                visit(days, 15, "Was in good spirits; three weeks sooner than he thought.", NeedArea.ACCOMMODATION),
                Booked(on=days.ago(15), day=days.ahead(3), at_time=dt.time(13, 30)),
                VisitMoved(
                    on=days.ago(8),
                    day=days.ahead(5),
                    at_time=dt.time(13, 30),
                    asked_by=MoveAsker.PRISON,
                    reason="The agents’ rooms are being painted.",
                ),
                Told(
                    on=days.ago(1),
                    stated_date=forward,
                    source=DateSource.PHONE,
                    note="Two weeks earlier: time on a tag now counts.",
                ),
            ),
        ),
        Life(
            Who("Agnes", "Whyte", dt.date(1968, 10, 8), sex=Sex.FEMALE, known_as="Nessie"),
            "075619",
            "yusuf",
            (
                Admitted(on=days.ago(100), prison="STI", area=GLASGOW),
                Told(
                    on=days.ago(50),
                    kind=DateKind.SENTENCE,
                    source=DateSource.LETTER,
                    sentence_date=saturday,
                    note="A local holiday on the Friday before.",
                ),
                Referred(on=days.ago(48), source=Source.SOCIAL_WORK),
                *signed_up(days, ago=38, mentor="isla"),
                visit(days, 30, "Worried about her cat; the neighbour has him.", NeedArea.PRACTICAL),
                visit(days, 19, "Pension letters sorted into one folder.", NeedArea.MONEY),
                visit(days, 6, "Chose what to wear for the day.", NeedArea.PRACTICAL, agency_visit=True),
            ),
        ),
        Life(
            Who("Liam", "Docherty", dt.date(1994, 5, 25)),
            "129903",
            "donna",
            (
                *taken_in(days, ago=62, hall="E hall", out=days.out_ahead(40)),
                *signed_up(days, ago=50, mentor="callum"),
                visit(days, 43, "Wants to move away from old friends.", NeedArea.ACCOMMODATION),
                visit(days, 29, "Applied for a shared flat.", NeedArea.ACCOMMODATION),
                visit(days, 15, "The flat is a real possibility.", NeedArea.ACCOMMODATION, NeedArea.MONEY),
                Booked(on=days.ago(15), day=days.ahead(6), at_time=dt.time(10, 0)),
                Transferred(on=days.ago(5), prison="LOW"),
            ),
        ),
    ]


def before_release(days: Days) -> list[Life]:
    return [
        Life(
            Who("Kayleigh", "Burns", dt.date(1998, 3, 19), sex=Sex.FEMALE),
            "137011",
            "yusuf",
            (
                *taken_in(days, ago=52, prison="STI", area="South Lanarkshire", out=days.out_ahead(12)),
                *signed_up(days, ago=41, mentor="isla", share_with=(HARBOUR_HOMES,)),
                visit(days, 34, "Nowhere to stay yet.", NeedArea.ACCOMMODATION),
                Contact(
                    on=days.ago(26),
                    place=Place.CELL_DOOR,
                    minutes=10,
                    note="At the door only: short of officers. Will come back.",
                ),
                visit(days, 19, "Form for Harbour Homes sent off.", NeedArea.ACCOMMODATION, place=Place.VISIT_ROOM),
                Contact(on=days.ago(5), state=MeetingState.CANCELLED_BY_PRISON, cancel_reason=CancelReason.REGIME),
                Booked(on=days.ago(5), day=days.ahead(2), at_time=dt.time(14, 0), agency_visit=True),
            ),
        ),
        Life(
            Who("Mohammed", "Iqbal", dt.date(1987, 2, 28), language="Urdu and English"),
            "111476",
            "yusuf",
            (
                *taken_in(days, ago=20, prison="ADD", area=GLASGOW, out=days.out_ahead(20)),
                *signed_up(days, ago=8, mentor="amara"),
                Booked(on=days.ago(2), day=days.ahead(1), at_time=dt.time(11, 15)),
            ),
        ),
        Life(
            Who("Reece", "Thomson", dt.date(2005, 4, 1)),
            "145570",
            "yusuf",
            (
                Admitted(
                    on=days.ago(33),
                    prison="POL",
                    hall="Munro hall",
                    area="Inverclyde",
                    legal_status=LegalStatus.REMAND,
                    sentence_band=SentenceBand.NOT_KNOWN,
                ),
                Told(
                    on=days.ago(30),
                    kind=DateKind.COURT,
                    source=DateSource.PERSON,
                    confidence=Confidence.PROVISIONAL,
                    note="Trial not fixed. Could be freed from court any day.",
                ),
                Referred(on=days.ago(29), source=Source.FAMILY, note="His mother rang."),
                *signed_up(days, ago=20, mentor="callum"),
                visit(days, 12, "Has our card with the number for the day.", NeedArea.FAMILY, place=Place.VISIT_ROOM),
                Booked(on=days.ago(12), day=days.ahead(9), at_time=dt.time(10, 45)),
            ),
        ),
        Life(
            Who("Piotr", "Kowalczyk", dt.date(1982, 1, 16), known_as="Peter", other_names="Peter Kovalchik"),
            "102287",
            "donna",
            (
                *taken_in(days, ago=44, area="East Dunbartonshire", out=days.out_ahead(75)),
                *signed_up(days, ago=32, mentor="amara"),
                visit(days, 25, "Would like to drive for a living again.", NeedArea.WORK),
                Booked(on=days.ago(25), day=days.ago(4), at_time=dt.time(10, 0)),
                Booked(on=days.ago(4), day=days.ahead(10), at_time=dt.time(10, 0)),
            ),
        ),
        Life(
            Who("Nadia", "Rahman", dt.date(1996, 9, 12), sex=Sex.FEMALE),
            "133895",
            "yusuf",
            (
                *taken_in(days, ago=18, prison="STI", area=GLASGOW, out=days.out_ahead(26)),
                Accepted(on=days.ago(14)),
                Offered(on=days.ago(7)),
                Agreed(on=days.ago(7), how=HowGiven.SPOKEN, witness="Yusuf Khan", share_with=(CLYDE_MONEY,)),
            ),
        ),
    ]
