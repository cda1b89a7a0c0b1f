"""An amount of money, typed the way people write it."""

import re

from django import forms

from core.forms.sentences import in_a_sentence
from core.money import in_pounds

# Far above any amount that passes through a mentor's hands, and within a column of whole numbers.
MOST_PENCE = 100_000_00


class PoundsField(forms.Field):
    """An amount as whole pence, from "20", "£20", "2.80", "1,250" or "80p". `least_pence` and `most_pence` are allowed."""

    widget = forms.TextInput
    _PATTERN = re.compile(r"£?\s*(?P<pounds>[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.(?P<pence>[0-9]{2}))?")
    _PENCE = re.compile(r"(?P<pence>[0-9]{1,6})\s*p")

    def __init__(self, *, least_pence=0, most_pence=MOST_PENCE, **kwargs):
        self.least_pence, self.most_pence = least_pence, most_pence
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {"class": "w5", "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value):
        return in_pounds(value).removeprefix("£") if isinstance(value, int) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        text = str(value).strip().lower()
        if not text:
            return None
        if match := self._PENCE.fullmatch(text):
            return int(match["pence"])
        match = self._PATTERN.fullmatch(text)
        if not match:
            raise forms.ValidationError(f"{self._name()} must be an amount, like 20 or 2.80", code="invalid")
        return int(match["pounds"].replace(",", "")) * 100 + int(match["pence"] or 0)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value < self.least_pence:
            raise forms.ValidationError(
                f"{self._name()} must be {in_pounds(self.least_pence)} or more", code="min_value"
            )
        if value > self.most_pence:
            raise forms.ValidationError(
                f"{self._name()} must be {in_pounds(self.most_pence)} or less", code="max_value"
            )

    def _name(self):
        name = in_a_sentence(self.label)
        return f"{name[:1].upper()}{name[1:]}"
