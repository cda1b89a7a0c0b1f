"""Lists to choose from."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe


class LongSelect(forms.Select):
    """A drop-down of many plain options, written out at once: Django's own renders two templates for each option, which
    takes longer for a hundred mentors than all the rest of a page. No groups of options."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), options
        )


# What each answer of a YesNoNotKnownField means.
ANSWERS = {"yes": True, "no": False, "": None}


class YesNoNotKnownField(forms.TypedChoiceField):
    """Radios for a fact that may not be known: True, False or None."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=[("yes", "Yes"), ("no", "No"), ("", "I don’t know yet")],
            coerce=ANSWERS.get,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value):
        return next((answer for answer, fact in ANSWERS.items() if fact is value), value)
