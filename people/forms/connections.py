"""Saying that one knows somebody outside one's work, and that it no longer stands in the way."""

from django import forms

from accounts.models import User
from core.forms import Form, NewRowForm, helper
from people.enums import HowKnown

NOTHING_MORE = "Nothing more is asked. If your manager needs to know more they will talk to you."


class ConnectionForm(NewRowForm):
    """How somebody is known. A manager may write it down for any of their team; others speak for themselves."""

    user = forms.ModelChoiceField(label="Who knows them?", queryset=User.objects.none())
    how = forms.ChoiceField(
        label="How do you know them?", choices=HowKnown.choices, widget=forms.RadioSelect, help_text=NOTHING_MORE
    )

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        if user.is_manager:
            self.fields["user"].queryset = User.objects.active().filter(team=user.team_id)
            self.fields["how"].label, self.fields["how"].help_text = "How do they know each other?", ""
        else:
            del self.fields["user"]
            self.fields["how"].choices = [(HowKnown.SELF, "I am this person"), *HowKnown.choices[1:]]
        self.helper = helper("Close the record", cancel_url)


class ConnectionEndForm(Form):
    """Why it no longer stands in the way."""

    reason = forms.CharField(
        label="Why does it no longer stand in the way?",
        max_length=300,
        help_text="For example: declared of the wrong person. It stays on record with your name.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Let them open the record again", cancel_url)
