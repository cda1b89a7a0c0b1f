"""What is written on the ledger when a scheme shifts a day, and what stands against putting the former day back."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.utils import timezone

from liberations.enums import GateState, SchemeState
from liberations.models import GateLiberation, Scheme, SchemeMember
from prisons.enums import DateKind
from prisons.liberation_rules import spell_day
from prisons.models import ReleaseDate
from prisons.services.release_dates import Told


def as_shifted(scheme: Scheme, member: SchemeMember) -> Told:
    """What is told to the ledger when the scheme is applied. The end of the sentence stays what it was."""
    return Told(
        member.episode,
        kind=DateKind.EMERGENCY,
        source=scheme.source,
        sentence_date=member.before_row.sentence_date,
        stated_date=member.after_date,
        confidence=scheme.confidence,
        note=f"{scheme.name}: {scheme.reason}",
    )


def schemed_away(rows: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which rows of the ledger hold a day that a scheme gave and that was taken back with it: nobody may come to it again.
    One query."""
    undone = SchemeMember.objects.filter(scheme__state=SchemeState.UNDONE, after_row__in=[row for row in rows if row])
    return set(undone.values_list("after_row", flat=True))


def built_since(scheme: Scheme, members: Sequence[SchemeMember], *, today: dt.date) -> dict[uuid.UUID, str]:
    """On whom something has been built since the dates were shifted: by whom and what, by member. Three queries."""
    episodes = [member.episode_id for member in members]
    current = {
        row.episode_id: row
        for row in ReleaseDate.objects.current().filter(episode__in=episodes).select_related("recorded_by")
    }
    gates = {
        gate.episode_id: gate
        for gate in GateLiberation.objects.filter(episode__in=episodes, outcome_at__gte=scheme.applied_at)
        .exclude(state=GateState.PLANNED)
        .select_related("outcome_by")
    }
    away = schemed_away([member.before_row_id for member in members])
    found = {}
    for member in members:
        row, gate = current.get(member.episode_id), gates.get(member.episode_id)
        if member.episode.released_date:
            found[member.pk] = f"Released on {spell_day(member.episode.released_date)}."
        elif row is None or row.pk != member.after_row_id:
            found[member.pk] = f"{_who(row and row.recorded_by)} recorded a newer date{_when(row and row.recorded_at)}."
        elif gate:
            found[member.pk] = f"{_who(gate.outcome_by)} recorded what happened at the gate{_when(gate.outcome_at)}."
        elif member.before_row_id in away:
            found[member.pk] = "The day before came from another early release, which was taken back since."
        elif min(member.before_date, member.after_date) < today:
            found[member.pk] = "The day has passed. Say first whether they were released."
    return found


def _who(user) -> str:
    return user.name if user else "A job"


def _when(at) -> str:
    return f" on {spell_day(timezone.localtime(at).date())}" if at else ""
