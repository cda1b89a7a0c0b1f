import pytest
from django import forms

from core.forms import Form


class WithChoices(Form):
    about = forms.ChoiceField(choices=[("sharing", "Sharing"), ("texts", "Texts")])
    agency = forms.ChoiceField(choices=[("", "Choose"), ("shelter", "Shelter")])
    many = forms.MultipleChoiceField(choices=[("one", "One")])
    reveals = {"about": {"sharing": ["agency", "many"]}}


@pytest.mark.parametrize("typed", ["", "shelter", "nonsense"])
def test_choice_nobody_was_asked_for_is_empty_text(typed):
    form = WithChoices({"about": "texts", "agency": typed})

    assert form.is_valid()
    # A column of text takes no None.
    assert form.cleaned_data == {"about": "texts", "agency": "", "many": []}
