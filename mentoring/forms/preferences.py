"""What somebody would like of their mentor, and how much support they need."""

from django import forms
from django.utils import timezone

from core.forms import DayField, Form, NewRowForm, helper
from mentoring.enums.matching import GenderWish, Need, Wish
from mentoring.enums.mentors import Language


class PreferenceForm(NewRowForm):
    """Asked with the person. No preference is an answer; a question that was not asked stays so."""

    gender = forms.ChoiceField(
        label="Would they rather have a woman or a man?",
        choices=GenderWish.choices,
        widget=forms.RadioSelect,
        initial=GenderWish.NOT_ASKED,
    )
    language_wish = forms.ChoiceField(
        label="Would they like a mentor who speaks another language?",
        choices=Wish.choices,
        widget=forms.RadioSelect,
        initial=Wish.NOT_ASKED,
    )
    language = forms.ChoiceField(
        label="Which language?",
        choices=[("", "Choose a language"), *Language.choices],
        help_text="If it is not here, choose “No preference” and write it below.",
    )
    lived_experience = forms.ChoiceField(
        label="Would they like someone who has been through it themselves?",
        choices=Wish.choices,
        initial=Wish.NOT_ASKED,
        widget=forms.RadioSelect,
        help_text="Prison, or someone close in prison.",
    )
    note = forms.CharField(
        label="Anything else, in their words", max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )
    asked_date = DayField(label="Day they were asked", initial=timezone.localdate)

    reveals = {"language_wish": {Wish.WANTED: ["language"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save what they said", cancel_url)


class NeedForm(Form):
    """How much support somebody needs of their mentor now."""

    need = forms.ChoiceField(label="Support they need", choices=Need.choices)
