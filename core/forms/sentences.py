"""Errors that say how to put things right: "Enter the date of the visit", not "This field is required"."""

from django import forms

DETERMINERS = {"a", "an", "any", "his", "her", "its", "our", "the", "their", "this", "your"}


def in_a_sentence(label):
    """The label as it reads inside a sentence: "Date of the visit" is "the date of the visit", "NHS board" stays so."""
    words = str(label).split()
    if not words:
        return "this answer"
    first = words[0]
    if first == first.capitalize() and not first[:1].isdigit():
        words[0] = first.lower()
    text = " ".join(words)
    return text if words[0] in DETERMINERS else f"the {text}"


def required_sentence(field):
    """What to tell somebody who left `field` empty."""
    label = str(field.label or "")
    question = label.endswith("?")
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return f"Choose at least one answer to “{label}”" if question else f"Choose at least one for “{label}”"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return f"Choose an answer to “{label}”" if question else f"Choose {in_a_sentence(label)}"
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on"
    if isinstance(field, forms.FileField):
        return f"Choose {in_a_sentence(label)}"
    return f"Answer “{label}”" if question else f"Enter {in_a_sentence(label)}"


def give_sentences(field):
    """Replace Django's stock errors on `field` by sentences about it; a message that the form wrote itself stays."""
    label = str(field.label or "This answer").rstrip("?")
    sentences = {
        "required": required_sentence(field),
        "max_length": f"“{label}” must be %(limit_value)d characters or fewer; it has %(show_value)d",
        "min_length": f"“{label}” must be %(limit_value)d characters or more; it has %(show_value)d",
        "min_value": f"“{label}” must be %(limit_value)s or more",
        "max_value": f"“{label}” must be %(limit_value)s or less",
        "null_characters_not_allowed": f"“{label}” holds a character that cannot be kept. Type it again",
    }
    if isinstance(field, forms.MultipleChoiceField | forms.ChoiceField | forms.ModelChoiceField):
        sentences |= dict.fromkeys(
            ("invalid_choice", "invalid_list", "invalid_pk_value"), f"Choose one of the answers shown for “{label}”"
        )
    elif isinstance(field, forms.EmailField):
        sentences["invalid"] = "Enter an email address like name@example.org"
    elif isinstance(field, forms.IntegerField):
        sentences["invalid"] = (
            f"“{label}” must be a whole number, like 45"
            if not isinstance(field, forms.DecimalField | forms.FloatField)
            else f"“{label}” must be a number"
        )
    stock = _stock_messages(field)
    for code, sentence in sentences.items():
        if field.error_messages.get(code) == stock.get(code):
            field.error_messages[code] = sentence


def _stock_messages(field):
    messages = {}
    for base in reversed(type(field).__mro__):
        if base.__module__.startswith("django."):
            messages |= getattr(base, "default_error_messages", {})
    return messages
