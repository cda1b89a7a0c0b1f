"""Several short answers in one box, one on each line."""

from django import forms


class LinesField(forms.CharField):
    """A list of texts from a box with one on each line; empty lines and spaces around are dropped.

    `line_length` is the longest a line may be; `max_length` bounds the whole box.
    """

    widget = forms.Textarea

    def __init__(self, *, line_length, **kwargs):
        self.line_length = line_length
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value):
        text = super().clean(value) or ""
        lines = [" ".join(line.split()) for line in text.splitlines()]
        lines = [line for line in lines if line]
        for line in lines:
            if len(line) > self.line_length:
                raise forms.ValidationError(
                    f"“{line[:20]}…” is too long: a line must be {self.line_length} characters or fewer",
                    code="line_length",
                )
        return lines
