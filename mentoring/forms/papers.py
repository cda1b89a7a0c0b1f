"""The filters of what runs out, and what a team's manager decides about looking after mentors."""

from django import forms

from core.forms import FilterForm, VersionedForm, helper
from mentoring.enums.mentors import Paper
from mentoring.paper_rules import State
from referrals.forms.programmes import DaysField

EVERYTHING = "all"
STATES = [
    ("", "To see to"),
    (State.MISSING.value, "Missing"),
    (State.OVER.value, "Run out"),
    (State.SOON.value, "Runs out soon"),
    (State.LATER.value, "Later"),
    (EVERYTHING, "All"),
]


class PaperFilter(FilterForm):
    """The filters of the list of what runs out; all stand in the address."""

    paper = forms.ChoiceField(label="What", choices=[("", "All"), *Paper.choices], required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    mentor = forms.ChoiceField(label="Mentor", required=False)

    def __init__(self, *args, mentors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].choices = [("", "All"), *((str(mentor.pk), str(mentor)) for mentor in mentors)]

    @property
    def form(self):
        """What the filter row of a list shows."""
        return self


class SupervisionSettingsForm(VersionedForm):
    """What a team's manager decides."""

    supervision_weeks = forms.IntegerField(
        label="Weeks between supervisions",
        min_value=1,
        max_value=52,
        help_text="The next is due then, or earlier if the two agreed on a day.",
    )
    remind_days = DaysField(
        label="Reminders",
        largest=365,
        falling=True,
        required=False,
        help_text="Days before something runs out, with commas between them; 0 is the last day. The first goes to the mentor alone.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def decided(self):
        """What the edit_supervision_settings service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given}
