from django import forms

from core.forms import VersionedForm, helper
from referrals.forms.programmes import DaysField
from referrals.models.outcomes import OUTCOME_FIELDS, default_outcome_weeks


class OutcomeRulesForm(VersionedForm):
    """When a programme asks how things are after release, and how it takes up with somebody who is back in custody."""

    outcome_weeks = DaysField(
        label="Ask how things are, weeks after release",
        largest=520,
        required=False,
        initial=default_outcome_weeks,
        help_text="With commas between them; 0 is the day of release. Leave empty to ask nothing.",
    )
    outcome_early_days = forms.IntegerField(
        label="It may be asked from", help_text="Days before.", min_value=0, max_value=60
    )
    outcome_late_days = forms.IntegerField(
        label="It is overdue after",
        help_text="Days. It can still be written down then, with the day it is true of.",
        min_value=0,
        max_value=90,
    )
    sustained_weeks = forms.IntegerField(
        label="A job, course or training has lasted once it is as old as",
        help_text="Weeks.",
        min_value=1,
        max_value=104,
    )
    return_keeps_days = forms.IntegerField(
        label="Who is back in custody goes on in the same support",
        help_text="Days after it ended. Later, support is offered anew. Support that has not ended always goes on.",
        min_value=0,
        max_value=731,
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def rules(self):
        """The answers by the names of OutcomeRules."""
        return {name: self.cleaned_data[name] for name in OUTCOME_FIELDS}
