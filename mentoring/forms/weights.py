"""How a team weighs its caseload."""

from django.forms.models import fields_for_model

from core.forms import Fieldset, VersionedForm, helper
from mentoring.models import CaseloadWeights
from mentoring.models.matching import MOST_WEIGHT

FACTORS = {
    "How much support they need": ("need_light", "need_usual", "need_high"),
    "Where they are on the way": ("phase_ahead", "phase_near", "phase_first", "phase_later"),
    "How far the mentor travels": ("travel_far",),
}
DAYS = {
    "When liberation is near, and how long the first weeks are": ("near_days", "first_days"),
    "A working week": ("full_week_days",),
    "Who gets a mentor first": ("wait_days", "lead_days"),
}
MOST_DAYS = 365
FACTOR_NAMES = tuple(name for names in FACTORS.values() for name in names)
DAY_NAMES = tuple(name for names in DAYS.values() for name in names)


def _question(column):
    """The column's own words, as a question; a box knows its bounds where the column only refuses."""
    if column.name in FACTOR_NAMES:
        return column.formfield(min_value=0, max_value=MOST_WEIGHT)
    if column.name == "full_week_days":
        return column.formfield(min_value=1, max_value=7)
    return column.formfield(min_value=0, max_value=MOST_DAYS)


_Questions = type(
    "_Questions",
    (VersionedForm,),
    fields_for_model(CaseloadWeights, fields=[*FACTOR_NAMES, *DAY_NAMES], formfield_callback=_question),
)


class WeightsForm(_Questions):
    """Every factor and day of a team's weights. 1 is a person of usual need, near the gate, where the mentor works."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        fieldsets = [Fieldset(legend, *names) for legend, names in (FACTORS | DAYS).items()]
        self.helper = helper("Save the weights", cancel_url, layout=fieldsets)

    def weights(self):
        """What the edit_weights service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given}
