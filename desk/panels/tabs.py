"""Which panels each tab shows, in their order."""

from desk.panels.court import court
from desk.panels.day_plan import day_plan
from desk.panels.ending import ending
from desk.panels.first_hours import first_hours
from desk.panels.follow_up import follow_up
from desk.panels.gate import gate
from desk.panels.held_places import held_places
from desk.panels.money import money
from desk.panels.onward import onward
from desk.panels.outcomes import outcomes
from desk.panels.pack import pack
from desk.panels.roles import roles

RELEASE = (
    gate,
    first_hours,
    pack,
    day_plan,
)
AFTER = (
    follow_up,
    roles,
    onward,
    held_places,
    outcomes,
    money,
    court,
    ending,
)


def shown(panels, request, header):
    """The panels that have something to say; none while there is no case."""
    if header.case is None:
        return {"panels": []}
    return {"panels": [panel for make in panels if (panel := make(request, header))]}
