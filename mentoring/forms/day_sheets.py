"""Writing up a day: how each visit of a day sheet went, beside each other on one page."""

import datetime as dt

import django_filters
from django import forms

from core.forms import FilterForm, Reveal, VersionedForm, helper
from core.templatetags.ui import day_month
from mentoring.enums.meetings import CancelReason, MeetingState, Place
from mentoring.forms.meetings import OUTCOME_CHOICES, USUAL_MINUTES, WEEKS
from mentoring.meeting_rules import LONGEST_MINUTES
from mentoring.models import Meeting
from prisons.models import Prison


class SheetDayFilter(django_filters.FilterSet):
    """In which prison."""

    prison = django_filters.ModelChoiceFilter(label="Prison", queryset=Prison.objects.order_by("name"))

    class Meta:
        model = Meeting
        fields = ["prison"]
        form = FilterForm


class ResultForm(VersionedForm):
    """How one visit of the sheet went. `prefix` is the key of the visit; the rest can be said on the visit's own page."""

    state = forms.ChoiceField(label="Did it take place?", choices=OUTCOME_CHOICES, widget=forms.RadioSelect)
    place = forms.ChoiceField(label="Where?", choices=Place, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label="How many minutes?", min_value=1, max_value=LONGEST_MINUTES, initial=USUAL_MINUTES
    )
    cancel_reason = forms.ChoiceField(
        label="Why did the prison cancel?", choices=CancelReason, widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", max_length=12000, required=False, widget=forms.Textarea({"rows": 3}))
    next = forms.ChoiceField(label="Next visit", required=False)

    reveals = {
        "state": {
            MeetingState.HELD.value: ["place", "minutes"],
            MeetingState.CANCELLED_BY_PRISON.value: ["cancel_reason"],
        }
    }

    def __init__(self, *args, meeting, **kwargs):
        first = {"version": meeting.version, "note": meeting.note}
        kwargs["initial"] = first | kwargs.pop("initial", {})
        super().__init__(*args, prefix=str(meeting.pk), **kwargs)
        self.meeting = meeting
        self.fields["note"].widget.attrs.pop("maxlength", None)
        if meeting.case.is_open:
            weeks = [(each, f"{label}, {day_month(self._weeks_on(each))}") for each, label in WEEKS.items()]
            self.fields["next"].choices = [("", "Nothing to plan now"), *weeks]
        else:
            del self.fields["next"]
        self.helper = helper(None, layout=[Reveal("state"), "note", *(["next"] if "next" in self.fields else [])])
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @classmethod
    def kept(cls, data, *, meeting):
        """The form as it was typed, not checked: somebody saved another row first."""
        blank = cls(meeting=meeting)
        typed = {
            name: field.widget.value_from_datadict(data, {}, blank.add_prefix(name))
            for name, field in blank.fields.items()
        }
        return cls(meeting=meeting, initial={name: value for name, value in typed.items() if value is not None})

    def answers(self):
        """What the service takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("next", "version")}
        given |= {name: given[name] or "" for name in ("place", "cancel_reason")}
        weeks = self.cleaned_data.get("next")
        if weeks in WEEKS:
            given |= {"next_date": self._weeks_on(weeks), "next_time": self.meeting.at_time}
        return given

    def _weeks_on(self, weeks):
        return self.meeting.on_date + dt.timedelta(weeks=int(weeks))
