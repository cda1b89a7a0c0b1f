"""A proposal for many at once: for each person a mentor, a note, and which mentor the page showed as theirs."""

import uuid

from django import forms

from core.forms import LongSelect, NewRowForm
from mentoring.enums.cases import MatchEnd
from mentoring.forms.assignments import why_it_changes
from mentoring.matching.facts import Facts, ToMatch
from mentoring.matching.proposal import Proposal
from mentoring.matching.weights import plain
from mentoring.services.assignments import Choice

NOBODY = ("", "Nobody now")
LONGEST_NOTE = 300


class ProposalForm(NewRowForm):
    """Three fields for each person, named after the key of their case, and the key of the decision that is made of them."""

    def __init__(self, *args, facts: Facts, **kwargs):
        super().__init__(*args, **kwargs)
        self.facts = facts
        self.mentors = {str(each.key): each for each in facts.mentors}
        here = [str(person.case.pk) for person in facts.people]
        sent = self.data.getlist("case") if self.is_bound else []
        self.fields["case"] = forms.MultipleChoiceField(
            choices=[(key, key) for key in (*here, *sent)],
            required=False,
            initial=here,
            widget=forms.MultipleHiddenInput,
        )
        for person in facts.people:
            self._ask_about(person)
        if any(person.lead for person in facts.people):
            # Not asked of a page that was shown before anybody had a mentor.
            self.fields["end_reason"] = why_it_changes(required=False)

    def _ask_about(self, person: ToMatch):
        case = person.case
        may = [each for each in self.facts.mentors if case.person_id not in each.barred_from]
        choices = [
            (str(each.key), f"{each.mentor.user.name} ({plain(each.load)} of {plain(each.capacity)})") for each in may
        ]
        about = case.reference
        self.fields[f"mentor_{case.pk.hex}"] = forms.ChoiceField(
            label=f"Mentor of {about}",
            choices=[NOBODY, *choices],
            required=False,
            widget=LongSelect({"aria-label": f"Mentor of {case.person.full_name}"}),
            error_messages={"invalid_choice": f"Choose one of the mentors shown for {about}"},
        )
        self.fields[f"note_{case.pk.hex}"] = forms.CharField(
            label=f"Why this mentor for {about}",
            max_length=LONGEST_NOTE,
            required=False,
            widget=forms.Textarea(
                {"rows": 3, "cols": 16, "aria-label": f"Why this mentor for {case.person.full_name}"}
            ),
        )
        self.fields[f"seen_{case.pk.hex}"] = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def start_with(self, proposal: Proposal, reason: str):
        """What stands in the boxes before the manager changes anything."""
        self.initial["end_reason"] = reason or MatchEnd.WORKLOAD
        for row in proposal.rows:
            key = row.person.case.pk.hex
            self.initial[f"mentor_{key}"] = str(row.chosen.candidate.key) if row.chosen else ""
            self.initial[f"note_{key}"] = row.reasons[:LONGEST_NOTE]
            self.initial[f"seen_{key}"] = row.person.lead

    def fields_of(self, person: ToMatch):
        """The bound fields of one person, for the page."""
        return {name: self[f"{name}_{person.case.pk.hex}"] for name in ("mentor", "note", "seen")}

    def gone(self) -> int:
        """How many of those the page showed have ended, or may not be opened any more."""
        return len(set(self.cleaned_data["case"]) - {str(person.case.pk) for person in self.facts.people})

    def chosen(self) -> dict[uuid.UUID, uuid.UUID | None]:
        """The mentor chosen for each case, whatever else is wrong; None for nobody now."""
        given = getattr(self, "cleaned_data", {})
        keys = {person.case.pk: given.get(f"mentor_{person.case.pk.hex}") for person in self.facts.people}
        return {case: self.mentors[key].key if key else None for case, key in keys.items()}

    def clean(self):
        given = super().clean()
        for person in self.facts.people:
            key = person.case.pk.hex
            if given.get(f"mentor_{key}") and not given.get(f"note_{key}") and f"note_{key}" not in self.errors:
                self.add_error(f"note_{key}", f"Say why this mentor for {person.case.reference}")
        if gone := self.gone():
            people = "person here has" if gone == 1 else "people here have"
            self.add_error(
                None,
                f"Nothing was saved. {gone} {people} ended, or may not be opened any more. Look at the others again.",
            )
        return given

    def choices(self) -> list[Choice]:
        """What the allocate_many service takes: everyone for whom somebody else than their mentor now is chosen."""
        given, made = self.cleaned_data, []
        for person in self.facts.people:
            key = person.case.pk.hex
            mentor = self.mentors.get(given[f"mentor_{key}"])
            if mentor and mentor.key != given[f"seen_{key}"]:
                made.append(Choice(person.case, mentor.mentor, given[f"note_{key}"], given[f"seen_{key}"]))
        return made

    def decision(self):
        """What the allocate_many service takes."""
        reason = self.cleaned_data.get("end_reason") or MatchEnd.WORKLOAD
        return {"choices": self.choices(), "end_reason": reason, "new_id": self.cleaned_data["new_id"]}
