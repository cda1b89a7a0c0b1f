"""Taking back the contacts a programme promises after release. `keeping_contact.sweeps.plan_follow_ups` makes them."""

from audit import trail
from audit.enums import Verb
from liberations.models import FollowUp
from mentoring.models import Case


def drop_follow_ups(*, case: Case, by) -> None:
    """Take the steps away again: the release they counted from was taken back."""
    with trail.written("drop_follow_ups", Verb.CHANGED, by=by, person=case.person) as entry:
        dropped, _ = FollowUp.objects.filter(case=case, episode=case.episode).delete()
        entry.subject, entry.after, entry.needed = case, {"dropped": dropped}, bool(dropped)
