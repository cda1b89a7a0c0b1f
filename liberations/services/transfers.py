"""A move to another prison: the person keeps mentor, plan and consent; what belongs to the prison is looked at again."""

import datetime as dt

from audit import trail
from audit.enums import Verb
from liberations.models import GateLiberation
from liberations.notifications import tell_transferred
from mentoring.models import Case, Meeting, PrisonClearance
from prisons.models import CustodialEpisode, Prison
from prisons.services.episodes import transfer_to_prison


def transfer_person(*, episode: CustodialEpisode, prison: Prison, on: dt.date, by, hall: str = "") -> list[str]:
    """Record the move and tell those concerned. Returns sentences on what needs a person's decision now.

    The time and place at the old gate are cleared from the gate plan; who meets the person stays.
    """
    with trail.written("transfer_person", Verb.CHANGED, by=by, person=episode.person) as entry:
        # Locked before it is read: the same move sent twice at once is one.
        episode = CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
        before = episode.stays.filter(to_date=None).values_list("prison_id", flat=True).first()
        stay = transfer_to_prison(episode=episode, prison=prison, on=on, by=by, hall=hall)
        entry.subject, entry.needed = stay, before != stay.prison_id or bool(hall)
        if before == stay.prison_id:
            return []
        sentences = []
        gates = GateLiberation.objects.filter(episode=episode).exclude(meeting_point="", meet_time=None)
        if gates.update(meeting_point="", meet_time=None):
            sentences.append("The gate plan was for the old prison: choose the time and the place to stand again.")
        for case in Case.objects.open().filter(episode=episode).select_related("programme"):
            sentences += _clearance(case, prison, on)
            tell_transferred(case, stay=stay)
        booked = Meeting.objects.planned().filter(episode=episode, prison=before, on_date__gte=on).count()
        if booked:
            sentences.append(
                f"{booked} planned {'visit is' if booked == 1 else 'visits are'} booked at the old prison."
            )
        return sentences


def _clearance(case: Case, prison: Prison, on: dt.date) -> list[str]:
    lead = case.assignments.lead().current().select_related("mentor__user").first()
    if lead is None or PrisonClearance.objects.in_force(on).filter(mentor=lead.mentor, prison=prison).exists():
        return []
    return [f"{lead.mentor.user.name} has no clearance for {prison.name}."]
