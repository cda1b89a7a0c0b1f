from django.db import models

from core.models import KeyedModel


class AppliedRow(KeyedModel):
    """What one row of a list made when it was applied, and what it replaced: what is needed to take the list back.

    Keys and no foreign keys: it must not stand in the way of what it speaks of, and finding it gone is an answer too.
    """

    row = models.OneToOneField("liberations.ListRow", on_delete=models.CASCADE, related_name="applied")
    person_key = models.UUIDField()
    made_person = models.BooleanField(default=False)
    number_key = models.UUIDField(null=True, help_text="The prison number added to someone on record.")
    episode_key = models.UUIDField()
    made_episode = models.BooleanField(default=False)
    stay_key = models.UUIDField(null=True, help_text="The stay that a transfer began.")
    former_stay_key = models.UUIDField(null=True, help_text="The stay that the transfer ended.")
    date_key = models.UUIDField(null=True, help_text="The row of the ledger it added.")
    former_date_key = models.UUIDField(null=True, help_text="The row of the ledger that counted before.")
    referral_key = models.UUIDField(null=True)
    gate = models.JSONField(
        default=dict, help_text="What planning again took from the plan for the gate, by the name of the field."
    )
