"""A move to another prison: the person keeps mentor, plan and consent; what belongs to the prison is looked at again."""

import datetime as dt

from audit import trail
from audit.enums import Verb
from liberations.services.replanning import Move, replan_moves
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
        day = episode.release_dates.current().values_list("liberation_date", flat=True).first()
        replanned = replan_moves([Move(episode, day, day, stay=stay)], by=by)
        return replanned[episode.pk].needs_decision
