"""Who might take a case, and why."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from mentoring.enums.matching import GenderWish, Wish
from mentoring.enums.mentors import Gender, Language
from mentoring.matching.facts import Candidate, Facts, ToMatch, facts_of
from mentoring.matching.weights import Weighed, is_far, plain, weighted_load
from mentoring.models import Case, CaseloadWeights

GENDERS = {GenderWish.WOMAN: (Gender.WOMAN, "a woman"), GenderWish.MAN: (Gender.MAN, "a man")}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mentor who might take a case, with what speaks for and against it. The manager decides; only a bar forbids.

    `load` is what the mentor carries without this person, `adds` what the person would weigh for this mentor.
    """

    person: ToMatch
    candidate: Candidate
    load: Decimal
    adds: Weighed

    @property
    def mentor(self):
        return self.candidate.mentor

    @property
    def people(self) -> int:
        return self.candidate.people

    @property
    def capacity(self) -> Decimal:
        return self.candidate.capacity

    @property
    def is_now(self) -> bool:
        return self.person.lead == self.candidate.key

    @property
    def is_barred(self) -> bool:
        """Knows the person outside work: may not mentor them, whoever decides."""
        return self.person.case.person_id in self.candidate.barred_from

    @property
    def before(self) -> bool:
        return self.person.case.person_id in self.candidate.mentored

    @property
    def takes_new(self) -> bool:
        return self.mentor.available

    @property
    def load_after(self) -> Decimal:
        """What the mentor would carry with this person; the person is in the load already if it is their mentor now."""
        return self.load if self.is_now else self.load + self.adds.weight

    @property
    def is_away(self) -> bool:
        """Not there on some of the days they are needed."""
        return bool(self.candidate.away)

    @property
    def is_full(self) -> bool:
        return self.load_after > self.capacity

    @property
    def may_be_proposed(self) -> bool:
        return self.takes_new and not (self.is_away or self.is_full or self.is_barred)

    @property
    def clearance_needed(self) -> bool:
        return self.person.prison is not None

    @property
    def is_cleared(self) -> bool:
        return self.person.prison in self.candidate.clearances

    @property
    def cleared_until(self) -> dt.date | None:
        return self.candidate.clearances.get(self.person.prison)

    @property
    def clearance_runs_out(self) -> bool:
        day = self.person.case.liberation_day
        return bool(self.cleared_until and day and self.cleared_until < day)

    @property
    def covers_area(self) -> bool | None:
        """Whether they cover the area of return; None while that is not known."""
        area = self.person.return_area
        return None if area is None else area in self.candidate.areas

    @property
    def works_on_visiting_days(self) -> bool:
        days = self.person.visiting_weekdays
        return not days or not self.clearance_needed or bool(set(days) & set(self.mentor.working_days))

    @property
    def needs_training(self) -> bool:
        return self.person.high_risk and self.candidate.trained is False

    @property
    def room(self) -> str:
        """The arithmetic of the room there is, in words."""
        taken = f"{plain(self.load)} of {plain(self.capacity)} taken"
        return taken if self.is_now else f"{taken}, {plain(self.adds.weight)} more with them"

    @property
    def wishes_met(self) -> list[str]:
        return [words for met, words, _ in self._wishes() if met]

    @property
    def wishes_not_met(self) -> list[str]:
        return [words for met, _, words in self._wishes() if not met]

    def _wishes(self):
        """Of each thing they would like: whether this mentor is that, said both ways."""
        wishes, mentor = self.person.wishes, self.mentor
        if wishes is None:
            return
        if wishes.gender in GENDERS:
            gender, words = GENDERS[wishes.gender]
            told = f"They asked for {words}" + ("" if mentor.gender else "; gender not recorded")
            yield mentor.gender == gender, f"{words.capitalize()}, as they asked", told
        if wishes.language_wish == Wish.WANTED:
            words = Language(wishes.language).label
            yield wishes.language in mentor.languages, f"Speaks {words}, as they asked", f"They asked for {words}"
        if wishes.lived_experience == Wish.WANTED:
            told = "They asked for someone with lived experience"
            yield bool(mentor.lived_experience), "Lived experience, as they asked", told

    @property
    def for_them(self) -> list[str]:
        """What speaks for this mentor, in words, weightiest first."""
        return [
            words
            for holds, words in (
                (self.before, "Has mentored them before"),
                *((True, words) for words in self.wishes_met),
                (self.person.high_risk and self.candidate.trained, "Trained for high risk"),
                (self.is_cleared and self.clearance_needed, f"Cleared for {self.person.prison_name}"),
                (self.covers_area, "Covers the area they return to"),
                (self.takes_new and not self.is_full, f"Has room: {self.room}"),
            )
            if holds
        ]

    @property
    def against_them(self) -> list[str]:
        """What to know before choosing this mentor; none of it forbids it."""
        prison = self.person.prison_name
        return [
            words
            for holds, words in (
                (not self.takes_new, "Takes no new people now"),
                (self.is_away, self.candidate.away),
                (self.is_full, f"No room: {self.room}"),
                *((True, words) for words in self.wishes_not_met),
                (self.needs_training, "No training for high risk"),
                (self.clearance_needed and not self.is_cleared, f"No clearance for {prison}"),
                (self.clearance_runs_out, "Clearance runs out before liberation"),
                (not self.works_on_visiting_days, f"Does not work on the visiting days of {prison}"),
                (self.covers_area is False, "Does not cover the area they return to"),
            )
            if holds
        ]

    @property
    def rank(self):
        """Barred last; then the fewest weighty doubts, who knows them, the fewest light doubts, the smaller share of the capacity."""
        weighty = (
            not self.takes_new,
            self.is_away,
            self.is_full,
            self.needs_training,
            self.clearance_needed and not self.is_cleared,
        )
        light = self.clearance_runs_out, not self.works_on_visiting_days, self.covers_area is False
        share = self.load_after / self.capacity if self.capacity else Decimal(1)
        return self.is_barred, sum(weighty) + len(self.wishes_not_met), not self.before, sum(light), share


def suggestion(
    person: ToMatch, candidate: Candidate, weights: CaseloadWeights, load: Decimal | None = None
) -> Suggestion:
    """How one mentor fits one person; `load` is what the mentor is to carry besides, as it is now if not said."""
    adds = weighted_load(
        weights,
        need=person.case.need,
        phase=person.phase,
        is_far=is_far(where=person.where, areas=candidate.areas),
    )
    return Suggestion(person, candidate, candidate.load if load is None else load, adds)


def ranked(person: ToMatch, facts: Facts, loads: dict | None = None) -> list[Suggestion]:
    """Every mentor for one person, the most fitting first; `loads` by mentor's key replace those of now."""
    loads = loads or {}
    found = [suggestion(person, each, facts.weights, loads.get(each.key)) for each in facts.mentors]
    return sorted(found, key=lambda each: each.rank)


def suggest_mentors(case: Case, on: dt.date) -> list[Suggestion]:
    """Every mentor of the programme's team, the most fitting first, with reasons. Two queries. `case` is a row of `to_match`."""
    facts = facts_of([case], team=case.programme.team_id, on=on)
    return ranked(facts.people[0], facts)
