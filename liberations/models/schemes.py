from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q

from core.models import KeyedModel, VersionedModel
from liberations.enums import SchemeDecision, SchemeShift, SchemeState, WhyNotShifted
from people.models import AboutPersonQuerySet
from prisons.enums import Confidence, DateSource, SentenceBand
from prisons.models import Prison

LONGEST_SHIFT_DAYS = 365


class SchemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Schemes of the user's team; whom of them they see is decided for each person."""
        return self.filter(team=user.team_id)

    def with_prison_names(self):
        """Adds `prison_names`; none means every prison."""
        names = Prison.objects.filter(
            pk__in=Scheme.prisons.through.objects.filter(scheme=OuterRef(OuterRef("pk"))).values("prison")
        )
        return self.annotate(prison_names=ArraySubquery(names.values("name")))

    def in_use(self):
        """Whose people are to be offered the service: those of a draft too, for the announcement comes before the dates."""
        return self.filter(state__in=[SchemeState.DRAFT, SchemeState.APPLIED])


class Scheme(VersionedModel):
    """An early-release scheme, or a prison that moves a whole group: the liberation days of chosen people shift at once.

    Who is chosen: people in custody now who fit every condition that is given. Nothing changes until it is applied.
    """

    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=160, help_text="One sentence, kept with every date it shifts.")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="schemes")
    source = models.CharField(max_length=12, choices=DateSource, default=DateSource.ANNOUNCEMENT)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.PROVISIONAL)

    shift = models.CharField(max_length=10, choices=SchemeShift)
    days_earlier = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1)])
    to_day = models.DateField(null=True)
    earliest_day = models.DateField(null=True, help_text="Nobody leaves before this day.")
    puts_back = models.BooleanField(default=False, help_text="Whether it also gives people a later day.")

    prisons = models.ManyToManyField("prisons.Prison", related_name="+")
    sentence_bands = ArrayField(models.CharField(max_length=16, choices=SentenceBand), default=list)
    programme = models.ForeignKey("referrals.Programme", null=True, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField(null=True, help_text="Liberation day, before the shift, on or after this day.")
    until_day = models.DateField(null=True, help_text="Liberation day, before the shift, on or before this day.")
    liberation_list = models.ForeignKey(
        "liberations.LiberationList", null=True, on_delete=models.PROTECT, related_name="+"
    )

    state = models.CharField(max_length=10, choices=SchemeState, default=SchemeState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="scheme_says_how_dates_shift",
                condition=Q(shift=SchemeShift.DAYS, days_earlier__range=(1, LONGEST_SHIFT_DAYS), to_day=None)
                | Q(shift=SchemeShift.DAY, days_earlier=None, to_day__isnull=False)
                | Q(shift=SchemeShift.TRANCHES, days_earlier=None, to_day=None),
            ),
            models.CheckConstraint(
                name="scheme_range_is_ordered",
                condition=Q(from_day=None) | Q(until_day=None) | Q(until_day__gte=F("from_day")),
            ),
            models.CheckConstraint(
                name="shifted_scheme_has_moment_and_author",
                condition=Q(state__in=[SchemeState.DRAFT, SchemeState.DISCARDED], applied_at=None, undone_at=None)
                | Q(state=SchemeState.APPLIED, applied_at__isnull=False, undone_at=None)
                | Q(state=SchemeState.UNDONE, applied_at__isnull=False, undone_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Scheme {self.pk}"

    @property
    def is_draft(self):
        return self.state == SchemeState.DRAFT

    @property
    def band_names(self):
        return [SentenceBand(band).label for band in self.sentence_bands]


class SchemeTranche(KeyedModel):
    """Whose liberation day would be between two days leaves on `to_day`."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="tranches")
    from_day = models.DateField()
    until_day = models.DateField()
    to_day = models.DateField()

    class Meta:
        ordering = ["from_day"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "from_day"], name="tranches_begin_on_different_days"),
            models.CheckConstraint(name="tranche_is_ordered", condition=Q(until_day__gte=F("from_day"))),
        ]


class SchemeMemberQuerySet(AboutPersonQuerySet):
    to_person = "episode__person"

    def to_shift(self):
        """Those whose day shifts: one is known, and either nothing is against it or a person took them in."""
        return self.filter(self.shifting())

    def staying(self):
        return self.exclude(self.shifting())

    @staticmethod
    def shifting(path=""):
        """The condition of `to_shift`, also through a relation whose lookups begin with `path`."""
        undecided = Q(**{f"{path}decision": "", f"{path}why_not": []})
        return Q(**{f"{path}after_date__isnull": False}) & (Q(**{f"{path}decision": SchemeDecision.IN}) | undecided)


class SchemeMember(KeyedModel):
    """One time in custody that a scheme was made for: the day before and after, or why it stays as it is.

    `before_row` is the row of the ledger the preview was made from, `after_row` the one that was added when the scheme was
    applied. `after_date` is empty where no new day can be given; then nobody can take the person in either.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="members")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="+")
    before_row = models.ForeignKey("prisons.ReleaseDate", null=True, on_delete=models.PROTECT, related_name="+")
    after_row = models.ForeignKey("prisons.ReleaseDate", null=True, on_delete=models.PROTECT, related_name="+")
    before_date = models.DateField(null=True)
    after_date = models.DateField(null=True)
    explanation = models.CharField(max_length=300, blank=True, help_text="Why the new day is what it is.")
    why_not = ArrayField(models.CharField(max_length=20, choices=WhyNotShifted), default=list)
    decision = models.CharField(max_length=3, choices=SchemeDecision, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undo_refused = models.CharField(max_length=300, blank=True, help_text="Why the former day was not put back.")

    objects = SchemeMemberQuerySet.as_manager()

    class Meta:
        ordering = ["before_date"]
        constraints = [models.UniqueConstraint(fields=["scheme", "episode"], name="once_in_a_scheme")]
        indexes = [models.Index(fields=["scheme", "before_date"], name="scheme_member_by_date")]

    @property
    def shifts(self):
        """As SchemeMember.objects.to_shift()."""
        return self.after_date is not None and (
            self.decision == SchemeDecision.IN or (not self.decision and not self.why_not)
        )

    @property
    def reasons(self):
        """Why they stay as they are, in words."""
        return [WhyNotShifted(why).label for why in self.why_not]
