"""`{% load contacts %}` for pages that offer contacts in one press."""

import uuid

from django import template

register = template.Library()


@register.inclusion_tag("mentoring/_tried_button.html")
def tried_button(case, back=""):
    """One press that logs a phone call nobody answered. `back="day"` returns to My day, otherwise to the person.

    Each button carries the key of the row it makes: pressed twice, it makes one.
    """
    return {"case": case, "back": back, "new_id": uuid.uuid4()}
