"""The contacts a programme promises after release."""

import datetime as dt

from audit import trail
from audit.enums import Verb
from liberations.models import FollowUp
from mentoring.models import Case


def plan_follow_ups(*, case: Case, released_date: dt.date, by) -> list[FollowUp]:
    """Make the steps of the programme's `follow_up_days`, counted from the day of release. Steps there already stay.

    Each step's window begins the day after the one before; the first begins the day after release, so that the first
    48 hours need a word with the person beyond the gate itself.
    """
    with trail.written("plan_follow_ups", Verb.CREATED, by=by, person=case.person) as entry:
        steps, last = [], 0
        for days in sorted(set(case.programme.follow_up_days)):
            steps.append(
                FollowUp(
                    case=case,
                    episode=case.episode,
                    days_after=days,
                    window_from_date=released_date + dt.timedelta(days=min(last + 1, days)),
                    due_date=released_date + dt.timedelta(days=days),
                )
            )
            last = days
        entry.subject, entry.after = case, {"steps": len(steps), "released_date": released_date}
        return FollowUp.objects.bulk_create(steps, ignore_conflicts=True)


def drop_follow_ups(*, case: Case, by) -> None:
    """Take the steps away again: the release they counted from was taken back."""
    with trail.written("drop_follow_ups", Verb.CHANGED, by=by, person=case.person) as entry:
        dropped, _ = FollowUp.objects.filter(case=case, episode=case.episode).delete()
        entry.subject, entry.after, entry.needed = case, {"dropped": dropped}, bool(dropped)
