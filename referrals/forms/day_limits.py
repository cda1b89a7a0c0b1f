from django.forms.models import fields_for_model

from core.forms import VersionedForm, helper
from referrals.models import Programme
from referrals.models.day_limits import DAY_LIMIT_FIELDS

LARGEST = 240


def _question(field):
    """The model's own words and default, as a question."""
    return field.formfield(min_value=1, max_value=LARGEST)


_Questions = type(
    "_Questions",
    (VersionedForm,),
    fields_for_model(Programme, fields=DAY_LIMIT_FIELDS, formfield_callback=_question),
)


class DayLimitsForm(_Questions):
    """What a programme calls tight, too much and too long on the day of release."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def limits(self):
        """The answers by the names of DayLimits."""
        return {name: self.cleaned_data[name] for name in DAY_LIMIT_FIELDS}
