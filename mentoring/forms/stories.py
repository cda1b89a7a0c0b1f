"""Writing what a person wants told once: a tick for every section they choose, and what it says."""

from collections.abc import Mapping

from django import forms

from core.forms import VersionedForm, helper
from referrals.enums import StorySection

TELL, TEXT = "tell-{}", "text-{}"
BEGUN = "Begun with what is on the record. Change it to how they would say it."


def _questions():
    for section in StorySection:
        yield TELL.format(section.value), forms.BooleanField(label=section.label, required=False)
        yield (
            TEXT.format(section.value),
            forms.CharField(
                label=f"“{section.label}” in their words", max_length=2000, widget=forms.Textarea({"rows": 4})
            ),
        )


_Questions = type("_Questions", (VersionedForm,), dict(_questions()))


class StoryForm(_Questions):
    """`saved` are the sections as they stand, `suggested` what the record says of those that nothing stands in yet."""

    marks_optional = False
    reveals = {TELL.format(section.value): {True: [TEXT.format(section.value)]} for section in StorySection}

    def __init__(self, *args, saved: Mapping[str, str], suggested: Mapping[str, str], cancel_url, **kwargs):
        texts = {**suggested, **saved}
        initial = as_initial(texts) | {TELL.format(section.value): section in saved for section in StorySection}
        super().__init__(*args, initial=initial | kwargs.pop("initial"), **kwargs)
        for section in StorySection:
            if section in suggested and section not in saved:
                self.fields[TEXT.format(section.value)].help_text = BEGUN
        self.helper = helper("Save and look at it", cancel_url)

    def sections(self) -> dict[str, str]:
        """What write_story takes."""
        return {
            section.value: self.cleaned_data[TEXT.format(section.value)]
            for section in StorySection
            if self.cleaned_data[TELL.format(section.value)]
        }


def as_initial(sections: Mapping[str, str]) -> dict[str, object]:
    """The sections by the names of the form's fields."""
    chosen = {TELL.format(section.value): section in sections for section in StorySection}
    return chosen | {TEXT.format(section.value): sections.get(section, "") for section in StorySection}
