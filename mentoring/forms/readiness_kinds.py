from django import forms

from core.forms import Form, NewRowForm, VersionedForm, helper
from mentoring.enums.readiness import ItemOwner
from mentoring.services.readiness_kinds import KIND_FIELDS


class ReadinessKindForm(Form):
    name = forms.CharField(label="What has to be in place", max_length=80)
    about = forms.CharField(
        label="What to know about it",
        max_length=1000,
        required=False,
        help_text="Mentors read this when they ask. What counts as in place, whom to ask, how long it takes.",
        widget=forms.Textarea({"rows": 4}),
    )
    lead_days = forms.IntegerField(
        label="Days before liberation by which it is in place", min_value=0, max_value=365, initial=28
    )
    owner = forms.ChoiceField(label="Who usually sees to it?", choices=ItemOwner, initial=ItemOwner.MENTOR)
    leads = forms.BooleanField(
        label="Show it among the first", required=False, help_text="Six is as many as anybody takes in at a glance."
    )
    on_sheet = forms.BooleanField(
        label="Print it on the sheet the person gets",
        required=False,
        initial=True,
        help_text="Not what tells of health or of the sentence.",
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(submit, cancel_url)

    def details(self):
        return {name: self.cleaned_data[name] for name in KIND_FIELDS}


class ReadinessKindAddForm(ReadinessKindForm, NewRowForm):
    pass


class ReadinessKindEditForm(ReadinessKindForm, VersionedForm):
    pass
