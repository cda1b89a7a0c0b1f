"""Filters of lists."""

import django_filters

from core.forms.fields import DayField


class DayFilter(django_filters.Filter):
    """A day, typed as in any form of ours."""

    field_class = DayField
