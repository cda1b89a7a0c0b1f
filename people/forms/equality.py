"""The equality questions. What was answered before is never put into the boxes."""

from django import forms
from django.conf import settings
from django.utils import timezone

from core.forms import DayField, LongSelect, NewRowForm, helper
from people.enums import EqualityOutcome
from people.equality.codes import CODE_LISTS

OUTCOMES = [
    (each.value, each.label) for each in (EqualityOutcome.ANSWERED, EqualityOutcome.NOT_NOW, EqualityOutcome.NO)
]


class EqualityForm(NewRowForm):
    """Whether they wanted to answer, and the questions of the code list in force, each of which may be left out."""

    marks_optional = False
    outcome = forms.ChoiceField(label="Did they want to answer?", choices=OUTCOMES, widget=forms.RadioSelect)
    offered_date = DayField(label="Day they were asked", initial=timezone.localdate)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = CODE_LISTS[settings.EQUALITY_CODE_LIST]
        for question in self.questions:
            self.fields[f"answer_{question.key}"] = _field(question)
        self.helper = helper("Save", cancel_url)

    def clean(self):
        cleaned = super().clean()
        answered = cleaned.get("outcome") == EqualityOutcome.ANSWERED
        if answered and not self.answers():
            self.add_error("outcome", "Choose at least one answer below, or “No, thank you”.")
        if cleaned.get("outcome") and not answered and self.answers():
            self.add_error("outcome", "Answers are chosen below. Take them out, or choose “Answered some or all”.")
        return cleaned

    def answers(self) -> dict[str, list[str]]:
        """By question the codes chosen; a question that was left out is not among them."""
        given = {}
        for question in self.questions:
            value = self.cleaned_data.get(f"answer_{question.key}")
            if value:
                given[question.key] = list(value) if question.several else [value]
        return given

    def offer(self) -> dict:
        """What the service takes."""
        names = ("outcome", "offered_date", "new_id")
        return {name: self.cleaned_data[name] for name in names} | {"answers": self.answers()}


def _field(question):
    if question.several:
        return forms.MultipleChoiceField(
            label=question.label, choices=question.choices, widget=forms.CheckboxSelectMultiple, required=False
        )
    return forms.ChoiceField(
        label=question.label, choices=[("", "Not answered"), *question.choices], widget=LongSelect, required=False
    )
