from django import forms

from core.forms import LinesField, VersionedForm, helper
from referrals.models import Programme
from referrals.models.papers import PAPER_FIELDS


def _words(name, part):
    return getattr(Programme._meta.get_field(name), part)


class PaperForm(VersionedForm):
    """What a programme prints on the papers that people take along."""

    paper_office_line = forms.CharField(
        label="Our own line, when the mentor does not answer",
        max_length=160,
        required=False,
        help_text=_words("paper_office_line", "help_text"),
    )
    paper_help_lines = LinesField(
        label="If it goes wrong",
        line_length=160,
        max_length=1200,
        required=False,
        help_text=_words("paper_help_lines", "help_text"),
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def rules(self):
        """The answers by the names of PaperRules."""
        return {name: self.cleaned_data[name] for name in PAPER_FIELDS}
