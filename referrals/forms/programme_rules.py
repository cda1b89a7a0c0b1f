"""The settings of a programme beside its own form: a group of them is an abstract model, a form here and an address.

A new group needs those three, a line in FORMS and a link on the programme's page. View, service and template are for all.
"""

from django.db import models
from django.forms import model_to_dict
from django.forms.models import fields_for_model

from core.forms import Fieldset, LinesField, PoundsField, TimeField, VersionedForm, helper
from referrals.forms.programmes import DaysField
from referrals.models import Programme
from referrals.models.contacting import ContactRules
from referrals.models.counting import CountingRules
from referrals.models.day_limits import DayLimits
from referrals.models.linking import LinkingRules
from referrals.models.money import MoneyRules
from referrals.models.onward_rules import LONGEST_LINK_DAYS, OnwardRules
from referrals.models.outcomes import OutcomeRules
from referrals.models.papers import PaperRules
from referrals.models.waiting import WaitingRules


class RulesForm(VersionedForm):
    """Questions about one group of a programme's settings, as they are now.

    `heading` names the page with the programme's {name}, `notice` says what the answers change, `saved` that they hold now.
    `groups` are the parts of the page; none: the questions in the order of the model.
    """

    names: tuple[str, ...]
    heading: str
    notice: str
    saved: str
    groups: tuple[Fieldset, ...] = ()

    def __init__(self, *args, programme, cancel_url, **kwargs):
        super().__init__(*args, initial=self.answers_of(programme), **kwargs)
        self.heading = self.heading.format(name=programme.name)
        self.helper = helper("Save", cancel_url, layout=list(self.groups) or None)

    def answers_of(self, programme):
        """What stands on the programme, and its version."""
        return model_to_dict(programme, self.names) | {"version": programme.version}

    def rules(self):
        """The answers by the names of the settings."""
        return {name: self.cleaned_data[name] for name in self.names}


def asking(rules, *, least=0, most=366, kinds=None, **bounds):
    """A RulesForm with a question for each setting of an abstract model, in the model's own words.

    Numbers lie between `least` and `most`, or between the two that `bounds` gives by a setting's name; `kinds` gives by name
    the field of a setting that is more than a number, a time, a text or yes and no, and what it is made with.
    """

    def question(field):
        if field.name in (kinds or {}):
            made_of, options = kinds[field.name]
            text = field.verbose_name
            return made_of(
                label=text[0].upper() + text[1:], help_text=field.help_text, required=not field.blank, **options
            )
        if isinstance(field, models.PositiveSmallIntegerField):
            lowest, highest = bounds.get(field.name, (least, most))
            return field.formfield(min_value=lowest, max_value=highest)
        if isinstance(field, models.TimeField):
            return field.formfield(form_class=TimeField)
        return field.formfield()

    names = tuple(field.name for field in rules._meta.local_fields)
    questions = fields_for_model(Programme, fields=names, formfield_callback=question)
    return type(f"{rules.__name__}Questions", (RulesForm,), {"names": names, **questions})


class CountingForm(asking(CountingRules, video_minutes=(1, 366), short_days_per_meeting=(1, 366))):
    """How a programme counts meetings and reads the minimum standards."""

    heading = "How {name} counts"
    notice = (
        "Counters, flags and the minimum standards go by these answers at once, for everybody in the programme. "
        "What was recorded stays as it is."
    )
    saved = "Saved. Every count goes by it from now."
    groups = (
        Fieldset(
            "What counts as a meeting",
            "video_minutes",
            "phone_meetings_most",
            "letters_count",
            "cell_door_counts",
            "company_counts",
            "several_a_day_count",
            "on_the_day_counts",
            "each_prison_alone",
            "episodes_add_up",
        ),
        Fieldset(
            "Whose meetings are asked about",
            "cancelled_count_as_offered",
            "short_days",
            "short_days_per_meeting",
            "court_release_counts",
            "moved_day_excuses",
        ),
        Fieldset("The same mentor through the gate", "joint_counts_for_both", "handover_counts"),
        Fieldset(
            "After release",
            "first_contact_days",
            "months_as_weeks",
            "in_contact_days",
            "early_ending_counts",
            "return_excuses",
            "ending_talk_days",
        ),
        Fieldset("Other standards", "consent_days_after", "early_referral_days"),
    )


class ContactingForm(
    asking(
        ContactRules,
        most=90,
        contact_days_high=(1, 90),
        contact_days_usual=(1, 90),
        contact_days_light=(1, 90),
        lost_tried_days=(1, 90),
        lost_ways=(1, 10),
        lost_hold_days=(2, 90),
        lost_hold_usual_days=(1, 90),
    )
):
    """How a programme keeps in touch after release."""

    heading = "How {name} keeps in touch"
    notice = (
        "What comes due goes by these answers at once, for everybody in the programme. Contacts to come are made anew within "
        "a quarter of an hour; what was recorded stays as it is. Leave empty what is not asked in this programme."
    )
    saved = "Saved. What comes due goes by it from now."
    groups = (
        Fieldset(
            "The first 48 hours", "prescription_by", "bed_by", "evening_call_by", "morning_call_by", "benefits_by"
        ),
        Fieldset(
            "How often, by how much support they need",
            "contact_days_high",
            "contact_days_usual",
            "contact_days_light",
        ),
        Fieldset(
            "Lost contact",
            "lost_days",
            "lost_tries",
            "lost_tried_days",
            "lost_channels_days",
            "lost_ways",
            "lost_partners_days",
            "lost_emergency_days",
            "lost_manager_days",
            "lost_manager_tries",
            "lost_welfare_days",
            "lost_hold_days",
            "lost_hold_usual_days",
        ),
        Fieldset("Texts and e-mails to people", "quiet_from", "quiet_until"),
    )

    def clean(self):
        answers = super().clean()
        begins, ends = answers.get("quiet_from"), answers.get("quiet_until")
        if begins and ends and begins <= ends:
            self.add_error("quiet_from", "The evening must come after the morning: enter, for example, 8pm and 9am.")
        usual, longest = answers.get("lost_hold_usual_days"), answers.get("lost_hold_days")
        if usual and longest and usual > longest:
            self.add_error("lost_hold_usual_days", f"Enter {longest} at most: it may not be put on hold for longer.")
        return answers


class DayLimitsForm(asking(DayLimits, least=1, most=240)):
    """What a programme calls tight, too much and too long on the day of release."""

    heading = "How {name} checks the first day"
    notice = (
        "The plan for the day of release says by these figures what is tight and what is too much. Plans that are written "
        "already are checked by them at once."
    )
    saved = "Saved. Every day is checked by it from now."


class LinkingForm(asking(LinkingRules, long_wait_days=(1, 366))):
    """What a programme expects of links to services, and how long the places partners hold are kept."""

    heading = "Services and places of {name}"
    notice = "The standard “linked with services”, the figures of unmet need and the board of places go by these answers at once."
    saved = "Saved. It holds from now."
    groups = (
        Fieldset("Needs and services", "link_days", "long_wait_days"),
        Fieldset("Places partners hold", "place_offer_days", "place_held_days", "place_reminder_days"),
    )


class MoneyForm(
    asking(
        MoneyRules,
        kinds={"money_once_pence": (PoundsField, {}), "money_person_pence": (PoundsField, {})},
        money_days=(1, 732),
    )
):
    """How much a mentor may give on their own."""

    heading = "What mentors of {name} may give"
    notice = (
        "Grants, vouchers and fares that are given from now on go by these amounts. What waits for a manager already goes on "
        "waiting."
    )
    saved = "Saved. What is given from now on goes by it."


class OnwardForm(asking(OnwardRules, least=1, onward_link_days=(1, LONGEST_LINK_DAYS))):
    """How long a programme waits for partner agencies."""

    heading = "How {name} refers on"
    notice = (
        "Referrals to partner agencies that are sent or answered from now on go by these days. What waits already keeps its "
        "day."
    )
    saved = "Saved. What is sent or heard from now on goes by it."


class OutcomesForm(
    asking(
        OutcomeRules,
        kinds={"outcome_weeks": (DaysField, {"largest": 520})},
        outcome_early_days=(0, 60),
        outcome_late_days=(0, 90),
        sustained_weeks=(1, 104),
        return_keeps_days=(0, 731),
    )
):
    """When a programme asks how things are after release, and how it takes up with somebody who is back in custody."""

    heading = "After release: {name}"
    notice = "Who is asked, and when, goes by these answers at once. What was written down stays as it is."
    saved = "Saved. It is asked by these weeks from now."


class PapersForm(
    asking(PaperRules, kinds={"paper_help_lines": (LinesField, {"line_length": 160, "max_length": 1200})})
):
    """What a programme prints on the papers that people take along."""

    heading = "What {name} prints"
    notice = (
        "These lines stand at the foot of the plan for the first day, which people carry in their pocket. Name neither a "
        "prison nor what we do."
    )
    saved = "Saved. It stands on every paper printed from now on."


class WaitingForm(
    asking(WaitingRules, plan_hold_days=(2, 366), readiness_hold_days=(2, 366), offer_again_weeks=(1, 52))
):
    """From when a programme misses things, and how long they may wait."""

    heading = "What may wait in {name}"
    notice = (
        "What needs doing, and from when, goes by these answers at once. A hold that was set already keeps its day."
    )
    saved = "Saved. It holds from now."
    groups = (
        Fieldset("Before liberation", "gate_decision_days", "plan_missing_days", "day_plan_missing_days"),
        Fieldset("Plans and what has to be in place", "plan_review_soon_days", "plan_hold_days", "readiness_hold_days"),
        Fieldset("Offers", "offer_again_weeks"),
    )


FORMS = {
    "contacting": ContactingForm,
    "counting": CountingForm,
    "first-day": DayLimitsForm,
    "links": LinkingForm,
    "money": MoneyForm,
    "onward": OnwardForm,
    "outcomes": OutcomesForm,
    "papers": PapersForm,
    "waiting": WaitingForm,
}
