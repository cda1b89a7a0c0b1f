"""What we have agreed in writing with partner agencies and prisons about sharing."""

import datetime as dt
import uuid

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from prisons.models import Prison
from referrals.models import Agency, SharingAgreement


def add_agreement(
    *,
    partner: Agency | Prison,
    reference: str,
    from_date: dt.date,
    by,
    until_date: dt.date | None = None,
    new_id: uuid.UUID | None = None,
) -> SharingAgreement:
    """Keep a signed agreement. Both days count; without `until_date` it holds until one is entered."""
    with trail.written("add_agreement", Verb.CREATED, by=by) as entry:
        if made := already_made(SharingAgreement, new_id):
            entry.needed = False
            return made
        agreement = SharingAgreement(
            pk=new_id or uuid.uuid4(),
            agency=partner if isinstance(partner, Agency) else None,
            prison=partner if isinstance(partner, Prison) else None,
            reference=reference,
            from_date=from_date,
            until_date=until_date,
        )
        _check(agreement)
        agreement.save(force_insert=True)
        entry.subject = agreement
        entry.after = {"partner": partner, "reference": reference, "from_date": from_date, "until_date": until_date}
        return agreement


def edit_agreement(*, agreement: SharingAgreement, read_at_version: int, by, **fields) -> SharingAgreement:
    """Correct reference, from_date or until_date. Raises EditedMeanwhile when someone else saved since the form was opened."""
    return edit_row("edit_agreement", agreement, read_at_version=read_at_version, values=fields, check=_check, by=by)


def _check(agreement: SharingAgreement) -> None:
    if agreement.until_date and agreement.until_date < agreement.from_date:
        raise RuleBroken("The last day is before the first day.")
