"""`{% load alerts %}` for pages about one person that have no panel above them (mentoring/_person_header.html shows them itself)."""

from django import template

from people.selectors import alerts_of

register = template.Library()


@register.inclusion_tag("people/_alerts.html", takes_context=True)
def alerts_about(context, person):
    """What everyone who meets the person must know first. One query."""
    return {"alerts": alerts_of(person), "user": context["user"]}
