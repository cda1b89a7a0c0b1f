"""A mentor's profile, as a manager and as the mentor edits it, and the filters of the list of mentors."""

import django_filters
from crispy_forms.layout import Div
from django import forms
from django.utils import timezone

from accounts.enums import MENTOR_ROLES, Role
from accounts.models import User
from core.forms import Fieldset, FilterForm, VersionedForm, YesNoNotKnownField, helper
from mentoring.enums.mentors import Gender, Language
from mentoring.selectors.mentors import supervisors_for
from prisons.enums import Weekday
from prisons.models import LocalAuthority, Prison

MOST_PEOPLE = 200


class MentorFilter(django_filters.FilterSet):
    """The filters of the list of mentors, over members of staff with or without a profile."""

    role = django_filters.ChoiceFilter(
        label="Role", choices=[(role.value, role.label) for role in Role if role in MENTOR_ROLES], empty_label="Both"
    )
    takes_new = django_filters.ChoiceFilter(
        label="Takes new people",
        field_name="mentor__available",
        choices=[("True", "Yes"), ("False", "No")],
        empty_label="Yes or no",
    )
    cleared_for = django_filters.ModelChoiceFilter(
        label="Cleared for", method="filter_cleared_for", queryset=Prison.objects.all(), empty_label="Any prison"
    )

    class Meta:
        model = User
        form = FilterForm
        fields = ["role", "takes_new", "cleared_for"]

    def filter_cleared_for(self, queryset, name, value):
        return queryset.filter(mentor__in=value.clearances.in_force(timezone.localdate()).order_by().values("mentor"))


class LanguagesForm(VersionedForm):
    """What a mentor speaks and who they are; others add what is theirs to say."""

    languages = forms.MultipleChoiceField(
        label="Languages they speak", choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    other_languages = forms.CharField(label="Other languages", max_length=200, required=False)
    gender = forms.ChoiceField(
        label="Gender", choices=[*Gender.choices, ("", "Not said")], widget=forms.RadioSelect, required=False
    )


class MentorForm(LanguagesForm):
    """What a manager decides about a mentor, and what allocation goes by."""

    capacity = forms.IntegerField(
        label="People at one time",
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text="In a full working week; who works fewer days has room for fewer.",
    )
    available = forms.BooleanField(label="Takes new people", required=False)
    working_days = forms.TypedMultipleChoiceField(
        label="Days they work",
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Visits are proposed on these days.",
    )
    supervisor = forms.ModelChoiceField(
        label="Supervisor",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody yet",
        help_text="Supervision and debriefs are between the two of them; nobody else reads what they write.",
    )
    areas = forms.ModelMultipleChoiceField(
        label="Areas of return they cover",
        queryset=LocalAuthority.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, mentor, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].queryset = supervisors_for(mentor.user)
        self.fields["areas"].queryset = LocalAuthority.objects.all()
        self.fields["gender"].help_text = "Only as they told you. It counts where a person asks for it."
        self.helper = helper(
            "Save",
            cancel_url,
            layout=[
                Fieldset("Work", "capacity", "available", "working_days", "supervisor"),
                Fieldset(
                    "For the people who ask", Div("languages", css_class="in-columns"), "other_languages", "gender"
                ),
                Div("areas", css_class="in-columns"),
            ],
        )

    def profile(self):
        """What the edit_mentor service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given, "areas": list(given["areas"])}


class OwnProfileForm(LanguagesForm):
    """What a mentor says of themselves."""

    lived_experience = YesNoNotKnownField(
        label="Have you, or has somebody close to you, been in prison?",
        help_text="Yours to say, and only if you want to. Managers see it when a person asks for a mentor who knows it from their own life.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"].label = "Languages you speak"
        self.fields["gender"].label = "Your gender"
        self.fields["gender"].help_text = "Only if you want to. Some people ask for a man or a woman as their mentor."
        self.fields["lived_experience"].choices = [("yes", "Yes"), ("no", "No"), ("", "I would rather not say")]
        self.helper = helper(
            "Save",
            cancel_url,
            layout=[Div("languages", css_class="in-columns"), "other_languages", "gender", "lived_experience"],
        )

    def profile(self):
        """What the edit_own_profile service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given}
