"""Referring a person on to a partner agency's service, and what became of it."""

import re
from collections.abc import Mapping
from itertools import groupby

from django import forms
from django.urls import reverse
from django.utils import timezone

from core.forms import DayField, Form, NewRowForm, helper
from referrals.enums import ONWARD_MOVES, Availability, Condition, OnwardDecline, OnwardState
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
        room, wait = service.available_on(timezone.localdate()), service.waiting_weeks
        said = [room.label.lower()] if room != Availability.OPEN else []
        said += [f"usual wait {wait} week{'' if wait == 1 else 's'}"] if wait else []
        return f"{service.name} ({', '.join(said)})" if said else service.name


class OnwardForm(NewRowForm):
    """To which service, and what it is told."""

    service = ServiceField(label="Service", queryset=Service.objects.none(), empty_label="Choose a service")
    what = forms.CharField(
        label="What they are told",
        max_length=1000,
        widget=forms.Textarea,
        help_text="Who it is, and only what they need to know. It is kept word for word, and is all they see if they answer "
        "by a link.",
    )
    on = DayField(label="Day it is sent", initial=timezone.localdate)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        services = Service.objects.in_use(today).select_related("agency")
        self.fields["service"].queryset = services.order_by("agency__name", "name")
        self.helper = helper("Send the referral", cancel_url)


def _why_declined():
    """Why they declined, the thresholds of which they do not take people in a group of their own."""
    plain = [(reason.value, reason.label) for reason in OnwardDecline if reason != OnwardDecline.CONDITION]
    people = [(f"{OnwardDecline.CONDITION}/{condition.value}", f"People {condition.label}") for condition in Condition]
    return [("", "Choose one"), *plain, ("They do not take…", people)]


class AnswerForm(Form):
    """What a partner agency said: for whoever heard it, and for the agency itself."""

    state = forms.ChoiceField(label="Where does it stand now?", widget=forms.RadioSelect)
    ask_again_date = DayField(
        label="The appointment, or when to hear more", required=False, help_text="Leave it empty if no day was named."
    )
    why = forms.ChoiceField(label="Why did they decline?", choices=_why_declined)
    note = forms.CharField(label="What they said", max_length=300, required=False)

    reveals = {
        "state": {(OnwardState.ACCEPTED, OnwardState.WAITING): ["ask_again_date"], OnwardState.DECLINED: ["why"]}
    }

    def said(self) -> dict:
        """The answers by the names of the services' arguments."""
        answers = {name: self.cleaned_data[name] for name in ("state", "note")}
        reason, _, condition = self.cleaned_data["why"].partition("/")
        day = self.cleaned_data["ask_again_date"]
        return {**answers, "ask_again_date": day, "decline_reason": reason, "decline_condition": condition}


class OnwardMoveForm(AnswerForm):
    """What became of it, of what may come next."""

    on = DayField(label="Day you heard", initial=timezone.localdate)

    def __init__(self, *args, onward, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        # Shown is what may come next; a form sent twice says what has come already, and the service knows.
        self.fields["state"].choices = OnwardState.choices
        moves = ONWARD_MOVES[onward.state]
        self.fields["state"].widget.choices = [(state.value, state.label) for state in OnwardState if state in moves]
        self.helper = helper("Save", cancel_url, layout=["state", "on", "note"])

    def said(self):
        return super().said() | {"on": self.cleaned_data["on"]}


# As it stands in a link: nothing else is looked for, or shown again.
SECRET = re.compile(r"[-_A-Za-z0-9]{43}", re.ASCII)


def secret_in(sent: Mapping[str, str], name: str) -> str:
    """A link's secret out of what a browser sent; empty where it cannot be one."""
    secret = sent.get(name, "")
    return secret if SECRET.fullmatch(secret) else ""


class AgencyAnswerForm(AnswerForm, NewRowForm):
    """The one answer of an agency through its link. The link's secret goes along; what is wrong with it the service says."""

    state = forms.ChoiceField(
        label="Can you help?",
        choices=[
            (OnwardState.ACCEPTED, "Yes, we can"),
            (OnwardState.WAITING, "Yes, but there is a waiting list"),
            (OnwardState.DECLINED, "No"),
        ],
        widget=forms.RadioSelect,
    )
    ask_again_date = DayField(
        label="The appointment, or about when there will be room",
        required=False,
        help_text="Leave it empty if you cannot say yet.",
    )
    why = forms.ChoiceField(label="Why not?", choices=_why_declined)
    note = forms.CharField(
        label="Anything we should know",
        max_length=300,
        required=False,
        help_text="Where to come and what to bring, or who could help instead.",
    )
    secret = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Send the answer", action=reverse("referrals:agency_link_answer"))

    def said(self):
        return super().said() | {"new_id": self.cleaned_data["new_id"]}
