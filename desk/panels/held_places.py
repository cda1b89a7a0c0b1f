from desk.panels.panel import Panel
from mentoring.selectors.held_places import stays_of

SHOWN = 3


def held_places(request, header):
    """The place a partner holds for them, if any, and those before it."""
    return Panel("desk/panels/_held_places.html", {"stays": stays_of(header.case, header.today)[:SHOWN]})
