"""What the page of one mentor shows."""

import datetime as dt

from accounts.models import User
from mentoring.enums.mentors import Vetting
from mentoring.models import Mentor


def page_of(mentor: Mentor, today: dt.date) -> dict:
    """Everything a mentor has that a manager of the team may see, newest first. One query for each kind.

    Each row with a time says how it `holds` today: "over", "later", "struck" (entered by mistake), "asked" or "vetting-over"
    (a clearance without valid vetting), else "in-force".
    """
    clearances = list(mentor.clearances.select_related("prison").order_by("prison__name", "-from_date"))
    memberships = list(mentor.pvg_memberships.all())
    training = list(mentor.training.select_related("kind"))
    for row in clearances:
        row.holds = _vetted(row, today) or holds(row.from_date, row.until_date, today)
    for row in memberships:
        row.holds = "struck" if row.struck_at else holds(row.from_date, row.until_date, today)
    for row in training:
        row.holds = "struck" if row.struck_at else holds(row.done_date, row.expires_date, today)
    return {
        "areas": list(mentor.areas.all()),
        "clearances": clearances,
        "memberships": memberships,
        "training": training,
        "supervisions": list(mentor.supervisions.select_related("supervisor").defer("summary")),
    }


def holds(from_date: dt.date, until_date: dt.date | None, today: dt.date) -> str:
    if until_date and until_date < today:
        return "over"
    return "later" if from_date > today else "in-force"


def _vetted(clearance, today):
    if clearance.until_date and clearance.until_date < today:
        return ""
    if clearance.vetting == Vetting.ASKED:
        return "asked"
    ended = clearance.vetting_until_date and clearance.vetting_until_date < today
    return "vetting-over" if ended else ""


def support_of(mentor: Mentor, reader: User) -> dict:
    """The supervisions and debriefs of a mentor in which `reader` is one of the two; others are not even counted.

    `asked` is the debrief that was asked for and not held yet.
    """
    debriefs = list(mentor.debriefs.between(reader).select_related("supervisor", "written_by"))
    return {
        "supervisions": list(mentor.supervisions.between(reader).select_related("supervisor")),
        "debriefs": [debrief for debrief in debriefs if debrief.on_date],
        "asked": next((debrief for debrief in debriefs if debrief.on_date is None), None),
    }
