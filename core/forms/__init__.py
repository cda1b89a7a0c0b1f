"""Everything a form of ours is made of. Import from here: `from core.forms import Form, DayField, helper`."""

from core.forms.base import FilterForm, Form
from core.forms.choices import LongSelect, YesNoNotKnownField
from core.forms.fields import DayField, TimeField
from core.forms.filters import DayFilter
from core.forms.layout import Actions, Fieldset, Reveal, helper
from core.forms.lines import LinesField
from core.forms.money import PoundsField
from core.forms.versions import NewRowForm, VersionedForm

__all__ = [
    "Actions",
    "DayField",
    "DayFilter",
    "Fieldset",
    "FilterForm",
    "Form",
    "LinesField",
    "LongSelect",
    "NewRowForm",
    "PoundsField",
    "Reveal",
    "TimeField",
    "VersionedForm",
    "YesNoNotKnownField",
    "helper",
]
