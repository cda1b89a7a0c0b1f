"""What a share pack says, in its order. Whoever shows one asks here: the record, paper, and an agency's page."""

from referrals.enums import StorySection
from referrals.models import OnwardReferral, SharePack


def told(pack: SharePack) -> list[tuple[StorySection, str]]:
    """The sections they chose with what each says, in the order they are read. One query."""
    texts = {row.section: row.text for row in pack.sections.all()}
    return [(section, texts[section]) for section in StorySection if section in texts]


def told_in_words(pack: SharePack) -> str:
    """What a disclosure says was told: which sections, not what they say. That stays in the pack. One query."""
    return f"Their story as they agreed to it: {', '.join(section.label for section, _ in told(pack))}."


def story_for_agency(onward: OnwardReferral) -> list[tuple[StorySection, str]]:
    """What the agency of an onward referral may read of their story now: nothing where none is attached, or it was stopped.

    Whether the referral itself may still be read (consent, state) is the caller's to have checked. Two queries at most.
    """
    pack = onward.share_pack
    return told(pack) if pack and pack.may_be_shown else []
