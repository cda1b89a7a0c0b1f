"""Alerts: what everyone who meets the person must know first."""

import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.models import Alert, Person


def add_alert(
    *,
    person: Person,
    kind,
    text: str,
    source: str,
    review_date: dt.date,
    told_person: bool,
    by,
    new_id=None,
    at: dt.datetime | None = None,
):
    """Put an alert on the record, from `at` (now). Refuses a review date that has passed."""
    with trail.written("add_alert", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(Alert, new_id, person=person, recorded_by=by):
            entry.needed = False
            return made
        if review_date < timezone.localdate():
            raise RuleBroken("The review date must be today or later.")
        alert = Alert(
            person=person, kind=kind, text=text, source=source, review_date=review_date, told_person=told_person
        )
        if new_id:
            alert.pk = new_id
        alert.recorded_at, alert.recorded_by = at or timezone.now(), by
        alert.save(force_insert=True)
        entry.subject, entry.after = alert, {"kind": kind, "review_date": review_date}
        return alert


def end_alert(*, alert: Alert, by) -> Alert:
    """Take an alert off the header; it stays on record. Ended twice, it ends once."""
    with trail.written("end_alert", Verb.CHANGED, by=by, subject=alert, person=alert.person) as entry:
        alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
        entry.needed = alert.ended_at is None
        if entry.needed:
            alert.ended_at, alert.ended_by = timezone.now(), by
            alert.save(update_fields=["ended_at", "ended_by"])
        return alert
