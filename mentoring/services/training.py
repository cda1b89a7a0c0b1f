"""The trainings a service knows, and who has done them."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made, one_at_a_time
from mentoring.models import Mentor, Training, TrainingKind
from mentoring.paper_rules import last_day_of_training


def add_training_kind(
    *,
    name: str,
    months_valid: int | None,
    is_required: bool,
    for_high_risk: bool,
    by,
    new_id: uuid.UUID | None = None,
) -> TrainingKind:
    """A training to be recorded from now on. Refuses the name of another."""
    with trail.written("add_training_kind", Verb.CREATED, by=by) as entry:
        if made := already_made(TrainingKind, new_id, name=name):
            entry.needed = False
            return made
        values = {
            "name": name,
            "months_valid": months_valid,
            "is_required": is_required,
            "for_high_risk": for_high_risk,
        }
        kind = TrainingKind(pk=new_id or uuid.uuid4(), **values)
        _check_name(kind)
        kind.save(force_insert=True)
        entry.subject, entry.after = kind, values
        return kind


def edit_training_kind(
    *,
    kind: TrainingKind,
    read_at_version: int,
    name: str,
    months_valid: int | None,
    is_required: bool,
    for_high_risk: bool,
    closed_date: dt.date | None,
    by,
) -> TrainingKind:
    """Change a training. Last days already recorded stay as they are. Raises EditedMeanwhile; refuses the name of another."""
    values = {
        "name": name,
        "months_valid": months_valid,
        "is_required": is_required,
        "for_high_risk": for_high_risk,
        "closed_date": closed_date,
    }
    return edit_row(
        "edit_training_kind", kind, read_at_version=read_at_version, values=values, check=_check_name, by=by
    )


def record_training(
    *,
    mentors: Collection[Mentor],
    kind: TrainingKind,
    done_date: dt.date,
    by,
    expires_date: dt.date | None = None,
    new_id: uuid.UUID | None = None,
) -> list[Training]:
    """All these mentors did the training on the day. Without a last day it is worked out from the kind's months.

    One form is one set of rows, however often it is sent. Refuses a day to come and a last day before the training.
    """
    with trail.written("record_training", Verb.CREATED, by=by, subject=kind) as entry:
        key = new_id or uuid.uuid4()
        one_at_a_time(key)
        keys = {uuid.uuid5(key, str(mentor.pk)): mentor for mentor in mentors}
        if made := list(Training.objects.filter(pk__in=keys)):
            entry.needed = False
            return made
        if done_date > timezone.localdate():
            raise RuleBroken("The training is on a day to come. Record it when it is done.")
        last_day = expires_date or last_day_of_training(done_date, kind.months_valid)
        if last_day and last_day < done_date:
            raise RuleBroken("The last day it holds is before the training.")
        rows = Training.objects.bulk_create(
            Training(
                pk=pk,
                mentor=mentor,
                kind=kind,
                done_date=done_date,
                expires_date=last_day,
                recorded_by=by,
                recorded_at=timezone.now(),
            )
            for pk, mentor in keys.items()
        )
        entry.after = {"mentors": list(mentors), "done_date": done_date, "expires_date": last_day}
        return rows


def _check_name(kind: TrainingKind) -> None:
    if TrainingKind.objects.filter(name__iexact=kind.name).exclude(pk=kind.pk).exists():
        raise RuleBroken("There is already a training with this name.")
