import django_filters
from django import forms

from core.forms import DayField, FilterForm, Form, NewRowForm, helper
from prisons.models import LocalAuthority

SOURCE_HELP = "Where you know it from, such as the council's website and the day you looked."


class AreaFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name", max_length=60, field_name="name", lookup_expr="icontains")

    class Meta:
        model = LocalAuthority
        fields = ["q"]
        form = FilterForm


class HolidayForm(NewRowForm):
    first_day = DayField(label="Day, or first day", help_text="Weekends need no entry: offices are closed.")
    last_day = DayField(
        label="Last day", required=False, help_text="Only for several days in a row, such as a festive closure."
    )
    name = forms.CharField(label="Name of the holiday", max_length=80)
    source = forms.CharField(label="Source", max_length=200, help_text=SOURCE_HELP)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add this holiday", cancel_url)

    def clean(self):
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must not be before the first day")


class SwitchOffForm(Form):
    source = forms.CharField(label="Source", max_length=200, help_text=SOURCE_HELP)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Switch this day off", cancel_url)
