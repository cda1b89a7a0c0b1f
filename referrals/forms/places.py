import django_filters
from django import forms

from core.forms import DayField, FilterForm, Form, NewRowForm, TimeField, VersionedForm, helper
from prisons.enums import Weekday
from prisons.models import LocalAuthority
from referrals.enums import PictureKind, PlaceKind
from referrals.forms.agencies import CARRIED, OPEN_OR_CLOSED
from referrals.forms.hours import HoursField
from referrals.models import Place
from referrals.opening import OpenSpan, OpenTime


class PlaceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name or address", max_length=120, method="filter_called")
    kind = django_filters.ChoiceFilter(label="What for", choices=PlaceKind.choices, empty_label="Anything")
    area = django_filters.ModelChoiceFilter(label="Area", queryset=LocalAuthority.objects.all(), empty_label="Anywhere")
    state = django_filters.ChoiceFilter(
        label="Open or closed", choices=OPEN_OR_CLOSED, method="filter_state", empty_label="All"
    )
    lacks = django_filters.ChoiceFilter(
        label="Still missing",
        choices=(("hours", "Opening times"), ("picture", "Picture")),
        method="filter_lacks",
        empty_label="Either way",
    )

    class Meta:
        model = Place
        fields = ["q", "kind", "area", "state", "lacks"]
        form = FilterForm

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def filter_called(self, rows, name, value):
        return rows.called(value)

    def filter_state(self, rows, name, value):
        return rows.open_on(self.today) if value == "open" else rows.closed_on(self.today)

    def filter_lacks(self, rows, name, value):
        return rows.without_hours() if value == "hours" else rows.without_picture()


class PlaceForm(Form):
    name = forms.CharField(label="Name of the place", max_length=120, help_text="As it stands on the door.")
    kind = forms.ChoiceField(label="What do people go there for?", choices=PlaceKind.choices)
    address = forms.CharField(max_length=200, required=False, help_text="Street, town and postcode.")
    phone = forms.CharField(max_length=40, required=False)
    area = forms.ModelChoiceField(
        queryset=LocalAuthority.objects.all(),
        required=False,
        empty_label="National holidays only",
        help_text="Its local holidays count when we look whether the place is open.",
    )
    getting_in = forms.CharField(
        label="Getting there and in",
        max_length=1000,
        required=False,
        help_text="Which door, whom to ask for, what to bring, bus stop, steps. It may be printed for the person.",
        widget=forms.Textarea,
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(submit, cancel_url)

    def details(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in CARRIED}


class PlaceAddForm(PlaceForm, NewRowForm):
    pass


class PlaceEditForm(PlaceForm, VersionedForm):
    pass


class OpeningForm(VersionedForm):
    """The whole week of a place: a box a day, empty where it is closed."""

    # Every box may stay empty; the first one says what that means.
    marks_optional = False

    open_always = forms.BooleanField(
        label="Open day and night", required=False, help_text="Then leave the days below empty."
    )
    open_on_holidays = forms.BooleanField(label="Open on public holidays as on other days", required=False)
    eve_until = TimeField(
        label="Closes early on the day before a public holiday, at",
        required=False,
        help_text="Such as 24 and 31 December. Leave empty if it closes as on other days.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        for weekday in Weekday:
            self.fields[day_name(weekday)] = HoursField(label=weekday.label, widget=forms.TextInput({"class": "w20"}))
        self.fields[
            day_name(Weekday.MONDAY)
        ].help_text = "For example 9am to 5pm, or 9am to 12:30pm, 1:30pm to 5pm. Empty means closed."
        self.order_fields(["open_always", *map(day_name, Weekday), "open_on_holidays", "eve_until"])
        self.helper = helper("Save opening times", cancel_url)

    def clean(self):
        if self.cleaned_data.get("open_always") and self.times():
            self.add_error("open_always", "Leave the days empty if it is open day and night")

    def times(self):
        """The week as `OpenTime`s."""
        return [
            OpenTime(weekday, span.from_time, span.until_time)
            for weekday in Weekday
            for span in self.cleaned_data.get(day_name(weekday), ())
        ]

    def details(self):
        names = ("open_always", "open_on_holidays", "eve_until")
        return {"times": self.times(), **{name: self.cleaned_data[name] for name in names}}


class PictureForm(NewRowForm):
    file = forms.FileField(
        label="The picture",
        help_text="JPEG, PNG or WebP, up to 5 MB. Nobody may be recognised on it. Where and when it was taken is not kept.",
        error_messages={"empty": "The file is empty. Choose the picture again."},
    )
    kind = forms.ChoiceField(label="What is it?", choices=PictureKind.choices, widget=forms.RadioSelect)
    shows = forms.CharField(
        label="What does it show?",
        max_length=160,
        help_text="In a few words, for those who cannot see it: “Red door beside the chemist, three steps”.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Use this picture", cancel_url)


class PlaceCloseForm(Form):
    closed_date = DayField(
        label="First day it is closed for good",
        help_text="From this day on it cannot be chosen for a plan. It may lie ahead.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Close this place", cancel_url)


def day_name(weekday):
    """The name of a day's field: "monday"."""
    return Weekday(weekday).name.lower()


def week_of(place):
    """What the opening form starts from."""
    days = {day_name(weekday): [] for weekday in Weekday}
    for each in place.opening_times.all():
        days[day_name(each.weekday)].append(OpenSpan(each.from_time, each.until_time))
    return {
        **days,
        "open_always": place.open_always,
        "open_on_holidays": place.open_on_holidays,
        "eve_until": place.eve_until,
    }
