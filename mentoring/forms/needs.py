"""How somebody says things are: what matters first, then every area, as far as it was talked about."""

from crispy_forms.layout import HTML, Div
from django import forms
from django.utils import timezone
from django.utils.html import escape

from core.forms import Actions, DayField, Form, NewRowForm, Reveal, VersionedForm, helper
from mentoring.enums.needs import Answer, NeedArea
from mentoring.models.needs import FIRST_AREAS, HIGHEST_SCORE
from mentoring.services.needs import Said

WORDS_LENGTH = 2000
DONE = "done"


class NeedsForm(Form):
    """Nothing is forced: an area nobody talked about stays so, and the page may be saved at any time."""

    on = DayField(label="Day you talked", initial=timezone.localdate)
    matters_first = forms.CharField(
        label="What matters first to them?",
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text="In their words. It can become a goal of their plan.",
    )
    first_areas = forms.MultipleChoiceField(
        label="Which areas is that?",
        choices=NeedArea,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"Up to {FIRST_AREAS}. The others can wait for another day.",
    )
    finished = forms.ChoiceField(
        label="Is that all for now?",
        choices=[("", "There is more to talk about another day"), (DONE, "Yes, that is all for now")],
        required=False,
        initial="",
        widget=forms.RadioSelect,
    )
    with_person = forms.TypedChoiceField(
        label="Was it done together with the person?",
        choices=[("yes", "Yes"), ("no", "No, without them")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )

    reveals = {"finished": {DONE: ["with_person"]}}

    def __init__(self, *args, scale, cancel_url, **kwargs):
        self.scale = scale
        super().__init__(*args, **kwargs)
        for area in NeedArea:
            self.fields[f"answer_{area}"] = forms.ChoiceField(
                label=f"{area.label}: how is it just now?", choices=_answers(scale), required=False
            )
            self.fields[f"words_{area}"] = forms.CharField(
                label=f"{area.label}: in their words",
                required=False,
                max_length=WORDS_LENGTH,
                widget=forms.Textarea({"rows": 2}),
            )
        self.helper = helper(
            layout=[
                "on",
                "matters_first",
                Div("first_areas", css_class="in-columns"),
                HTML(
                    "<h2>How things are</h2><p>Open the areas you talked about. The rest stays “not talked about yet”.</p>"
                ),
                *(part for area in NeedArea for part in self._area(area)),
                Reveal("finished"),
                Actions("Save", cancel_url),
            ],
            css_class="contact-form",
        )

    def _area(self, area):
        """One area, folded away unless something is known of it or it matters first."""
        answer, words = f"answer_{area}", f"words_{area}"
        known = self[answer].value() or self[words].value() or area in (self["first_areas"].value() or [])
        return (
            HTML(f"<details{' open' if known else ''}><summary>{escape(area.label)}</summary>"),
            answer,
            words,
            HTML("</details>"),
        )

    def clean_first_areas(self):
        areas = self.cleaned_data["first_areas"]
        if len(areas) > FIRST_AREAS:
            raise forms.ValidationError(f"Choose {FIRST_AREAS} at most: what matters first")
        return areas

    def answers(self):
        """What the services take."""
        typed = self.cleaned_data
        return {
            "on": typed["on"],
            "said": dict(self._said()),
            "first_areas": typed["first_areas"],
            "matters_first": typed["matters_first"],
            "with_person": typed["with_person"] if typed["finished"] == DONE else None,
        }

    def _said(self):
        for area in NeedArea:
            answer, words = self.cleaned_data[f"answer_{area}"], self.cleaned_data[f"words_{area}"]
            if answer in (Answer.NO_NUMBER, Answer.NOT_APPLICABLE):
                yield area.value, Said(answer, words=words)
            elif answer:
                yield area.value, Said(Answer.SCORED.value, int(answer), words)
            elif words:
                yield area.value, Said(Answer.NO_NUMBER.value, words=words)


class NeedsStartForm(NeedsForm, NewRowForm):
    """The first time, or again as a review."""


class NeedsEditForm(NeedsForm, VersionedForm):
    """Carrying on with one that is not finished."""


def first_answers(assessment):
    """What the form is filled in with: what is on record."""
    answers = {"first_areas": assessment.first_areas, "matters_first": assessment.matters_first}
    for score in assessment.scores.all():
        answers[f"answer_{score.area}"] = str(score.score) if score.answer == Answer.SCORED else score.answer
        answers[f"words_{score.area}"] = score.words
    return answers


def _answers(scale):
    numbers = range(scale.lowest, scale.highest + 1)
    ends = {scale.lowest: scale.lowest_words, scale.highest: scale.highest_words}
    return [
        ("", "Not talked about yet"),
        (Answer.NOT_APPLICABLE, "Does not apply to them"),
        (Answer.NO_NUMBER, "Talked about, no number"),
        *((str(number), f"{number}: {ends[number]}" if number in ends else str(number)) for number in numbers),
    ]


class ScaleForm(NewRowForm):
    """Another scale for a programme. What was said on the one before stays as it was said."""

    lowest = forms.IntegerField(label="Lowest number", min_value=0, max_value=HIGHEST_SCORE, initial=0)
    lowest_words = forms.CharField(label="What it means", max_length=60, initial="Very hard just now")
    highest = forms.IntegerField(label="Highest number", min_value=1, max_value=HIGHEST_SCORE, initial=10)
    highest_words = forms.CharField(label="What the highest number means", max_length=60, initial="Going well")
    better = forms.ChoiceField(
        label="Which end is the better one?",
        choices=[("highest", "The highest number"), ("lowest", "The lowest number")],
        initial="highest",
        widget=forms.RadioSelect,
    )
    need_at = forms.IntegerField(
        label="Counts as a need from",
        help_text="This number, and any that is worse.",
        min_value=0,
        max_value=HIGHEST_SCORE,
        initial=6,
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Use this scale from today", cancel_url)

    def clean(self):
        typed = super().clean()
        lowest, highest, need_at = (typed.get(name) for name in ("lowest", "highest", "need_at"))
        if None not in (lowest, highest) and highest <= lowest:
            self.add_error("highest", f"The highest number must be above the lowest, {lowest}")
        elif None not in (lowest, highest, need_at) and not lowest <= need_at <= highest:
            self.add_error("need_at", f"Choose a number from {lowest} to {highest}")
        return typed

    def terms(self):
        """What the service takes."""
        typed = dict(self.cleaned_data)
        return typed | {"higher_is_better": typed.pop("better") == "highest"}
