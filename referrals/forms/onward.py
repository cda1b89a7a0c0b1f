"""Referring a person on to a partner agency's service, and what became of it."""

from itertools import groupby

from django import forms
from django.utils import timezone

from core.forms import DayField, Form, NewRowForm, helper
from referrals.enums import ONWARD_MOVES, OnwardState
from referrals.models import Service


class _ByAgency(forms.models.ModelChoiceIterator):
    """The services under the names of their agencies."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        for agency, services in groupby(self.queryset, key=lambda service: service.agency.name):
            yield (agency, [self.choice(service) for service in services])


class ServiceField(forms.ModelChoiceField):
    iterator = _ByAgency

    def label_from_instance(self, service):
        return f"{service.name} (usual wait {service.waiting_weeks} weeks)" if service.waiting_weeks else service.name


class OnwardForm(NewRowForm):
    """To which service, and what it is told."""

    service = ServiceField(label="Service", queryset=Service.objects.none(), empty_label="Choose a service")
    what = forms.CharField(
        label="What they are told",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Only what they need to know. It is kept word for word.",
    )
    on = DayField(label="Day it is sent", initial=timezone.localdate)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        services = Service.objects.open_on(today).exclude(agency__closed_date__lte=today).select_related("agency")
        self.fields["service"].queryset = services.order_by("agency__name", "name")
        self.helper = helper("Send the referral", cancel_url)


class OnwardMoveForm(Form):
    """What became of it, of what may come next."""

    state = forms.ChoiceField(label="What became of it?", widget=forms.RadioSelect)
    on = DayField(label="Day you heard", initial=timezone.localdate)
    note = forms.CharField(label="What they said", max_length=300, required=False)

    def __init__(self, *args, onward, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        # Shown is what may come next; a form sent twice says what has come already, and the service knows.
        self.fields["state"].choices = OnwardState.choices
        moves = ONWARD_MOVES[onward.state]
        self.fields["state"].widget.choices = [(state.value, state.label) for state in OnwardState if state in moves]
        self.helper = helper("Save", cancel_url)
