"""An alert: what everyone who meets the person must know first."""

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm, Form, NewRowForm, helper
from people.enums import AlertKind
from people.models import Alert


class AlertFilter(django_filters.FilterSet):
    """Without a choice of state those to look at again now."""

    state = django_filters.ChoiceFilter(
        label="Which", choices=[("all", "All in force")], empty_label="To look at again", method="filter_state"
    )
    kind = django_filters.ChoiceFilter(label="Kind", choices=AlertKind.choices, empty_label="Any kind")

    class Meta:
        model = Alert
        form = FilterForm
        fields = ["state", "kind"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("state") else queryset.to_review(timezone.localdate())

    def filter_state(self, rows, name, value):
        return rows


class AlertStanding(Form):
    review_date = DayField(label="Day to look at it again")
    told_person = forms.BooleanField(label="The person knows of this alert", required=False)
    meet_in_twos = forms.BooleanField(
        label="Staff meet them in twos",
        required=False,
        help_text="The gate plan then needs a second member of staff.",
    )


class AlertForm(AlertStanding, NewRowForm):
    """An alert with its source and the day it is looked at again."""

    kind = forms.ChoiceField(label="What is it about?", choices=AlertKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="What everyone must know",
        max_length=300,
        help_text="What to do or not to do, in a sentence. It stands above every page about them.",
    )
    source = forms.CharField(label="Source", max_length=120, help_text="Who said so.")

    field_order = ("kind", "text", "source")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add the alert", cancel_url)


class AlertReviewForm(AlertStanding):
    """The alert still stands: until when, and whether the person knows of it by now."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("It still stands", cancel_url)
