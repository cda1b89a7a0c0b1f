"""Who takes over each person, gate and cover of a mentor who leaves."""

import uuid

from django import forms

from core.forms import LongSelect, NewRowForm
from liberations.moving_on.leaving import Leaving
from liberations.services.leavers import Passing
from mentoring.enums.cases import MatchEnd
from mentoring.matching.facts import Candidate
from mentoring.matching.weights import plain

WAITS = "waits"
REASONS = [(each.value, each.label) for each in (MatchEnd.LEAVES, MatchEnd.AWAY, MatchEnd.WORKLOAD, MatchEnd.OTHER)]
LONGEST_NOTE = 300


class LeavingForm(NewRowForm):
    """A choice for each person, gate and cover, named after its key. Nobody is left out by mistake: what came to hang on the
    mentor since the page was shown has no answer yet, and is asked for."""

    reason = forms.ChoiceField(
        label="Why are they passed on?", choices=REASONS, initial=MatchEnd.LEAVES, widget=forms.RadioSelect
    )

    def __init__(self, *args, leaving: Leaving, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaving = leaving
        self.mentors = {str(each.key): each.mentor for each in leaving.facts.mentors}
        for person in leaving.facts.people:
            self._ask("person", person.case, person.case, "Who takes over", "Waits for a mentor")
        for gate in leaving.gates:
            self._ask("gate", gate, gate.case, "Who goes to the gate for", "Nobody yet")
        for cover in leaving.covers:
            self._ask("cover", cover, cover.case, "Who covers for", "Nobody")

    def start_with(self, proposal):
        """What stands in the boxes before the manager changes anything."""
        for row in proposal.rows:
            chosen = str(row.chosen.candidate.key) if row.chosen else ""
            self.initial[f"person_{row.person.case.pk.hex}"] = chosen

    def people(self, proposal):
        """Each row of the proposal with its field, for the page."""
        return [(row, self[f"person_{row.person.case.pk.hex}"]) for row in proposal.rows]

    def gates(self):
        return [(gate, self[f"gate_{gate.pk.hex}"]) for gate in self.leaving.gates]

    def covers(self):
        return [(cover, self[f"cover_{cover.pk.hex}"]) for cover in self.leaving.covers]

    def chosen(self) -> dict[uuid.UUID, uuid.UUID | None]:
        """The mentor chosen for each person, whatever else is wrong."""
        given = getattr(self, "cleaned_data", {})
        keys = {each.case.pk: given.get(f"person_{each.case.pk.hex}") for each in self.leaving.facts.people}
        return {case: self.mentors[key].pk if key in self.mentors else None for case, key in keys.items()}

    def passing(self, proposal) -> Passing:
        """What the service takes; each match note says from whom and what speaks for it."""
        return Passing(
            people=[
                (row.person.case, self._mentor("person", row.person.case), self._note(row)) for row in proposal.rows
            ],
            gates=[(gate, self._mentor("gate", gate)) for gate in self.leaving.gates],
            covers=[(cover, self._mentor("cover", cover)) for cover in self.leaving.covers],
        )

    def _ask(self, what, row, case, question, nobody):
        may = [each for each in self.leaving.facts.mentors if case.person_id not in each.barred_from]
        self.fields[f"{what}_{row.pk.hex}"] = forms.ChoiceField(
            label=f"{question} {case.reference}",
            choices=[("", "Choose one"), *((str(each.key), _label(each)) for each in may), (WAITS, nobody)],
            widget=LongSelect({"aria-label": f"{question} {case.person.full_name}"}),
        )

    def _mentor(self, what, row):
        return self.mentors.get(self.cleaned_data[f"{what}_{row.pk.hex}"])

    def _note(self, row):
        return f"Taken over from {self.leaving.mentor}. {row.reasons}".strip()[:LONGEST_NOTE]


def _label(candidate: Candidate) -> str:
    return f"{candidate.mentor.user.name} ({plain(candidate.load)} of {plain(candidate.capacity)})"
