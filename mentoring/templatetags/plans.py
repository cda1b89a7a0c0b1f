from django import template

from mentoring.models import Action
from mentoring.selectors import plans

register = template.Library()


@register.filter
def who_does(action: Action) -> str:
    """Who does a step of the plan, in words."""
    return plans.who_does(action)
