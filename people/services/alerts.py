"""Alerts: what everyone who meets the person must know first."""

import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.models import Alert, AlertReview, AlertSeen, Person
from people.notifications import tell_alert


def add_alert(
    *,
    person: Person,
    kind,
    text: str,
    source: str,
    review_date: dt.date,
    told_person: bool,
    by,
    meet_in_twos: bool = False,
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
            person=person,
            kind=kind,
            text=text,
            source=source,
            review_date=review_date,
            told_person=told_person,
            meet_in_twos=meet_in_twos,
        )
        if new_id:
            alert.pk = new_id
        alert.recorded_at, alert.recorded_by = at or timezone.now(), by
        alert.save(force_insert=True)
        entry.subject, entry.after = alert, {"kind": kind, "review_date": review_date}
        AlertSeen.objects.create(alert=alert, user=by, seen_at=alert.recorded_at)
        tell_alert(alert, by=by)
        return alert


def see_alert(*, alert: Alert, by) -> None:
    """`by` has read it. Pressed twice, the first moment stands."""
    with trail.written("see_alert", Verb.CHANGED, by=by, subject=alert, person=alert.person) as entry:
        _, entry.needed = AlertSeen.objects.get_or_create(alert=alert, user=by, defaults={"seen_at": timezone.now()})


def review_alert(
    *, alert: Alert, review_date: dt.date, told_person: bool, by, meet_in_twos: bool | None = None
) -> Alert:
    """It was looked at again and stands until `review_date`; whether the person knows of it by now, and whether staff meet them in
    twos (None: as it was). The review stays on record.

    Refuses an alert that has ended and a day that has passed. The same answer again on the same day is once.
    """
    with trail.written("review_alert", Verb.CHANGED, by=by, subject=alert, person=alert.person) as entry:
        alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
        if alert.ended_at:
            raise RuleBroken("This alert has ended. Add a new one if it is needed again.")
        if review_date < timezone.localdate():
            raise RuleBroken("The review date must be today or later.")
        twos = alert.meet_in_twos if meet_in_twos is None else meet_in_twos
        now = timezone.now()
        answer = {"next_date": review_date, "told_person": told_person, "meet_in_twos": twos}
        last = alert.reviews.first()
        same = last and last.reviewed_by_id == by.pk and all(getattr(last, name) == answer[name] for name in answer)
        if same and timezone.localdate(last.reviewed_at) == timezone.localdate(now):
            entry.needed = False
            return alert
        AlertReview.objects.create(alert=alert, reviewed_at=now, reviewed_by=by, **answer)
        entry.before = {name: getattr(alert, name) for name in ("review_date", "told_person", "meet_in_twos")}
        alert.review_date, alert.told_person, alert.meet_in_twos = review_date, told_person, twos
        alert.save(update_fields=["review_date", "told_person", "meet_in_twos"])
        entry.after = {"review_date": review_date, "told_person": told_person, "meet_in_twos": twos}
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
