from core.forms import DayField, VersionedForm, helper


class RulePeriodForm(VersionedForm):
    from_date = DayField(
        label="First day in force",
        required=False,
        help_text="The first day on which a sentence may end to be moved by this rule. Empty: not in force.",
    )
    to_date = DayField(label="Last day in force", required=False, help_text="Empty: until another rule begins.")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def clean(self):
        first, last = self.cleaned_data.get("from_date"), self.cleaned_data.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", "The last day must not be before the first day")
