from django.forms.models import fields_for_model

from core.forms import Fieldset, VersionedForm, helper
from referrals.models import Programme
from referrals.models.linking import LINKING_FIELDS

LARGEST = 366


def _question(field):
    """The model's own words and default, as a question."""
    return field.formfield(min_value=1 if field.name == "long_wait_days" else 0, max_value=LARGEST)


_Questions = type(
    "_Questions",
    (VersionedForm,),
    fields_for_model(Programme, fields=LINKING_FIELDS, formfield_callback=_question),
)


class LinkingForm(_Questions):
    """What a programme expects of links to services, and how long held places are kept: one question for each of LinkingRules."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(
            "Save",
            cancel_url,
            layout=[
                Fieldset("Needs and services", "link_days", "long_wait_days"),
                Fieldset("Places partners hold", "place_offer_days", "place_held_days", "place_reminder_days"),
            ],
        )

    def rules(self):
        """The answers by the names of LinkingRules."""
        return {name: self.cleaned_data[name] for name in LINKING_FIELDS}
