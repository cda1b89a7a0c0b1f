"""Where a referral to a partner agency stands, and how it came there: one row for every move. Called by the services that
have a name for what happened."""

import uuid
from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone

from referrals.enums import OnwardState
from referrals.models import AgencyLink, OnwardMove, OnwardReferral
from referrals.models.onward import STANDING_FIELDS
from referrals.onward_days import standing_with


def stand_at(
    *,
    onward: OnwardReferral,
    standing: Mapping[str, object],
    by,
    link: AgencyLink | None = None,
    new_id: uuid.UUID | None = None,
) -> OnwardMove:
    """Bring a locked referral to `standing` (its state and what belongs to it), and keep the move. `by` is None where the
    agency says so through its `link`. Any other link ends: what it asks has been answered."""
    move = OnwardMove(
        pk=new_id or uuid.uuid4(), onward=onward, said_by=by, said_at=timezone.now(), link=link, **standing
    )
    move.save(force_insert=True)
    put_standing(onward=onward, standing=standing, by=by)
    revoke_links(onward_referrals=OnwardReferral.objects.filter(pk=onward.pk), by=by)
    return move


def put_standing(*, onward: OnwardReferral, standing: Mapping[str, object], by) -> None:
    """Write down where a locked referral stands, without a move."""
    for name in STANDING_FIELDS:
        setattr(onward, name, standing[name])
    onward.state_by = by
    onward.save(update_fields=[*STANDING_FIELDS, "state_by"])


def stop_onward_referrals(*, onward_referrals: QuerySet, note: str, by) -> int:
    """Stop those of `onward_referrals` that are open, and take back their links. Returns how many. Set-based: the people
    are held by the caller."""
    keys = list(onward_referrals.open().select_for_update(of=("self",)).values_list("pk", flat=True))
    now = timezone.now()
    stopped = standing_with(OnwardState.STOPPED, timezone.localdate(), note)
    OnwardMove.objects.bulk_create(OnwardMove(onward_id=key, said_by=by, said_at=now, **stopped) for key in keys)
    held = OnwardReferral.objects.filter(pk__in=keys)
    held.update(**stopped, state_by=by)
    revoke_links(onward_referrals=held, by=by)
    return len(keys)


def revoke_links(*, onward_referrals: QuerySet, by) -> int:
    """Whatever link of these referrals is still in use opens nothing from now on. Returns how many there were."""
    links = AgencyLink.objects.not_ended().filter(onward__in=onward_referrals.values("pk"))
    return links.update(revoked_at=timezone.now())
