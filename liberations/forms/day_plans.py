from django import forms
from django.utils import timezone

from core.forms import (
    Fieldset,
    Form,
    LongSelect,
    NewRowForm,
    PoundsField,
    Reveal,
    TimeField,
    VersionedForm,
    YesNoNotKnownField,
    helper,
)
from liberations.enums import AppointmentKind, TravelMode
from liberations.models import Appointment
from referrals.models import Place

LONGEST_MINUTES = 24 * 60


class PlaceChoice(forms.ModelChoiceField):
    """A place of our list, with its address, so that two offices of one name are told apart."""

    widget = LongSelect

    def __init__(self, **kwargs):
        super().__init__(queryset=Place.objects.none(), required=False, **kwargs)

    def label_from_instance(self, place):
        return f"{place.name}, {place.address}" if place.address else place.name


def open_places(*also):
    """Places one can go to, and those that a row names already."""
    today = timezone.localdate()
    return Place.objects.open_on(today) | Place.objects.filter(pk__in=[place for place in also if place])


class DayPlanForm(VersionedForm):
    """When they may come out, how they get about that day, what they have in hand."""

    out_from = TimeField(label="Out at the earliest", help_text="For example, 8:30am. Ask the prison.")
    out_until = TimeField(label="Out at the latest", help_text="The day is checked from this time on.")
    start_place = PlaceChoice(label="Where the day begins", empty_label="At the gate")
    mode = forms.ChoiceField(label="How do they get about?", choices=TravelMode, widget=forms.RadioSelect)
    money_in_hand_pence = PoundsField(
        label="Money in hand", required=False, help_text="What they will have for fares that day, in pounds."
    )
    phone_in_hand = YesNoNotKnownField(label="Will they have a phone that works?")

    def __init__(self, *args, cancel_url, start_place=None, **kwargs):
        super().__init__(*args, **kwargs)
        # The plan may not exist yet: then there is no version to bring along.
        self.fields["version"].required = False
        self.fields["start_place"].queryset = open_places(start_place)
        self.helper = helper("Save", cancel_url)


class StopFields(Form):
    """One stop of the day: what, where, when, and what to know about it."""

    kind = forms.ChoiceField(label="What for?", choices=AppointmentKind)
    place = PlaceChoice(label="Where?", empty_label="Somewhere else, or a call")
    place_text = forms.CharField(
        label="Somewhere else", required=False, max_length=200, help_text="Name and address, for their sheet."
    )
    how = forms.ChoiceField(
        label="Do they go there?",
        choices=[("go", "They go there"), ("call", "It is a call")],
        initial="go",
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(label="Number to call", required=False, max_length=40)
    timing = forms.ChoiceField(
        label="When?",
        choices=[
            ("fixed", "At a fixed time: somebody expects them"),
            ("about", "Not before a time"),
            ("any", "Whenever they get there"),
        ],
        initial="fixed",
        widget=forms.RadioSelect,
    )
    start_time = TimeField(label="Time")
    minutes = forms.IntegerField(
        label="How many minutes does it take?", min_value=0, max_value=LONGEST_MINUTES, initial=30
    )
    grace_minutes = forms.IntegerField(
        label="How many minutes late do they still take somebody?",
        min_value=0,
        max_value=LONGEST_MINUTES,
        initial=0,
    )
    mandatory = forms.BooleanField(
        label="Has to be done that day",
        required=False,
        help_text="By order or licence, or because they cannot do without: a prescription, a bed.",
    )
    title = forms.CharField(
        label="What it is called on their sheet",
        required=False,
        max_length=80,
        help_text="Plain words. Leave empty for the name of the place.",
    )
    with_whom = forms.CharField(label="Whom to ask for", required=False, max_length=100)
    bring = forms.CharField(label="What to bring", required=False, max_length=200)
    travel_by = forms.ChoiceField(
        label="How do they get there?",
        choices=[("", "As on the rest of the day"), *TravelMode.choices],
        required=False,
    )
    reveals = {"how": {"call": ["phone"]}, "timing": {("fixed", "about"): ["start_time"]}}

    def __init__(self, *args, cancel_url, place=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = open_places(place)
        self.helper = helper(
            "Save",
            cancel_url,
            layout=[
                "kind",
                "place",
                "place_text",
                Reveal("how"),
                Reveal("timing"),
                "minutes",
                "grace_minutes",
                "mandatory",
                Fieldset("Also", "title", "with_whom", "bring", "travel_by"),
            ],
        )

    def stop(self):
        """The answers by the names of STOP_FIELDS."""
        answers = {name: self.cleaned_data[name] for name in _AS_ASKED}
        by_phone = self.cleaned_data["how"] == "call"
        return answers | {
            "by_phone": by_phone,
            "fixed": self.cleaned_data["timing"] == "fixed",
            "travel_by": "" if by_phone else self.cleaned_data["travel_by"],
        }


_AS_ASKED = [
    "kind",
    "title",
    "place",
    "place_text",
    "with_whom",
    "bring",
    "start_time",
    "minutes",
    "grace_minutes",
    "mandatory",
    "phone",
]


class StopAddForm(StopFields, NewRowForm):
    """A stop more."""


class StopEditForm(StopFields, VersionedForm):
    """A stop put right."""


def answers_of(stop: Appointment) -> dict:
    """What the form of a stop shows of one that is written down."""
    return {name: getattr(stop, name) for name in _AS_ASKED} | {
        "place": stop.place_id,
        "how": "call" if stop.by_phone else "go",
        "timing": "fixed" if stop.fixed else "about" if stop.start_time else "any",
        "travel_by": stop.travel_by,
        "version": stop.version,
    }
