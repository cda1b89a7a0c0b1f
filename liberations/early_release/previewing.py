"""What an early-release scheme would do now, as rows that a draft keeps. Nothing is written here."""

import datetime as dt
import uuid
from collections.abc import Iterable

from accounts.models import User
from liberations.early_release.choosing import candidates
from liberations.early_release.shifting import Shifted, Terms, shift_all
from liberations.models import Scheme, SchemeMember

# What a preview says of somebody; the rest of a member is what people decided.
PREVIEWED = ("before_row_id", "before_date", "after_date", "explanation", "why_not")


def members_now(
    scheme: Scheme, stored: Iterable[SchemeMember], user: User, *, today: dt.date
) -> dict[uuid.UUID, SchemeMember]:
    """Everybody the scheme is for as the record stands, by episode; who is `stored` keeps key and decision."""
    known = {member.episode_id: member for member in stored}
    shifted = shift_all(candidates(scheme, user), Terms.of(scheme), today=today)
    return {each.candidate.episode_id: _member(scheme, each, known.get(each.candidate.episode_id)) for each in shifted}


def same_preview(member: SchemeMember, other: SchemeMember) -> bool:
    return all(getattr(member, name) == getattr(other, name) for name in PREVIEWED)


def what_shifts(members: Iterable[SchemeMember]) -> set[tuple]:
    """Who would be shifted, from which row of the ledger to which day: all that a promise to shift them is about."""
    return {
        (member.episode_id, member.before_row_id, member.after_date, tuple(member.why_not))
        for member in members
        if member.shifts
    }


def _member(scheme: Scheme, shifted: Shifted, known: SchemeMember | None) -> SchemeMember:
    made = SchemeMember(
        scheme=scheme,
        episode_id=shifted.candidate.episode_id,
        before_row_id=shifted.candidate.row_id,
        before_date=shifted.candidate.liberation_date,
        after_date=shifted.after,
        explanation=shifted.explanation,
        why_not=list(shifted.why_not),
    )
    if known:
        made.pk, made.decision, made.decided_by_id = known.pk, known.decision, known.decided_by_id
    return made
