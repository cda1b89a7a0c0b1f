"""The day as a picture: what comes after what, when, and how one gets there. For whoever does not read much.

SVG of our own, the same on the page and in the PDF: attributes only, nothing that the content security policy refuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from liberations.enums import AppointmentKind, TravelMode
from liberations.pathway.sheet import Entry

# Ten to a millimetre: as wide as A4 without its margins.
WIDTH, HEIGHT = 1820, 270
RADIUS, MIDDLE = 56, 112
# The gate and eight appointments; more would stand on each other.
MOST_IN_A_ROW = 9
# With stops as far apart as this there is room for larger words.
ROOMY = 280
# Lines in a box of 24 by 24, as they are drawn inside the circle of a stop.
SIGNS = {
    "gate": "M5 21V12a7 7 0 0 1 14 0v9M12 9v12",
    AppointmentKind.PHARMACY: "M9 4h6v5h5v6h-5v5H9v-5H4V9h5z",
    AppointmentKind.FOOD: "M7 3v18M4 3v4a3 3 0 0 0 6 0V3M17 21V3c-3 1-4 5-3 9h3",
    AppointmentKind.BREAK: "M4 9h12v5a6 6 0 0 1-12 0zM16 10h2a2.5 2.5 0 0 1 0 5h-2M8 3v3M12 3v3",
    AppointmentKind.BED: "M3 5v14M3 11h18v8M3 16h18M7 8.5h3",
    AppointmentKind.HOUSING: "M3 11l9-8 9 8M6 9v12h12V9M10 21v-6h4v6",
    AppointmentKind.BENEFITS: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h3",
    AppointmentKind.JUSTICE: "M4 21h16M6 18V10M12 18V10M18 18V10M3 9l9-6 9 6z",
    AppointmentKind.HEALTH: "M12 20C4 14 3 10 5 7s6-2 7 1c1-3 5-4 7-1s1 7-7 13z",
    AppointmentKind.MONEY: "M3 7h18v11H3zM12 10a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5zM6 10v5M18 10v5",
    AppointmentKind.SERVICE: "M4 4h16v11h-8l-5 5v-5H4zM8 8h8M8 11h5",
    AppointmentKind.FAMILY: "M8 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6zM2 20c0-5 3-7 6-7s6 2 6 7M17 8a2.5 2.5 0 1 0 0 5"
    "a2.5 2.5 0 0 0 0-5zM16 15c3 0 6 2 6 5",
    "call": "M6 3h4l2 5-3 2c1 3 3 5 5 6l2-3 5 2v4c-9 3-18-7-15-16z",
    AppointmentKind.OTHER: "M12 3l2.7 6 6.3.5-4.8 4.2 1.5 6.3L12 16.7 6.3 20l1.5-6.3L3 9.5 9.300 9z",
}
MODES = {
    TravelMode.WALK: "M13 2.5a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 0 0 0-3.6zM12 8l-1 7 4 3 1 4M11 15l-3 7M12 8l-4 3v3M12 8l3 4h3",
    TravelMode.PUBLIC: "M5 4h14v13H5zM5 11h14M7 17v3M17 17v3M8 14h1M15 14h1",
    TravelMode.TAXI: "M3 12l2-5h14l2 5v5H3zM3 12h18M6 17v2M18 17v2M10 7V4h4v3",
    TravelMode.MENTOR_CAR: "M3 12l2-5h14l2 5v5H3zM3 12h18M6 17v2M18 17v2",
}


def drawing(entries: Sequence[Entry], *, words: str) -> SafeString:
    """The day as one SVG, in rows where it is long; `words` say the same for those who do not see it."""
    rows = [_Row(first, entries[first : first + MOST_IN_A_ROW]) for first in range(0, len(entries), MOST_IN_A_ROW)]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" class="day-drawing"'
        ' stroke="#000" stroke-width="5" stroke-linecap="round" stroke-linejoin="round" font-family="Figtree, sans-serif"'
        ' text-anchor="middle"><title>{}</title>{}</svg>',
        WIDTH,
        HEIGHT * len(rows),
        words,
        format_html_join(
            "", '<g transform="translate(0 {})">{}</g>', ((at * HEIGHT, row.drawn) for at, row in enumerate(rows))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """Stops beside each other; `first` is the number of the first one. How one gets to that one stands in its words alone."""

    first: int
    entries: Sequence[Entry]

    @property
    def drawn(self) -> SafeString:
        step = WIDTH / len(self.entries)
        places = [step * (at + 0.5) for at in range(len(self.entries))]
        ways = [_way(places[at - 1], places[at], self.entries[at]) for at in range(1, len(self.entries))]
        stops = [_stop(self.first + at, places[at], entry) for at, entry in enumerate(self.entries)]
        return format_html_join("", "{}", ((part,) for part in (*ways, *stops)))


def _way(start, end, entry):
    """The line to a stop, dashed where one stays; how one gets there and for how long above it."""
    dashes = mark_safe("") if entry.travel else mark_safe(' stroke-dasharray="2 16"')
    line = format_html(
        '<path d="M{} {}H{}" fill="none"{}/>', round(start + RADIUS + 8), MIDDLE, round(end - RADIUS - 8), dashes
    )
    if not entry.travel:
        return line
    middle = (start + end) / 2
    sign = _sign(MODES[entry.travel.mode], middle, 18, 2.6) if entry.travel.mode in MODES else mark_safe("")
    minutes = f"{entry.travel.minutes} min" if entry.travel.minutes is not None else "?"
    return line + sign + _text(middle, MIDDLE + 40, minutes, 34 if end - start > ROOMY else 27, 400)


def _stop(number, x, entry):
    first = number == 0
    circle = format_html(
        '<circle cx="{}" cy="{}" r="{}" fill="{}"/>', round(x), MIDDLE, RADIUS, "#000" if first else "#fff"
    )
    path = SIGNS.get(entry.kind, SIGNS[AppointmentKind.OTHER])
    sign = _sign(path, x, MIDDLE - 36, 3, colour="#fff" if first else "#000")
    label = _text(x, MIDDLE + RADIUS + 48, f"{number}" if number else "Out", 34, 700)
    return circle + sign + label + _text(x, MIDDLE + RADIUS + 90, entry.time, 34, 400)


def _sign(path, x, top, scale, colour="#000"):
    return format_html(
        '<path d="{}" transform="translate({} {}) scale({})" fill="none" stroke="{}" stroke-width="1.8"/>',
        path,
        round(x - 12 * scale),
        top,
        scale,
        colour,
    )


def _text(x, y, words, size, weight):
    return format_html(
        '<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="#000" stroke="none">{}</text>',
        round(x),
        y,
        size,
        weight,
        words,
    )
