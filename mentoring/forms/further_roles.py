"""Who works with a person beside the mentor."""

from django import forms

from core.forms import Form, helper
from mentoring.enums.cases import FurtherRole
from mentoring.models import Mentor


class FurtherRoleForm(Form):
    """Who, and as what."""

    mentor = forms.ModelChoiceField(label="Who?", queryset=Mentor.objects.none(), empty_label="Choose one")
    further_role = forms.ChoiceField(label="As what?", choices=FurtherRole, widget=forms.RadioSelect)
    note = forms.CharField(
        label="What are they to do?", max_length=300, required=False, help_text="For instance: look for work with them."
    )

    def __init__(self, *args, team, without, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        choosable = Mentor.objects.filter(user__team=team, user__is_active=True).exclude(pk__in=without)
        self.fields["mentor"].queryset = choosable.select_related("user").order_by("user__name")
        self.helper = helper("Let them work with the person", cancel_url)
