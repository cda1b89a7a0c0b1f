import datetime as dt

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Case as Case_
from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate
from django.urls import reverse

from core.models import KeyedModel, VersionedModel
from core.ranges import DateRange
from mentoring.date_asking import LAST_WEEK_DAYS, NEAR_DAYS
from mentoring.enums.cases import AssignmentRole, FurtherRole, MatchEnd
from mentoring.enums.matching import Need
from mentoring.models.meetings import pre_release_meetings
from people.models import AboutPersonQuerySet
from prisons.models import CustodialEpisode


class CaseQuerySet(AboutPersonQuerySet):
    def open(self):
        return self.filter(closed_date=None)

    def of_present_custody(self):
        """Without ended cases of someone who has come back into custody since: what is theirs now is the new time in custody."""
        came_back = CustodialEpisode.objects.filter(person=OuterRef("person"), released_date=None)
        return self.exclude(~Q(closed_date=None) & Exists(came_back.exclude(pk=OuterRef("episode"))))

    def with_liberation(self):
        """Annotates `liberation_day`: the day of release once it happened, else the current liberation date; null if unknown.
        Also `now_at` (current prison's key) and `now_at_name`."""
        return self.annotate(
            ledger=FilteredRelation("episode__release_dates", condition=Q(episode__release_dates__is_current=True)),
            stay=FilteredRelation("episode__stays", condition=Q(episode__stays__to_date=None)),
        ).annotate(
            liberation_day=Coalesce("episode__released_date", "ledger__liberation_date"),
            now_at=F("stay__prison_id"),
            now_at_name=F("stay__prison__name"),
        )

    def with_lead(self):
        """Annotates `lead_id` (mentor's key) and `lead_name`; null while nobody is allocated."""
        return self.annotate(
            lead=FilteredRelation(
                "assignments", condition=Q(assignments__role=AssignmentRole.LEAD, assignments__until_date=None)
            ),
        ).annotate(lead_id=F("lead__mentor_id"), lead_name=F("lead__mentor__user__name"))

    def with_asked(self):
        """Annotates `asked_on`: the day on which somebody who knows last told us the date that counts, or answered when we
        asked again; and `ask_again_on` (date_asking.ask_again_on, word for word). Both null where nobody has asked.
        `answer` is the relation to the last answer. Only after `with_liberation`."""
        told_at = Coalesce("ledger__told_at", "ledger__recorded_at")
        day, asked = F("ledger__liberation_date"), F("asked_on")

        def after(start, days):
            return ExpressionWrapper(start + days, output_field=DateField())

        return self.annotate(
            answer=FilteredRelation("episode__date_checks", condition=Q(episode__date_checks__is_latest=True)),
            asked_on=TruncDate(Greatest(told_at, F("answer__checked_at"))),
        ).annotate(
            ask_again_on=Case_(
                When(ledger__liberation_date=None, then=after(asked, F("programme__unknown_days"))),
                default=Least(
                    after(asked, F("programme__confirm_days")),
                    Greatest(after(asked, F("programme__confirm_days_near")), after(day, Value(-NEAR_DAYS))),
                    Greatest(after(asked, F("programme__confirm_days_last_week")), after(day, Value(-LAST_WEEK_DAYS))),
                ),
                output_field=DateField(),
            )
        )

    def with_meetings_held(self):
        """Annotates `meetings_held`: days with a pre-release meeting that counts (Meeting.pre_release)."""
        return self.annotate(meetings_held=pre_release_meetings(case=OuterRef("pk")))

    def unallocated(self):
        lead = Assignment.objects.filter(case=OuterRef("pk"), role=AssignmentRole.LEAD, until_date=None)
        return self.filter(~Exists(lead), closed_date=None)


class Case(VersionedModel):
    """One person's support in one programme, from agreeing to take part to the ending; every walk to one date."""

    number = models.PositiveIntegerField(
        unique=True, editable=False, db_default=Func(Value("mentoring_case_number"), function="nextval")
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cases")
    programme = models.ForeignKey("referrals.Programme", on_delete=models.PROTECT, related_name="cases")
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="case")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="cases")
    opened_date = models.DateField()
    closed_date = models.DateField(null=True, blank=True)
    need = models.CharField("support they need", max_length=12, choices=Need, default=Need.NOT_JUDGED)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], condition=Q(closed_date=None), name="one_open_case_per_programme"
            ),
            models.CheckConstraint(
                name="case_closes_after_it_opens", condition=Q(closed_date=None) | Q(closed_date__gte=F("opened_date"))
            ),
        ]
        indexes = [
            # Caseloads and sweeps look at open cases only.
            models.Index(fields=["episode"], name="case_open_by_episode", condition=Q(closed_date=None)),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """What is said on the phone and in e-mails instead of a name."""
        return f"TG-{self.number}"

    @property
    def is_open(self):
        return self.closed_date is None

    def goes_on(self, back: dt.date) -> bool:
        """Whether somebody back in custody on a day goes on in this case: it is open, or ended so short a time before that the
        programme takes it up again."""
        return self.is_open or (back - self.closed_date).days <= self.programme.return_keeps_days

    def get_absolute_url(self):
        return reverse("desk:person", args=[self.person_id])


class AssignmentQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def current(self):
        return self.filter(until_date=None)

    def lead(self):
        return self.filter(role=AssignmentRole.LEAD)

    def further(self):
        """Of those who work with the person beside the mentor."""
        return self.filter(role=AssignmentRole.SUPPORT)

    def on(self, day):
        """Those that ran on the day, first and last included."""
        return self.filter(Q(until_date=None) | Q(until_date__gte=day), from_date__lte=day)

    def in_earnest(self):
        """Without those that were taken back as a mistake."""
        return self.filter(taken_back_at=None)


class Assignment(KeyedModel):
    """A mentor works with the person on a case, from the first day until before the last. Never two lead mentors on one day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    mentor = models.ForeignKey("mentoring.Mentor", on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=10, choices=AssignmentRole, default=AssignmentRole.LEAD)
    further_role = models.CharField(max_length=12, choices=FurtherRole, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    match_note = models.CharField(max_length=300, blank=True)
    allocated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    allocated_at = models.DateTimeField()
    allocation = models.ForeignKey(
        "mentoring.Allocation", null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    former = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The assignment that this one ended, to be as it was when this one is taken back.",
    )
    took_over = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="Planned visits that came with it, to go back with it."
    )
    taken_back_at = models.DateTimeField(null=True, help_text="Then it never counted.")
    end_reason = models.CharField(max_length=14, choices=MatchEnd, blank=True)
    end_note = models.CharField(max_length=500, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["from_date", "allocated_at"]
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_it_begins", condition=Q(until_date=None) | Q(until_date__gte=F("from_date"))
            ),
            models.CheckConstraint(
                name="what_was_taken_back_lasted_no_day",
                condition=Q(taken_back_at=None) | Q(until_date=F("from_date")),
            ),
            models.CheckConstraint(
                name="only_what_has_ended_has_a_reason", condition=Q(end_reason="") | Q(until_date__isnull=False)
            ),
            models.CheckConstraint(
                name="who_is_not_the_mentor_has_a_further_role",
                condition=Q(role=AssignmentRole.LEAD, further_role="")
                | Q(~Q(further_role=""), role=AssignmentRole.SUPPORT),
            ),
            models.UniqueConstraint(
                fields=["case", "mentor"],
                name="one_further_role_each_at_a_time",
                condition=Q(role=AssignmentRole.SUPPORT, until_date=None),
            ),
            ExclusionConstraint(
                name="never_two_lead_mentors_on_one_day",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (DateRange("from_date", "until_date"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=AssignmentRole.LEAD),
            ),
        ]
        indexes = [
            # A mentor's caseload and its size.
            models.Index(fields=["mentor"], name="assignment_of_mentor", condition=Q(until_date=None)),
            # The lead mentor of a case, on every list and header.
            models.Index(fields=["case"], name="assignment_current", condition=Q(until_date=None)),
        ]
