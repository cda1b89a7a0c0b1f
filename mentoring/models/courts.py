from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import VersionedModel
from mentoring.enums.courts import CourtState, SummaryState
from people.models import AboutPersonQuerySet


class CourtDateQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def while_support_lasts(self):
        """Without days to come of somebody whose support has ended: nobody goes along, and nothing can be said of them any more."""
        return self.exclude(state=CourtState.COMING, case__closed_date__isnull=False)


class CourtDate(VersionedModel):
    """A day in court that somebody we support has to attend: where, what for in plain words, who goes along, what came of it.

    What they are accused of is not asked and has no place here. A date put off is followed by the next one.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="court_dates")
    court = models.CharField(max_length=120)
    on_date = models.DateField()
    at_time = models.TimeField(null=True, blank=True)
    what_for = models.CharField(max_length=200, blank=True)
    goes_along = models.ForeignKey(
        "mentoring.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="court_dates"
    )
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next_date")
    state = models.CharField(max_length=14, choices=CourtState, default=CourtState.COMING)
    result = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome_at = models.DateTimeField(null=True)

    objects = CourtDateQuerySet.as_manager()

    class Meta:
        ordering = ["on_date", "at_time"]
        constraints = [
            models.CheckConstraint(
                name="court_outcome_has_moment_and_author",
                condition=Q(state=CourtState.COMING, outcome_at=None, outcome_by=None)
                | Q(~Q(state=CourtState.COMING), outcome_at__isnull=False, outcome_by__isnull=False),
            ),
        ]
        indexes = [
            # The list of court dates to come, and the panel of a case.
            models.Index(fields=["on_date"], name="court_dates_coming", condition=Q(state=CourtState.COMING)),
        ]

    def __str__(self):
        return f"Court date {self.pk}"

    def get_absolute_url(self):
        return reverse("mentoring:court", args=[self.pk])


class CourtSummaryQuerySet(AboutPersonQuerySet):
    to_person = "court_date__case__person"


class CourtSummary(VersionedModel):
    """How somebody is getting on, written for one court date from the record and approved by a manager who wrote no part of it.

    `writers` are all whose words are in this version, also those it took over from the one before; `written_by` is who wrote last
    and is told what becomes of it. `number` counts the versions for that date; what was approved is not changed, a new version is written. The person has read
    it and agrees on `agreed_date`; handed in on `handed_in_date`, by them or by us with the disclosure kept.
    """

    court_date = models.ForeignKey(CourtDate, on_delete=models.PROTECT, related_name="summaries")
    number = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(max_length=8000)
    state = models.CharField(max_length=10, choices=SummaryState, default=SummaryState.DRAFT)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_back_note = models.CharField(max_length=500, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    agreed_date = models.DateField("the person has read it and agrees, on", null=True, blank=True)
    handed_in_date = models.DateField(null=True, blank=True)
    disclosure = models.ForeignKey("referrals.Disclosure", null=True, on_delete=models.PROTECT, related_name="+")

    objects = CourtSummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["court_date", "number"], name="one_summary_of_a_number"),
            models.CheckConstraint(
                name="approved_by_another_than_the_writer",
                condition=Q(~Q(state=SummaryState.APPROVED), approved_by=None, approved_at=None)
                | Q(
                    ~Q(approved_by=F("written_by")),
                    state=SummaryState.APPROVED,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="handed_in_once_approved_and_agreed",
                condition=Q(handed_in_date=None, disclosure=None)
                | Q(state=SummaryState.APPROVED, handed_in_date__isnull=False, agreed_date__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Court summary {self.pk}"

    @property
    def writer_names(self):
        """Who wrote it, by name, who wrote last at the end. Of a row read with its `writers`."""
        others = sorted(writer.name for writer in self.writers.all() if writer.pk != self.written_by_id)
        return " and ".join([", ".join(others), self.written_by.name] if others else [self.written_by.name])

    def is_written_by(self, user):
        """Whether any of its words are theirs. Of a row read with its `writers`."""
        return user.pk == self.written_by_id or user in self.writers.all()
