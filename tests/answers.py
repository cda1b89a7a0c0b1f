"""What a browser would send for a form: what stands in its boxes, and what is typed over it."""

from django import forms

from core.forms import DayField


def answers(form, **typed) -> dict:
    """The fields of `form` as it came to the page, hidden ones too, with `typed` in place of some."""
    data = {}
    for name, field in form.fields.items():
        value = typed.get(name, form[name].value())
        if isinstance(field, DayField):
            for part, each in zip(("day", "month", "year"), field.widget.decompress(value), strict=True):
                data[f"{name}_{part}"] = each
        elif isinstance(field, forms.BooleanField):
            data |= {name: "on"} if value else {}
        elif isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
            data[name] = [getattr(each, "pk", each) for each in value or []]
        elif value is not None and value is not False:
            value = field.prepare_value(value)
            data[name] = getattr(value, "pk", value)
    return data
