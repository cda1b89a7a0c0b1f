from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import VersionedModel
from mentoring.enums.cases import MatchEnd
from mentoring.enums.handovers import HandoverState, WithoutMeeting
from mentoring.enums.meetings import MeetingState
from people.models import AboutPersonQuerySet


class HandoverQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def planned(self):
        return self.filter(state=HandoverState.PLANNED)

    def done(self):
        return self.filter(state=HandoverState.DONE)

    def met_together(self):
        """After a joint meeting that was held: what "same mentor through the gate" lets pass as a handover (domain.md, R7)."""
        return self.filter(joint_meeting__state=MeetingState.HELD)


class Handover(VersionedModel):
    """Somebody is passed on from their mentor to another, best after a meeting of all three.

    While it is planned the next mentor may open the record already; for some days after it the former one still may."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="handovers")
    from_mentor = models.ForeignKey("mentoring.Mentor", on_delete=models.PROTECT, related_name="handovers_from")
    to_mentor = models.ForeignKey("mentoring.Mentor", on_delete=models.PROTECT, related_name="handovers_to")
    reason = models.CharField(max_length=14, choices=MatchEnd)
    note = models.CharField(max_length=300, blank=True)
    joint_meeting = models.ForeignKey(
        "mentoring.Meeting", null=True, blank=True, on_delete=models.SET_NULL, related_name="handovers"
    )
    without_meeting = models.CharField(max_length=12, choices=WithoutMeeting, blank=True)
    state = models.CharField(max_length=10, choices=HandoverState, default=HandoverState.PLANNED)
    allocation = models.ForeignKey(
        "mentoring.Allocation",
        null=True,
        on_delete=models.PROTECT,
        related_name="handovers",
        help_text="The decision that made the next mentor the mentor; several handovers may share it.",
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=HandoverState.PLANNED), name="one_planned_handover_per_case"
            ),
            models.CheckConstraint(name="handover_is_to_somebody_else", condition=~Q(from_mentor=F("to_mentor"))),
            models.CheckConstraint(
                name="a_settled_handover_has_moment_and_author",
                condition=Q(state=HandoverState.PLANNED, settled_at=None, settled_by=None)
                | (~Q(state=HandoverState.PLANNED) & Q(settled_at__isnull=False, settled_by__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"Handover {self.pk}"

    @property
    def is_planned(self):
        return self.state == HandoverState.PLANNED

    @property
    def is_done(self):
        return self.state == HandoverState.DONE

    @property
    def met_together(self):
        """Whether the joint meeting was held."""
        return self.joint_meeting is not None and self.joint_meeting.state == MeetingState.HELD

    def get_absolute_url(self):
        return reverse("liberations:handover", args=[self.pk])
