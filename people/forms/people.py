"""Correcting who a person is, and the numbers they are known by."""

from django import forms

from core.forms import DayField, Fieldset, Form, VersionedForm, helper
from people.enums import IdentifierKind, Sex


class PersonForm(VersionedForm):
    """Who they are and how to reach them."""

    given_names = forms.CharField(label="First names", max_length=120)
    family_name = forms.CharField(label="Last name", max_length=120)
    known_as = forms.CharField(label="What they like to be called", max_length=120, required=False)
    other_names = forms.CharField(
        label="Other names and spellings",
        max_length=300,
        required=False,
        help_text="Earlier names too, so that a search finds them.",
    )
    birth_date = DayField(label="Date of birth", past=True, required=False)
    sex = forms.ChoiceField(label="Sex, as the prison records it", choices=Sex.choices, widget=forms.RadioSelect)
    language = forms.CharField(
        label="Language", max_length=60, required=False, help_text="If not English, or if an interpreter is needed."
    )
    communication_needs = forms.CharField(
        label="What helps when talking or writing to them", max_length=300, required=False
    )
    phone = forms.CharField(label="Phone number", max_length=40, required=False)
    phone_note = forms.CharField(
        label="About this phone",
        max_length=200,
        required=False,
        help_text="Who answers, safe hours, whether to leave a message, what to call ourselves.",
    )

    email = forms.EmailField(
        label="E-mail address", required=False, max_length=254, help_text="Only what nobody else reads."
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        layout = [
            Fieldset("Name", "given_names", "family_name", "known_as", "other_names"),
            Fieldset("About them", "birth_date", "sex", "language", "communication_needs"),
            Fieldset("Phone and e-mail", "phone", "phone_note", "email"),
        ]
        self.helper = helper("Save", cancel_url, layout=layout)

    def details(self):
        """What the edit_person service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given}


class IdentifierForm(Form):
    """One more number they are known by."""

    kind = forms.ChoiceField(label="Kind of number", choices=IdentifierKind.choices, widget=forms.RadioSelect)
    value = forms.CharField(label="Number", max_length=20)
    from_date = DayField(label="Known by it since", required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add the number", cancel_url)


class SearchForm(Form):
    """The search in the header. Its text never stands in an address."""

    q = forms.CharField(label="Name or number", max_length=100)
