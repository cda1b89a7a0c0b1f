"""Days and times, typed the way people write them."""

import datetime
import re

from django import forms
from django.utils import timezone

from core.forms.sentences import in_a_sentence

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SEPARATORS = re.compile(r"[\s./\\,_–—-]+")
# A two-digit year up to this many years ahead is a year to come: long enough for the latest liberation date.
YEARS_AHEAD = 20


class DayWidget(forms.MultiWidget):
    """Three text boxes: day, month, year. Ids end in _0, _1 and _2; names in _day, _month and _year."""

    template_name = "ui/widgets/date_parts.html"

    def __init__(self, attrs=None):
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput({**numeric, "class": "w2"}),
                "month": forms.TextInput({**numeric, "class": "w2"}),
                "year": forms.TextInput({**numeric, "class": "w4"}),
            },
            attrs,
        )

    def decompress(self, value):
        if isinstance(value, datetime.date):
            return [value.day, value.month, value.year]
        return ["", "", ""]


class DayField(forms.Field):
    """A day, as a `datetime.date`, from three boxes or from a whole date pasted into the first one.

    Months may be names; separators may be anything; a two-digit year is the nearest sensible one: with `past=True` (a
    birth date) the latest that is not after today, otherwise up to 20 years ahead. Errors name the day by its label.
    """

    widget = DayWidget

    def __init__(self, *, past=False, **kwargs):
        self.past = past
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        if parts[0] and not any(parts[1:]):
            parts = _split(parts[0])
        name = in_a_sentence(self.label)
        missing = [word for word, part in zip(("day", "month", "year"), parts, strict=True) if not part]
        if missing:
            raise forms.ValidationError(
                f"{name[:1].upper()}{name[1:]} must have a {' and a '.join(missing)}", code="incomplete"
            )
        try:
            return datetime.date(self._year(parts[2]), _month(parts[1]), _number(parts[0], digits=2))
        except ValueError:
            raise forms.ValidationError(
                f"{name[:1].upper()}{name[1:]} must be a real date, like 29 11 2026", code="invalid"
            ) from None

    def _year(self, text):
        year = _number(text, digits=4)
        if len(text) != 2:
            # Nobody here was born before 1900 or leaves prison after 2100; 0226 and 2926 are slips of the finger.
            if not 1900 <= year <= 2100:
                raise ValueError(text)
            return year
        this_year = timezone.localdate().year
        latest = this_year if self.past else this_year + YEARS_AHEAD
        return latest - (latest - year) % 100


class TimeField(forms.Field):
    """A time of day, as a `datetime.time`, from "9.30", "930", "9:30am", "2pm" or "14:00".

    "2.30" alone could be the night or the afternoon, so hours from 1 to 6 without am, pm or a leading zero are asked
    again rather than guessed.
    """

    widget = forms.TextInput
    _PATTERN = re.compile(
        r"(?P<hour>[0-9]{1,2})(?:[\s.:]?(?P<minute>[0-9]{2}))?\s*(?P<half>[ap])?\.?(?(half)m?)\.?", re.IGNORECASE
    )

    def widget_attrs(self, widget):
        return {"class": "w10", "autocomplete": "off"}

    def prepare_value(self, value):
        if isinstance(value, datetime.time):
            return f"{(value.hour - 1) % 12 + 1}:{value.minute:02}{'am' if value.hour < 12 else 'pm'}"
        return value

    def to_python(self, value):
        if isinstance(value, datetime.time):
            return value
        text = str(value or "").strip().lower()
        if not text:
            return None
        if text in ("noon", "midday"):
            return datetime.time(12)
        match = self._PATTERN.fullmatch(text)
        hour, minute = (int(match["hour"]), int(match["minute"] or 0)) if match else (99, 0)
        half = match["half"] if match else None
        if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
            name = in_a_sentence(self.label)
            raise forms.ValidationError(f"{name[:1].upper()}{name[1:]} must be a time, like 9:30am", code="invalid")
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif 1 <= hour <= 6 and not text.startswith("0"):
            clock = f"{hour}:{minute:02}"
            raise forms.ValidationError(f"Morning or afternoon? Enter {clock}am or {clock}pm", code="ambiguous")
        return datetime.time(hour, minute)


def _split(text):
    """[day, month, year] of a whole date in one box; missing parts are empty."""
    if re.fullmatch(r"[0-9]{6}|[0-9]{8}", text):
        return [text[:2], text[2:4], text[4:]]
    text = re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", text.lower())
    text = re.sub(r"(?<=[0-9])(?=[a-z])|(?<=[a-z])(?=[0-9])", " ", text)
    parts = [part for part in SEPARATORS.split(text) if part]
    # "Sun 29 Nov 2026": the day's name adds nothing.
    if len(parts) == 4 and parts[0].isalpha():
        parts = parts[1:]
    if len(parts) > 3:
        return ["?", "?", "?"]
    if len(parts) == 3 and len(parts[0]) == 4:
        parts.reverse()
    return [*parts, "", "", ""][:3]


def _month(text):
    text = text.lower().rstrip(".")
    if len(text) >= 3 and text[:3] in MONTHS and text.isalpha():
        return MONTHS.index(text[:3]) + 1
    return _number(text, digits=2)


def _number(text, *, digits):
    # Not str.isdigit: "²" is a digit to it and an error to int.
    if not re.fullmatch(rf"[0-9]{{1,{digits}}}", text):
        raise ValueError(text)
    return int(text)
