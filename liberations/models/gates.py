from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import VersionedModel
from liberations.enums import BedTonight, GateDecision, GateState, NotMetReason, Transport
from people.models import Access


class GateLiberationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case__person__in=Access.objects.in_force().held_by(user).values("person_id"))


class GateLiberation(VersionedModel):
    """The day of liberation of one episode: whether the person wants to be met, who meets them and how, what happened,
    and whether they have a bed that night. The day itself is the ledger's and is not repeated here."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="gates")
    episode = models.OneToOneField("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="gate")
    decision = models.CharField(max_length=10, choices=GateDecision, default=GateDecision.UNDECIDED)
    mentor = models.ForeignKey(
        "mentoring.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="gates"
    )
    meet_time = models.TimeField(null=True, blank=True)
    meeting_point = models.CharField(max_length=200, blank=True)
    transport = models.CharField(max_length=12, choices=Transport, default=Transport.NOT_KNOWN)
    fallback_phone = models.CharField("phone if nobody comes out", max_length=40, blank=True)
    plan_note = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=GateState, default=GateState.PLANNED)
    not_met_reason = models.CharField(max_length=16, choices=NotMetReason, blank=True)
    out_at = models.DateTimeField("when the person came out", null=True)
    meeting = models.OneToOneField(
        "mentoring.Meeting", null=True, on_delete=models.PROTECT, related_name="gate", help_text="The contact, if met."
    )
    outcome_note = models.CharField(max_length=500, blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    bed_tonight = models.CharField(max_length=10, choices=BedTonight, default=BedTonight.NOT_ASKED)
    bed_note = models.CharField(max_length=300, blank=True)
    bed_at = models.DateTimeField(null=True)
    bed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = GateLiberationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gate_outcome_has_moment_and_author",
                condition=Q(state=GateState.PLANNED, outcome_at=None, outcome_by=None)
                | (~Q(state=GateState.PLANNED) & Q(outcome_at__isnull=False, outcome_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="not_met_with_a_reason", condition=~Q(state=GateState.NOT_MET) | ~Q(not_met_reason="")
            ),
            models.CheckConstraint(name="met_means_out", condition=~Q(state=GateState.MET) | Q(out_at__isnull=False)),
        ]

    def __str__(self):
        return f"Gate liberation {self.pk}"

    @property
    def says_anything(self):
        """Whether it tells who is met and how, or what happened; a plan that was emptied does not."""
        return self.decision != GateDecision.UNDECIDED or self.mentor_id is not None or self.state != GateState.PLANNED
