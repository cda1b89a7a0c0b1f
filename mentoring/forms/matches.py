"""How a match goes, why it ends, and which matches are to be looked at."""

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm, Form, NewRowForm, helper
from mentoring.enums.cases import REASONS_FOR_CHANGE, MatchEnd
from mentoring.enums.match_reviews import MatchOutcome
from mentoring.models import Case, Mentor

TO_ASK, CHANGE = "to-ask", "change"


class MatchReviewForm(NewRowForm):
    """What the person says, what the mentor says, and what follows."""

    on_date = DayField(label="Day you talked about it", initial=timezone.localdate)
    in_their_words = forms.CharField(
        label="What they say, in their words",
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text="What helps, what does not, what they would like otherwise.",
    )
    mentors_view = forms.CharField(label="What the mentor says", max_length=2000, required=False, widget=forms.Textarea)
    outcome = forms.ChoiceField(
        label="What next?",
        choices=MatchOutcome,
        widget=forms.RadioSelect,
        help_text="Wanting another mentor is reason enough. It is nobody’s fault, and the managers are told.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class MatchEndForm(Form):
    """Why the match ends. What the person wants needs no more words."""

    reason = forms.ChoiceField(label="Why does it end?", choices=REASONS_FOR_CHANGE, widget=forms.RadioSelect)
    note = forms.CharField(label="In a few words", max_length=500, help_text="It stays on the record.")

    reveals = {"reason": {MatchEnd.OTHER: ["note"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("End the match", cancel_url)


class MatchFilter(django_filters.FilterSet):
    """Of all matches: those nobody has asked about yet, those where another mentor is wanted."""

    matter = django_filters.ChoiceFilter(
        label="Which",
        method="filter_matter",
        choices=[(TO_ASK, "Not asked yet how it goes"), (CHANGE, "Another mentor is wanted")],
        empty_label="Both",
    )
    mentor = django_filters.ModelChoiceFilter(
        label="Mentor",
        method="filter_mentor",
        queryset=lambda request: Mentor.objects.visible_to(request.user).select_related("user"),
        empty_label="All mentors",
    )

    class Meta:
        model = Case
        form = FilterForm
        fields = ["matter", "mentor"]

    def filter_matter(self, queryset, name, value):
        return queryset.filter(to_ask=True) if value == TO_ASK else queryset.filter(looked=MatchOutcome.CHANGE)

    def filter_mentor(self, queryset, name, value):
        return queryset.filter(lead_id=value.pk)
