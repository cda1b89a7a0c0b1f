"""Days in court, what came of them, and the summary for the court."""

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm, Form, NewRowForm, TimeField, VersionedForm, helper
from mentoring.enums.courts import COURT_OUTCOMES, CourtState
from mentoring.models import CourtDate, Mentor
from referrals.models import Agency

# After these there may be another day.
NEXT = (CourtState.ATTENDED.value, CourtState.NOT_ATTENDED.value, CourtState.PUT_OFF.value)


class CourtFields(Form):
    court = forms.CharField(label="Which court?", max_length=120, help_text="Its name and town.")
    on_date = DayField(label="Day")
    at_time = TimeField(label="Time", required=False)
    what_for = forms.CharField(
        label="What is it about?",
        max_length=200,
        required=False,
        help_text="In plain words, such as “review of an order”. Not what they are accused of.",
    )
    goes_along = forms.ModelChoiceField(
        label="Who goes with them?", queryset=Mentor.objects.none(), required=False, empty_label="Nobody yet"
    )

    def __init__(self, *args, team, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        mentors = Mentor.objects.filter(user__team=team, user__is_active=True).select_related("user")
        self.fields["goes_along"].queryset = mentors.order_by("user__name")
        self.helper = helper("Save", cancel_url)


class CourtAddForm(CourtFields, NewRowForm):
    pass


class CourtEditForm(CourtFields, VersionedForm):
    pass


class CourtOutcomeForm(VersionedForm):
    """What came of a day in court; put off, the next day may be given in the same go."""

    state = forms.ChoiceField(
        label="What happened?",
        choices=[(each.value, each.label) for each in CourtState if each in COURT_OUTCOMES],
        widget=forms.RadioSelect,
    )
    next_date = DayField(label="Next day in court", required=False)
    next_time = TimeField(label="Time of the next", required=False)
    result = forms.CharField(
        label="What came of it?", max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )

    reveals = {"state": {NEXT: ["next_date", "next_time"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class SummaryForm(VersionedForm):
    words = forms.CharField(
        label="How they are getting on",
        max_length=8000,
        widget=forms.Textarea({"rows": 18}),
        help_text="The first draft is made of the record. Change every word you like; write no more than the person agrees to.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class SendBackForm(Form):
    note = forms.CharField(label="What should be different?", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Send it back", cancel_url)


class HandInForm(Form):
    """Whether they agree, and who handed it in."""

    agreed_date = DayField(label="Day on which they read it and agreed", initial=timezone.localdate)
    on = DayField(label="Day it was handed in", initial=timezone.localdate)
    recipient = forms.ModelChoiceField(
        label="Whom did we send it to?",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="Nobody: they hand it in themselves",
        help_text="Sending it to anybody needs their consent to sharing with them.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = Agency.objects.open_on(timezone.localdate()).order_by("name")
        self.helper = helper("Keep it as handed in", cancel_url)


class CourtFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="How it stands", choices=CourtState.choices, empty_label="Any")
    goes_along = django_filters.ModelChoiceFilter(
        label="Who goes along", queryset=Mentor.objects.none(), empty_label="Anybody"
    )

    class Meta:
        model = CourtDate
        form = FilterForm
        fields = ["state", "goes_along"]

    def __init__(self, *args, mentors, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["goes_along"].queryset = mentors
