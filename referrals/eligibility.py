"""Whether a programme may take someone: every rule with its answer and a sentence. Settings of the programme decide; nothing
is hard-coded. What is not known is not held against anybody."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from core.templatetags.ui import day, days_to
from people.enums import Sex
from prisons.enums import LegalStatus, SentenceBand
from prisons.models import CustodialEpisode
from referrals.enums import DeclineReason, RuleState
from referrals.models import Programme, Referral


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask about someone, plain, so that a row of a list can be asked about as well as a person on record."""

    sex: str = Sex.NOT_KNOWN
    legal_status: str = ""
    sentence_band: str = SentenceBand.NOT_KNOWN
    statutory_supervision: bool | None = None
    prison_id: uuid.UUID | None = None
    area_id: uuid.UUID | None = None
    liberation_date: dt.date | None = None
    birth_date: dt.date | None = None
    released_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One rule's answer, with the sentence shown to staff; `reason` is what a refusal because of it is counted under."""

    label: str
    state: RuleState
    sentence: str
    reason: DeclineReason | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answers of all rules, in the order a page shows them."""

    answers: tuple[Answer, ...]

    @property
    def against(self) -> list[Answer]:
        """The rules that are not met; empty when the person may be offered the programme."""
        return [answer for answer in self.answers if answer.state == RuleState.NOT_MET]

    @property
    def unknown(self) -> list[Answer]:
        """The rules that cannot be answered yet: worth asking about before a decision."""
        return [answer for answer in self.answers if answer.state == RuleState.NOT_KNOWN]

    @property
    def in_words(self) -> str:
        """All that is against, in one line; empty when nothing is."""
        return " ".join(answer.sentence for answer in self.against)


def check_referral(referral: Referral, *, on: dt.date) -> Eligibility:
    """Every rule's answer for someone referred, on record as `with_liberation` reads it. Two queries."""
    return check_many(referral.programme, [_facts_of(referral)], on=on)[0]


def check_many(programme: Programme, facts: Sequence[Facts], *, on: dt.date) -> list[Eligibility]:
    """The same for many at once, one Eligibility each, in order. Two queries for the programme, none a row."""
    prisons = frozenset(programme.prisons.values_list("pk", flat=True))
    areas = frozenset(programme.areas.values_list("pk", flat=True))
    return [
        Eligibility(
            (
                _sex(programme, each),
                _age(programme, each, on),
                _legal_status(programme, each),
                _sentence(programme, each),
                _supervision(programme, each),
                _prison(prisons, each),
                _area(areas, each),
                _lead_time(programme, each, on),
                _sign_up(programme, each, on),
            )
        )
        for each in facts
    ]


def last_released(person) -> CustodialEpisode | None:
    """The last time in custody of somebody who is out; None if they are inside or were never recorded. One query."""
    last = CustodialEpisode.objects.filter(person=person).order_by(F("released_date").desc(nulls_first=True)).first()
    return last if last and last.released_date else None


def _facts_of(referral):
    person, episode = referral.person, referral.episode
    return Facts(
        sex=person.sex,
        legal_status=episode.legal_status,
        sentence_band=episode.sentence_band,
        statutory_supervision=episode.statutory_supervision,
        prison_id=referral.now_at,
        area_id=episode.return_area_id,
        liberation_date=referral.liberation_day,
        birth_date=person.birth_date,
        released_date=episode.released_date,
    )


def _sex(programme, facts):
    label, known = "Sex", Sex(facts.sex or Sex.NOT_KNOWN)
    if not programme.sexes:
        return Answer(label, RuleState.MET, "For everyone.")
    if known == Sex.NOT_KNOWN:
        return Answer(label, RuleState.NOT_KNOWN, "Their sex is not on record.")
    recorded = known.label.lower()
    if known in programme.sexes:
        return Answer(label, RuleState.MET, f"For people recorded as {recorded}.")
    sentence = f"The programme is not for people recorded as {recorded}."
    return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.SEX)


def _age(programme, facts, on):
    label = "Age"
    youngest, oldest = programme.youngest_age, programme.oldest_age
    if youngest is None and oldest is None:
        return Answer(label, RuleState.MET, "For people of any age.")
    if facts.birth_date is None:
        return Answer(label, RuleState.NOT_KNOWN, "Their date of birth is not on record.")
    coming = facts.liberation_date is not None and facts.liberation_date > on
    age = _age_on(facts.birth_date, facts.liberation_date if coming else on)
    they = f"They will be {age} at liberation" if coming else f"They are {age}"
    if youngest is not None and age < youngest:
        sentence = f"{they}; the programme is for people of {youngest} or older."
        return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.AGE)
    if oldest is not None and age > oldest:
        sentence = f"{they}; the programme is for people up to {oldest}."
        return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.AGE)
    return Answer(label, RuleState.MET, f"{they}.")


def _legal_status(programme, facts):
    label = "Legal status"
    if not facts.legal_status:
        if programme.takes_remand and programme.takes_recall:
            return Answer(label, RuleState.MET, "Sentenced, recalled and on remand.")
        return Answer(label, RuleState.NOT_KNOWN, "Whether they are sentenced or on remand is not on record.")
    status = LegalStatus(facts.legal_status)
    if status == LegalStatus.REMAND and not programme.takes_remand:
        sentence = "The programme does not take people on remand."
        return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.REMAND)
    if status == LegalStatus.RECALL and not programme.takes_recall:
        sentence = "The programme does not take people who were recalled."
        return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.RECALL)
    return Answer(label, RuleState.MET, f"{status.label}.")


def _sentence(programme, facts):
    label = "Length of sentence"
    if not programme.sentence_bands:
        return Answer(label, RuleState.MET, "Any sentence.")
    if facts.legal_status == LegalStatus.REMAND:
        return Answer(label, RuleState.MET, "On remand, so there is no sentence yet.")
    band = SentenceBand(facts.sentence_band or SentenceBand.NOT_KNOWN)
    if band == SentenceBand.NOT_KNOWN:
        return Answer(label, RuleState.NOT_KNOWN, "The length of the sentence is not on record.")
    if band not in programme.sentence_bands:
        sentence = f"The sentence is {_in_a_sentence(band.label)}."
        return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.SENTENCE)
    return Answer(label, RuleState.MET, f"{band.label}.")


def _supervision(programme, facts):
    label = "Statutory supervision"
    if programme.takes_statutory:
        return Answer(label, RuleState.MET, "With or without supervision after release.")
    if facts.statutory_supervision is None:
        sentence = "Whether they will be under statutory supervision after release is not on record."
        return Answer(label, RuleState.NOT_KNOWN, sentence)
    if facts.statutory_supervision:
        sentence = "They will be under statutory supervision after release."
        return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.SUPERVISION)
    return Answer(label, RuleState.MET, "No statutory supervision after release.")


def _prison(prisons, facts):
    label = "Prison"
    if not prisons:
        return Answer(label, RuleState.MET, "Every prison.")
    if facts.released_date:
        return Answer(label, RuleState.MET, "They are out of prison.")
    if facts.prison_id is None:
        return Answer(label, RuleState.NOT_KNOWN, "The prison they are in is not on record.")
    if facts.prison_id not in prisons:
        return Answer(label, RuleState.NOT_MET, "The programme does not work in this prison.", DeclineReason.PRISON)
    return Answer(label, RuleState.MET, "The programme works in this prison.")


def _area(areas, facts):
    label = "Area they return to"
    if not areas:
        return Answer(label, RuleState.MET, "Every area.")
    if facts.area_id is None:
        return Answer(label, RuleState.NOT_KNOWN, "The area they return to is not on record.")
    if facts.area_id not in areas:
        sentence = "The programme does not cover the area they return to."
        return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.AREA)
    return Answer(label, RuleState.MET, "The programme covers the area they return to.")


def _lead_time(programme, facts, on):
    if facts.released_date:
        return _after_release(programme, facts, on)
    label, needed = "Time before liberation", programme.minimum_lead_days
    if not needed:
        return Answer(label, RuleState.MET, "Up to the day of liberation, and after it.")
    if facts.liberation_date is None:
        return Answer(label, RuleState.NOT_KNOWN, "The liberation day is not on record.")
    left = (facts.liberation_date - on).days
    if left < 0:
        return Answer(label, RuleState.NOT_KNOWN, "The liberation day on record has passed.")
    days = f"{needed} day" if needed == 1 else f"{needed} days"
    if left < needed:
        sentence = f"Liberation is {days_to(facts.liberation_date, on)}; the programme needs {days} or more."
        return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.TOO_LATE)
    return Answer(label, RuleState.MET, f"{days} or more before liberation.")


def _after_release(programme, facts, on):
    label, months = "Time since release", programme.self_referral_months
    out = f"Out since {day(facts.released_date)}"
    if programme.may_ask_on(on, released=facts.released_date):
        return Answer(label, RuleState.MET, f"{out}; people may ask for themselves for {months} months.")
    if not months:
        return Answer(label, RuleState.NOT_MET, f"{out}; the programme begins before release.", DeclineReason.TOO_LATE)
    sentence = f"{out}; the programme takes people up to {months} months after release."
    return Answer(label, RuleState.NOT_MET, sentence, DeclineReason.TOO_LATE)


def _sign_up(programme, facts, on):
    """Too early is no reason against anybody: it says when to come back."""
    label = "Sign-up"
    if facts.liberation_date is None:
        # On remand sign-up is as soon as possible: there may never be a date to count from (domain.md section 3.1).
        if facts.legal_status == LegalStatus.REMAND:
            return Answer(label, RuleState.MET, "Open: on remand there is no date to count from.")
        return Answer(label, RuleState.NOT_KNOWN, "The liberation day is not on record.")
    opens = facts.liberation_date - dt.timedelta(weeks=programme.sign_up_weeks)
    weeks = "1 week" if programme.sign_up_weeks == 1 else f"{programme.sign_up_weeks} weeks"
    if opens > on:
        return Answer(label, RuleState.NOT_YET, f"Opens on {day(opens)}, {weeks} before liberation.")
    return Answer(label, RuleState.MET, f"Open since {day(opens)}, {weeks} before liberation.")


def _age_on(birth_date, on):
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def _in_a_sentence(label):
    """Labels that begin with a word begin small inside a sentence; those that hold a short form stay as they are."""
    return label if label == SentenceBand.LIFE.label else label.lower()
