"""The forms that say how a contact went. Planning one is forms/bookings.py."""

import datetime as dt

from crispy_forms.layout import HTML
from django import forms
from django.utils import timezone

from core.forms import Actions, DayField, Form, NewRowForm, Reveal, TimeField, VersionedForm, helper
from core.templatetags.ui import long_day
from mentoring.enums.meetings import CancelReason, Channel, Concern, MeetingState, Place
from mentoring.enums.needs import NeedArea
from mentoring.meeting_rules import LONGEST_MINUTES
from mentoring.models import Mentor

# What the form proposes; whoever records it says how long it was.
USUAL_MINUTES = 45
# Beside the channel, each answer only makes sense for some: for the others it is neither shown nor kept.
ASKED_FOR = {
    "place": {Channel.IN_PRISON},
    "minutes": frozenset(Channel) - {Channel.LETTER, Channel.TEXT, Channel.EMAIL},
    "two_way": {Channel.VIDEO, Channel.TEXT, Channel.EMAIL, Channel.LETTER},
    "instead_of_visit": {Channel.PHONE},
}
# Asked of a visit that was held, beside what its own answer brings up.
HELD_ONLY = {"minutes", "one_to_one"}
OUTCOME_CHOICES = [
    (MeetingState.HELD, "Yes, it was held"),
    (MeetingState.REFUSED, "The person refused"),
    (MeetingState.NOT_ATTENDED, "Not attended, or no answer"),
    (MeetingState.CANCELLED_BY_PRISON, "Cancelled by the prison"),
    (MeetingState.CANCELLED_BY_US, "Cancelled by us"),
    (MeetingState.CANCELLED_BY_PERSON, "Cancelled by the person beforehand"),
]
WEEKS = {"1": "In a week", "2": "In two weeks"}
# What was planned stands above the form; it is opened by those for whom it went otherwise.
_OTHERWISE = HTML(
    "<details{% if form.is_bound or not from_plan %} open{% endif %}>"
    "<summary>It was on another day, or another way of meeting</summary>"
)
_IF_HELD = HTML('<div class="if-held">')
_END_HELD = HTML("</div>")
_MORE = HTML(
    "<details{% if form.topics.value or form.together_with.value %} open{% endif %}><summary>What you worked on, and who else was there</summary>"
)
_END = HTML("</details>")


class _RadiosWithFocus(forms.RadioSelect):
    """Radios that have the keyboard from the start, unless the page has errors to read first: the chosen one, or the first."""

    focused = True
    chosen = False

    def optgroups(self, name, value, attrs=None):
        self.chosen = any(value)
        return super().optgroups(name, value, attrs)

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        if self.focused and (selected or (index == 0 and not self.chosen)):
            option["attrs"]["autofocus"] = True
        return option


class OutcomeFields(Form):
    """How a contact went, and when the next one is.

    `next_from` is the day from which "in a week" counts, None when nothing more may be planned; `may_be_agency_visit`
    asks whether it was the first meeting with the community mentor; `colleagues` are the mentors who may have been there too; `usual_time` is kept for one in a week or two.
    """

    on_date = DayField(label="Date of the visit", initial=timezone.localdate)
    channel = forms.ChoiceField(label="How did you meet?", choices=Channel, widget=forms.RadioSelect)
    state = forms.ChoiceField(label="Did it take place?", choices=OUTCOME_CHOICES, widget=forms.RadioSelect)
    place = forms.ChoiceField(label="Where?", choices=Place, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label="How many minutes?", min_value=1, max_value=LONGEST_MINUTES, initial=USUAL_MINUTES
    )
    one_to_one = forms.BooleanField(label="Just the two of you, one to one", required=False, initial=True)
    two_way = forms.BooleanField(label="They answered", required=False, initial=True)
    instead_of_visit = forms.BooleanField(
        label="Visits to the prison were suspended: this call stands in for one", required=False
    )
    cancel_reason = forms.ChoiceField(
        label="Why did the prison cancel?", choices=CancelReason, widget=forms.RadioSelect
    )
    is_agency_visit = forms.BooleanField(
        label="This was the agency visit: their first meeting with the community mentor", required=False
    )
    topics = forms.MultipleChoiceField(
        label="What did you work on?", choices=NeedArea, required=False, widget=forms.CheckboxSelectMultiple
    )
    together_with = forms.ModelChoiceField(
        label="Which other mentor of ours was there?",
        queryset=Mentor.objects.none(),
        required=False,
        empty_label="Nobody else",
    )
    note = forms.CharField(
        label="Note",
        max_length=12000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="What mattered to them, in their words where you can. They may read it one day.",
    )
    concern = forms.ChoiceField(
        label="Do you have any concerns?", choices=Concern, initial=Concern.NONE, widget=forms.RadioSelect
    )
    concern_text = forms.CharField(
        label="What is the concern?",
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Who may come to harm, what you saw or heard, and whom you have told. Your manager is told at once.",
    )
    next = forms.ChoiceField(label="Next visit", required=False, widget=forms.RadioSelect)
    next_date = DayField(label="Date of the next visit")
    next_time = TimeField(label="Time of the next visit", required=False)

    reveals = {
        "state": {
            MeetingState.HELD.value: ["place", "two_way", "instead_of_visit"],
            MeetingState.CANCELLED_BY_PRISON.value: ["cancel_reason"],
        },
        "concern": {(Concern.MANAGER.value, Concern.SAFEGUARDING.value): ["concern_text"]},
        "next": {"other": ["next_date", "next_time"]},
    }

    def __init__(self, *args, next_from, colleagues, usual_time=None, may_be_agency_visit=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["together_with"].queryset = colleagues
        self.next_from, self.usual_time = next_from, usual_time
        for name in ("note", "concern_text"):
            # A browser would cut a longer text short without a word; ours comes back whole, with a sentence.
            self.fields[name].widget.attrs.pop("maxlength", None)
        if next_from is None:
            for name in ("next", "next_date", "next_time"):
                del self.fields[name]
        else:
            self.fields["next"].choices = [
                ("", "Nothing to plan now"),
                *((weeks, f"{label}, {long_day(self._weeks_on(weeks))}") for weeks, label in WEEKS.items()),
                ("other", "On another date"),
            ]
            self.fields["next"].initial = ""
        if not may_be_agency_visit:
            del self.fields["is_agency_visit"]

    def lay_out(self, submit, cancel_url, *, start=("on_date", "channel")):
        """The page's order: `start` first, then what everybody answers, then the rest and the buttons.

        The note comes early and what is usually right late, so that few key presses write up a visit.
        """
        held = [_IF_HELD, "minutes", _END_HELD]
        more = [_IF_HELD, "one_to_one", _END_HELD, "is_agency_visit", _MORE, "topics", "together_with", _END]
        parts = [*start, "state", "note", *held, "concern", "next", *more]
        shown = [part for part in parts if not isinstance(part, str) or part in self.fields]
        layout = [Reveal(part) if isinstance(part, str) and part in self.reveals else part for part in shown]
        self.helper = helper(layout=[*layout, Actions(submit, cancel_url)], css_class="contact-form")

    def _not_asked(self):
        channel = self.cleaned_data.get("channel")
        others = {name for name, channels in ASKED_FOR.items() if channel and channel not in channels}
        if self.cleaned_data.get("state") != MeetingState.HELD:
            others |= HELD_ONLY
        return super()._not_asked() & self.fields.keys() | others

    def clean(self):
        answers = super().clean()
        held = answers.get("state") == MeetingState.HELD
        if not held:
            answers["one_to_one"] = True
        if not held or answers.get("channel") not in ASKED_FOR["two_way"]:
            answers["two_way"] = True
        for name in ("place", "cancel_reason"):
            if name in answers:
                answers[name] = answers[name] or ""
        return answers

    def answers(self):
        """What the service takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("next", "version")}
        weeks = self.cleaned_data.get("next")
        if weeks in WEEKS:
            given |= {"next_date": self._weeks_on(weeks), "next_time": self.usual_time}
        return given

    def _weeks_on(self, weeks):
        return self.next_from + dt.timedelta(weeks=int(weeks))


class LogForm(OutcomeFields, NewRowForm):
    """A contact that was not planned and has happened."""

    channel = forms.ChoiceField(label="How did you meet?", choices=Channel, widget=_RadiosWithFocus)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].widget.focused = not self.is_bound
        self.lay_out("Save visit", cancel_url)


class RecordForm(OutcomeFields, VersionedForm):
    """How a planned contact went, or a correction of what was recorded."""

    state = forms.ChoiceField(label="Did it take place?", choices=OUTCOME_CHOICES, widget=_RadiosWithFocus)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].widget.focused = not self.is_bound
        self.lay_out("Save visit", cancel_url, start=(_OTHERWISE, "on_date", "channel", _END))
