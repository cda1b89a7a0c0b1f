"""`{% load contacts %}` for pages that offer contacts in one press."""

import uuid

from django import template

register = template.Library()


@register.inclusion_tag("mentoring/_tried_button.html")
def tried_button(case, back="", channel="", label=""):
    """One press that logs a phone call nobody answered, or another `channel` with a `label` of its own. `back="day"` returns to
    My day, `back="lost"` to the page of lost contact, otherwise to the person.

    Each button carries the key of the row it makes: pressed twice, it makes one.
    """
    return {"case": case, "back": back, "channel": channel, "label": label, "new_id": uuid.uuid4()}
