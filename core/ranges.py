from django.contrib.postgres.fields import DateRangeField
from django.db import models


class DateRange(models.Func):
    """SQL `DATERANGE(from, to)`: from the first day until before the last; an empty `to` is open. For exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()
