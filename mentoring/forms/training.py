"""The trainings a service knows, and who did one."""

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm, Form, NewRowForm, VersionedForm, helper
from mentoring.models import Mentor, TrainingKind

MOST_MONTHS = 120


class TrainingKindFilter(django_filters.FilterSet):
    """The filters of the list of trainings."""

    q = django_filters.CharFilter(label="Name", max_length=80, field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label="Given or not", choices=[("open", "Given"), ("closed", "No longer given")], method="filter_state"
    )

    class Meta:
        model = TrainingKind
        fields = ["q", "state"]
        form = FilterForm

    def filter_state(self, rows, name, value):
        today = timezone.localdate()
        return rows.open_on(today) if value == "open" else rows.closed_on(today)


class TrainingKindForm(Form):
    """What a training is and who needs it."""

    name = forms.CharField(label="Name of the training", max_length=80)
    months_valid = forms.IntegerField(
        label="Months it holds",
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
        help_text="Leave it empty if it does not run out.",
    )
    is_required = forms.BooleanField(label="Every mentor needs it", required=False)
    for_high_risk = forms.BooleanField(label="Needed to work with somebody at high risk", required=False)


class TrainingKindAddForm(TrainingKindForm, NewRowForm):
    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add the training", cancel_url)


class TrainingKindEditForm(TrainingKindForm, VersionedForm):
    closed_date = DayField(
        label="No longer given from", required=False, help_text="From this day on nobody is asked for it."
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def kind(self):
        """What the edit_training_kind service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given}


class TrainingForm(NewRowForm):
    """Mentors of a team did a training on a day."""

    kind = forms.ModelChoiceField(
        label="Training", queryset=TrainingKind.objects.none(), empty_label="Choose a training"
    )
    done_date = DayField(label="Day it was done", initial=timezone.localdate)
    expires_date = DayField(
        label="Last day it holds",
        required=False,
        help_text="As the certificate says. Left empty, it is worked out from the months the training holds.",
    )
    mentors = forms.ModelMultipleChoiceField(
        label="Who did it", queryset=Mentor.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, mentors, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = TrainingKind.objects.open_on(timezone.localdate())
        self.fields["mentors"].queryset = mentors
        self.helper = helper("Record the training", cancel_url)

    def training(self):
        """What the record_training service takes."""
        return {**self.cleaned_data, "mentors": list(self.cleaned_data["mentors"])}
