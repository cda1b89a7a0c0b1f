from django import forms

from core.forms import Form, NewRowForm, TimeField, VersionedForm, helper
from prisons.enums import Weekday


class SlotForm(Form):
    weekday = forms.TypedChoiceField(label="Day of the week", choices=Weekday.choices, coerce=int)
    from_time = TimeField(label="From", help_text="For example, 9:30am")
    until_time = TimeField(label="Until")
    places = forms.IntegerField(
        label="How many people can be seen?",
        min_value=1,
        max_value=200,
        required=False,
        help_text="Leave empty if you do not know.",
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(submit, cancel_url)

    def clean(self):
        begins, ends = self.cleaned_data.get("from_time"), self.cleaned_data.get("until_time")
        if begins and ends and ends <= begins:
            self.add_error("until_time", "The visiting time must end after it begins")

    def details(self):
        return {name: self.cleaned_data[name] for name in ("weekday", "from_time", "until_time", "places")}


class SlotAddForm(SlotForm, NewRowForm):
    pass


class SlotEditForm(SlotForm, VersionedForm):
    pass


class RoomForm(Form):
    name = forms.CharField(label="Name of the room", max_length=80)
    is_private = forms.BooleanField(
        label="Private",
        required=False,
        help_text="Nobody else is in it and the door can be shut. Only there can people say what matters.",
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(submit, cancel_url)

    def details(self):
        return {name: self.cleaned_data[name] for name in ("name", "is_private")}


class RoomAddForm(RoomForm, NewRowForm):
    pass


class RoomEditForm(RoomForm, VersionedForm):
    pass
