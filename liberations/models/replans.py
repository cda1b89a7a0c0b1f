from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from core.models import KeyedModel, VersionedModel
from liberations.enums import FOR_MANAGERS, GateAnswer, GateDecision, GateState, ReplanItemKind, ReplanItemState
from liberations.enums.packs import PackState
from liberations.models.day_plans import Appointment, DayPlan
from liberations.models.gate_questions import GateQuestion
from liberations.models.gates import GateLiberation
from liberations.models.packs import LiberationPack
from mentoring.enums.meetings import MeetingState
from mentoring.models import Assignment, Meeting, PrisonClearance
from people.models import AboutPersonQuerySet


class ReplanQuerySet(AboutPersonQuerySet):
    to_person = "case__person"


class Replan(KeyedModel):
    """What hangs on a case was planned again, because its liberation day moved or its person was moved to another prison.

    One for each case and row of the ledger, or stay. It has plain columns only: thousands are written in one statement.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="replans")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="replans")
    before_date = models.DateField(null=True, help_text="The liberation day that counted before; null: none was known.")
    after_date = models.DateField(null=True, help_text="The liberation day that counts now; null: none is known.")
    from_prison = models.ForeignKey("prisons.Prison", null=True, on_delete=models.PROTECT, related_name="+")
    to_prison = models.ForeignKey(
        "prisons.Prison", null=True, on_delete=models.PROTECT, related_name="+", help_text="Null: the prison stayed."
    )
    ledger_row = models.ForeignKey("prisons.ReleaseDate", null=True, on_delete=models.SET_NULL, related_name="replans")
    stay = models.ForeignKey("prisons.PrisonStay", null=True, on_delete=models.SET_NULL, related_name="replans")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReplanQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "ledger_row"], condition=Q(ledger_row__isnull=False), name="one_replan_per_ledger_row"
            ),
            models.UniqueConstraint(
                fields=["case", "stay"], condition=Q(stay__isnull=False), name="one_replan_per_stay"
            ),
        ]
        # The history of a case, newest first.
        indexes = [models.Index(fields=["case", "-recorded_at"], name="replan_of_case")]

    def __str__(self):
        return f"Replan {self.pk}"

    @property
    def day_moved(self):
        return self.before_date != self.after_date

    @property
    def moved_days(self):
        """Days moved, negative when brought forward; None when there was no day before or is none now."""
        return (self.after_date - self.before_date).days if self.before_date and self.after_date else None

    def get_absolute_url(self):
        return reverse("liberations:replans", args=[self.case_id])


class ReplanItemQuerySet(AboutPersonQuerySet):
    to_person = "replan__case__person"

    def open(self, on=None):
        """Those that still need a decision: nobody has left it as it is, and what raised it still holds on a day (today)."""
        return self.filter(state=ReplanItemState.OPEN).standing(on)

    def for_managers(self):
        return self.filter(kind__in=FOR_MANAGERS)

    def for_mentors(self):
        return self.exclude(kind__in=FOR_MANAGERS)

    def standing(self, on=None):
        """What raised the decision still holds on a day (today): the visit stands where it stood, nobody has chosen another mentor.

        Asked of the facts each time, so that an item settles itself wherever it was put right.
        """
        inside = Q(replan__case__closed_date=None, replan__episode__released_date=None)
        return self.alias(visits_in_hand=_visits_in_hand()).filter(inside, _still_so(on or timezone.localdate()))


def _still_so(on):
    """What must hold for each kind of decision to be needed still, on a day."""
    kind = ReplanItemKind
    gate = GateLiberation.objects.filter(episode=OuterRef("replan__episode"))
    wanted = gate.filter(state=GateState.PLANNED, decision=GateDecision.WANTED)
    theirs = wanted.filter(Q(mentor=OuterRef("mentor")) | Q(second=OuterRef("mentor")))
    lead = Assignment.objects.lead().current().filter(case=OuterRef("replan__case"), mentor=OuterRef("mentor"))
    going = GateQuestion.objects.in_force().filter(
        gate__episode=OuterRef("replan__episode"), mentor=OuterRef("mentor"), answer=GateAnswer.GOING
    )
    pack_left = LiberationPack.objects.filter(
        case=OuterRef("replan__case"), episode=OuterRef("replan__episode"), state=PackState.LEFT
    )
    clearances = PrisonClearance.objects.in_force(on)
    cleared = clearances.filter(mentor=OuterRef("mentor"), prison=OuterRef("replan__to_prison"))
    counts_now = Q(replan__ledger_row__is_current=True)
    planned = Q(meeting__state=MeetingState.PLANNED)
    of_the_day = Appointment.objects.standing().filter(plan__episode=OuterRef("replan__episode"))
    booked_wrongly = of_the_day.filter(fixed=True).exclude(booked_date=OuterRef("replan__after_date"))
    looked_over = DayPlan.objects.filter(
        episode=OuterRef("replan__episode"), looked_over_prison=OuterRef("replan__to_prison")
    )
    return (
        Q(counts_now & ~Exists(gate.exclude(state=GateState.PLANNED)), kind=kind.DAY_PASSED)
        | Q(counts_now, kind=kind.PRISON_DIFFERS)
        | Q(planned, kind=kind.VISIT_TOO_LATE, meeting__on_date__gte=F("replan__after_date"))
        | Q(planned, kind=kind.VISIT_TOO_EARLY, meeting__on_date__lt=F("replan__after_date"))
        | Q(planned, kind=kind.VISIT_AT_OLD_PRISON, meeting__prison=F("replan__from_prison"))
        | Q(
            kind__in=[kind.TOO_FEW_VISITS, kind.VISITS_NOT_POSSIBLE],
            replan__case__programme__minimum_meetings__gt=F("visits_in_hand"),
        )
        | Q(Exists(wanted.filter(meet_time=None, meeting_point="")), kind=kind.GATE_TIME_AND_PLACE)
        | Q(Exists(pack_left.exclude(prison=OuterRef("replan__to_prison"))), kind=kind.PACK_AT_OLD_PRISON)
        | Q(Exists(wanted.filter(mentor=None)), kind=kind.GATE_NOBODY)
        | Q(Exists(theirs) & ~Exists(going), kind=kind.GATE_CLASH)
        | Q((Exists(lead) | Exists(theirs)) & ~Exists(cleared), kind=kind.NO_CLEARANCE)
        | Q(Exists(lead) | Exists(theirs), kind=kind.OUTSIDE_AREAS)
        | Q(Exists(booked_wrongly), kind=kind.APPOINTMENTS_TO_MOVE)
        | Q(Exists(of_the_day) & ~Exists(looked_over), kind=kind.DAY_STARTS_ELSEWHERE)
    )


def _visits_in_hand():
    """On how many days before the new liberation day a visit that counts was held or is planned."""
    days = (
        Meeting.objects.towards_release()
        .filter(
            case=OuterRef("replan__case"),
            episode=OuterRef("replan__episode"),
            on_date__lt=OuterRef("replan__after_date"),
        )
        .order_by()
        .values("case")
        .annotate(days=Count("on_date", distinct=True))
        .values("days")
    )
    return Coalesce(Subquery(days, output_field=IntegerField()), 0)


class ReplanItem(VersionedModel):
    """One thing that followed from a re-plan: done by itself, or a decision somebody has to take.

    It keeps facts, not sentences (liberations/replanning/words.py): the contact, mentor, day, number or code it is about.
    """

    replan = models.ForeignKey(Replan, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=24, choices=ReplanItemKind)
    state = models.CharField(max_length=10, choices=ReplanItemState)
    meeting = models.ForeignKey("mentoring.Meeting", null=True, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey("mentoring.Mentor", null=True, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=40, blank=True, help_text="A code: which flag, what stands against it.")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who left it as it is; null where it settled itself by what was done elsewhere.",
    )

    objects = ReplanItemQuerySet.as_manager()

    class Meta:
        ordering = ["replan", "kind"]
        constraints = [
            models.CheckConstraint(
                name="a_decision_has_its_moment",
                condition=Q(state__in=[ReplanItemState.SETTLED, ReplanItemState.LEFT], decided_at__isnull=False)
                | (~Q(state__in=[ReplanItemState.SETTLED, ReplanItemState.LEFT]) & Q(decided_at=None, decided_by=None)),
            ),
            models.CheckConstraint(
                name="somebody_left_it_as_it_is",
                condition=~Q(state=ReplanItemState.LEFT) | Q(decided_by__isnull=False),
            ),
        ]
        indexes = [
            # What still needs a decision: the list of a team, the panel of a case, the job that settles.
            models.Index(fields=["replan"], name="replan_item_open", condition=Q(state=ReplanItemState.OPEN)),
        ]

    def __str__(self):
        return f"Replan item {self.pk}"

    @property
    def is_for_managers(self):
        return self.kind in FOR_MANAGERS
