"""How things are after release; what went well; whom to ask."""

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, Fieldset, FilterForm, NewRowForm, VersionedForm, helper
from mentoring.enums.needs import NeedArea
from mentoring.enums.outcomes import ANSWERS, NO_ANSWER, STARTED, OutcomeSource, OutcomeTopic
from mentoring.models import Case, Mentor

QUESTIONS = {
    OutcomeTopic.ACCOMMODATION: "Where do they live?",
    OutcomeTopic.BENEFITS: "Are their benefits in payment?",
    OutcomeTopic.GP: "Do they have a doctor?",
    OutcomeTopic.TREATMENT: "Are they in treatment, for health, drugs or alcohol?",
    OutcomeTopic.WORK: "Do they have a job, education or training?",
    OutcomeTopic.FAMILY: "Are they in touch with their family?",
    OutcomeTopic.CUSTODY: "Have they been back in custody?",
}
LATER = ("", "Not talked about yet")


def answers_to(topic: OutcomeTopic) -> list[tuple[str, str]]:
    """The choices of a topic; those of all topics come last."""
    return [(each.value, each.label) for each in (*ANSWERS[topic], *NO_ANSWER)]


class ReadingForm(VersionedForm):
    """One question for each topic; what is left open can be answered another day. `known` are the answers that count."""

    def __init__(self, *args, known, before, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        for topic in OutcomeTopic:
            last = before.get(topic)
            self.fields[topic.value] = forms.ChoiceField(
                label=QUESTIONS[topic],
                choices=[LATER, *answers_to(topic)] if topic not in known else answers_to(topic),
                required=topic in known,
                initial=known[topic].answer if topic in known else "",
                help_text=f"Last time: {last.get_answer_display().lower()}." if last and topic not in known else "",
            )
        work = known.get(OutcomeTopic.WORK) or before.get(OutcomeTopic.WORK)
        self.fields["since_date"] = DayField(
            label="Since when do they have the job, course or training?",
            required=False,
            initial=work.since_date if work else None,
        )
        self.fields["on_date"] = DayField(label="Day this is true of", initial=timezone.localdate)
        self.fields["source"] = forms.ChoiceField(
            label="How do we know?",
            choices=OutcomeSource,
            initial=OutcomeSource.PERSON.value,
            widget=forms.RadioSelect,
            help_text="If you know some things from somebody else, save these first and come back for the others.",
        )
        self.order_fields(["on_date", "source"])
        self.helper = helper("Save", cancel_url, layout=["on_date", "source", *self._topics()])

    def _topics(self):
        names = [topic.value for topic in OutcomeTopic]
        names.insert(names.index(OutcomeTopic.WORK) + 1, "since_date")
        return [Fieldset("How things are", *names)]

    def said(self):
        """What record_outcomes takes."""
        typed = self.cleaned_data
        return {
            "read_at_version": typed["version"],
            "answers": {topic: typed[topic] for topic in OutcomeTopic if typed[topic]},
            "since_date": typed["since_date"] if typed[OutcomeTopic.WORK] in STARTED else None,
            "on_date": typed["on_date"],
            "source": typed["source"],
        }


class SmallWinForm(NewRowForm):
    """Something that went well."""

    words = forms.CharField(
        label="What went well?",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="In their own words, however small: got up for the appointment, cooked for Gran.",
    )
    on_date = DayField(label="When?", initial=timezone.localdate)
    area = forms.ChoiceField(
        label="What is it about?", choices=[("", "None of these"), *NeedArea.choices], required=False
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class ReadingFilter(django_filters.FilterSet):
    """Filters of the list of whom to ask; all stand in the address."""

    q = django_filters.CharFilter(label="Name", max_length=120, field_name="person__sort_name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label="State",
        choices=[("overdue", "Overdue"), ("due", "Not overdue yet"), ("ended", "Support has ended")],
        method="filter_state",
        empty_label="All",
    )
    mentor = django_filters.ModelChoiceFilter(
        label="Mentor", queryset=Mentor.objects.none(), field_name="lead_id", empty_label="All"
    )

    class Meta:
        model = Case
        fields = ["q", "state", "mentor"]
        form = FilterForm

    def __init__(self, *args, mentors=None, **kwargs):
        super().__init__(*args, **kwargs)
        if mentors is None:
            del self.filters["mentor"]
        else:
            self.filters["mentor"].queryset = mentors

    def filter_state(self, rows, name, value):
        if value == "ended":
            return rows.exclude(closed_date=None)
        return rows.filter(reading_late=value == "overdue")
