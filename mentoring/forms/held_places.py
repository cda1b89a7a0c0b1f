"""Places partners hold for us: the board's filters, an offer and what became of it, and the administrator's list."""

import django_filters
from django import forms
from django.utils import timezone

from accounts.models import Team
from core.forms import DayField, FilterForm, Form, NewRowForm, VersionedForm, helper
from mentoring.enums.held_places import STAY_MOVES, HeldPlaceKind, LeaveReason, SeeTo, StayState
from mentoring.models import HeldPlace
from mentoring.selectors.held_places import BOARD_STATES
from prisons.models import LocalAuthority
from referrals.enums import ServiceKind
from referrals.forms.agencies import OPEN_OR_CLOSED
from referrals.forms.onward import ServiceField
from referrals.models import Agency, Service


class BoardFilter(django_filters.FilterSet):
    """The filters of the board; all stand in the address."""

    stands = django_filters.ChoiceFilter(label="State", choices=BOARD_STATES, empty_label="All")
    see_to = django_filters.ChoiceFilter(
        label="To see to", choices=[("any", "Anything"), *SeeTo.choices], method="filter_see_to", empty_label="All"
    )
    kind = django_filters.ChoiceFilter(label="What", choices=HeldPlaceKind.choices, empty_label="All")
    area = django_filters.ModelChoiceFilter(
        label="Area", queryset=LocalAuthority.objects.all(), empty_label="All areas"
    )
    agency = django_filters.ModelChoiceFilter(
        label="Partner agency", field_name="service__agency", queryset=Agency.objects.all(), empty_label="All agencies"
    )

    class Meta:
        model = HeldPlace
        form = FilterForm
        fields = ["stands", "see_to", "kind", "area", "agency"]

    def filter_see_to(self, rows, name, value):
        return rows.exclude(see_to="") if value == "any" else rows.filter(see_to=value)


class PlaceListFilter(django_filters.FilterSet):
    """The filters of the administrator's list."""

    q = django_filters.CharFilter(label="Place", field_name="name", lookup_expr="icontains", max_length=80)
    team = django_filters.ModelChoiceFilter(label="Team", queryset=Team.objects.all(), empty_label="All teams")
    agency = django_filters.ModelChoiceFilter(
        label="Partner agency", field_name="service__agency", queryset=Agency.objects.all(), empty_label="All agencies"
    )
    state = django_filters.ChoiceFilter(
        label="Open or closed", choices=OPEN_OR_CLOSED, method="filter_state", empty_label="All"
    )

    class Meta:
        model = HeldPlace
        form = FilterForm
        fields = ["q", "team", "agency", "state"]

    def filter_state(self, rows, name, value):
        today = timezone.localdate()
        return rows.open_on(today) if value == "open" else rows.closed_on(today)


class PlaceChoice(forms.ModelChoiceField):
    def label_from_instance(self, place):
        where = f", {place.area.name}" if place.area else ""
        return f"{place.name}, {place.service.agency.name} ({place.get_kind_display().lower()}{where})"


class OfferPlaceForm(NewRowForm):
    place = PlaceChoice(
        label="Which place?", queryset=HeldPlace.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    on = DayField(label="Day it was offered", initial=timezone.localdate)
    answer_by = DayField(
        label="Answer by",
        required=False,
        help_text="It is kept for them until then. Left empty, as long as the programme gives.",
    )
    note = forms.CharField(label="What was said", max_length=300, required=False)

    def __init__(self, *args, team, places, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        # Shown is what is free; a form sent twice names one that is no longer, and the service knows.
        field = self.fields["place"]
        field.queryset = HeldPlace.objects.filter(team=team).select_related("service__agency", "area")
        field.widget.choices = [(place.pk, field.label_from_instance(place)) for place in places]
        self.helper = helper("Offer it", cancel_url)


class StayMoveForm(Form):
    """What became of it, of what may come next."""

    state = forms.ChoiceField(label="What became of it?", widget=forms.RadioSelect)
    held_until = DayField(label="Kept until", help_text="The last day. After it the place goes to somebody else.")
    leave_reason = forms.ChoiceField(label="Why did they leave?", choices=[("", "Choose one"), *LeaveReason.choices])
    on = DayField(label="Day it happened", initial=timezone.localdate)
    note = forms.CharField(label="What was said", max_length=300, required=False)

    reveals = {"state": {StayState.HELD: ["held_until"], StayState.LEFT: ["leave_reason"]}}

    def __init__(self, *args, stay, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        # Shown is what may come next; a form sent twice says what has come already, and the service knows.
        self.fields["state"].choices = StayState.choices
        moves = STAY_MOVES[StayState(stay.state)]
        words = _WORDS_FROM_HELD if stay.state == StayState.HELD else {}
        self.fields["state"].widget.choices = [
            (state.value, words.get(state, state.label)) for state in StayState if state in moves
        ]
        self.helper = helper("Save", cancel_url)


_WORDS_FROM_HELD = {StayState.TAKEN: "Back in it", StayState.LEFT: "Given up"}


class HeldPlaceFields(Form):
    service = ServiceField(
        label="Which service holds it?", queryset=Service.objects.none(), empty_label="Choose a service"
    )
    team = forms.ModelChoiceField(label="For which team?", queryset=Team.objects.none(), empty_label=None)
    name = forms.CharField(label="Name of the place", max_length=80, help_text="As staff call it, such as “Room 3”.")
    kind = forms.ChoiceField(label="What is it?", choices=HeldPlaceKind, widget=forms.RadioSelect)
    area = forms.ModelChoiceField(label="Area", queryset=LocalAuthority.objects.all(), required=False)
    address = forms.CharField(max_length=200, required=False, help_text="Shown on the page of the place alone.")
    notes = forms.CharField(
        label="What to know",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Who may live there, rules of the house, keys.",
    )

    def __init__(self, *args, cancel_url, submit, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        services = Service.objects.open_on(today).filter(kind=ServiceKind.ACCOMMODATION)
        services = services.exclude(agency__closed_date__lte=today).select_related("agency")
        self.fields["service"].queryset = services.order_by("agency__name", "name")
        self.fields["team"].queryset = Team.objects.filter(closed_date=None).order_by("name")
        self.helper = helper(submit, cancel_url)

    def details(self):
        """What the services take."""
        return {name: self.cleaned_data[name] for name in HeldPlaceFields.base_fields}


class HeldPlaceAddForm(HeldPlaceFields, NewRowForm):
    pass


class HeldPlaceEditForm(HeldPlaceFields, VersionedForm):
    """A place whose service has closed since keeps it."""

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        kept = Service.objects.filter(pk=place.service_id).select_related("agency")
        self.fields["service"].queryset = (self.fields["service"].queryset | kept).order_by("agency__name", "name")
