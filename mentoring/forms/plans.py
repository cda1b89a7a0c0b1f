"""A plan: goals in the person's words, small steps, agreeing, looking at it again, letting a review wait."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from core.forms import DayField, Fieldset, FilterForm, Form, NewRowForm, VersionedForm, helper
from mentoring.enums.needs import NeedArea
from mentoring.enums.plans import Agreement, HoldReason, Owner, PromiseState, ReviewCause
from mentoring.models import Mentor, Plan, Promise
from mentoring.planning.reviews import STANDINGS
from mentoring.selectors.plans import review_conditions
from mentoring.services.goals import FirstStep

TEXT = {"max_length": 2000, "widget": forms.Textarea({"rows": 3})}
AREAS = [("", "None of these"), *NeedArea.choices]
# With whom a step lies, where the plan names them.
NAMED = (Owner.CUSTODY_WORKER.value, Owner.PARTNER.value)


class GoalFields(Form):
    words = forms.CharField(
        label="What do they want?",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="In their own words, as they would say it.",
    )
    area = forms.ChoiceField(label="What is it about?", choices=AREAS, required=False)


class StepFields(Form):
    """A small step: what, who, by when."""

    step = forms.CharField(label="What will be done?", max_length=300, help_text="One small thing.")
    owner = forms.ChoiceField(label="Who does it?", choices=Owner, initial=Owner.PERSON.value, widget=forms.RadioSelect)
    owner_name = forms.CharField(label="Who exactly?", max_length=120, required=False)
    due_date = DayField(label="By when?", required=False)

    reveals = {"owner": {NAMED: ["owner_name"]}}

    def step_answers(self):
        """What the services take."""
        typed = self.cleaned_data
        return {"words": typed["step"], **{name: typed[name] for name in ("owner", "owner_name", "due_date")}}


class GoalAddForm(GoalFields, StepFields, NewRowForm):
    """A goal with its first step, if there is one yet."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].required = False
        self.fields["step"].label = "What will be done first?"
        self.helper = helper(
            "Add to the plan",
            cancel_url,
            layout=[
                "words",
                "area",
                Fieldset("The first small step, if there is one yet", "step", "owner", "due_date"),
            ],
        )

    def answers(self):
        typed = self.cleaned_data
        first = FirstStep(**self.step_answers()) if typed["step"] else None
        return {"new_id": typed["new_id"], "words": typed["words"], "area": typed["area"], "first_step": first}


class GoalEditForm(GoalFields, VersionedForm):
    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class ActionAddForm(StepFields, NewRowForm):
    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add this step", cancel_url)


class ActionEditForm(StepFields, VersionedForm):
    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class AgreeForm(VersionedForm):
    """The person agrees. `follows` is whether a version was agreed before: then what changed is asked too."""

    what_changed = forms.CharField(label="What has changed since the last version?", **TEXT)
    cause = forms.ChoiceField(
        label="Why was it looked at?", choices=ReviewCause, initial=ReviewCause.TIME.value, widget=forms.RadioSelect
    )
    agreed_date = DayField(label="Day they agreed", initial=timezone.localdate)
    agreement = forms.ChoiceField(label="How did they agree?", choices=Agreement, widget=forms.RadioSelect)
    signed_paper_date = DayField(label="Date on the paper", required=False, help_text="If it is another day.")

    reveals = {"agreement": {Agreement.SIGNED.value: ["signed_paper_date"]}}

    def __init__(self, *args, follows, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        if not follows:
            del self.fields["what_changed"], self.fields["cause"]
        self.helper = helper("They agree to this plan", cancel_url)


class ReviewForm(NewRowForm):
    """The plan was looked at again and stays as it is."""

    on = DayField(label="Day you looked at it", initial=timezone.localdate)
    cause = forms.ChoiceField(label="Why?", choices=ReviewCause, widget=forms.RadioSelect)
    with_person = forms.TypedChoiceField(
        label="Together with the person?",
        choices=[("yes", "Yes"), ("no", "No, without them")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="What did they say?", required=False, **TEXT)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("It stays as it is", cancel_url)


class HoldForm(NewRowForm):
    """The review waits, for a reason and until a day."""

    reason = forms.ChoiceField(label="Why does it have to wait?", choices=HoldReason, widget=forms.RadioSelect)
    note = forms.CharField(label="Which reason?", max_length=300)
    until_date = DayField(label="Last day it may wait", help_text="From the next day on it is due again by itself.")

    reveals = {"reason": {HoldReason.OTHER.value: ["note"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Put on hold", cancel_url)


class PromiseFields(Form):
    words = forms.CharField(
        label="What did you promise?", max_length=300, help_text="As you said it to them: one thing."
    )
    due_date = DayField(label="By when?")


class PromiseAddForm(PromiseFields, NewRowForm):
    promised_date = DayField(label="Day you promised it", initial=timezone.localdate)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Write it down", cancel_url)


class PromiseEditForm(PromiseFields, VersionedForm):
    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class ExplainForm(Form):
    """A promise that was not kept: what the person was told."""

    on = DayField(label="Day you told them", initial=timezone.localdate)
    explanation = forms.CharField(label="What did you tell them?", max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("I have told them", cancel_url)


class _OfMentorFilter(django_filters.FilterSet):
    """`mentors` are those to choose from; for one's own people alone there are none."""

    mentor = django_filters.ModelChoiceFilter(
        label="Mentor", queryset=Mentor.objects.none(), method="filter_mentor", empty_label="All"
    )

    def __init__(self, *args, mentors: QuerySet[Mentor] | None, **kwargs):
        super().__init__(*args, **kwargs)
        if mentors is None:
            del self.filters["mentor"]
        else:
            self.filters["mentor"].queryset = mentors


class PlanReviewFilter(_OfMentorFilter):
    """How the reviews of plans stand."""

    state = django_filters.ChoiceFilter(
        label="How it stands",
        choices=[(each.key, each.label) for each in STANDINGS],
        method="filter_state",
        empty_label="All",
    )

    class Meta:
        model = Plan
        form = FilterForm
        fields = ["state"]

    def filter_state(self, rows, name, value):
        return rows.filter(review_conditions(timezone.localdate())[value])

    def filter_mentor(self, rows, name, value):
        return rows.filter(lead_id=value.pk)


LATE, LATE_FOR_MANAGERS = "late", "week-late"


class PromiseFilter(_OfMentorFilter):
    """What was promised, and how it went."""

    state = django_filters.ChoiceFilter(
        label="How it stands",
        choices=[(LATE, "Late"), (LATE_FOR_MANAGERS, "Late, and for managers to see"), *PromiseState.choices],
        method="filter_state",
        empty_label="All",
    )

    class Meta:
        model = Promise
        form = FilterForm
        fields = ["state"]

    def filter_state(self, rows, name, value):
        today = timezone.localdate()
        late = {LATE: rows.late, LATE_FOR_MANAGERS: rows.late_for_managers}
        return late[value](today) if value in late else rows.filter(state=value)

    def filter_mentor(self, rows, name, value):
        return rows.filter(mentor=value)
