from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel, VersionedModel
from liberations.enums import BedTonight, GateDecision, GateState, NotMetReason, OfferedHow, Transport
from people.models import AboutPersonQuerySet


class GateLiberationQuerySet(AboutPersonQuerySet):
    to_person = "case__person"


class GateLiberation(VersionedModel):
    """The day of liberation of one episode: whether the person wants to be met, who meets them and how, what happened,
    and whether they have a bed that night. The day itself is the ledger's and is not repeated here."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="gates")
    episode = models.OneToOneField("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="gate")
    decision = models.CharField(max_length=10, choices=GateDecision, default=GateDecision.UNDECIDED)
    mentor = models.ForeignKey(
        "mentoring.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="gates"
    )
    second = models.ForeignKey(
        "mentoring.Mentor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gates_as_second",
        help_text="Goes along: needed where an alert says that staff meet the person in twos.",
    )
    meet_time = models.TimeField(null=True, blank=True)
    meeting_point = models.CharField(max_length=200, blank=True)
    other_door = models.CharField(
        "another door or time",
        max_length=200,
        blank=True,
        help_text="Agreed with the prison where somebody may wait for the person.",
    )
    transport = models.CharField(max_length=12, choices=Transport, default=Transport.NOT_KNOWN)
    fallback_phone = models.CharField("phone if nobody comes out", max_length=40, blank=True)
    if_nobody = models.TextField(
        "what to do if nobody comes out", max_length=500, blank=True, help_text="Empty: as it is done at that prison."
    )
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
            models.CheckConstraint(
                name="the_second_is_somebody_else", condition=Q(second=None) | Q(mentor=None) | ~Q(second=F("mentor"))
            ),
        ]

    def __str__(self):
        return f"Gate liberation {self.pk}"

    @property
    def says_anything(self):
        """Whether it tells who is met and how, or what happened; a plan that was emptied does not."""
        return self.decision != GateDecision.UNDECIDED or self.mentor_id is not None or self.state != GateState.PLANNED

    @property
    def goers(self):
        """Who is to stand at the gate: who meets the person, then who goes along."""
        return [each for each in (self.mentor, self.second) if each is not None]


class GateOffer(KeyedModel):
    """The person was offered that somebody meets them, and what they said. Rows are only added; the last one counts.

    The answer of the one that counts is kept on the gate as its `decision`.
    """

    gate = models.ForeignKey(GateLiberation, on_delete=models.PROTECT, related_name="offers")
    offered_date = models.DateField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_how = models.CharField(max_length=12, choices=OfferedHow)
    answer = models.CharField(
        max_length=10, choices=[choice for choice in GateDecision.choices if choice[0] != GateDecision.UNDECIDED]
    )
    is_current = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["gate"], condition=Q(is_current=True), name="one_offer_counts_per_gate"),
            models.CheckConstraint(name="what_is_recorded_was_offered", condition=~Q(answer=GateDecision.UNDECIDED)),
        ]
        indexes = [models.Index(fields=["gate", "-recorded_at"], name="offers_of_a_gate")]

    def __str__(self):
        return f"Gate offer {self.pk}"
