import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from core.forms import FilterForm, Form, NewRowForm, PoundsField, VersionedForm, helper
from liberations.enums import TravelMode
from liberations.forms.day_plans import LONGEST_MINUTES, PlaceChoice, open_places
from liberations.models import Leg
from prisons.models import Prison


class WayFields(Form):
    """How long a way takes, by what, for how much."""

    mode = forms.ChoiceField(label="By what?", choices=TravelMode, initial=TravelMode.PUBLIC, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label="How many minutes?",
        min_value=1,
        max_value=LONGEST_MINUTES,
        help_text="From door to door, with waiting and walking. Rather too many than too few.",
    )
    cost_pence = PoundsField(label="Fare", required=False, help_text="In pounds, for one person one way.")
    both_ways = forms.BooleanField(label="The same the other way round", required=False, initial=True)
    note = forms.CharField(
        label="Note", required=False, max_length=200, help_text="Which bus, from which stop, how often."
    )

    def way(self):
        """The answers by the names of the way."""
        names = ("mode", "minutes", "cost_pence", "both_ways", "note")
        return {name: self.cleaned_data[name] for name in names} | {"cost_pence": self.cleaned_data["cost_pence"] or 0}


class WayForm(WayFields):
    """How they get from one stop of a day to the next."""

    for_everybody = forms.BooleanField(
        label="Keep it for other people’s days too", required=False, initial=True, help_text="It names nobody."
    )

    def __init__(self, *args, cancel_url, in_lists, **kwargs):
        super().__init__(*args, **kwargs)
        if not in_lists:
            # One end is in words, for this person alone.
            del self.fields["for_everybody"]
        self.helper = helper("Save", cancel_url)


class EndFields(Form):
    """Where a way of the library begins and ends."""

    from_prison = forms.ModelChoiceField(
        label="From the gate of", queryset=Prison.objects.none(), required=False, empty_label="No prison"
    )
    from_place = PlaceChoice(label="Or from", empty_label="Choose a place if it is not a gate")
    to_place = PlaceChoice(label="To", empty_label="Choose one")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_prison"].queryset = Prison.objects.open_on(timezone.localdate())
        self.fields["from_place"].queryset = self.fields["to_place"].queryset = open_places()

    def clean(self):
        answers = super().clean()
        if answers.get("from_prison") and answers.get("from_place"):
            self.add_error("from_place", "Choose a gate or a place, not both")
        if not (answers.get("from_prison") or answers.get("from_place")) and "from_place" not in self.errors:
            self.add_error("from_prison", "Choose where the way begins")
        if not answers.get("to_place") and "to_place" not in self.errors:
            self.add_error("to_place", "Choose where the way ends")
        return answers


class LegAddForm(EndFields, WayFields, NewRowForm):
    """A way for the library."""

    field_order = ["from_prison", "from_place", "to_place"]

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def leg(self):
        ends = {name: self.cleaned_data[name] for name in ("from_prison", "from_place", "to_place")}
        return self.way() | ends | {"new_id": self.cleaned_data["new_id"]}


class LegEditForm(WayFields, VersionedForm):
    """Another time or fare for a way of the library."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class LegFilter(django_filters.FilterSet):
    """The library of ways."""

    q = django_filters.CharFilter(label="Place", method="filter_place", max_length=80)
    prison = django_filters.ModelChoiceFilter(
        label="From the gate of", field_name="from_prison", queryset=Prison.objects.all(), empty_label="Any"
    )
    mode = django_filters.ChoiceFilter(label="By what", choices=TravelMode.choices, empty_label="Any")

    class Meta:
        model = Leg
        form = FilterForm
        fields = ["q", "prison", "mode"]

    def filter_place(self, queryset, name, value):
        return queryset.filter(
            Q(from_place__name__icontains=value)
            | Q(to_place__name__icontains=value)
            | Q(from_prison__name__icontains=value)
        )
