import datetime as dt

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.forms import DayField, Fieldset, Form, Reveal, TimeField, VersionedForm, helper
from liberations.enums import BedTonight, GateDecision, NotMetReason, OfferedHow, Transport
from liberations.services.gate_offers import OfferMade
from mentoring.models import Mentor


class GatePlanForm(VersionedForm):
    """Whether they were offered to be met, what they said and, if they want it, by whom and how."""

    decision = forms.ChoiceField(
        label="Have they been offered to be met at the gate?", choices=GateDecision, widget=forms.RadioSelect
    )
    offered_date = DayField(label="When was it offered?", initial=timezone.localdate)
    offered_by = forms.ModelChoiceField(label="Who offered it?", queryset=User.objects.none())
    offered_how = forms.ChoiceField(label="How was it offered?", choices=OfferedHow, initial=OfferedHow.IN_PERSON)
    mentor = forms.ModelChoiceField(
        label="Who meets them?", queryset=Mentor.objects.none(), required=False, empty_label="Nobody yet"
    )
    second = forms.ModelChoiceField(
        label="Who goes along?", queryset=Mentor.objects.none(), required=False, empty_label="Nobody"
    )
    meet_time = TimeField(label="Time to be at the gate", required=False, help_text="For example, 8:30am")
    meeting_point = forms.CharField(
        label="Where to stand", required=False, max_length=200, help_text="Which door, or the car park."
    )
    other_door = forms.CharField(
        label="Another door or time",
        required=False,
        max_length=200,
        help_text="Only where somebody may wait for them: what you agreed with the prison, and with whom.",
    )
    transport = forms.ChoiceField(label="How do they travel on?", choices=Transport, initial=Transport.NOT_KNOWN)
    fallback_phone = forms.CharField(
        label="Phone if nobody comes out", required=False, max_length=40, help_text="Gate desk or hall."
    )
    if_nobody = forms.CharField(
        label="What to do if nobody comes out",
        required=False,
        max_length=500,
        help_text="Whom to ask, how long to wait, whom to ring then.",
        widget=forms.Textarea({"rows": 3}),
    )
    plan_note = forms.CharField(label="Anything else", required=False, max_length=2000, widget=forms.Textarea)
    reveals = {"decision": {("offered", "wanted", "declined"): ["offered_date", "offered_by", "offered_how"]}}

    def __init__(self, *args, user, team, prison, in_twos, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        # The plan may not exist yet: then there is no version to bring along.
        self.fields["version"].required = False
        self.fields["offered_by"].queryset = User.objects.active().filter(Q(team=team) | Q(pk=user.pk))
        self.fields["offered_by"].initial = user.pk
        self.fields["mentor"].queryset = Mentor.objects.active().of_team(team).select_related("user")
        staff = Mentor.objects.of_team(team).filter(user__is_active=True)
        self.fields["second"].queryset = staff.select_related("user")
        if in_twos:
            self.fields["second"].help_text = "Needed: an alert says that staff meet them in twos."
        if prison and prison.if_nobody:
            self.fields["if_nobody"].help_text = f"Leave empty if it is as always at {prison.name}: {prison.if_nobody}"
        on_the_day = ["mentor", "second", "meet_time", "meeting_point", "other_door", "transport"]
        self.helper = helper(
            "Save gate plan",
            cancel_url,
            layout=[
                Reveal("decision"),
                Fieldset("On the day, if they want to be met", *on_the_day),
                Fieldset("If nobody comes out", "fallback_phone", "if_nobody", "plan_note"),
            ],
        )

    def plan(self):
        """What was typed of the plan itself, and when, by whom and how it was offered, or None where it was not."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in _BESIDE_THE_PLAN}
        said = self.cleaned_data
        offered = said["offered_date"] and OfferMade(said["offered_date"], said["offered_by"], said["offered_how"])
        return typed, offered


_BESIDE_THE_PLAN = ("version", "offered_date", "offered_by", "offered_how")


class MetForm(Form):
    """They are out, and somebody of ours met them: one press. `pressed_at` is when it was first pressed, kept by the page where the
    first press was never sent."""

    out_time = TimeField(
        label="When did they come out?", required=False, help_text="Leave empty if it was just now. For example, 8:50am"
    )
    out_day = DayField(label="On which day?", required=False, help_text="Leave empty if it was today.")
    note = forms.CharField(label="Note", required=False, max_length=500)
    pressed_at = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def out_at(self):
        """The moment they came out: the time that was typed; else when the button was first pressed; else now."""
        day, time = self.cleaned_data["out_day"] or timezone.localdate(), self.cleaned_data["out_time"]
        if time:
            return at_gate(day, time)
        return moment_of(day) if day != timezone.localdate() else _pressed(self.cleaned_data["pressed_at"])


class NotMetForm(Form):
    """They were not met, and why."""

    reason = forms.ChoiceField(label="What happened?", choices=NotMetReason, widget=forms.RadioSelect)
    out_day = DayField(
        label="Day they were released", required=False, help_text="If they are out. Leave empty if it was today."
    )
    note = forms.CharField(label="Note", required=False, max_length=500)

    def __init__(self, *args, cancel_url, action="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save and tell the manager", cancel_url, action=action)
        if action:
            # On the card: the page stays until what happened has arrived, then comes again and shows it.
            self.helper.attrs = {"data-send": cancel_url}

    def out_at(self):
        """Noon of the day given, or now."""
        return moment_of(self.cleaned_data["out_day"])


class BedForm(Form):
    """A bed for the first night."""

    bed = forms.ChoiceField(
        label="Do they have a bed tonight?",
        choices=[choice for choice in BedTonight.choices if choice[0] != BedTonight.NOT_ASKED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Where, and who confirmed it", required=False, max_length=300)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


def at_gate(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def moment_of(day: dt.date | None) -> dt.datetime:
    """Now for today or no day at all; noon for another day, whose hour nobody knows."""
    if day is None or day == timezone.localdate():
        return timezone.now()
    return at_gate(day, dt.time(12))


def _pressed(stamp: str) -> dt.datetime:
    """The moment that a page kept as milliseconds since 1970, if it can be so: today, and not to come. Otherwise now."""
    now = timezone.now()
    if not stamp.isdecimal() or len(stamp) > 14:
        return now
    pressed = dt.datetime.fromtimestamp(int(stamp) / 1000, tz=dt.UTC)
    return pressed if pressed <= now and timezone.localdate(pressed) == timezone.localdate(now) else now
