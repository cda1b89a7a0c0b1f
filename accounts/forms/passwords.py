from django import forms
from django.contrib.auth import password_validation

from accounts.forms.sessions import MOST_CHARACTERS
from core.forms import Form, helper

ADVICE = "At least 12 characters; 15 or more is better. Three or four words that nobody would put together do well."


class PasswordForgottenForm(Form):
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Send me a link", cancel_url)


class ChoosePasswordForm(Form):
    """A new password, typed twice, for `user`."""

    new_password = forms.CharField(
        max_length=MOST_CHARACTERS,
        strip=False,
        help_text=ADVICE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeat_password = forms.CharField(
        label="New password again",
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = helper("Save the new password", cancel_url)

    def clean_new_password(self):
        password = self.cleaned_data["new_password"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self):
        first, second = self.cleaned_data.get("new_password"), self.cleaned_data.get("repeat_password")
        if first and second and first != second:
            self.add_error("repeat_password", "The two passwords are not the same. Type the new one twice")


class ChangePasswordForm(ChoosePasswordForm):
    """The same for somebody signed in, who proves once more who they are."""

    current_password = forms.CharField(
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current_password", "new_password", "repeat_password")

    def clean_current_password(self):
        password = self.cleaned_data["current_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("This is not your current password. Type it again")
        return password
