"""Texts and e-mails to people: choosing words, and keeping them."""

from django import forms
from django.conf import settings

from core.forms import NewRowForm, VersionedForm, helper
from liberations.keeping_contact.enums import MessageChannel
from liberations.keeping_contact.neutral import ONE_TEXT, filled
from liberations.models import MessageText


class MessageForm(NewRowForm):
    """Which words, by which way. The words show as they go out."""

    message_text = forms.ModelChoiceField(
        label="What do you want to say?",
        queryset=MessageText.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="Somebody else may see the phone: only these words are sent.",
    )
    channel = forms.ChoiceField(label="How?", choices=MessageChannel, widget=forms.RadioSelect)

    def __init__(self, *args, sender, ways, cancel_url, **kwargs):
        """`sender` writes; `ways` are the channels that the person agrees to and can be reached by."""
        super().__init__(*args, **kwargs)
        texts = self.fields["message_text"]
        texts.queryset = MessageText.objects.filter(closed_at=None)
        texts.label_from_instance = lambda row: filled(row.text, mentor=sender.name, phone=sender.phone)
        self.fields["channel"].choices = [(way.value, way.label) for way in ways]
        self.fields["channel"].initial = next((way.value for way in ways), None)
        by_hand = not settings.SMS_GATEWAY_DOMAIN and MessageChannel.TEXT in ways
        self.helper = helper("Prepare it" if by_hand else "Send it", cancel_url)


class _Words(forms.Form):
    name = forms.CharField(label="Name", max_length=80, help_text="What staff choose it by. The person never sees it.")
    subject = forms.CharField(
        label="Subject of an e-mail", max_length=80, required=False, help_text="Such as: Please get in touch."
    )
    text = forms.CharField(
        label="Words",
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        help_text=(
            f"{{mentor}} becomes the first name of who writes, {{phone}} their work phone. One text holds {ONE_TEXT} "
            "characters. Say nothing of what we do, and how to stop: reply STOP."
        ),
    )


class TextAddForm(NewRowForm, _Words):
    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add these words", cancel_url)


class TextEditForm(VersionedForm, _Words):
    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)
