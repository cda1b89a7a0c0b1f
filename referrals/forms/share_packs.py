"""Telling the story once: that they agree to it as it stands, whom it is given to, and which referral it goes with."""

from django import forms
from django.utils import timezone

from core.forms import DayField, Form, NewRowForm, helper
from core.templatetags.ui import day
from people.enums import HowGiven
from referrals.forms.recipients import RecipientField, decided_about
from referrals.models import SharePack
from referrals.stories import told


class StoryAgreeForm(Form):
    agreed_date = DayField(label="Day they agreed", initial=timezone.localdate)
    how = forms.ChoiceField(label="How did they agree?", choices=HowGiven, widget=forms.RadioSelect)
    witness = forms.CharField(label="Who witnessed it?", max_length=120)

    reveals = {"how": {HowGiven.SPOKEN.value: ["witness"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("They agree to this", cancel_url)


class StoryGiveForm(NewRowForm):
    """On paper, by e-mail or read out: whom it was given to, and what for."""

    recipient = RecipientField()
    purpose = forms.CharField(label="What for", max_length=200, help_text="Such as “a room in the shared house”.")
    on = DayField(label="Day they were given it", initial=timezone.localdate)

    def __init__(self, *args, person, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].offer_open(also=[row for row in decided_about(person) if not isinstance(row, str)])
        self.helper = helper("Keep that they were given it", cancel_url)


class StoryField(forms.ModelChoiceField):
    def label_from_instance(self, pack):
        names = ", ".join(section.label for section, _ in told(pack))
        return f"Agreed on {day(pack.agreed_date)}: {names}"


class StoryAttachForm(Form):
    """Which of their stories the agency may read with the referral."""

    pack = StoryField(label="Which one?", queryset=SharePack.objects.none(), empty_label=None, widget=forms.RadioSelect)

    def __init__(self, *args, person, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        packs = person.share_packs.agreed().order_by("-agreed_at").prefetch_related("sections")
        self.fields["pack"].queryset = packs
        self.fields["pack"].initial = packs[0].pk if packs else None
        self.has_choices = bool(packs)
        self.helper = helper("Let them read it", cancel_url)
