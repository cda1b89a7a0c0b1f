"""Which moves a referral may make."""

from core.errors import RuleBroken
from referrals.enums import REFERRAL_MOVES, ReferralState
from referrals.models import Referral


def need_move(referral: Referral, state: ReferralState) -> None:
    """Refuses a move that the referral's present state does not allow. The row must be locked."""
    if state not in REFERRAL_MOVES[referral.state]:
        raise RuleBroken(
            f"This referral is now at “{referral.get_state_display()}”, so this cannot be done. "
            "Someone may have dealt with it already."
        )
