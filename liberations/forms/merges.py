"""Two records of one person: finding the other one, saying which stays and how we know."""

from django import forms

from core.forms import FilterForm, Form, LongSelect, helper
from people.likeness.rules import Likeness

LIKENESS = [(Likeness.LIKELY.name.lower(), "Likely"), (Likeness.POSSIBLE.name.lower(), "Possible")]
SAID_DIFFERENT = "different"


class OtherRecordForm(Form):
    """By what name or number the other record may stand. Sent, never put in an address."""

    q = forms.CharField(label="Name or prison number on the other record", max_length=100)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Find", cancel_url)


class MergeForm(Form):
    """Which of the two records stays, and how we know that they are about one person."""

    survivor = forms.ChoiceField(
        label="Which record stays?",
        widget=forms.RadioSelect,
        help_text="Its name and details count. What it does not say is taken from the other one.",
    )
    note = forms.CharField(
        label="How do you know that it is the same person?",
        max_length=300,
        help_text="Who said so, or what you compared.",
    )

    def __init__(self, *args, records, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["survivor"].choices = [
            (str(record.person.pk), f"{record.person.full_name} ({side})")
            for record, side in zip(records, ("on the left", "on the right"), strict=True)
        ]
        self.helper = helper("Merge the two records", cancel_url)


class DuplicatesFilter(FilterForm):
    """The filter of the possible duplicates; it stands in the address."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        widget=LongSelect,
        choices=[("", "All that may be the same"), *LIKENESS, (SAID_DIFFERENT, "Said to be different people")],
    )
