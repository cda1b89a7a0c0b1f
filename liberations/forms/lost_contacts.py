"""Looking for somebody nobody reaches: the forms of its steps, and the filters of the list."""

import datetime as dt

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm, Form, LongSelect, NewRowForm, helper
from liberations.keeping_contact.enums import SAID_ENDS, LostEnd, RungAnswer
from liberations.keeping_contact.reading import STATES
from mentoring.enums.matching import Need

SENTENCE = forms.Textarea({"rows": 3})


class WorriedForm(NewRowForm):
    """What worries somebody."""

    worry = forms.CharField(
        label="What worries you?",
        max_length=500,
        widget=SENTENCE,
        help_text="What is not as usual, and since when. The managers are told as soon as you save.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save, and tell the managers", cancel_url)


class StepForm(NewRowForm):
    """What came of one step."""

    answer = forms.ChoiceField(label="Was it done?", choices=RungAnswer, widget=forms.RadioSelect)
    note = forms.CharField(
        label="What came of it?", max_length=500, widget=SENTENCE, help_text="Whom you asked, when, and what they said."
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class HoldForm(Form):
    """Nothing can be done until a day."""

    until = DayField(label="Until which day?", help_text="It comes back by itself the day after.")
    reason = forms.CharField(label="Why?", max_length=300)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Put on hold", cancel_url)


class EndForm(Form):
    """Nobody needs to look for them any more."""

    how = forms.ChoiceField(
        label="Why?",
        choices=[(end.value, end.label) for end in LostEnd if end in SAID_ENDS],
        widget=forms.RadioSelect,
        help_text="If you have spoken with them, log the contact instead: that ends it by itself.",
    )
    note = forms.CharField(
        label="Who has seen them, or what did they say?", max_length=500, widget=SENTENCE, help_text="And when."
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class LostContactFilter(django_filters.FilterSet):
    """Everybody we look for shows unless a choice is made. No name ever stands in the address."""

    standing = django_filters.ChoiceFilter(
        widget=LongSelect, label="Where it stands", choices=STATES, empty_label="Everywhere"
    )
    need = django_filters.ChoiceFilter(
        widget=LongSelect, label="Support they need", choices=Need.choices, empty_label="Any", field_name="case__need"
    )
    days = django_filters.ChoiceFilter(
        widget=LongSelect,
        label="Nobody spoke with them for",
        choices=[("7", "7 days or more"), ("14", "14 days or more"), ("28", "28 days or more")],
        empty_label="Any time",
        method="filter_days",
    )
    mentor = django_filters.ChoiceFilter(
        widget=LongSelect, label="Mentor", empty_label="All mentors", field_name="lead_id"
    )

    class Meta:
        form = FilterForm
        fields = []

    def __init__(self, *args, mentors, **kwargs):
        super().__init__(*args, **kwargs)
        if mentors is None:
            # A mentor's list is their own.
            del self.filters["mentor"]
        else:
            self.filters["mentor"].extra["choices"] = mentors

    def filter_days(self, rows, name, value):
        return rows.filter(since_date__lte=timezone.localdate() - dt.timedelta(days=int(value)))
