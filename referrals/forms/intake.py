"""Taking in a referral by hand: first who it is, then everything else on one page."""

from django import forms
from django.utils import timezone

from core.forms import DayField, Fieldset, Form, NewRowForm, YesNoNotKnownField, helper
from people.enums import IdentifierKind, Sex
from people.identifier_formats import canonical
from prisons.enums import DateSource, LegalStatus, SentenceBand
from prisons.models import LocalAuthority, Prison
from referrals.enums import Source
from referrals.models import Agency, Programme


class WhoForm(Form):
    """The first question: who is it? Enough to find them if they are already on record."""

    number = forms.CharField(
        label="Prison number",
        max_length=20,
        required=False,
        help_text="As on the prison’s letter. Leading zeros may be left out.",
    )
    given_names = forms.CharField(label="First names", max_length=120)
    family_name = forms.CharField(label="Last name", max_length=120)
    birth_date = DayField(label="Date of birth", past=True, required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Go on", cancel_url)

    def clean_number(self):
        return canonical(IdentifierKind.SPS, self.cleaned_data["number"])


class KnownPersonForm(NewRowForm):
    """The referral of someone on record and in custody: the date we were told and who referred them."""

    sentence_date = DayField(label="Sentence end date, as calculated", required=False)
    stated_date = DayField(label="Liberation day stated by the prison", required=False)
    date_source = forms.ChoiceField(
        label="Who told us the date", choices=[("", "No date yet"), *DateSource.choices], required=False
    )
    programme = forms.ModelChoiceField(label="Programme", queryset=Programme.objects.none(), empty_label=None)
    source = forms.ChoiceField(label="Who referred them?", choices=Source.choices, widget=forms.RadioSelect)
    agency = forms.ModelChoiceField(
        label="Which partner agency?", queryset=Agency.objects.none(), required=False, empty_label="Not on our list"
    )
    source_note = forms.CharField(label="Their name and job", max_length=200, required=False)
    referred_date = DayField(label="Day of the referral", initial=timezone.localdate)

    ABOUT_PERSON = ()
    CUSTODY_LEGEND = "In custody"
    ABOUT_CUSTODY = ()
    ABOUT_DATE = ("sentence_date", "stated_date", "date_source")
    ABOUT_REFERRAL = ("programme", "source", "agency", "source_note", "referred_date")
    reveals = {"source": {Source.PARTNER: ["agency"]}}

    def __init__(self, *args, team, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        # The error summary lists errors as the page lists questions.
        self.order_fields([*self.ABOUT_PERSON, *self.ABOUT_CUSTODY, *self.ABOUT_DATE, *self.ABOUT_REFERRAL])
        self.fields["programme"].queryset = Programme.objects.filter(team=team).open_on(timezone.localdate())
        self.fields["agency"].queryset = Agency.objects.open_on(timezone.localdate())
        layout = [Fieldset("The referral", *(name for name in self.ABOUT_REFERRAL if name != "agency"))]
        if self.ABOUT_DATE:
            help_text = "Both dates may be left empty: “no date yet” is a good answer, on remand for instance."
            layout.insert(0, Fieldset("Liberation", *self.ABOUT_DATE, help_text=help_text))
        if self.ABOUT_CUSTODY:
            layout.insert(0, Fieldset(self.CUSTODY_LEGEND, *self.ABOUT_CUSTODY))
        if self.ABOUT_PERSON:
            layout.insert(0, Fieldset("About them", *self.ABOUT_PERSON))
        self.helper = helper("Take in the referral", cancel_url, layout=layout)
        # The page's own form tag also carries what the first page asked.
        self.helper.form_tag = False

    def facts(self):
        """What take_in_referral takes from this form."""
        names = (*self.ABOUT_DATE, *self.ABOUT_REFERRAL, "new_id")
        return {name: self.cleaned_data[name] for name in names}


class ReleasedForm(KnownPersonForm):
    """Somebody on record who is out and asks for themselves: nothing about custody or dates is asked."""

    ABOUT_DATE = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in KnownPersonForm.ABOUT_DATE:
            del self.fields[name]
        self.fields["programme"].queryset = self.fields["programme"].queryset.filter(self_referral_months__gt=0)
        self.fields["source"].choices = [(Source.SELF.value, Source.SELF.label)]
        self.fields["source"].initial = Source.SELF


class BackInCustodyForm(KnownPersonForm):
    """The referral of someone on record who is not recorded as being in custody: also where and why they are held."""

    prison = forms.ModelChoiceField(label="Prison", queryset=Prison.objects.none(), empty_label="Choose a prison")
    hall = forms.CharField(label="Hall", max_length=40, required=False)
    admitted_date = DayField(label="Day they were admitted", required=False)
    legal_status = forms.ChoiceField(
        label="Legal status", choices=LegalStatus.choices, widget=forms.RadioSelect, initial=LegalStatus.SENTENCED
    )
    sentence_band = forms.ChoiceField(
        label="Length of sentence", choices=SentenceBand.choices, initial=SentenceBand.NOT_KNOWN
    )
    statutory_supervision = YesNoNotKnownField(
        label="Will they be under statutory supervision after release?",
        help_text="On licence or an order, with justice social work.",
    )
    return_area = forms.ModelChoiceField(
        label="Area they return to",
        queryset=LocalAuthority.objects.none(),
        required=False,
        empty_label="Not known yet",
        help_text="Its local holidays count when the liberation day is worked out.",
    )

    ABOUT_CUSTODY = (
        "prison",
        "hall",
        "admitted_date",
        "legal_status",
        "sentence_band",
        "statutory_supervision",
        "return_area",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].queryset = Prison.objects.open_on(timezone.localdate())
        self.fields["return_area"].queryset = LocalAuthority.objects.all()

    def facts(self):
        custody = {name: self.cleaned_data[name] for name in self.ABOUT_CUSTODY if name != "prison"}
        return super().facts() | {"prison": self.cleaned_data["prison"], "custody": custody}


class CameOutForm(ReleasedForm):
    """Somebody who is out and asks for themselves, and whose release is not on record: also when they came out, from where."""

    released_date = DayField(label="Day they came out of prison", past=True)
    prison = forms.ModelChoiceField(
        label="Which prison they came from", queryset=Prison.objects.none(), required=False, empty_label="Not known"
    )
    return_area = forms.ModelChoiceField(
        label="Area they live in now",
        queryset=LocalAuthority.objects.none(),
        required=False,
        empty_label="Not known yet",
    )

    CUSTODY_LEGEND = "Coming out"
    ABOUT_CUSTODY = ("released_date", "prison", "return_area")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].queryset = Prison.objects.open_on(timezone.localdate())
        self.fields["return_area"].queryset = LocalAuthority.objects.all()

    def facts(self):
        told = {name: self.cleaned_data[name] for name in ("released_date", "prison")}
        return super().facts() | told | {"custody": {"return_area": self.cleaned_data["return_area"]}}


class SomebodyNew(Form):
    """Who they are, of someone who is not on record yet; before a form about their custody."""

    given_names = forms.CharField(label="First names", max_length=120)
    family_name = forms.CharField(label="Last name", max_length=120)
    known_as = forms.CharField(label="What they like to be called", max_length=120, required=False)
    birth_date = DayField(label="Date of birth", past=True, required=False)
    sex = forms.ChoiceField(
        label="Sex, as the prison records it", choices=Sex.choices, widget=forms.RadioSelect, initial=Sex.NOT_KNOWN
    )
    number = forms.CharField(label="Prison number", max_length=20, required=False)
    number_kind = forms.ChoiceField(label="Kind of prison number", choices=IdentifierKind.choices)

    ABOUT_PERSON = ("given_names", "family_name", "known_as", "birth_date", "sex", "number", "number_kind")

    def facts(self):
        details = {name: self.cleaned_data[name] for name in self.ABOUT_PERSON if not name.startswith("number")}
        number = {name: self.cleaned_data[name] for name in ("number", "number_kind")}
        return super().facts() | {"person_details": details, **number}


class NewPersonForm(SomebodyNew, BackInCustodyForm):
    """The referral of someone who is not on record yet, and in custody."""


class NewCameOutForm(SomebodyNew, CameOutForm):
    """Somebody who is not on record yet, is out and asks for themselves: also how to reach them."""

    phone = forms.CharField(label="Phone", max_length=40, required=False)
    phone_note = forms.CharField(
        label="How else to reach them, and what to mind",
        max_length=200,
        required=False,
        help_text="Where they can be found, who answers, safe hours, whether to leave a message.",
    )

    ABOUT_PERSON = (*SomebodyNew.ABOUT_PERSON, "phone", "phone_note")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("phone") and not cleaned.get("phone_note"):
            self.add_error("phone", "Enter a phone number, or below how else to reach them.")
        return cleaned
