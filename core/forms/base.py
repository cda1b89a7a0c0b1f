"""The base of every form of ours."""

from django import forms
from django.core.exceptions import ImproperlyConfigured

from core.forms.sentences import give_sentences


class Form(forms.Form):
    """A form that speaks in sentences, marks what is optional, and drops answers to questions nobody was asked.

    `reveals` says which answers bring up which further questions, in one place for the page and for the check:

        reveals = {"outcome": {"held": ["minutes", "note"], ("refused", "not_attended"): ["reason"]}}

    Write a revealed field as required if it must be filled in *when it is shown*. Its answer is dropped (None, "" or an
    empty list) and its errors with it when another answer is chosen. Answers that share a question stand next to each
    other in the list of choices. Name an outer question before one that it reveals. A tick box reveals with `True`.

    Every text field needs a `max_length`, or the form refuses to be built: the database column has one.
    """

    use_required_attribute = False
    marks_optional = True
    reveals = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = forms.utils.pretty_name(name)
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                _check_length(type(self), name, field)
            _size(field)
            _name_the_empty_choice(field, self.marks_optional)
            give_sentences(field)

    def _clean_fields(self):
        super()._clean_fields()
        for name in self._not_asked():
            self._errors.pop(name, None)
            self.cleaned_data[name] = _nothing(self.fields[name])

    def _not_asked(self):
        hidden = set()
        for question, answers in self.reveals.items():
            given = self.cleaned_data.get(question)
            given = {str(one) for one in given} if isinstance(given, list | tuple | set) else {str(given)}
            if question in hidden:
                given = set()
            shown, others = set(), set()
            for answer, names in answers.items():
                wanted = {str(one) for one in answer} if isinstance(answer, tuple) else {str(answer)}
                (shown if wanted & given else others).update(names)
            hidden |= others - shown
        return hidden


class FilterForm(Form):
    """The form of a list's filters (`Meta.form` of a FilterSet): nothing is marked "(optional)"."""

    marks_optional = False

    def __init__(self, *args, **kwargs):
        # A form to fill in may stand on the same page and ask for a field of the same name.
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})


def _name_the_empty_choice(field, asks):
    """Words instead of Django's dashes: a question asks to choose, a filter starts with all."""
    if getattr(field, "empty_label", None) == "---------":
        field.empty_label = ("Choose one" if field.required else "Not known") if asks else "All"
    elif isinstance(field, forms.ChoiceField) and not asks and not hasattr(field, "queryset"):
        field.choices = [(value, "All" if label == "---------" else label) for value, label in field.choices]


def _check_length(form, name, field):
    if field.max_length is None:
        raise ImproperlyConfigured(f"{form.__name__}.{name} needs a max_length.")


def _nothing(field):
    if isinstance(field, forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.ModelMultipleChoiceField):
        return field.queryset.none()
    if isinstance(field, forms.BooleanField):
        return False
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return ""
    return getattr(field, "empty_value", None)


def _size(field):
    """Give the box the size of what goes in it. Numbers are text: `type=number` changes as one scrolls."""
    widget = field.widget
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "5"
    elif isinstance(widget, forms.NumberInput):
        widget.input_type = "text"
        whole = not isinstance(field, forms.DecimalField | forms.FloatField)
        widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")
        for attribute in ("min", "max", "step"):
            widget.attrs.pop(attribute, None)
        widget.attrs.setdefault("class", "w5")
    elif isinstance(widget, forms.TextInput) and not widget.is_hidden and getattr(field, "max_length", None):
        if field.max_length <= 12:
            widget.attrs.setdefault("class", "w10")
        elif field.max_length <= 40:
            widget.attrs.setdefault("class", "w20")
