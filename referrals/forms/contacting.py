from django.db import models
from django.forms.models import fields_for_model

from core.forms import Fieldset, TimeField, VersionedForm, helper
from referrals.models import Programme
from referrals.models.contacting import CONTACT_FIELDS

MOST_DAYS = 90


def _question(field):
    """The model's own words and default, as a question."""
    if isinstance(field, models.PositiveSmallIntegerField):
        return field.formfield(min_value=1 if field.name.startswith("contact_days") else 0, max_value=MOST_DAYS)
    return field.formfield(form_class=TimeField)


_Questions = type(
    "_Questions",
    (VersionedForm,),
    fields_for_model(Programme, fields=CONTACT_FIELDS, formfield_callback=_question),
)


class ContactingForm(_Questions):
    """How a programme keeps in touch after release; one question for each setting of ContactRules."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(
            "Save",
            cancel_url,
            layout=[
                Fieldset(
                    "The first 48 hours",
                    "prescription_by",
                    "bed_by",
                    "evening_call_by",
                    "morning_call_by",
                    "benefits_by",
                ),
                Fieldset(
                    "How often, by how much support they need",
                    "contact_days_high",
                    "contact_days_usual",
                    "contact_days_light",
                ),
                Fieldset(
                    "Lost contact",
                    "lost_days",
                    "lost_tries",
                    "lost_channels_days",
                    "lost_partners_days",
                    "lost_emergency_days",
                    "lost_manager_days",
                    "lost_manager_tries",
                    "lost_welfare_days",
                ),
                Fieldset("Texts and e-mails to people", "quiet_from", "quiet_until"),
            ],
        )

    def clean(self):
        answers = super().clean()
        begins, ends = answers.get("quiet_from"), answers.get("quiet_until")
        if begins and ends and begins <= ends:
            self.add_error("quiet_from", "The evening must come after the morning: enter, for example, 8pm and 9am.")
        return answers

    def rules(self):
        """The answers by the names of ContactRules."""
        return {name: self.cleaned_data[name] for name in CONTACT_FIELDS}
