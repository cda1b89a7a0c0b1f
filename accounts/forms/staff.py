import django_filters
from django import forms
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Team, User
from accounts.services.staff import NEEDS_TEAM, TAKEN
from core.errors import RuleBroken
from core.forms import FilterForm, Form, NewRowForm, VersionedForm, helper

STATES = (("active", "Works here"), ("deactivated", "Deactivated"))


class StaffFilter(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(choices=Role.choices, empty_label="All")
    team = django_filters.ModelChoiceFilter(queryset=Team.objects.all(), empty_label="All")
    state = django_filters.ChoiceFilter(label="Account", choices=STATES, method="filter_state", empty_label="All")

    class Meta:
        model = User
        fields = ["role", "team", "state"]
        form = FilterForm

    def filter_state(self, rows, name, value):
        return rows.filter(is_active=value == "active")


class StaffForm(Form):
    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(label="Email address", max_length=254, widget=forms.EmailInput({"spellcheck": "false"}))
    phone = forms.CharField(label="Work phone", max_length=40, required=False)
    role = forms.ChoiceField(label="What do they do here?", choices=Role.choices, widget=forms.RadioSelect)
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        required=False,
        empty_label="No team",
        help_text="Mentors and managers belong to a team; administrators and auditors to none.",
    )

    def __init__(self, *args, submit, cancel_url, team=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.open_on(timezone.localdate()) | Team.objects.filter(
            pk=team and team.pk
        )
        self.helper = helper(submit, cancel_url)

    def say_where(self, refusal: RuleBroken) -> None:
        """Beside the field it is about, if it is about one."""
        self.add_error({TAKEN: "email", NEEDS_TEAM: "team"}.get(str(refusal)), str(refusal))


class StaffAddForm(NewRowForm, StaffForm):
    pass


class StaffEditForm(VersionedForm, StaffForm):
    pass


class AccountForm(VersionedForm):
    phone = forms.CharField(label="Work phone", max_length=40, required=False)
    email_notices = forms.BooleanField(label="Send me my notices by email as well", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save")
