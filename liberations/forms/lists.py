import django_filters
from django import forms
from django.utils import timezone

from core.forms import FilterForm, Form, helper
from liberations.enums import ListState
from liberations.models import LiberationList
from prisons.models import Prison
from referrals.models import Programme


class ListUploadForm(Form):
    """A prison's list as a file."""

    prison = forms.ModelChoiceField(label="Which prison sent it?", queryset=Prison.objects.none())
    programme = forms.ModelChoiceField(label="For which programme?", queryset=Programme.objects.none())
    file = forms.FileField(
        label="The list",
        help_text="XLSX or CSV, up to 5 MB. Nothing changes until you have seen what it would do.",
        error_messages={"empty": "The file is empty. Check that it is the list the prison sent."},
    )

    def __init__(self, *args, team, cancel_url=None, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["prison"].queryset = Prison.objects.open_on(today)
        programmes = Programme.objects.open_on(today).filter(team=team)
        self.fields["programme"].queryset = programmes
        if len(programmes) == 1:
            self.fields["programme"].initial = programmes[0]
        self.helper = helper("Read the list", cancel_url)


class ListFilter(django_filters.FilterSet):
    """The lists so far, by prison and by what became of them."""

    prison = django_filters.ModelChoiceFilter(label="Prison", queryset=Prison.objects.all(), empty_label="All prisons")
    state = django_filters.ChoiceFilter(label="State", choices=ListState.choices, empty_label="All")

    class Meta:
        model = LiberationList
        form = FilterForm
        fields = ["prison", "state"]
