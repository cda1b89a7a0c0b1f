"""Whether a programme may take someone, and if not why not. Settings of the programme decide; nothing is hard-coded."""

import datetime as dt
from dataclasses import dataclass

from core.templatetags.ui import days_to
from people.enums import Sex
from people.models import Person
from prisons.enums import LegalStatus, SentenceBand
from prisons.models import CustodialEpisode
from referrals.enums import DeclineReason
from referrals.models import Programme


@dataclass(frozen=True)
class Against:
    """One reason against, with the sentence shown to staff."""

    reason: DeclineReason
    sentence: str


def check(programme: Programme, person: Person, episode: CustodialEpisode, *, on: dt.date) -> list[Against]:
    """Every reason against, empty when the person may be offered the programme. What is not known is not held against them."""
    stay = episode.stays.filter(to_date=None).first()
    ledger = episode.release_dates.current().first()
    prisons = {prison.pk for prison in programme.prisons.all()}
    areas = {area.pk for area in programme.areas.all()}
    against = []
    if programme.sexes and person.sex != Sex.NOT_KNOWN and person.sex not in programme.sexes:
        against.append(
            Against(
                DeclineReason.SEX, f"The programme is not for people recorded as {person.get_sex_display().lower()}."
            )
        )
    if episode.legal_status == LegalStatus.REMAND and not programme.takes_remand:
        against.append(Against(DeclineReason.REMAND, "The programme does not take people on remand."))
    known_band = episode.sentence_band != SentenceBand.NOT_KNOWN and episode.legal_status != LegalStatus.REMAND
    if known_band and programme.sentence_bands and episode.sentence_band not in programme.sentence_bands:
        against.append(
            Against(DeclineReason.SENTENCE, f"The sentence is {episode.get_sentence_band_display().lower()}.")
        )
    if episode.statutory_supervision and not programme.takes_statutory:
        against.append(Against(DeclineReason.SUPERVISION, "They will be under statutory supervision after release."))
    if prisons and stay and stay.prison_id not in prisons:
        against.append(Against(DeclineReason.PRISON, "The programme does not work in this prison."))
    if areas and episode.return_area_id and episode.return_area_id not in areas:
        against.append(Against(DeclineReason.AREA, "The programme does not cover the area they return to."))
    if ledger and ledger.liberation_date:
        days = (ledger.liberation_date - on).days
        if 0 <= days < programme.minimum_lead_days:
            against.append(
                Against(
                    DeclineReason.TOO_LATE,
                    f"Liberation is {days_to(ledger.liberation_date, on)}; the programme needs "
                    f"{programme.minimum_lead_days} days or more.",
                )
            )
    return against
