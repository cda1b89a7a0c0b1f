from django import forms
from django.utils import timezone

from core.forms import DayField, Form, NewRowForm, VersionedForm, helper
from mentoring.enums.cases import REASONS_TO_REOPEN, EndingKind, EndingReason, HowTalked

# A longer step is a slip of the finger: nobody would call it being in touch.
LONGEST_STEP_DAYS = 92
LONG = {"max_length": 4000, "widget": forms.Textarea, "required": False}
SHORT = {"max_length": 2000, "widget": forms.Textarea({"rows": 3}), "required": False}


class EndingTalkForm(NewRowForm):
    """A talk with the person about when support ends, and what comes before."""

    on_date = DayField(label="Day you talked about it", initial=timezone.localdate)
    how = forms.ChoiceField(label="How did you talk?", choices=HowTalked, widget=forms.RadioSelect)
    planned_date = DayField(label="Last day of support, as you agreed")
    contact_days = forms.IntegerField(
        label="Until then, in touch every",
        help_text="Days, such as 14. Leave empty to go on as now.",
        min_value=1,
        max_value=LONGEST_STEP_DAYS,
        required=False,
    )
    still_to_do = forms.CharField(
        label="What is still to be done before then?", help_text="Theirs and ours, in a few words.", **SHORT
    )
    their_words = forms.CharField(
        label="What do they say about it?", help_text="In their own words, good or bad.", **SHORT
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save the talk", cancel_url)


class EndingWords(Form):
    summary = forms.CharField(
        label="Summary",
        help_text="What was done together and how far they have come. Read it to them, or let them read it.",
        **LONG,
    )
    agreed_with_person = forms.BooleanField(label="The person agrees with this summary", required=False)
    their_words = forms.CharField(
        label="What do they say about the support?",
        help_text="In their own words: what helped, what did not, what we should do otherwise.",
        **LONG,
    )


class EndingForm(EndingWords):
    """How and why the support ends. A reason is always needed; the summary is best agreed with the person."""

    ended_date = DayField(label="Last day of support", initial=timezone.localdate)
    kind = forms.ChoiceField(
        label="Was the ending planned with the person?", choices=EndingKind, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label="Why does the support end?", choices=EndingReason, widget=forms.RadioSelect)
    reason_note = forms.CharField(label="Which reason?", max_length=300)

    field_order = ("ended_date", "kind", "reason", "reason_note", "summary", "agreed_with_person", "their_words")
    reveals = {"reason": {EndingReason.OTHER.value: ["reason_note"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("End support", cancel_url)


class EndingWordsForm(EndingWords, VersionedForm):
    """What is written about an ending afterwards, and the letter."""

    letter = forms.CharField(
        label="Letter to them",
        help_text="It is printed as you write it. Leave it empty if they want none.",
        max_length=4000,
        widget=forms.Textarea({"rows": 14}),
        required=False,
    )
    letter_given_date = DayField(label="Day they got the letter", required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class ReopenForm(Form):
    """Why support goes on."""

    reason = forms.ChoiceField(label="Why does support go on?", choices=REASONS_TO_REOPEN, widget=forms.RadioSelect)
    note = forms.CharField(
        label="What did they say?", max_length=500, widget=forms.Textarea({"rows": 3}), required=False
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Reopen support", cancel_url)
