from django.db import models
from django.forms.models import fields_for_model

from core.forms import Fieldset, VersionedForm, helper
from referrals.models import Programme
from referrals.models.counting import COUNTING_FIELDS

LARGEST = 366


def _question(field):
    """The model's own words and default, as a question."""
    if isinstance(field, models.PositiveSmallIntegerField):
        return field.formfield(
            min_value=1 if field.name in ("video_minutes", "short_days_per_meeting") else 0, max_value=LARGEST
        )
    return field.formfield()


_Questions = type(
    "_Questions",
    (VersionedForm,),
    fields_for_model(Programme, fields=COUNTING_FIELDS, formfield_callback=_question),
)


class CountingForm(_Questions):
    """How a programme counts meetings and reads the minimum standards; one question for each setting of CountingRules."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(
            "Save",
            cancel_url,
            layout=[
                Fieldset(
                    "What counts as a meeting",
                    "video_minutes",
                    "phone_meetings_most",
                    "letters_count",
                    "cell_door_counts",
                    "company_counts",
                    "several_a_day_count",
                    "on_the_day_counts",
                    "each_prison_alone",
                    "episodes_add_up",
                ),
                Fieldset(
                    "Whose meetings are asked about",
                    "cancelled_count_as_offered",
                    "short_days",
                    "short_days_per_meeting",
                    "court_release_counts",
                    "moved_day_excuses",
                ),
                Fieldset("The same mentor through the gate", "joint_counts_for_both", "handover_counts"),
                Fieldset(
                    "After release",
                    "first_contact_days",
                    "months_as_weeks",
                    "in_contact_days",
                    "early_ending_counts",
                    "return_excuses",
                    "ending_talk_days",
                ),
                Fieldset("Other standards", "consent_days_after", "early_referral_days"),
            ],
        )

    def rules(self):
        """The answers by the names of CountingRules."""
        return {name: self.cleaned_data[name] for name in COUNTING_FIELDS}
