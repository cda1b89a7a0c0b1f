"""What stands in the way of merging two records, each as a sentence that says what to settle first. Pure: asks nothing."""

import datetime as dt
from collections.abc import Iterator
from itertools import product

from core.templatetags.ui import day
from liberations.merging.records import Custody, Record
from referrals.enums import WAITING_STATES


def conflicts(survivor: Record, merged: Record) -> list[str]:
    """Why the two cannot be merged as they are; empty when they can."""
    return [
        *_custody(survivor, merged),
        *_cases(survivor, merged),
        *_waiting_referrals(survivor, merged),
        *_whom_to_ask(survivor, merged),
    ]


def _custody(survivor: Record, merged: Record) -> Iterator[str]:
    for ours, theirs in product(survivor.custody, merged.custody):
        if ours.is_open and theirs.is_open:
            yield from _both_present(ours, theirs)
        elif _overlap(ours, theirs):
            yield (
                f"Their times in custody overlap: {ours.span}, and {theirs.span}. "
                "Correct the day of admission or of release first."
            )


def _both_present(ours: Custody, theirs: Custody) -> Iterator[str]:
    """In custody on both records: the same time entered twice, if prison and liberation day agree."""
    if ours.prison and theirs.prison and ours.prison != theirs.prison:
        yield (
            f"Both records say they are in custody now: one in {ours.prison.name}, the other in {theirs.prison.name}. "
            "Record the move on the one that is behind, so that both say the same prison."
        )
    if theirs.liberation_date and ours.liberation_date != theirs.liberation_date:
        days = " and ".join(day(each.liberation_date) or "not known" for each in (ours, theirs))
        yield (
            f"Both records say they are in custody now, and their liberation days differ: {days}. Find out which is right "
            "and enter it on both first."
        )
    if ours.gate and theirs.gate and theirs.gate.says_anything:
        yield (
            "Both records have a plan for the gate, and a day has one. Put everything into one plan, and in the other one "
            "choose “Not offered yet” and nobody to meet them."
        )
    if ours.day_planned and theirs.day_planned:
        yield (
            "Both records have a plan for the day of release, and a day has one. Put everything into one plan, and take out "
            "what stands in the other."
        )


def _overlap(ours: Custody, theirs: Custody) -> bool:
    if ours.from_date is None or theirs.from_date is None:
        return False
    our_end, their_end = (each.episode.released_date or dt.date.max for each in (ours, theirs))
    return ours.from_date < their_end and theirs.from_date < our_end


def _cases(survivor: Record, merged: Record) -> Iterator[str]:
    ours, theirs = ({case.programme.name for case in each.cases if case.is_open} for each in (survivor, merged))
    for programme in sorted(ours & theirs):
        yield f"Both have open support in {programme}. End one of the two first."


def _waiting_referrals(survivor: Record, merged: Record) -> Iterator[str]:
    ours, theirs = (
        {referral.programme.name for referral in each.referrals if referral.state in WAITING_STATES}
        for each in (survivor, merged)
    )
    for programme in sorted(ours & theirs):
        yield (
            f"Both have a referral to {programme} waiting. Decide about one of them first: not for this service, because "
            "they were referred twice."
        )


def _whom_to_ask(survivor: Record, merged: Record) -> Iterator[str]:
    for name in sorted(survivor.may_ask & merged.may_ask):
        yield (
            f"Both name {name} as somebody we may ask about them, perhaps by different numbers. Take the entry that is out of "
            "date out of one record first."
        )
