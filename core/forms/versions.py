"""Forms that are safe to send twice, and safe when two people edit the same thing."""

import datetime
import uuid

from django import forms
from django.utils.dateformat import format as format_date

from core.errors import EditedMeanwhile
from core.forms.base import Form

LOST = "Open this page again: it lost track of what you were changing"


class NewId(forms.UUIDField):
    """The id of the row to be made. A missing or spoilt one is replaced: nobody loses a page of typing over it."""

    def clean(self, value):
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


class NewRowForm(Form):
    """A form that makes a row. It carries the row's id, so that the same page sent twice makes one row.

    The service takes `new_id`, makes the row under it, and when the id is taken returns the row that is there, but only
    if `by` made it under the same parent: the id comes from a browser and may be anybody's.
    """

    new_id = NewId(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)


class VersionedForm(Form):
    """A form that changes a row. It carries the version it was read at (pass `initial={"version": row.version}`).

    The service refuses an old version with `EditedMeanwhile`; the view then calls `show_clash`:

        except EditedMeanwhile:
            row.refresh_from_db()
            form.show_clash(now=model_to_dict(row), version=row.version)
    """

    version = forms.IntegerField(
        min_value=0,
        max_value=2_147_483_647,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), LOST),
    )

    def show_clash(self, *, now, version):
        """Show both texts, lose neither: a field that differs says what is saved now, its box keeps what was typed.

        `now` maps field names to the values saved by the other person. The form takes the new `version`, so that saving
        again is a decision made with both texts in sight.
        """
        yours = dict(self.cleaned_data)
        self.add_error(None, str(EditedMeanwhile()))
        for name, field in self.fields.items():
            if name in now and not field.widget.is_hidden and name in yours and yours[name] != now[name]:
                self.add_error(
                    name,
                    forms.ValidationError(
                        f"“{field.label}” is now {_in_words(field, now[name])}. You wrote {_in_words(field, yours[name])}",
                        code="clash",
                    ),
                )
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(version)


def _in_words(field, value):
    if value in (None, "", [], ()):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return format_date(value, "j M Y")
    if isinstance(value, list | tuple | set):
        return ", ".join(_in_words(field, one) for one in value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        labels = {str(key): str(label) for key, label in field.choices if not isinstance(label, list | tuple)}
        return f"“{labels.get(str(value), value)}”"
    return f"“{value}”"
