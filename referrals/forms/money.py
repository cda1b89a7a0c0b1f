from django import forms

from core.forms import PoundsField, VersionedForm, helper
from referrals.models import Programme
from referrals.models.money import MONEY_FIELDS


class MoneyRulesForm(VersionedForm):
    """How much a mentor may give on their own; one question for each setting of MoneyRules."""

    money_once_pence = PoundsField(label="A mentor may give at once up to")
    money_person_pence = PoundsField(label="And to one person in all up to")
    money_days = forms.IntegerField(label="Counted over the last, days", min_value=1, max_value=732)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        for name in MONEY_FIELDS:
            self.fields[name].help_text = Programme._meta.get_field(name).help_text
        self.helper = helper("Save", cancel_url)

    def rules(self):
        """The answers by the names of MoneyRules."""
        return {name: self.cleaned_data[name] for name in MONEY_FIELDS}
