from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, IntegerField, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.models import VersionedModel
from mentoring.enums.meetings import OUTCOMES, CancelReason, Channel, Concern, MeetingState, Place
from mentoring.enums.needs import NeedArea
from people.models import Access

# domain.md section 4: a video call counts from 15 minutes.
SHORTEST_VIDEO_MEETING_MINUTES = 15
# A contact that reaches the person and is answered; letters and talks about them are not.
TWO_WAY_CHANNELS = (
    Channel.IN_PRISON,
    Channel.VIDEO,
    Channel.PHONE,
    Channel.GATE,
    Channel.COMMUNITY,
    Channel.ACCOMPANIED,
    Channel.TEXT,
)


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case__person__in=Access.objects.in_force().held_by(user).values("person_id"))

    def planned(self):
        return self.filter(state=MeetingState.PLANNED)

    def held(self):
        return self.filter(state=MeetingState.HELD)

    def two_way(self):
        """Held, and the person answered."""
        return self.filter(state=MeetingState.HELD, two_way=True, channel__in=TWO_WAY_CHANNELS)

    def pre_release(self):
        """What counts as a pre-release meeting (domain.md section 4, R6b and the table of ambiguities).

        Held, one to one, in prison but not at the cell door, or by video for at least 15 minutes; in the case's present
        episode (all its prisons add up); before the day of liberation. Count distinct days: two in one day are one.
        """
        in_prison = Q(channel=Channel.IN_PRISON) & ~Q(place=Place.CELL_DOOR)
        by_video = Q(channel=Channel.VIDEO, two_way=True, minutes__gte=SHORTEST_VIDEO_MEETING_MINUTES)
        before_release = Q(episode__released_date__gt=F("on_date")) | Q(
            Q(ledger__liberation_date__gt=F("on_date")) | Q(ledger__liberation_date=None),
            episode__released_date=None,
        )
        return self.alias(
            ledger=models.FilteredRelation(
                "episode__release_dates", condition=Q(episode__release_dates__is_current=True)
            )
        ).filter(
            in_prison | by_video, before_release, state=MeetingState.HELD, one_to_one=True, episode=F("case__episode")
        )

    def towards_release(self):
        """Held and counting as a pre-release meeting by its kind, or planned and able to become one. Days are the caller's."""
        in_prison = Q(channel=Channel.IN_PRISON) & ~Q(place=Place.CELL_DOOR)
        long_enough = Q(state=MeetingState.PLANNED) | Q(two_way=True, minutes__gte=SHORTEST_VIDEO_MEETING_MINUTES)
        return self.filter(
            in_prison | Q(long_enough, channel=Channel.VIDEO),
            state__in=[MeetingState.HELD, MeetingState.PLANNED],
            one_to_one=True,
        )


def pre_release_meetings(case):
    """Subquery: on how many days the case had a pre-release meeting that counts."""
    days = (
        Meeting.objects.filter(case=case)
        .pre_release()
        .order_by()
        .values("case")
        .annotate(days=Count("on_date", distinct=True))
        .values("days")
    )
    return Coalesce(Subquery(days, output_field=IntegerField()), 0)


class Meeting(VersionedModel):
    """Every planned or held contact: in prison, by phone, at the gate, in the community. One model, one timeline."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="meetings")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="meetings")
    mentor = models.ForeignKey("mentoring.Mentor", null=True, on_delete=models.PROTECT, related_name="meetings")
    prison = models.ForeignKey(
        "prisons.Prison", null=True, blank=True, on_delete=models.PROTECT, related_name="meetings"
    )
    channel = models.CharField(max_length=14, choices=Channel)
    on_date = models.DateField()
    at_time = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    is_agency_visit = models.BooleanField("agency visit (first meeting with the community mentor)", default=False)
    place = models.CharField(max_length=14, choices=Place, blank=True)
    one_to_one = models.BooleanField(default=True)
    two_way = models.BooleanField(default=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=10, choices=CancelReason, blank=True)
    topics = ArrayField(models.CharField(max_length=14, choices=NeedArea), default=list, blank=True)
    note = models.TextField(max_length=12000, blank=True)
    concern = models.CharField(max_length=12, choices=Concern, default=Concern.NONE)
    concern_text = models.TextField(max_length=4000, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-at_time"]
        constraints = [
            models.CheckConstraint(
                name="an_outcome_has_moment_and_author",
                condition=Q(state=MeetingState.PLANNED, recorded_at=None, recorded_by=None)
                | Q(state__in=sorted(OUTCOMES), recorded_at__isnull=False, recorded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="cancelled_by_prison_with_a_reason",
                condition=~Q(state=MeetingState.CANCELLED_BY_PRISON) | ~Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="held_in_prison_says_where",
                condition=~Q(state=MeetingState.HELD, channel=Channel.IN_PRISON) | ~Q(place=""),
            ),
        ]
        indexes = [
            # The timeline, the three-meeting counter and the last contact of a case.
            models.Index(fields=["case", "-on_date"], name="meeting_timeline"),
            # A mentor's day: planned contacts by date.
            models.Index(fields=["mentor", "on_date"], name="meeting_planned", condition=Q(state=MeetingState.PLANNED)),
        ]

    def __str__(self):
        return f"Meeting {self.pk}"

    @property
    def topic_names(self):
        return [NeedArea(topic).label for topic in self.topics]

    def get_absolute_url(self):
        return reverse("mentoring:contact", args=[self.pk])
