from django import forms

from core.forms import FilterForm, LongSelect
from desk.selectors.month import TO_SETTLE


class MonthFilter(FilterForm):
    """The filters of the month of liberations; all stand in the address."""

    prison = forms.ChoiceField(label="Prison", required=False, widget=LongSelect)
    mentor = forms.ChoiceField(label="Mentor", required=False, widget=LongSelect)
    gate = forms.ChoiceField(
        label="Gate", required=False, choices=[("", "All gates"), (TO_SETTLE, "To settle: nobody goes there yet")]
    )

    def __init__(self, *args, choices, all_mentors: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].choices = [("", "All prisons"), *choices["prison"]]
        self.fields["mentor"].choices = [("", "All mentors"), *choices["mentor"]]
        if not all_mentors:
            # A mentor sees their own people by name, so there is nobody to choose.
            del self.fields["mentor"]
