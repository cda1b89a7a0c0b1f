"""A new foreign key to a person, or to a time in custody, must say what merging does with it."""

from django.apps import apps

from liberations.merging.fields import FOLDED, LEFT_ALONE, MOVED, OF_THE_ENTRY
from people.models import Person
from prisons.models import CustodialEpisode


def pointing_to(target):
    return sorted(
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is target
    )


def test_everything_that_points_to_a_person_is_moved_or_left_alone():
    assert pointing_to(Person) == sorted([*MOVED, *LEFT_ALONE])


def test_everything_that_points_to_a_time_in_custody_is_folded_or_left_with_its_entry():
    assert pointing_to(CustodialEpisode) == sorted([*FOLDED, *OF_THE_ENTRY])
