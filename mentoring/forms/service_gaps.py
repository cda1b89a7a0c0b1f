"""Why a need has no service."""

from django import forms
from django.utils import timezone

from core.forms import DayField, NewRowForm, helper
from mentoring.enums.needs import NOT_UNMET, NeedArea, WithoutService
from mentoring.planning.linking import SERVED_BY
from referrals.forms.onward import ServiceField
from referrals.models import Service

NOBODY_TAKES = tuple(reason.value for reason in WithoutService if reason not in NOT_UNMET and reason != "none-here")


class ServiceGapForm(NewRowForm):
    reason = forms.ChoiceField(label="Why has it no service?", choices=WithoutService, widget=forms.RadioSelect)
    service = ServiceField(
        label="Which service, if it is one?",
        queryset=Service.objects.none(),
        required=False,
        empty_label="None in particular",
    )
    note = forms.CharField(label="What was said", max_length=300, required=False)
    on = DayField(label="Day you learnt it", initial=timezone.localdate)

    reveals = {"reason": {NOBODY_TAKES: ["service"]}}

    def __init__(self, *args, area: NeedArea, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(kind__in=SERVED_BY[area]).select_related("agency")
        self.fields["service"].queryset = services.order_by("agency__name", "name")
        self.helper = helper("Save", cancel_url)
