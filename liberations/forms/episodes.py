"""Correcting the facts of a time in custody."""

from django import forms

from core.forms import DayField, VersionedForm, YesNoNotKnownField, helper
from prisons.enums import LegalStatus, SentenceBand
from prisons.models import LocalAuthority


class EpisodeForm(VersionedForm):
    """Why and how long they are held, and where they go back to. Prison and dates have pages of their own."""

    legal_status = forms.ChoiceField(label="Legal status", choices=LegalStatus.choices, widget=forms.RadioSelect)
    sentence_band = forms.ChoiceField(label="Length of sentence", choices=SentenceBand.choices)
    statutory_supervision = YesNoNotKnownField(
        label="Will they be under statutory supervision after release?",
        help_text="On licence or an order, with justice social work.",
    )
    return_area = forms.ModelChoiceField(
        label="Area they return to",
        queryset=LocalAuthority.objects.none(),
        required=False,
        empty_label="Not known yet",
        help_text="Its local holidays count when the liberation day is worked out, so another area can move the day.",
    )
    admitted_date = DayField(label="Day they were admitted", required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["return_area"].queryset = LocalAuthority.objects.all()
        self.helper = helper("Save", cancel_url)

    @staticmethod
    def as_shown(episode):
        """The saved values as this form holds them."""
        return {
            "legal_status": episode.legal_status,
            "sentence_band": episode.sentence_band,
            "statutory_supervision": episode.statutory_supervision,
            "return_area": episode.return_area,
            "admitted_date": episode.admitted_date,
        }

    def facts(self):
        """What the correct_episode service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given}
