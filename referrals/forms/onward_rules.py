from django.db import models
from django.forms.models import fields_for_model

from core.forms import VersionedForm, helper
from referrals.models import Programme
from referrals.models.onward_rules import LONGEST_LINK_DAYS, ONWARD_FIELDS

LARGEST = 366


def _question(field):
    """The model's own words and default, as a question."""
    if not isinstance(field, models.PositiveSmallIntegerField):
        return field.formfield()
    most = LONGEST_LINK_DAYS if field.name == "onward_link_days" else LARGEST
    return field.formfield(min_value=1, max_value=most)


_Questions = type(
    "_Questions",
    (VersionedForm,),
    fields_for_model(Programme, fields=ONWARD_FIELDS, formfield_callback=_question),
)


class OnwardRulesForm(_Questions):
    """How long a programme waits for partner agencies; one question for each setting of OnwardRules."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def rules(self):
        """The answers by the names of OnwardRules."""
        return {name: self.cleaned_data[name] for name in ONWARD_FIELDS}
