"""Opening hours of one day, typed the way they stand on a door: "9 to 5", "9:30am - 12:30, 1:30 to 4pm"."""

import datetime as dt
import re

from django import forms

from core.forms import TimeField
from core.templatetags.ui import clock
from referrals.opening import END_OF_DAY, OpenSpan

BETWEEN_SPANS = re.compile(r"[,;&\n]|\band\b", re.IGNORECASE)
BETWEEN_TIMES = re.compile(r"\s*(?:[-–—]|\bto\b|\buntil\b|\btill\b)\s*", re.IGNORECASE)
HALF_A_DAY = 12
MOST_SPANS = 4


class HoursField(forms.CharField):
    """The spans of a day (`OpenSpan`) in order; an empty box is a day on which it is closed.

    Nobody opens an office at two in the night: "9 to 5" ends at 5pm, "1:30 to 4" begins at 1:30pm.
    """

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 80, "required": False, **kwargs})

    def prepare_value(self, value):
        if isinstance(value, list | tuple):
            return ", ".join(f"{clock(span.from_time)} to {clock(span.until_time)}" for span in value)
        return value

    def clean(self, value):
        text = super().clean(value)
        parts = [part.strip() for part in BETWEEN_SPANS.split(text) if part.strip()]
        if len(parts) > MOST_SPANS:
            raise forms.ValidationError(f"{self.label} may have {MOST_SPANS} times, like 9am to 12, 1pm to 5pm")
        return [self._span(part) for part in parts]

    def _span(self, text):
        ends = BETWEEN_TIMES.split(text)
        if len(ends) != 2:
            raise self._unclear()
        begins, closes = self._time(ends[0]), self._time(ends[1], closing=True)
        if closes <= begins and closes.hour < HALF_A_DAY and not re.search("am", ends[1], re.IGNORECASE):
            closes = closes.replace(hour=closes.hour + HALF_A_DAY)
        if closes <= begins:
            raise forms.ValidationError(f"{self.label}: it closes before it opens. Write am or pm")
        return OpenSpan(begins, closes)

    def _time(self, text, *, closing=False):
        if closing and text.lower() == "midnight":
            return END_OF_DAY
        asked = TimeField(label=self.label)
        try:
            found = asked.clean(text)
        except forms.ValidationError as trouble:
            if trouble.code != "ambiguous":
                raise self._unclear() from trouble
            found = asked.clean(f"{text}pm")
        return dt.time(found.hour, found.minute)

    def _unclear(self):
        return forms.ValidationError(f"{self.label} must be times, like 9am to 12:30pm, 1:30pm to 5pm")
