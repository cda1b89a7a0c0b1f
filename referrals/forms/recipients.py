"""Choosing whom something is shared with: a partner agency or a prison."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone

from prisons.models import Prison
from referrals.models import Agency


class RecipientField(forms.ChoiceField):
    """A partner agency or a prison, as a row. Of those decided about before, also one known by its name alone, as a string."""

    def __init__(self, **kwargs):
        self.rows = {}
        super().__init__(**{"label": "Partner agency or prison", **kwargs})

    def offer_open(self, *, also: Iterable = ()) -> None:
        """Offer those that are open today and `also`: rows or names, which may have closed since. Two queries."""
        today = timezone.localdate()
        agencies = {agency.pk: agency for agency in Agency.objects.open_on(today)}
        prisons = {prison.pk: prison for prison in Prison.objects.open_on(today)}
        others = [each for each in also if getattr(each, "pk", each) not in {*agencies, *prisons}]
        self.rows = {str(getattr(row, "pk", row)): row for row in (*agencies.values(), *prisons.values(), *others)}
        self.choices = [
            ("", "Choose one"),
            ("Partner agencies", [(str(key), agency.name) for key, agency in agencies.items()]),
            ("Prisons", [(str(key), prison.name) for key, prison in prisons.items()]),
        ]
        if others:
            closed = [(str(getattr(row, "pk", row)), getattr(row, "name", row)) for row in others]
            self.choices += [("No longer open", closed)]

    def to_python(self, value):
        return self.rows.get(value) or super().to_python(value)

    def valid_value(self, value):
        return value in self.rows.values()


def decided_about(person) -> list:
    """Whom the person has decided about before: a row where its key was kept, else a name. Three queries at most."""
    kept = dict(
        person.consents.exclude(recipient_name="")
        .order_by("recorded_at")
        .values_list("recipient_name", "recipient_key")
    )
    keys = [key for key in kept.values() if key]
    rows = [*Agency.objects.filter(pk__in=keys), *Prison.objects.filter(pk__in=keys)]
    return [*rows, *(name for name, key in kept.items() if key is None)]
