"""Referrals on their way, and people of another agency whom our team must not see."""

import datetime as dt

from demo.days import Days
from demo.lives.beginnings import signed_up, taken_in, visit
from demo.scene import GLASGOW
from demo.steps import (
    Accepted,
    Declined,
    Life,
    NotNow,
    Offered,
    SaidNo,
    Who,
)
from mentoring.enums.needs import NeedArea
from people.enums import Sex
from referrals.enums import DeclineReason, OfferChannel


def referrals(days: Days) -> list[Life]:
    return [
        Life(
            Who("Olivier", "Mensah", dt.date(1989, 8, 8), language="French"),
            "115542",
            "donna",
            taken_in(days, ago=2, prison="LOW", area="East Dunbartonshire", out=days.out_ahead(63)),
        ),
        Life(
            Who("Connor", "Maxwell", dt.date(1999, 11, 27)),
            "139664",
            "donna",
            (
                *taken_in(days, ago=11, prison="GRE", area="Renfrewshire", out=days.out_ahead(49)),
                Accepted(on=days.ago(9)),
                Offered(on=days.ago(6), channel=OfferChannel.LETTER),
            ),
        ),
        # The same Connor, entered a second time from a list with his name spelt otherwise: for merging.
        Life(
            Who("Conor", "Maxwell", dt.date(1999, 11, 27)),
            "136964",
            "donna",
            (
                *taken_in(days, ago=4, prison="GRE", area="Renfrewshire", out=days.out_ahead(49)),
                Declined(
                    on=days.ago(3), reason=DeclineReason.TWICE, note="Looks like the Connor Maxwell of last week."
                ),
            ),
        ),
        Life(
            Who("Brian", "Yule", dt.date(1974, 6, 6)),
            "064208",
            "donna",
            (
                *taken_in(days, ago=25, area=GLASGOW, out=days.out_ahead(33)),
                Accepted(on=days.ago(22)),
                Offered(on=days.ago(18)),
                NotNow(on=days.ago(18), later=days.ago(4), note="He would like to be asked again in two weeks."),
                Offered(on=days.ago(4)),
                SaidNo(on=days.ago(4), note="Not now. He would like to be asked again nearer the day."),
            ),
        ),
        Life(
            Who("Alan", "Petrie", dt.date(1981, 12, 13)),
            "104876",
            "yusuf",
            (
                *taken_in(days, ago=16, prison="EDI", area="Scottish Borders", out=days.out_ahead(45)),
                Declined(on=days.ago(13), reason=DeclineReason.AREA, note="Told him of the service in Galashiels."),
            ),
        ),
    ]


def other_team(days: Days) -> list[Life]:
    """People of another agency, whom our team must not see."""
    return [
        Life(
            Who("Fergus", "MacAskill", dt.date(1985, 5, 5)),
            "108033",
            "eilidh",
            (
                *taken_in(days, ago=60, prison="INV", area="Highland", out=days.out_ahead(16)),
                *signed_up(days, ago=48, mentor="eilidh"),
                visit(days, 40, "Going home to Skye.", NeedArea.FAMILY),
                visit(days, 22, "The bus runs on Tuesdays and Fridays.", NeedArea.PRACTICAL),
                visit(days, 8, "His brother has a room for him.", NeedArea.ACCOMMODATION, agency_visit=True),
            ),
        ),
        Life(
            Who("Catriona", "Munro", dt.date(1992, 10, 30), sex=Sex.FEMALE),
            "127740",
            "eilidh",
            taken_in(days, ago=5, prison="PER", area="Perth and Kinross", out=days.out_ahead(70)),
        ),
    ]
