from dataclasses import dataclass

from django import forms
from django.utils import timezone

from core.forms import DayField, Form, TimeField, VersionedForm, helper
from mentoring.enums.readiness import (
    ITEM_MOVES,
    CalledSafe,
    FailedReason,
    HoldReason,
    ItemOwner,
    ItemState,
    Lodging,
)
from mentoring.models import ReadinessKind
from mentoring.services.readiness import Answer

# Answers that need no words, when the list is gone through in one talk.
QUICK_STATES = (ItemState.TO_DO, ItemState.NOT_NEEDED, ItemState.IN_PLACE)


class ReadinessItemForm(VersionedForm):
    """How one thing stands. The answers offered are those it may go to from where it is."""

    state = forms.ChoiceField(label="How does it stand?", widget=forms.RadioSelect)
    asked_date = DayField(label="Day it was asked for", initial=timezone.localdate)
    asked_of = forms.CharField(
        label="Who was asked",
        max_length=120,
        required=False,
        help_text="Such as the link centre or the housing office.",
    )
    evidence = forms.CharField(
        label="How do you know?", max_length=500, help_text="What you saw, or who told you and when."
    )
    failed_reason = forms.ChoiceField(label="Why did it not work?", choices=FailedReason, widget=forms.RadioSelect)
    owner = forms.ChoiceField(label="Who sees to it?", choices=ItemOwner)
    note = forms.CharField(label="Note", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    on_hold = forms.BooleanField(label="Nothing can be done for the moment", required=False)
    hold_reason = forms.ChoiceField(label="Why", choices=HoldReason)
    hold_until = DayField(label="Look at it again on")
    reveals = {
        "state": {
            ItemState.ASKED.value: ["asked_date", "asked_of"],
            ItemState.IN_PLACE.value: ["evidence"],
            ItemState.FAILED.value: ["failed_reason"],
        },
        "on_hold": {True: ["hold_reason", "hold_until"]},
    }

    def __init__(self, *args, stands: ItemState, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [state for state in ItemState if state == stands or state in ITEM_MOVES[stands]]
        self.fields["state"].choices = [(state.value, state.label) for state in offered]
        self.helper = helper("Save", cancel_url)

    def said(self):
        """What was answered, without what the form carries along."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "on_hold")}


@dataclass(frozen=True, slots=True)
class Question:
    """One kind on the page that goes through the list: what it is, and its boxes."""

    kind: ReadinessKind
    state: forms.BoundField
    evidence: forms.BoundField


class ReadinessAskForm(Form):
    """Going through what nobody has talked about yet; what is left open stays open."""

    def __init__(self, *args, kinds: list[ReadinessKind], **kwargs):
        self.kinds = kinds
        super().__init__(*args, **kwargs)
        for kind in kinds:
            choices = [(state.value, state.label) for state in QUICK_STATES]
            self.fields[f"state_{kind.pk}"] = forms.ChoiceField(
                label=kind.name,
                choices=[*choices, ("", "Not talked about today")],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"evidence_{kind.pk}"] = forms.CharField(
                label=f"How do you know that it is in place: {kind.name}",
                max_length=500,
                required=False,
                widget=forms.TextInput({"class": "w20"}),
            )

    def questions(self):
        return [Question(kind, self[f"state_{kind.pk}"], self[f"evidence_{kind.pk}"]) for kind in self.kinds]

    def clean(self):
        for kind in self.kinds:
            in_place = self.cleaned_data.get(f"state_{kind.pk}") == ItemState.IN_PLACE
            if in_place and not self.cleaned_data.get(f"evidence_{kind.pk}"):
                self.add_error(f"evidence_{kind.pk}", f"Say how you know that it is in place: {kind.name}")

    def answers(self) -> list[Answer]:
        return [
            Answer(kind, self.cleaned_data[f"state_{kind.pk}"], self.cleaned_data[f"evidence_{kind.pk}"])
            for kind in self.kinds
            if self.cleaned_data[f"state_{kind.pk}"]
        ]


class FirstNightForm(VersionedForm):
    """Where they sleep the first night. Nothing but the first question has to be known yet."""

    lodging = forms.ChoiceField(label="Where do they sleep the first night?", choices=Lodging, widget=forms.RadioSelect)
    address = forms.CharField(label="Address", max_length=300, required=False)
    confirmed_by = forms.CharField(
        label="Who confirmed it", max_length=120, required=False, help_text="A name, and where they work."
    )
    confirmed_date = DayField(label="Day it was confirmed", required=False)
    arrive_by = TimeField(label="When to be there", required=False, help_text="For example, 4pm")
    keys = forms.CharField(
        label="How do they get in?",
        max_length=200,
        required=False,
        help_text="Who has the keys, or who opens the door.",
    )
    called_safe = forms.ChoiceField(
        label="Do they call it safe?",
        choices=CalledSafe,
        initial=CalledSafe.NOT_ASKED,
        help_text="Ask again whenever the place changes.",
    )
    fallback = forms.CharField(
        label="If it falls through",
        max_length=300,
        required=False,
        help_text="Where they go instead, and who sees to it that night.",
    )
    fallback_phone = forms.CharField(label="Number to ring then", max_length=40, required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
