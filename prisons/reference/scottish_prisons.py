"""Scottish prisons and community custody units, open, being built and closed.

The codes are ours. Gates, visits and directions are not here: those who stand at the gate enter them. An opening day
stands only where the day itself is known; without it a prison counts as always open. `AREAS` says in which council's area
each stands, by our codes.
"""

from datetime import date
from typing import NamedTuple

SPS = "Scottish Prison Service"


class PrisonFacts(NamedTuple):
    code: str
    name: str
    town: str
    postcode: str
    holds: str
    aliases: tuple[str, ...] = ()
    operator: str = SPS
    closed_date: date | None = None
    is_building: bool = False


OPEN = (
    PrisonFacts("ADD", "HMP Addiewell", "West Calder", "EH55 8QA", "Men, on remand and convicted", operator="Sodexo"),
    PrisonFacts(
        "BAR",
        "HMP Barlinnie",
        "Glasgow",
        "G33 2QX",
        "Men, on remand and mostly short-term",
        ("Bar-L", "The Bar-L", "BarL", "The Big Hoose"),
    ),
    PrisonFacts("BEL", "Bella Centre", "Dundee", "", "Women", ("Bella CCU", "Bella Community Custody Unit")),
    PrisonFacts(
        "CAS",
        "HMP Castle Huntly",
        "Longforgan, Dundee",
        "DD2 5HL",
        "Men, low supervision",
        ("Open Estate", "HMP Open Estate"),
    ),
    PrisonFacts("DUM", "HMP Dumfries", "Dumfries", "DG2 9AX", "Men, local and long-term protection"),
    PrisonFacts("EDI", "HMP Edinburgh", "Edinburgh", "EH11 3LN", "Men; some women", ("Saughton", "HMP Saughton")),
    PrisonFacts("GLE", "HMP Glenochil", "Tullibody", "FK10 3AD", "Men, mostly long-term"),
    PrisonFacts("GRA", "HMP & YOI Grampian", "Peterhead", "AB42 2YY", "Men, women and young adults", ("HMP Grampian",)),
    PrisonFacts("GRE", "HMP Greenock", "Greenock", "PA16 9AH", "Men; women until recently", ("Gateside",)),
    PrisonFacts("INV", "HMP Inverness", "Inverness", "IV2 3HH", "Men", ("Porterfield",)),
    # Serco ran it until 17 March 2024.
    PrisonFacts("KIL", "HMP Kilmarnock", "Kilmarnock", "KA1 5AA", "Men", ("Bowhouse",)),
    PrisonFacts("LIL", "Lilias Centre", "Glasgow", "", "Women", ("Lilias CCU", "Lilias Community Custody Unit")),
    PrisonFacts("LOW", "HMP Low Moss", "Bishopbriggs", "G64 2QB", "Men", ("Lowmoss",)),
    PrisonFacts("PER", "HMP Perth", "Perth", "PH2 7JH", "Men"),
    PrisonFacts(
        "POL",
        "HMP & YOI Polmont",
        "Falkirk",
        "FK2 0AB",
        "Young men from 18, women, some adult men",
        ("HMP Polmont", "Polmont YOI"),
    ),
    PrisonFacts("SHO", "HMP Shotts", "Shotts", "ML7 4LE", "Men, long-term"),
    PrisonFacts("STI", "HMP & YOI Stirling", "Stirling", "FK9 5NU", "Women, national facility", ("HMP Stirling",)),
)
BUILDING = (
    PrisonFacts("GLA", "HMP Glasgow", "Glasgow", "", "Men", is_building=True),
    PrisonFacts("HIG", "HMP Highland", "Inverness", "", "Men", is_building=True),
)
# Kept for people who were there. Where only the year of closing is known, its last day stands.
CLOSED = (
    PrisonFacts("ABE", "HMP Aberdeen", "Aberdeen", "", "Men", ("Craiginches",), closed_date=date(2014, 12, 31)),
    # Discontinued by SSI 2023/132, after the last women had left.
    PrisonFacts(
        "COR",
        "HMP & YOI Cornton Vale",
        "Stirling",
        "FK9 5NU",
        "Women",
        ("HMP Cornton Vale", "Cornton"),
        closed_date=date(2023, 6, 6),
    ),
    PrisonFacts("NOR", "HMP Noranside", "Forfar", "", "Men, low supervision", closed_date=date(2011, 12, 31)),
    PrisonFacts("PET", "HMP Peterhead", "Peterhead", "", "Men, long-term", closed_date=date(2013, 12, 31)),
)
SCOTTISH_PRISONS = OPEN + BUILDING + CLOSED
AREAS = {
    "ADD": "West Lothian",
    "BAR": "Glasgow City",
    "BEL": "Dundee City",
    "CAS": "Perth and Kinross",
    "DUM": "Dumfries and Galloway",
    "EDI": "City of Edinburgh",
    "GLE": "Clackmannanshire",
    "GRA": "Aberdeenshire",
    "GRE": "Inverclyde",
    "INV": "Highland",
    "KIL": "East Ayrshire",
    "LIL": "Glasgow City",
    "LOW": "East Dunbartonshire",
    "PER": "Perth and Kinross",
    "POL": "Falkirk",
    "SHO": "North Lanarkshire",
    "STI": "Stirling",
    "GLA": "Glasgow City",
    "HIG": "Highland",
    "ABE": "Aberdeen City",
    "COR": "Stirling",
    "NOR": "Angus",
    "PET": "Aberdeenshire",
}
