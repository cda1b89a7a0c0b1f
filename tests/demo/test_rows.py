"""The same lives, told through the services and written as rows, leave the same rows behind."""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.db import models, transaction
from django.utils import timezone

from demo.days import Days
from demo.lives import invented_lives
from demo.scale.rows import TELLERS, RowTeller
from demo.scale.sweeps import MODELS, no_rows, write
from demo.scene import set_scene
from demo.steps import BackInCustody, HowThingsAre
from demo.teller import Teller
from mentoring.models import Case
from people.models import Person
from prisons.services.reference_data import load_reference_data

# Made by the row itself, or by the moment of loading.
OWN = {"id", "recipient", "recipient_key", "number", "created_at", "sort_name", "search_text"}

# Steps that are told through the services alone: nobody of the thousands takes them.
FOR_SERVICES = {BackInCustody, HowThingsAre}


def described(row, field):
    """A value in words that do not depend on the row's key."""
    if field.attname == field.name:
        return getattr(row, field.name)
    target = getattr(row, field.name)
    if isinstance(target, Person):
        return target.full_name
    if hasattr(target, "person"):
        return target.person.full_name, getattr(target, "admitted_date", None)
    if hasattr(target, "case"):
        return target.case.person.full_name, getattr(target, "on_date", None)
    return None if target is None else str(target)


def everything():
    """Every row of the models that lives are made of, as often as it is there."""
    return {
        model.__name__: Counter(
            repr([described(row, field) for field in model._meta.concrete_fields if field.name not in OWN])
            for row in model.objects.all()
        )
        for model in MODELS
    }


def lives_of_both(scene, days):
    """The invented lives that can be told both ways."""
    return [life for life in invented_lives(scene, days) if not {type(step) for step in life.steps} & FOR_SERVICES]


def told_through(tell, *, now):
    """What `tell(lives, scene, days)` leaves behind; the database is as before afterwards."""
    with time_machine.travel(now, tick=False), transaction.atomic():
        load_reference_data()
        days = Days(timezone.now())
        scene = set_scene(days)
        # Asked for again: the local holiday of the scene counts.
        tell(lives_of_both(scene, days), scene, Days(timezone.now()))
        left = everything()
        transaction.set_rollback(True)
    return left


def through_services(lives, scene, days):
    for life in lives:
        Teller(life, scene=scene, days=days).tell()


def as_rows(lives, scene, days):
    rows = no_rows()
    for life in lives:
        RowTeller(life, scene=scene, days=days, rows=rows).tell()
    write(rows)


@pytest.mark.django_db
def test_rows_are_those_the_services_leave_behind():
    now = dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC)

    through = told_through(through_services, now=now)
    written = told_through(as_rows, now=now)

    differences = {
        name: (through[name] - written[name], written[name] - through[name])
        for name in through
        if through[name] != written[name]
    }
    assert differences == {}


@pytest.mark.django_db
def test_every_other_step_of_the_invented_lives_is_told_both_ways():
    with time_machine.travel(dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC), tick=False):
        load_reference_data()
        days = Days(timezone.now())
        scene = set_scene(days)
        told = {type(step) for life in invented_lives(scene, days) for step in life.steps}
        both = lives_of_both(scene, days)

    assert told - set(TELLERS) == FOR_SERVICES
    assert len(both) >= 20


@pytest.mark.django_db
def test_cases_written_as_rows_have_a_number_each():
    with time_machine.travel(dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC), tick=False):
        load_reference_data()
        days = Days(timezone.now())
        scene = set_scene(days)
        as_rows(lives_of_both(scene, days), scene, days)

    numbers = Case.objects.aggregate(models.Min("number"), distinct=models.Count("number", distinct=True))
    assert numbers["number__min"] >= 10001
    assert numbers["distinct"] == Case.objects.count()
