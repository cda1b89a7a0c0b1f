"""Sheets made by hand, as long as they come."""

import dataclasses

from liberations.enums import AppointmentKind, TravelMode
from liberations.pathway.sheet import Entry, Photo, Sheet, Travel

KINDS, MODES = list(AppointmentKind), list(TravelMode)
PLACES = (
    "Llanfairpwllgwyngyll a Gŵyl Fferyllfa Tŷ’r Môr",
    "Oifis Chomhairle nan Eilean Siar, Steòrnabhagh",
    "Świetlica Łódź im. Świętej Jadwigi Żurawińskiej",
    "Harbour House housing office",
)
PHOTO = Photo("door", "A red door", 1000, 750)
GATE = Entry("gate", "8:30am to 10:00am", "8:30am", "At the gate", ("Amara Diallo meets you: bus shelter.",))


def entry(number: int, *, photo: bool) -> Entry:
    return Entry(
        kind=KINDS[number % len(KINDS)],
        when=f"about {9 + number}:45am",
        time=f"{9 + number}:45am",
        title=PLACES[number % len(PLACES)],
        lines=(f"{number} Harbour Street, Marlport, ML1 2AB", "Ask for Ms Brown. Bring the letter."),
        travel=Travel(
            MODES[number % len(MODES)], 25, "Bus or train, about 25 minutes, £2.40. The 38 from across the road."
        ),
        photo=PHOTO if photo else None,
    )


def sheet(appointments: int, *, photos: int = 2, **changes) -> Sheet:
    made = Sheet(
        title="Your first day",
        name="Wojciech Brzęczyszczykiewicz-Ó Súilleabháin",
        day="Friday 18 December 2026",
        entries=(GATE, *(entry(number, photo=number < photos) for number in range(appointments))),
        ask=("Amara Diallo, your mentor: 0141 496 0123", "Our office: 0800 496 0000, free, 9am to 5pm"),
        wrong=("You feel ill: NHS 24, phone 111, day and night", "Offices are open again on Monday 21 December 2026."),
        printed="Printed on 1 Dec 2026. It may have changed since.",
    )
    return dataclasses.replace(made, **changes)
