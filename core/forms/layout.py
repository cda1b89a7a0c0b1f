"""What a form is laid out with, on crispy-forms and our own template pack (docs/adr/0005-own-form-pack.md)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject, TemplateNameMixin
from crispy_forms.utils import render_field
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string


def helper(submit="Save", cancel_url=None, layout=None, *, action="", method="post", css_class=""):
    """The FormHelper of a page's form: form tag, token, the fields, then the buttons.

    Without `layout` the fields come in their order, with the form's `reveals`. A layout that holds its own `Actions`
    places the buttons itself; `submit=None` gives no buttons.
    """
    made = FormHelper()
    made.form_method = method
    made.form_action = action
    made.form_class = css_class
    made.render_hidden_fields = True
    objects = [AllFields()] if layout is None else list(layout if isinstance(layout, list | tuple) else [layout])
    made.layout = Layout(*objects)
    if submit and not made.layout.get_layout_objects(Actions, greedy=True):
        made.layout.fields.append(Actions(submit, cancel_url))
    return made


class AllFields(LayoutObject):
    """Every visible field in the form's order, the revealed ones inside the answers that reveal them."""

    def __init__(self):
        self.fields = []

    def render(self, form, context, template_pack="ui", **kwargs):
        reveals = getattr(form, "reveals", {})
        inside = {name for answers in reveals.values() for names in answers.values() for name in names}
        names = [name for name, field in form.fields.items() if not field.widget.is_hidden and name not in inside]
        return Layout(*map(_place(form), names)).render(form, context, template_pack=template_pack)


class Reveal(TemplateNameMixin):
    """A question whose answers bring up more questions, by the form's `reveals` (see `core.forms.Form`).

    Works without script: the further questions sit beside the answer and CSS shows them. Radios, tick boxes or one tick
    box only; at most three further questions an answer, because screen readers hear no change of state.
    """

    template = "%s/layout/reveal.html"

    def __init__(self, name):
        self.name = name

    def render(self, form, context, template_pack="ui", **kwargs):
        bound = form[self.name]
        form.rendered_fields.add(self.name)
        groups = self._groups(form, bound, context, template_pack)
        return render_to_string(
            self.get_template_name(template_pack), {**context.flatten(), "field": bound, "groups": groups}
        )

    def _groups(self, form, bound, context, template_pack):
        answers = {
            frozenset(map(str, answer if isinstance(answer, tuple) else (answer,))): names
            for answer, names in form.reveals[self.name].items()
        }
        groups = []
        for option in _options(bound):
            value = str(option.data["value"])
            key = next((key for key in answers if value in key), None)
            if key is not None and groups and groups[-1]["key"] == key:
                groups[-1]["options"].append(option)
                continue
            if any(key is not None and group["key"] == key for group in groups):
                raise ImproperlyConfigured(f"Answers of {self.name} that share a question must stand together.")
            groups.append({"key": key, "options": [option], "content": ""})
        for group in groups:
            if group["key"] is not None:
                group["content"] = "".join(
                    render_field(_place(form)(name), form, context, template_pack=template_pack)
                    for name in answers[group["key"]]
                )
        return groups


class Fieldset(LayoutObject, TemplateNameMixin):
    """Questions that belong together, under a heading, with an optional sentence of help."""

    template = "%s/layout/fieldset.html"

    def __init__(self, legend, *fields, help_text=""):
        self.fields = list(fields)
        self.legend = legend
        self.help_text = help_text

    def render(self, form, context, template_pack="ui", **kwargs):
        content = "".join(
            render_field(_place(form)(field), form, context, template_pack=template_pack) for field in self.fields
        )
        return render_to_string(
            self.get_template_name(template_pack),
            {"legend": self.legend, "help_text": self.help_text, "fields": content},
        )


class Actions(TemplateNameMixin):
    """The row of buttons: one filled button, then `more` outlined ones as (name, label) pairs, then Cancel.

    `name` and `value` tell the view which button was pressed; `danger` is for what cannot be undone.
    """

    template = "%s/layout/actions.html"

    def __init__(self, submit="Save", cancel_url=None, *, name="", value="1", more=(), danger=False):
        self.submit = submit
        self.cancel_url = cancel_url
        self.name = name
        self.value = value
        self.more = more
        self.danger = danger

    def render(self, form, context, template_pack="ui", **kwargs):
        return render_to_string(self.get_template_name(template_pack), {"actions": self})


class _Tick:
    """One tick box, looked at as a question with a single answer."""

    def __init__(self, bound):
        self.data = {"value": True}
        self.tag = str(bound)
        self.id_for_label = bound.id_for_label
        self.choice_label = bound.label


def _options(bound):
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return [_Tick(bound)]
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return list(bound)
    raise ImproperlyConfigured(f"{bound.name} cannot reveal: show it as radios or tick boxes.")


def _place(form):
    reveals = getattr(form, "reveals", {})
    return lambda field: Reveal(field) if isinstance(field, str) and field in reveals else field
