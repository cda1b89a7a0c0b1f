"""What points to a person, and what ties such rows to each other. tests/liberations/test_merges_fields.py walks every model and
fails when something new is named neither here nor there."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models

# Moves to the record that survives.
MOVED = (
    "people.Access.person",
    "people.Alert.person",
    "people.Consent.person",
    "people.EmergencyContact.person",
    "people.EqualityAnswers.person",
    "people.EqualityOffer.person",
    "people.PersonalConnection.person",
    "people.Identifier.person",
    "prisons.CustodialEpisode.person",
    "referrals.Referral.person",
    "referrals.Disclosure.person",
    "referrals.OnwardReferral.person",
    "referrals.SharePack.person",
    "mentoring.Case.person",
    "liberations.ListRow.person",
    "liberations.ListRow.decided_person",
)
# Speaks of two records as records, so it stays where it is.
LEFT_ALONE = (
    "people.Person.merged_into",
    "people.Merge.survivor",
    "people.Merge.merged",
    "people.DifferentPeople.first",
    "people.DifferentPeople.second",
)
# What a person's life here is made of. Rows of other models that point to two of these tie them together.
ROOTS = ("prisons.CustodialEpisode", "referrals.Referral", "mentoring.Case")
# When both records hold the same present time in custody: our work moves to the entry that survives,
FOLDED = (
    "referrals.Referral.episode",
    "mentoring.Case.episode",
    "mentoring.Meeting.episode",
    "liberations.FirstHourAnswer.episode",
    "mentoring.Outcome.episode",
    "mentoring.CustodyAgain.episode",
    "mentoring.CustodyAgain.former_episode",
    "liberations.FollowUp.episode",
    "liberations.GateLiberation.episode",
    "liberations.LiberationPack.episode",
    "liberations.DayPlan.episode",
    "liberations.Replan.episode",
)
# of these a time in custody has one, so where both have one each keeps its own;
ONE_EACH = ("liberations.GateLiberation", "liberations.DayPlan")
# and what was said of the other entry stays with that.
OF_THE_ENTRY = (
    "prisons.PrisonStay.episode",
    "prisons.ReleaseDate.episode",
    "prisons.DateCheck.episode",
    "liberations.SchemeMember.episode",
)


def models_and_fields(names: Iterable[str]) -> Iterator[tuple[type[models.Model], str]]:
    """What MOVED and its like name."""
    for name in names:
        label, _, field = name.rpartition(".")
        yield apps.get_model(label), field


def roots() -> list[type[models.Model]]:
    return [apps.get_model(label) for label in ROOTS]


def fields_to(*targets: type[models.Model]) -> Iterator[tuple[type[models.Model], dict[str, type[models.Model]]]]:
    """Every model with foreign keys to any of `targets`, with the names of these fields and what each points to."""
    for model in apps.get_models():
        fields = {
            field.name: field.related_model
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in targets
        }
        if fields:
            yield model, fields
