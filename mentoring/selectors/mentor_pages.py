"""What the page of one mentor shows."""

import datetime as dt

from accounts.models import User
from mentoring.enums.mentors import Vetting
from mentoring.models import Mentor, SupervisionSettings, TrainingKind
from mentoring.paper_rules import supervision_due


def page_of(mentor: Mentor, today: dt.date) -> dict:
    """Everything a mentor has that a manager of the team may see, newest first. One query for each kind.

    Each row with a time says how it `holds` today (see `holds`); `missing` are trainings every mentor needs and this one
    has not in date; `due` is the day by which the next supervision is to be.
    """
    settings = SupervisionSettings.of_team(mentor.user.team)
    soon = today + dt.timedelta(days=max(settings.remind_days, default=0))
    clearances = list(mentor.clearances.select_related("prison").order_by("prison__name", "-from_date"))
    memberships = list(mentor.pvg_memberships.all())
    training = list(mentor.training.select_related("kind"))
    supervisions = list(mentor.supervisions.select_related("supervisor").defer("summary"))
    for row in clearances:
        row.holds = _vetted(row, today) or holds(row.from_date, row.until_date, today, soon)
    for row in memberships:
        row.holds = "struck" if row.struck_at else holds(row.from_date, row.until_date, today, soon)
    for row in training:
        row.holds = "struck" if row.struck_at else holds(row.done_date, row.expires_date, today, soon)
    in_date = {row.kind_id for row in training if row.holds in ("in-force", "soon")}
    return {
        "areas": list(mentor.areas.all()),
        "clearances": clearances,
        "memberships": memberships,
        "training": training,
        "missing": [kind for kind in TrainingKind.objects.required_on(today) if kind.pk not in in_date],
        "supervisions": supervisions,
        "due": supervision_due(supervisions[0].on_date, supervisions[0].next_date, settings.supervision_weeks)
        if supervisions
        else None,
    }


def holds(from_date: dt.date, until_date: dt.date | None, today: dt.date, soon: dt.date) -> str:
    """ "over", "later" (not begun), "soon" (runs out by that day) or "in-force"."""
    if until_date and until_date < today:
        return "over"
    if from_date > today:
        return "later"
    return "soon" if until_date and until_date <= soon else "in-force"


def _vetted(clearance, today):
    """ "asked" or "vetting-over" of a clearance that would be in force with valid vetting; else nothing."""
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
