"""Moving rows from one record to another, and finding what has to go back. Called inside the services of merges only."""

import uuid

from django.apps import apps
from django.db.models import Model

from core.errors import RuleBroken
from liberations.merging.fields import FOLDED, MOVED, ONE_EACH, ROOTS, fields_to, models_and_fields, roots
from liberations.models import ListRow
from people.models import Merge, Person
from prisons.models import CustodialEpisode

GROWN_TOGETHER = (
    "Support that was on the surviving record before has gone on in what came from the other one. "
    "The two can no longer be taken apart."
)


def kept_of(person: Person) -> dict[str, list[str]]:
    """The keys of what a record holds now, by model: what is on it later and is not among these was added since."""
    return {model._meta.label: _keys(model.objects.filter(person=person)) for model in roots()}


def move_all(*, merged: Person, survivor: Person, stays: CustodialEpisode | None) -> list[dict]:
    """Point everything of MOVED to the survivor, but for the entry of a time in custody that `stays`. What was moved, as
    Merge.moved keeps it. Two statements for each field."""
    moved = []
    for model, field in models_and_fields(MOVED):
        rows = model._base_manager.filter(**{field: merged})
        if stays and model is CustodialEpisode:
            rows = rows.exclude(pk=stays.pk)
        if field == "person" and model is ListRow:
            # Both are missed on the same list: it names the survivor once.
            missed = ListRow.objects.filter(person=survivor, row_number=None)
            rows = rows.exclude(row_number=None, list__in=missed.values("list"))
        moved.append(_move(model, field, merged.pk, survivor.pk, _keys(rows)))
    return moved


def fold(*, entry: CustodialEpisode, into: CustodialEpisode) -> list[dict]:
    """Point our work in one entry of a time in custody to the other. What the prison said of the entry stays with it.

    A time in custody has one gate and one plan for the day: where both have one, each keeps its own.
    """
    moved = []
    for model, field in models_and_fields(FOLDED):
        rows = model._base_manager.filter(**{field: entry})
        if has_one_already(model, into):
            rows = rows.none()
        moved.append(_move(model, field, entry.pk, into.pk, _keys(rows)))
    return moved


def has_one_already(model: type[Model], episode: CustodialEpisode | str) -> bool:
    """Of what a time in custody has one of, whether this one has it."""
    return model._meta.label in ONE_EACH and model._base_manager.filter(episode=episode).exists()


def move_back(merge: Merge) -> list[tuple[type[Model], uuid.UUID]]:
    """Point everything back that the merge moved and that still is where it was moved, and with it what was tied to it since.

    Returns the roots that went back. Refuses when what was on the survivor before is tied to what would go back.
    """
    going = _going_back(merge)
    folds = {move["to"]: move["from"] for move in merge.moved if move["field"] == "episode"}
    for move in reversed(merge.moved):
        model = apps.get_model(move["model"])
        model._base_manager.filter(pk__in=move["keys"], **{move["field"]: move["to"]}).update(
            **{move["field"]: move["from"]}
        )
    for model in roots():
        keys = [key for found, key in going if found is model]
        model._base_manager.filter(pk__in=keys, person=merge.survivor_id).update(person=merge.merged_id)
    for into, entry in folds.items():
        _unfold(going, into=into, entry=entry)
    return sorted(going, key=str)


def _going_back(merge: Merge) -> set[tuple[type[Model], uuid.UUID]]:
    """The roots that were moved and the roots added since that are tied to them, directly or by rows of other models."""
    kept = {(apps.get_model(label), uuid.UUID(key)) for label, keys in merge.kept.items() for key in keys}
    folded = {(CustodialEpisode, uuid.UUID(move["to"])) for move in merge.moved if move["field"] == "episode"}
    going = {
        (apps.get_model(move["model"]), uuid.UUID(key))
        for move in merge.moved
        if move["field"] == "person" and move["model"] in ROOTS
        for key in move["keys"]
    }
    found = set(going)
    while found:
        found = _tied_to(found) - going - folded
        if found & kept:
            raise RuleBroken(GROWN_TOGETHER)
        going |= found
    return going


def _tied_to(known: set[tuple[type[Model], uuid.UUID]]) -> set[tuple[type[Model], uuid.UUID]]:
    """The roots that any row points to together with one of `known`."""
    keys = {root: [key for model, key in known if model is root] for root in roots()}
    tied = set()
    for model, fields in fields_to(*roots()):
        targets = {"pk": model, **fields} if model in roots() else fields
        if len(targets) < 2:
            continue
        for name, root in targets.items():
            rows = (
                model._base_manager.filter(**{f"{name}__in": keys[root]}) if keys[root] else model._base_manager.none()
            )
            for row in rows.values_list(*targets):
                tied |= {(to, key) for to, key in zip(targets.values(), row, strict=True) if key}
    return tied


def _unfold(going, *, into: str, entry: str) -> None:
    """What was added since to cases and referrals that go back is in their entry of the time in custody again."""
    for model, field in models_and_fields(FOLDED):
        if has_one_already(model, entry):
            continue
        others = {name: root for name, root in _fields(model).items() if name != field}
        if model in roots():
            others["pk"] = model
        for name, root in others.items():
            keys = [key for found, key in going if found is root]
            if keys:
                model._base_manager.filter(**{field: into, f"{name}__in": keys}).update(**{field: entry})


def _fields(model) -> dict[str, type[Model]]:
    return next((fields for found, fields in fields_to(*roots()) if found is model), {})


def _move(model, field: str, from_key, to_key, keys: list[str]) -> dict:
    if keys:
        model._base_manager.filter(pk__in=keys).update(**{field: to_key})
    return {"model": model._meta.label, "field": field, "from": str(from_key), "to": str(to_key), "keys": keys}


def _keys(rows) -> list[str]:
    return [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)]
