"""The rows of a preview: which are shown, and who a doubtful one is."""

import django_filters
from django import forms
from django.db.models import Q

from core.forms import FilterForm, Form, helper
from core.forms.layout import Actions, AllFields
from liberations.enums import RowDecision, RowDifference
from liberations.models import ListRow
from liberations.weekly_list.previewing import KINDS

STATES = {
    "apply": ("Would be applied", Q(applies=True)),
    "decide": ("Waits for a decision", Q(shown=RowDifference.DECIDE, left_out=False)),
    "left-out": ("Left out", Q(left_out=True)),
    "decided": ("Decided by a person", ~Q(decision="")),
}


class RowFilter(django_filters.FilterSet):
    """The rows of a preview by what they would change and by what is to happen to them; see `preview_rows`."""

    difference = django_filters.ChoiceFilter(
        label="What it would change", choices=list(KINDS.items()), empty_label="Everything", method="of_kind"
    )
    show = django_filters.ChoiceFilter(
        label="What is to be done",
        choices=[(key, label) for key, (label, _) in STATES.items()],
        empty_label="All rows",
        method="in_state",
    )

    class Meta:
        model = ListRow
        form = FilterForm
        fields = ["difference", "show"]

    def of_kind(self, rows, name, value):
        return rows.filter(Q(shown=value) | Q(shown_also=value))

    def in_state(self, rows, name, value):
        return rows.filter(STATES[value][1])


class DecideForm(Form):
    """Who a doubtful row is: one of the people it may be, someone new, or nobody to take from this list."""

    answer = forms.ChoiceField(
        label="Who is it?",
        choices=(),
        widget=forms.RadioSelect,
        help_text="Nothing on record changes until the list is applied. Until then you can take the answer back.",
    )

    def __init__(self, *args, candidates, more, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        sure = next((each for each in candidates if each.is_sure), None)
        if sure:
            self.fields["answer"].label = "Is the row right?"
        self.fields["answer"].choices = _of_someone_sure(sure) if sure else _of_someone_in_doubt(candidates)
        others = [("next", "Save and open the next row")] if more else []
        self.helper = helper(layout=[AllFields(), Actions("Save the answer", cancel_url, more=others)])

    @property
    def decision(self) -> RowDecision | str:
        answer = self.cleaned_data["answer"]
        return answer if answer in (RowDecision.NEW_PERSON, RowDecision.LEAVE) else RowDecision.SAME_PERSON

    @property
    def person_key(self) -> str | None:
        return self.cleaned_data["answer"] if self.decision == RowDecision.SAME_PERSON else None


def _of_someone_sure(sure):
    return [
        (str(sure.key), "The row is right: take it as it stands"),
        (RowDecision.LEAVE, "The row is wrong or out of date: leave it out"),
    ]


def _of_someone_in_doubt(candidates):
    new = "Someone new, who is not on record" if candidates else "The row is right: take it as it stands"
    return [
        *((str(each.key), each.answer) for each in candidates),
        (RowDecision.NEW_PERSON, new),
        (RowDecision.LEAVE, "We cannot tell: leave the row out"),
    ]
