"""Supervision and debriefs. What is written in them is for the mentor and the supervisor, and never on the trail."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring import notifications
from mentoring.models import Debrief, Mentor, Supervision, SupervisionSettings

NO_SUPERVISOR = "You have no supervisor yet. Ask your manager to name one."
NOT_YOURS = "Only the mentor and their supervisor write here."


def record_supervision(
    *,
    mentor: Mentor,
    on_date: dt.date,
    by,
    next_date: dt.date | None = None,
    summary: str = "",
    new_id: uuid.UUID | None = None,
) -> Supervision:
    """The mentor and `by`, who supervises them, sat down together. The summary is for the two of them.

    Refuses anybody but the mentor's supervisor, a day to come, and a next day that is not later.
    """
    with trail.written("record_supervision", Verb.CREATED, by=by) as entry:
        if made := already_made(Supervision, new_id, mentor=mentor, supervisor=by):
            entry.needed = False
            return made
        if mentor.supervisor_id != by.pk:
            raise RuleBroken("Only their supervisor records supervision.")
        _refuse_days_to_come(on_date)
        if next_date and next_date <= on_date:
            raise RuleBroken("The next supervision must be after this one.")
        values = {"mentor": mentor, "supervisor": by, "on_date": on_date, "next_date": next_date}
        supervision = Supervision(pk=new_id or uuid.uuid4(), summary=summary, recorded_at=timezone.now(), **values)
        supervision.save(force_insert=True)
        entry.subject, entry.after = supervision, values
        return supervision


def ask_debrief(*, mentor: Mentor, by, note: str = "") -> Debrief:
    """The mentor would like to talk about something that was hard: their supervisor is told, nobody else.

    Asked again before it was held, it stays one. Refuses anybody but the mentor, and a mentor without a supervisor.
    """
    with trail.written("ask_debrief", Verb.CREATED, by=by) as entry:
        mentor = Mentor.objects.select_for_update(of=("self",)).select_related("supervisor").get(pk=mentor.pk)
        if mentor.user_id != by.pk:
            raise RuleBroken("Only the mentor asks for a debrief.")
        if mentor.supervisor is None:
            raise RuleBroken(NO_SUPERVISOR)
        if asked := mentor.debriefs.filter(on_date=None, supervisor=mentor.supervisor).first():
            entry.needed = False
            return asked
        debrief = Debrief.objects.create(
            mentor=mentor, supervisor=mentor.supervisor, asked_at=timezone.now(), asked_note=note
        )
        entry.subject, entry.after = debrief, {"mentor": mentor, "supervisor": mentor.supervisor}
        notifications.tell_debrief_asked(debrief)
        return debrief


def record_debrief(
    *,
    mentor: Mentor,
    on_date: dt.date,
    note: str,
    by,
    new_id: uuid.UUID | None = None,
) -> Debrief:
    """The mentor and their supervisor talked; either writes it down. With the key of a debrief that was asked for as `new_id`
    it is that one.

    Refuses anybody else, a mentor without a supervisor, and a day to come.
    """
    with trail.written("record_debrief", Verb.CREATED, by=by) as entry:
        mentor = Mentor.objects.select_for_update(of=("self",)).select_related("supervisor").get(pk=mentor.pk)
        debrief = already_made(Debrief, new_id, mentor=mentor)
        if debrief is None and mentor.supervisor is None:
            raise RuleBroken(NO_SUPERVISOR)
        debrief = debrief or Debrief(pk=new_id or uuid.uuid4(), mentor=mentor, supervisor=mentor.supervisor)
        if by.pk not in (mentor.user_id, debrief.supervisor_id):
            raise RuleBroken(NOT_YOURS)
        if debrief.on_date:
            entry.needed = False
            return debrief
        _refuse_days_to_come(on_date)
        debrief.on_date, debrief.note, debrief.written_by, debrief.written_at = on_date, note, by, timezone.now()
        debrief.save()
        entry.subject = debrief
        entry.after = {"mentor": mentor, "supervisor": debrief.supervisor_id, "on_date": on_date}
        return debrief


def edit_supervision_settings(
    *, team, read_at_version: int, supervision_weeks: int, remind_days: list[int], by
) -> SupervisionSettings:
    """How often mentors of the team are supervised, and when they are told of what runs out. Raises EditedMeanwhile."""
    values = {"supervision_weeks": supervision_weeks, "remind_days": sorted(set(remind_days), reverse=True)}
    with transaction.atomic():
        stored, _ = SupervisionSettings.objects.get_or_create(team=team)
        return edit_row("edit_supervision_settings", stored, read_at_version=read_at_version, values=values, by=by)


def _refuse_days_to_come(day: dt.date) -> None:
    if day > timezone.localdate():
        raise RuleBroken("That day is still to come. Write it down when you have talked.")
