from django import forms

from core.forms import Form, NewRowForm, VersionedForm, helper


class TeamForm(Form):
    name = forms.CharField(label="Name of the team", max_length=120)

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(submit, cancel_url)


class TeamAddForm(NewRowForm, TeamForm):
    pass


class TeamEditForm(VersionedForm, TeamForm):
    pass
