"""The forms of contacts to come: planning one, booking several before liberation, moving one, cancelling one."""

from crispy_forms.layout import HTML
from django import forms

from core.forms import Actions, DayField, Fieldset, NewRowForm, TimeField, VersionedForm, helper
from mentoring.enums.meetings import CancelReason, Channel, MeetingState, MoveAsker

# Nobody books more visits with one person in one go; a form that asks for more has been tampered with.
MOST_ROWS = 12
CANCELLED_CHOICES = [
    (MeetingState.CANCELLED_BY_PRISON, "The prison"),
    (MeetingState.CANCELLED_BY_PERSON, "The person"),
    (MeetingState.CANCELLED_BY_US, "We did"),
]


class PlanForm(NewRowForm):
    """A contact to come."""

    channel = forms.ChoiceField(label="How will you meet?", choices=Channel, widget=forms.RadioSelect)
    on_date = DayField(label="Date of the visit")
    at_time = TimeField(label="Time of the visit", required=False)
    is_agency_visit = forms.BooleanField(
        label="This is the agency visit: their first meeting with the community mentor", required=False
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Plan visit", cancel_url)


class BookForm(NewRowForm):
    """The visits that are missing before liberation, each with its day and time; one without a day is not booked.

    `visits` are the days and times proposed. A form that comes back has as many rows as it was sent with.
    """

    rows = forms.IntegerField(min_value=1, max_value=MOST_ROWS, widget=forms.HiddenInput)

    def __init__(self, *args, visits, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers = range(1, self._rows(len(visits)) + 1)
        self.fields["rows"].initial = len(self.numbers)
        parts = []
        for number in self.numbers:
            on_date, at_time = visits[number - 1] if number <= len(visits) else (None, None)
            self.fields[f"day_{number}"] = DayField(label=f"Date of visit {number}", required=False, initial=on_date)
            self.fields[f"time_{number}"] = TimeField(label=f"Time of visit {number}", required=False, initial=at_time)
            parts.append(Fieldset(f"Visit {number}", f"day_{number}", f"time_{number}"))
        parts.append(HTML('<p class="muted">Change what does not suit. A visit without a date is not booked.</p>'))
        self.helper = helper(layout=[*parts, Actions("Book these visits", cancel_url)], css_class="visits-form")

    def visits(self):
        """What the service takes: the days that were filled in, with their times."""
        return [(self.cleaned_data[f"day_{number}"], self.cleaned_data[f"time_{number}"]) for number in self._filled()]

    def refuse(self, refusal):
        """Show what was refused beside the visit it is about."""
        place = refusal.place
        filled = self._filled()
        self.add_error(f"day_{filled[place]}" if place is not None and place < len(filled) else None, str(refusal))

    def _filled(self):
        return [number for number in self.numbers if self.cleaned_data.get(f"day_{number}")]

    def _rows(self, proposed):
        sent = str(self.data.get(self.add_prefix("rows"), "")) if self.is_bound else ""
        if sent.isascii() and sent.isdigit() and len(sent) <= 2:
            return min(max(int(sent), 1), MOST_ROWS)
        return min(max(proposed, 1), MOST_ROWS)


class MoveForm(VersionedForm):
    """Another day or time for a planned contact, with who asked for it."""

    on_date = DayField(label="New date")
    at_time = TimeField(label="New time", required=False)
    asked_by = forms.ChoiceField(label="Who asked for another time?", choices=MoveAsker, widget=forms.RadioSelect)
    reason = forms.CharField(label="Why?", max_length=300, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Move visit", cancel_url)


class CancelForm(VersionedForm):
    """A planned contact that will not take place."""

    state = forms.ChoiceField(label="Who cancelled it?", choices=CANCELLED_CHOICES, widget=forms.RadioSelect)
    cancel_reason = forms.ChoiceField(
        label="Why did the prison cancel?", choices=CancelReason, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Anything else about it", max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    reveals = {"state": {MeetingState.CANCELLED_BY_PRISON.value: ["cancel_reason"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Cancel this visit", cancel_url)
