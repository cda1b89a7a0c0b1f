from django import forms

from core.forms import Form, VersionedForm
from liberations.enums import GateAnswer
from mentoring.models import Mentor


class GateAnswerForm(Form):
    """One of two buttons."""

    answer = forms.ChoiceField(choices=[(each, each.label) for each in (GateAnswer.GOING, GateAnswer.CANNOT)])


class GateCoverForm(VersionedForm):
    """Who goes instead. The page shows the mentors as a table with a radio button in each row."""

    mentor = forms.ModelChoiceField(label="Who meets them", queryset=Mentor.objects.none(), widget=forms.RadioSelect)

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = (
            Mentor.objects.of_team(team).filter(user__is_active=True).select_related("user")
        )
