"""The picture of how far somebody has come in one area. Attributes only: the content security policy allows no style."""

from django import template

from mentoring.models import Scale
from mentoring.planning.distance import AreaDistance

register = template.Library()

# The line runs between these; the ends leave room for a dot.
LEFT, RIGHT = 8, 152


@register.inclusion_tag("mentoring/_distance.html")
def distance(area: AreaDistance, scale: Scale):
    """A line from the harder end to the better one, whichever number that is: a ring for the first, a dot for the last."""
    first, last = _place(area.first.score, scale), _place(area.last.score, scale)
    return {
        "area": area,
        "first": first,
        "last": last,
        "twice": area.better_by is not None,
        "left": LEFT,
        "right": RIGHT,
        # The line between ends where the ring begins.
        "from_ring": first + (5 if last > first else -5),
        "moved": abs(last - first) > 5,
    }


def _place(score, scale):
    share = (score - scale.lowest) / (scale.highest - scale.lowest)
    share = share if scale.higher_is_better else 1 - share
    return round(LEFT + share * (RIGHT - LEFT))
