from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case as Case_
from django.db.models import Count, ExpressionWrapper, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import Exact, IsNull, LessThan
from django.urls import reverse

from core.models import VersionedModel
from mentoring.enums.cases import FurtherRole
from mentoring.enums.meetings import OUTCOMES, CancelReason, Channel, Concern, MeetingState, Place
from mentoring.enums.needs import NeedArea
from people.models import AboutPersonQuerySet
from prisons.models import PrisonStay

# A contact that reaches the person and is answered; letters and talks about them are not.
TWO_WAY_CHANNELS = (
    Channel.IN_PRISON,
    Channel.VIDEO,
    Channel.PHONE,
    Channel.GATE,
    Channel.COMMUNITY,
    Channel.ACCOMPANIED,
    Channel.TEXT,
    Channel.EMAIL,
)
# About the person, not with them.
ABOUT_THEM = (Channel.FAMILY, Channel.PROFESSIONAL)


class MeetingQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def planned(self):
        return self.filter(state=MeetingState.PLANNED)

    def while_support_lasts(self):
        """Without those planned for a day after support ended: nobody goes, and nothing can be said of them any more."""
        return self.exclude(state=MeetingState.PLANNED, case__closed_date__lt=F("on_date"))

    def held(self):
        return self.filter(state=MeetingState.HELD)

    def two_way(self):
        """Held, and the person answered."""
        return self.filter(state=MeetingState.HELD, two_way=True, channel__in=TWO_WAY_CHANNELS)

    def tries(self):
        """Attempts at a contact that nobody answered: they count as attempts, never as contact."""
        unanswered = Q(two_way=False) | Q(channel=Channel.LETTER)
        return self.filter(Q(state=MeetingState.NOT_ATTENDED) | Q(unanswered, state=MeetingState.HELD)).exclude(
            channel__in=ABOUT_THEM
        )

    def pass_to(self, mentor):
        """Give these to another mentor, or to nobody. A joint meeting with that very mentor is then an ordinary one of theirs."""
        if mentor is None:
            return self.update(mentor=None, together_with=None)
        alone = Case_(When(together_with=mentor, then=None), default=F("together_with"))
        return self.update(mentor=mentor, together_with=alone)

    def pre_release(self):
        """What counts as a pre-release meeting, by the settings of the case's programme (referrals.models.CountingRules;
        domain.md section 4, R6b and the table of ambiguities).

        By default: held, one to one, in prison but not at the cell door, or by video for at least 15 minutes, or a phone call
        instead of a visit while visits were suspended; by the mentor or whoever stands in, not by somebody in a further role;
        in the case's present episode (all its prisons add up); before the day of liberation. How many they are is
        `pre_release_meetings`: two in one day are one, and few phone calls count.
        """
        return self.alias(
            ledger=models.FilteredRelation(
                "case__episode__release_dates", condition=Q(case__episode__release_dates__is_current=True)
            )
        ).filter(
            _by_its_kind(minutes=Q(minutes__gte=F("case__programme__video_minutes"), two_way=True)),
            _before_release(),
            _in_this_custody(),
            state=MeetingState.HELD,
        )

    def towards_release(self):
        """Held and counting as a pre-release meeting by its kind, or planned and able to become one. Days are the caller's."""
        long_enough = Q(minutes__gte=F("case__programme__video_minutes"), two_way=True)
        planned = Q(case__programme__video_minutes__isnull=False, state=MeetingState.PLANNED)
        return self.filter(
            _by_its_kind(minutes=long_enough | planned), state__in=[MeetingState.HELD, MeetingState.PLANNED]
        )

    def with_may_count(self):
        """Annotates `may_count`: a planned contact that, by its kind, may become a pre-release meeting. Days are the caller's."""
        planned = Q(case__programme__video_minutes__isnull=False)
        return self.annotate(
            may_count=ExpressionWrapper(_by_its_kind(minutes=planned), output_field=models.BooleanField())
        )


def _by_its_kind(*, minutes):
    """Counts by how they met; `minutes` is when a video call was long enough."""
    return (
        Q(further_role="")
        & (Q(one_to_one=True) | Q(case__programme__company_counts=True))
        & (
            Q(channel=Channel.IN_PRISON) & (~Q(place=Place.CELL_DOOR) | Q(case__programme__cell_door_counts=True))
            | Q(channel=Channel.VIDEO) & minutes
            | Q(channel=Channel.PHONE, instead_of_visit=True, two_way=True, case__programme__phone_meetings_most__gt=0)
            | Q(channel__in=[Channel.LETTER, Channel.TEXT], case__programme__letters_count=True)
        )
    )


def _before_release():
    """Before the day of liberation, or inside on that day where the programme counts it."""
    day = Coalesce("case__episode__released_date", "ledger__liberation_date")
    return (
        LessThan(F("on_date"), day)
        | Q(IsNull(day, True))
        | Q(Exact(F("on_date"), day), channel=Channel.IN_PRISON, case__programme__on_the_day_counts=True)
    )


def _in_this_custody():
    """In the case's present time in custody and any of its prisons, unless the programme counts otherwise."""
    now_in = PrisonStay.objects.filter(episode=OuterRef("case__episode"), to_date=None).values("prison")
    return Q(
        Q(episode=F("case__episode"))
        | Q(episode__released_date__gt=F("on_date"), case__programme__episodes_add_up=True),
        Q(case__programme__each_prison_alone=False) | Q(prison=Subquery(now_in[:1])),
    )


def pre_release_meetings(case):
    """Subquery: how many pre-release meetings count. Days, unless the programme counts two on one day as two; of phone calls
    no more than the programme lets count."""
    visit = ~Q(channel=Channel.PHONE)
    counted = (
        Meeting.objects.filter(case=case)
        .pre_release()
        .order_by()
        .values("case", "case__programme__several_a_day_count", "case__programme__phone_meetings_most")
        .annotate(
            visits=_one_a_day(Count("pk", filter=visit), Count("on_date", filter=visit, distinct=True)),
            contacts=_one_a_day(Count("pk"), Count("on_date", distinct=True)),
        )
        .annotate(
            counted=F("visits") + Least(F("case__programme__phone_meetings_most"), F("contacts") - F("visits")),
        )
        .values("counted")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _one_a_day(each, days):
    return Case_(When(case__programme__several_a_day_count=True, then=each), default=days)


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
    instead_of_visit = models.BooleanField(
        default=False, help_text="A phone call because visits to the prison were suspended."
    )
    together_with = models.ForeignKey(
        "mentoring.Mentor",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Another mentor of ours who was there: a joint meeting.",
    )
    further_role = models.CharField(
        max_length=12,
        choices=FurtherRole,
        blank=True,
        help_text="Of whoever held it beside the mentor: a contact of theirs is none of the mentor's meetings.",
    )
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
                name="only_a_phone_call_is_instead_of_a_visit",
                condition=Q(instead_of_visit=False) | Q(channel=Channel.PHONE),
            ),
            models.CheckConstraint(
                name="a_joint_meeting_has_two_mentors",
                condition=Q(together_with=None) | Q(mentor__isnull=False) & ~Q(together_with=F("mentor")),
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
